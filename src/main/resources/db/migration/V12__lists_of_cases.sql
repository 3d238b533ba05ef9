-- Lists of cases for those who see a part of them only: the police force that the form names, in the clear as the other
-- codes are, because the form itself is sealed. Runs on PostgreSQL and on H2.
create table case_police_force (
  case_number  varchar(32) primary key,
  police_force varchar(64) not null
);
create index case_police_force_force on case_police_force (police_force);

-- What somebody reported themselves.
create index case_register_reported_by on case_register (reported_by);
create index register_event_officer on register_event (officer, kind);
