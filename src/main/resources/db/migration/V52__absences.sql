-- When people are away, and who does their work meanwhile. A row goes after the person is back. Nothing about a case.
-- Runs on PostgreSQL and on H2.
create table absence (
  id         varchar(36) not null,
  person     varchar(64) not null,
  away_from  date        not null,
  away_until date        not null,  -- the last day
  deputy     varchar(64),           -- null: tasks go back to the team
  begun      boolean     not null,  -- whether the open tasks have been passed on
  constraint absence_pk primary key (id)
);
create index absence_by_person on absence (person, away_from);
