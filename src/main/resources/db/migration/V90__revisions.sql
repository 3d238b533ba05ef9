-- Revisions of diagrams, tables and forms, from draft to force. Nothing about a case. Runs on PostgreSQL and on H2.
create sequence revision_seq;
create sequence revision_event_seq;
create table revision (
  id            integer       not null,
  name          varchar(100)  not null,
  reason        varchar(2000) not null,
  rules         varchar(200)  not null,  -- the rules that it touches; may be empty
  in_force_on   date          not null,  -- the first day, in Europe/London
  author        varchar(64)   not null,
  state         varchar(32)   not null,
  base_set      integer       not null,  -- the number of the set that it changes
  approver      varchar(64),
  release_officer varchar(64),
  digest        varchar(80),             -- the day and the digest of the files that were approved
  made_set      integer,                 -- the number of the set that it became
  takes_back    integer,                 -- the number of the revision whose files it restores
  constraint revision_pk primary key (id),
  constraint revision_takes_back_fk foreign key (takes_back) references revision (id)
);
create index revision_by_state on revision (state);
create index revision_by_taken_back on revision (takes_back);
-- Only files that differ from the set that the revision changes.
create table revision_file (
  revision integer      not null references revision,
  file     varchar(200) not null,  -- with its folder, such as processes/intake.bpmn
  content  bytea        not null,
  constraint revision_file_pk primary key (revision, file)
);
-- Who did what with a revision; rows are only added.
create table revision_event (
  id       bigint                   not null,  -- of revision_event_seq
  revision integer                  not null references revision,
  at       timestamp with time zone not null,
  person   varchar(64),                        -- null: the program
  act      varchar(32)              not null,
  note     varchar(4000)            not null,
  constraint revision_event_pk primary key (id)
);
create index revision_event_by_revision on revision_event (revision);
