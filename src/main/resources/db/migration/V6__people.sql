-- Where people are signed in, on all nodes, so that each can see and end their own sessions. A row is deleted when its
-- session ends, and its session ends when the row is deleted. The id is not the session's cookie.
create table signed_in_session (
  id        varchar(36)              not null,
  user_id   varchar(255)             not null,
  since     timestamp with time zone not null,  -- of the machine's clock
  address   varchar(64)              not null,
  last_used timestamp with time zone not null,  -- to ten seconds
  constraint signed_in_session_pk primary key (id)
);
create index signed_in_session_by_user on signed_in_session (user_id);

-- Who a user id belongs to, where an identity provider signs people in. Names of users can be changed and given to someone
-- else there; issuer and subject can't. Rows are never changed by the program.
create table person_at_provider (
  user_id    varchar(64)              not null,
  issuer     varchar(255)             not null,
  subject    varchar(255)             not null,
  first_seen timestamp with time zone not null,
  constraint person_at_provider_pk primary key (user_id),
  constraint person_at_provider_once unique (issuer, subject)
);

-- What people were called and which roles they had before either changed, so that a record shows an act under the name and in
-- the role of its day. A person without a row has always had the present ones. Rows are only ever added.
create table earlier_name (
  id          bigint                   not null,  -- of register_seq
  user_id     varchar(64)              not null,
  valid_until timestamp with time zone not null,  -- of the cases' clock
  first_name  varchar(255),
  last_name   varchar(255),
  roles       varchar(4000)            not null,  -- ids of groups with a space between them; empty: none
  constraint earlier_name_pk primary key (id)
);
create index earlier_name_by_user on earlier_name (user_id, valid_until);

-- When people are away, and who does their work meanwhile. A row goes after the person is back. Nothing about a case.
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

-- What someone has typed into a form and not sent yet: one row for each person and form. It is sealed, and deleted when
-- the form is sent, when the task goes to someone else or ends, and after a set time. A start form that has been sent has
-- a row with its case number, so that the same form sent again opens no second case.
create table form_draft (
  id       varchar(36)              not null,
  person   varchar(64)              not null,  -- the user id
  form     varchar(128)             not null,  -- task/ID of the task, start/ID of the form, or sent/TOKEN of the browser
  content  bytea                    not null,  -- sealed
  saved_at timestamp with time zone not null,
  constraint form_draft_pk primary key (id),
  constraint form_draft_once unique (person, form)
);
create index form_draft_by_form on form_draft (form);
create index form_draft_by_age on form_draft (saved_at);

-- A manager's own named filters of Caseload. Codes and days only: a case number is not kept.
create table saved_view (
  person varchar(64)  not null,  -- the user id
  name   varchar(40)  not null,
  filter varchar(800) not null,  -- as in the address of the page
  constraint saved_view_pk primary key (person, name)
);

-- Who read what of which case, who signed in, what was changed past the forms, and who was refused. Rows are only ever
-- added. Nothing about a child: codes and ids in the clear, the one free text sealed.
create table access_log (
  id          bigint generated always as identity,
  recorded_at timestamp with time zone not null,  -- of the machine's clock
  user_id     varchar(255),                       -- null: the program itself, or a sign-in with an unknown user name
  roles       varchar(400)             not null,  -- the person's groups at that time
  councils    varchar(300)             not null,  -- the person's local authorities at that time; all: a central authority
  what        varchar(32)              not null,
  case_number varchar(32),
  detail      varchar(200),                       -- the letter, document, form, group and so on
  row_count   integer,                            -- of a list or table that was sent
  has_task    boolean,                            -- whether the person has or had a task in the case; null: not asked
  about       varchar(255),                       -- another person whom it concerns
  reason      bytea,                              -- sealed: why a case was opened without a task in it
  address     varchar(64),                        -- where the request came from; null: no request
  allowed     boolean                  not null,
  constraint access_log_pk primary key (id)
);
create index access_log_by_case on access_log (case_number, recorded_at);
create index access_log_by_user on access_log (user_id, id);
create index access_log_by_about on access_log (about, id);
create index access_log_by_time on access_log (recorded_at);

-- What the log gave reason to warn of: once, whichever node found it.
create table access_alert (
  rule       varchar(32)              not null,
  user_id    varchar(255)             not null,
  found_upto timestamp with time zone not null,  -- the latest entry that was counted
  found_at   timestamp with time zone not null,
  number     bigint                   not null,  -- of cases or entries
  constraint access_alert_once unique (rule, user_id, found_upto)
);

-- One row. The version rises with each change of a permission; answers kept in memory are valid only for theirs.
create table permission_version (
  version bigint not null
);
insert into permission_version values (1);
