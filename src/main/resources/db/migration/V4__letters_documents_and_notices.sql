-- The register of letters (D38): what was sent to whom and when, readable without a key, and the letter itself sealed.
-- It outlives the engine's history, as the register of cases does.
create table letter (
  id                varchar(36)  not null,
  case_number       varchar(32)  not null,
  occasion          varchar(64)  not null,
  occurrence        varchar(128) not null,  -- which time: a repeated job must not send a letter twice
  code              varchar(16)  not null,  -- NRM 03 and so on; empty where the letter has none or it is not known
  template          varchar(64)  not null,
  addressee         varchar(32)  not null,
  addressee_name    varchar(256) not null,  -- an organisation's name on that day
  local_authority   varchar(64),            -- to which it went (D41); null where it went to someone else
  police_force      varchar(64)  not null default '', -- to which it went: forces may share a name; empty where it went to someone else
  sender            varchar(16)  not null,  -- the competent authority that writes: UKHTC or UKBA
  dated             date         not null,
  minute_enclosed   boolean      not null,
  content           bytea        not null,  -- sealed: XHTML, from which a PDF is made for each reader
  email             bytea,                  -- sealed: where the notice goes; null where there is no address
  delivery          varchar(16)  not null,  -- outbox, notified, emailed, print-queue, printed
  delivery_note     varchar(64),            -- why it was not e-mailed, as a code
  mail_claimed_until timestamp with time zone,           -- one node at a time sends it; a crash frees it again
  posted_by         varchar(64),
  posted_at         timestamp with time zone,
  created_by        varchar(64),
  created_at        timestamp with time zone not null,
  constraint letter_pk primary key (id),
  constraint letter_once unique (case_number, occasion, occurrence, template, addressee, addressee_name,
    police_force)
);
create index letter_by_delivery on letter (delivery, sender);

-- What people add to a case: police reports, photographs and so on. Kind, size, who and when are in the clear; the file,
-- its name and what was said about it are sealed. It outlives the engine's history, as the register of cases does.
create table case_document (
  id             varchar(36)              not null,
  case_number    varchar(32)              not null references case_register,
  number_in_case integer                  not null,
  kind           varchar(32)              not null,
  type           varchar(16)              not null,  -- by content: pdf, jpeg and so on
  size_in_bytes  integer                  not null,
  scanned        boolean                  not null,  -- whether a virus scanner has looked at it
  added_by       varchar(64)              not null,
  added_at       timestamp with time zone not null,
  fingerprint    bytea                    not null,  -- keyed: shows that the case has the file, and nothing else
  file_name      bytea                    not null,  -- sealed
  description    bytea                    not null,  -- sealed
  content        bytea                    not null,  -- sealed
  constraint case_document_pk primary key (id),
  constraint case_document_number unique (case_number, number_in_case),
  constraint case_document_once unique (case_number, fingerprint)
);

-- E-mails that work waits, to a team, or to the person to whom a task was assigned. Nothing about a child. Teams' addresses
-- are in config/notices.yaml only; a person's is read from their account when it is sent.
create table notice (
  id              varchar(36)              not null,
  occurrence      varchar(80)              not null,  -- a task or a morning: a team is notified once
  team_group      varchar(64)              not null,
  council         varchar(64)              not null,  -- empty: a team that works for every council
  person          varchar(64) default ''   not null,  -- empty: to a team
  to_out_of_hours boolean                  not null,
  case_number     varchar(32),                        -- null: about no single case
  sentence        varchar(1000)            not null,  -- may have the name of a task and of a person who is away
  state           varchar(16)              not null,  -- outbox, sent, not-needed, given-up
  claimed_until   timestamp with time zone,           -- one node at a time sends it; a crash or a fault frees it again
  created_at      timestamp with time zone not null,  -- of the machine's clock
  handled_at      timestamp with time zone,
  constraint notice_pk primary key (id),
  constraint notice_once unique (occurrence, team_group, council, person, to_out_of_hours)
);
create index notice_by_state on notice (state, created_at);

-- The mornings on which the teams were notified of what is due: of several nodes, one does it.
create table notice_morning (
  due_on date not null,
  constraint notice_morning_pk primary key (due_on)
);

-- The managers who want a weekly summary and alerts by e-mail. Addresses are those of their profiles.
create table digest_reader (
  person varchar(64)              not null,  -- the user id
  since  timestamp with time zone not null,
  constraint digest_reader_pk primary key (person)
);
