-- Rehearsals that the program begins each night for approved revisions. Runs on PostgreSQL and on H2.
alter table rehearsal add column approved_at timestamp with time zone; -- since when cases count; null if a person has begun it
-- One node has each night's rehearsal of a revision; rows are only added.
create table rehearsal_night (
  revision integer not null references revision,
  night    date    not null,  -- of the cases' clock
  constraint rehearsal_night_pk primary key (revision, night)
);
