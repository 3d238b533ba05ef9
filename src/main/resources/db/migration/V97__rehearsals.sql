-- What rehearsals of revisions on past cases have found. Runs on PostgreSQL and on H2.
create sequence rehearsal_seq;
create table rehearsal (
  id         integer                  not null,
  revision   integer                  not null references revision,
  digest     varchar(64)              not null,  -- of the files that were rehearsed
  set_number integer                  not null,  -- the set in force with which they were compared
  person     varchar(64)              not null,
  begun_at   timestamp with time zone not null,
  ended_at   timestamp with time zone not null,
  cases      integer                  not null,
  not_compared integer                not null,  -- the control run did not match the register
  counts     varchar(1000)            not null,  -- how many cases differ, by kind, as JSON
  constraint rehearsal_pk primary key (id)
);
create index rehearsal_by_revision on rehearsal (revision);
-- The cases of the latest rehearsal of a revision that differ, or are not compared. No name, and nothing anyone wrote.
create table rehearsal_case (
  rehearsal   integer     not null references rehearsal,
  case_number varchar(32) not null,
  compared    boolean     not null,
  differences text        not null,  -- sentences by kind, as JSON
  constraint rehearsal_case_pk primary key (rehearsal, case_number)
);
create index rehearsal_case_by_case on rehearsal_case (case_number);
