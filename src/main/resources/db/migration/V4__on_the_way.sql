-- What happens to a case on the way: facts of the register that news from outside sets. Runs on PostgreSQL and on H2.
alter table case_register add reported_by varchar(64);             -- who reported the concern or sent the copy
alter table case_register add ukba_copy_on date;                   -- D9
alter table case_register add referral_target_missed boolean;      -- the 48 hours (D6)
alter table case_register add missing_since date;                  -- D34; null while the child is not missing
alter table case_register add suspended_stage varchar(32);         -- D35; null while nothing is suspended
alter table case_register add suspended_on date;
alter table case_register add reconsidered_stage varchar(32);      -- D30; null while nothing is reconsidered
alter table case_register add adult_from date;                     -- a recorded finding, or the 18th birthday (D7)
alter table case_register add joined_to varchar(32);               -- D12, D43

-- Which council had a case from when on (D41). A council that handed it over keeps sight of its own part.
create table register_council (
  case_number     varchar(32) not null references case_register,
  local_authority varchar(64) not null,
  until_date      date        not null,
  primary key (case_number, local_authority, until_date)
);
