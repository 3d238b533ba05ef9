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
create index access_log_by_user on access_log (user_id, recorded_at);
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
