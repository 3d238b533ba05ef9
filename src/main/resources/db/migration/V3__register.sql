-- The register (D33, D38): one row for each case, as it is now. Codes, dates and officers are in the clear, for national
-- statistics; reasons are sealed, in the tables below. It outlives the process instance and its history.
-- The value of an option in a form has up to 100 characters.
-- The columns by which managers' pages select cases come first: PostgreSQL takes each row apart up to the last column that
-- a statement needs.
create table case_register (
  case_number             varchar(32) primary key,
  erased                  boolean,                  -- true: what is left of a case, without the day, which case_erasure has
  case_outcome            varchar(32),
  merged_into             varchar(32),              -- D12, D43
  local_authority         varchar(64) not null,
  referral_received_on    date,
  rg_authority            varchar(16),
  cg_authority            varchar(16),
  rg_outcome              varchar(32),
  reconsidered_stage      varchar(32),              -- D30; null while nothing is reconsidered
  opened_order            bigint      default nextval('case_number_seq') not null,
  first_responder_agency  varchar(100),
  reported_by             varchar(64),              -- who reported the concern or sent the copy
  opened_on               date        not null,
  definition_set          integer,                  -- the set of diagrams, tables and forms under which it runs (ADR 0058)
  referral_due_at         timestamp with time zone, -- by when the NRM form is due (D6)
  referral_sent_at        timestamp with time zone, -- when the NRM form was sent to UKHTC; null: not sent yet
  referral_target_missed  boolean,                  -- the 48 hours (D6)
  ukba_copy_on            date,                     -- D9
  sex                     varchar(100),
  age                     integer,
  age_disputed            boolean,
  adult_from              date,                     -- a recorded finding, or the 18th birthday (D7)
  routing_basis           varchar(100),
  removal_hold            varchar(16),
  rg_original_due         date,
  rg_due                  date,
  rg_decided_on           date,
  rg_late                 boolean,
  rg_days_late            integer,
  rg_late_mark            date,
  reflection_review       date,
  reflection_original_end date,
  reflection_end          date,
  cg_original_target      date,
  cg_target               date,
  cg_outcome              varchar(32),
  cg_decided_on           date,
  cg_late                 boolean,
  cg_days_late            integer,
  cg_late_mark            date,
  leave_outcome           varchar(100),
  leave_ground            varchar(100),
  leave_decided_on        date,
  leave_expires_on        date,
  missing_since           date,                     -- D34; null while the child is not missing
  suspended_stage         varchar(32),              -- D35; null while nothing is suspended
  suspended_on            date,
  closed_on               date,
  legal_hold_since        date                      -- null: no hold
);
create unique index case_register_opened on case_register (opened_order);
create index case_register_received on case_register (referral_received_on);
create index case_register_council on case_register (local_authority);
create index case_register_reported_by on case_register (reported_by);
-- Open cases are few among those that are finished, and so are missing children.
create index case_register_outcome on case_register (case_outcome);
create index case_register_missing on case_register (missing_since);
create index case_register_closed on case_register (closed_on);

-- A child may have several nationalities, each counted.
create table register_nationality (
  case_number varchar(32)  not null references case_register,
  nationality varchar(100) not null,
  primary key (case_number, nationality)
);

-- Until when an earlier local authority had a case (D41). It keeps sight of its own part.
create table register_council (
  case_number     varchar(32) not null references case_register,
  local_authority varchar(64) not null,
  until_date      date        not null,
  primary key (case_number, local_authority, until_date)
);

-- Two cases that belong together (D5). One row for both directions: the smaller number first.
create table register_link (
  first_case  varchar(32) not null references case_register,
  second_case varchar(32) not null references case_register,
  why         varchar(32) not null,  -- sibling, same-child-suspected, merged
  linked_on   date        not null,
  officer     varchar(64),
  primary key (first_case, second_case, why)
);
create index register_link_second on register_link (second_case);

-- The police force that the form names, for those who see a part of the cases only: the form itself is sealed.
create table case_police_force (
  case_number  varchar(32) primary key,
  police_force varchar(100) not null
);
create index case_police_force_force on case_police_force (police_force);

-- The children whose 18th birthday is still to come (D7), and the day on which their file is opened next: the first day of
-- the month of the birthday, and in that month the next day. So the date of birth isn't in here.
create table birthday_check (
  case_number varchar(32) not null,
  due_on      date        not null,
  constraint birthday_check_pk primary key (case_number)
);
create index birthday_check_due on birthday_check (due_on);

-- One number for all rows below: the order in which things were recorded, and part of what a sealed text is bound to.
create sequence register_seq;

-- Who did what at a stage: proposed, confirmed, sent back (D18).
create table register_act (
  id          bigint                   primary key,
  case_number varchar(32)              not null references case_register,
  recorded_at timestamp with time zone not null,
  stage       varchar(32)              not null,
  act         varchar(32)              not null,
  recorded_as varchar(120),                       -- what the record says of it, where the diagram says so
  officer     varchar(64)              not null,
  acted_as    varchar(1000),                      -- the officer's groups then, which decide what the act counts for
  outcome     varchar(32),
  reason      bytea
);
create index register_act_case on register_act (case_number, stage);

-- Every decision that was made, also one that a later one replaced. The minute is kept always (D37).
create table register_decision (
  id             bigint                   primary key,
  case_number    varchar(32)              not null references case_register,
  recorded_at    timestamp with time zone not null,
  stage          varchar(32)              not null,
  body           varchar(16),                      -- the authority whose decision it is
  outcome        varchar(32)              not null,
  decided_on     date                     not null,
  case_owner     varchar(64)              not null,
  second_officer varchar(64)              not null,
  reasons        bytea,
  late           boolean                  not null,
  days_late      integer                  not null
);
create index register_decision_case on register_decision (case_number);

-- What happened, in order. Rows are only ever added.
create table register_event (
  id             bigint                   primary key,
  case_number    varchar(32)              not null references case_register,
  recorded_at    timestamp with time zone not null,
  definition_set integer,                          -- the set under which the case ran then (ADR 0071)
  kind           varchar(32)              not null,
  stage          varchar(32),
  code           varchar(128),
  from_date      date,
  to_date        date,
  officer        varchar(64),
  detail         bytea
);
create index register_event_case on register_event (case_number);
create index register_event_officer on register_event (officer, kind);
create index register_event_kind on register_event (kind, stage, case_number);
