-- Why the author of a revision keeps what the check warns of. Nothing about a case. Runs on PostgreSQL and on H2.
create table revision_reason (
  revision integer                  not null references revision,
  warning  varchar(64)              not null,  -- the digest of its sentence
  sentence varchar(1000)            not null,
  reason   varchar(2000)            not null,
  at       timestamp with time zone not null,
  constraint revision_reason_pk primary key (revision, warning)
);
