-- The child's file and the register, beside the engine's own tables (V1). Runs on PostgreSQL and on H2.

create sequence case_number_seq;

-- What the forms say about a child. Content is sealed: key version, nonce, AES-GCM ciphertext with tag.
create table case_file (
  case_number varchar(32)              not null,
  section     varchar(64)              not null,
  content     bytea                    not null,
  version     integer                  not null,
  updated_by  varchar(64),
  updated_at  timestamp with time zone not null,
  primary key (case_number, section)
);

-- The register (D33, D38): one row a case, as it stands. Codes, dates and officers are in the clear, for national
-- statistics; reasons are sealed, in the tables below. It outlives the process instance and its history.
create table case_register (
  case_number             varchar(32) primary key,
  local_authority         varchar(64) not null,
  first_responder_agency  varchar(64),
  opened_on               date        not null,
  referral_received_on    date,
  sex                     varchar(16),
  age                     integer,
  age_disputed            boolean,
  routing_basis           varchar(16),
  removal_hold            varchar(16),
  rg_authority            varchar(16),
  rg_original_due         date,
  rg_due                  date,
  rg_outcome              varchar(32),
  rg_decided_on           date,
  rg_late                 boolean,
  rg_days_late            integer,
  rg_late_mark            date,
  reflection_review       date,
  reflection_original_end date,
  reflection_end          date,
  cg_authority            varchar(16),
  cg_original_target      date,
  cg_target               date,
  cg_outcome              varchar(32),
  cg_decided_on           date,
  cg_late                 boolean,
  cg_days_late            integer,
  cg_late_mark            date,
  leave_outcome           varchar(32),
  leave_ground            varchar(64),
  leave_decided_on        date,
  leave_expires_on        date,
  case_outcome            varchar(32),
  closed_on               date
);
create index case_register_received on case_register (referral_received_on);
create index case_register_council on case_register (local_authority);

-- A child may have several nationalities, each counted.
create table register_nationality (
  case_number varchar(32) not null references case_register,
  nationality varchar(16) not null,
  primary key (case_number, nationality)
);

-- One number for all rows below: the order in which things were recorded, and part of what a sealed text is bound to.
create sequence register_seq;

-- Who did what at a stage: proposed, confirmed, sent back (D18).
create table register_act (
  id          bigint                   primary key,
  case_number varchar(32)              not null references case_register,
  recorded_at timestamp with time zone not null,
  stage       varchar(32)              not null,
  act         varchar(32)              not null,
  officer     varchar(64)              not null,
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
  id          bigint                   primary key,
  case_number varchar(32)              not null references case_register,
  recorded_at timestamp with time zone not null,
  kind        varchar(32)              not null,
  stage       varchar(32),
  code        varchar(64),
  from_date   date,
  to_date     date,
  officer     varchar(64),
  detail      bytea
);
create index register_event_case on register_event (case_number);
