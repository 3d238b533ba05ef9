-- Revisions of diagrams, tables and forms, from draft to force. Nothing about a case.
create sequence revision_seq;
create sequence revision_event_seq;
create table revision (
  id            integer       not null,
  name          varchar(100)  not null,
  reason        varchar(2000) not null,
  rules         varchar(200)  not null,  -- the rules affected; may be empty
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
  base_set integer      not null,  -- the number of the set in force when it was added
  constraint revision_file_pk primary key (revision, file)
);
-- Who did what with a revision; rows are only added.
create table revision_event (
  id       bigint                   not null,  -- of revision_event_seq
  revision integer                  not null references revision,
  at       timestamp with time zone not null,
  person   varchar(64),                        -- null: the program
  act      varchar(32)              not null,
  note     text                     not null,
  constraint revision_event_pk primary key (id)
);
create index revision_event_by_revision on revision_event (revision);

-- Why the author of a revision keeps what the check warns of. Nothing about a case.
create table revision_reason (
  revision integer                  not null references revision,
  warning  varchar(64)              not null,  -- the digest of its sentence
  sentence varchar(1000)            not null,
  reason   varchar(2000)            not null,
  at       timestamp with time zone not null,
  constraint revision_reason_pk primary key (revision, warning)
);

-- What people write about a file of a revision, or about an element in it. Nothing about a case.
create sequence revision_comment_seq;
create table revision_comment (
  id         bigint                   not null,  -- of revision_comment_seq
  revision   integer                  not null references revision,
  file       varchar(200)             not null,  -- with its folder
  element    varchar(300)             not null,  -- as it was called then; empty: the whole file
  person     varchar(64)              not null,
  at         timestamp with time zone not null,
  text       varchar(2000)            not null,
  settled_by varchar(64),                        -- null: open
  settled_at timestamp with time zone,
  constraint revision_comment_pk primary key (id)
);
create index revision_comment_by_revision on revision_comment (revision);

-- Cases under way that a revision moves to the set that it has become, and what has become of each.
create table revision_move (
  revision    integer                  not null references revision,
  made_set    integer                  not null,  -- the number of the set to which cases move
  begun_at    timestamp with time zone not null,  -- of the cases' clock
  finished_at timestamp with time zone,           -- null while there may be cases to move
  constraint revision_move_pk primary key (revision)
);
-- Written in the transaction that moves the case, so that any node can continue; rows are only added.
create table case_move (
  revision    integer                  not null references revision_move,
  instance    varchar(64)              not null,  -- the id of the outermost process
  case_number varchar(32)              not null,
  moved       boolean                  not null,
  reason      varchar(1000)            not null,  -- why it stays; empty if it has moved
  looked_at   timestamp with time zone not null,  -- of the cases' clock
  constraint case_move_pk primary key (revision, instance)
);
create index case_move_by_case on case_move (case_number);

-- What rehearsals of revisions on past cases have found.
create sequence rehearsal_seq;
create table rehearsal (
  id           integer                    not null,
  revision     integer                    not null references revision,
  digest       varchar(64)                not null,  -- of the files that were rehearsed
  set_number   integer                    not null,  -- the set in force with which they were compared
  person       varchar(64)                not null,
  approved_at  timestamp with time zone,             -- since when cases count; null if a person has begun it
  begun_at     timestamp with time zone   not null,
  ended_at     timestamp with time zone   not null,
  cases        integer                    not null,
  not_compared integer                    not null,  -- the control run did not match the register
  counts       varchar(1000)              not null,  -- how many cases differ, by kind, as JSON
  open_cases   integer                    not null,  -- that were to be followed
  not_followed integer                    not null,  -- the control run did not wait for the same
  next_counts  varchar(1000)              not null,  -- in how many something else comes next, by kind, as JSON
  constraint rehearsal_pk primary key (id)
);
create index rehearsal_by_revision on rehearsal (revision);
-- The cases of the latest rehearsal of a revision that differ, are not compared, or go another way next. A case may be in more
-- than one list. No name, and nothing anyone wrote.
create table rehearsal_case (
  rehearsal   integer     not null references rehearsal,
  case_number varchar(32) not null,
  found       varchar(16) not null,  -- in which list
  differences text        not null,  -- sentences by kind, as JSON
  constraint rehearsal_case_pk primary key (rehearsal, case_number, found)
);
create index rehearsal_case_by_case on rehearsal_case (case_number);

-- One node has each night's rehearsal of a revision; rows are only added.
create table rehearsal_night (
  revision integer not null references revision,
  night    date    not null,  -- of the cases' clock
  constraint rehearsal_night_pk primary key (revision, night)
);

-- How often a form was refused, by the version of its diagram, its step and the day. No case, no person, no answer.
create table refused_form (
  definition varchar(64)  not null,  -- the id of the version of the diagram
  element    varchar(255) not null,  -- the id of the task or the start event
  on_day     date         not null,  -- in Europe/London
  refused    integer      not null,
  constraint refused_form_pk primary key (definition, element, on_day)
);
