-- A key for each case, itself sealed with a master key: erasing it makes the case unreadable, and replacing the master key
-- seals only these rows again. Runs on PostgreSQL and on H2.
create table case_key (
  case_number varchar(32) not null,
  wrapped     bytea       not null,  -- sealed: its first byte is the version of the master key
  constraint case_key_pk primary key (case_number)
);

-- When a key was replaced: nothing in the database is sealed with it any more. It is still needed for older backups.
alter table master_key add column retired timestamp with time zone;

-- Each time everything had been sealed again. From the first on, content of a case that a master key has sealed is older
-- content that someone has put back.
create table resealed (
  finished_at    timestamp with time zone not null,
  master_version integer                  not null,
  contents       bigint                   not null  -- how many had to be sealed again
);
