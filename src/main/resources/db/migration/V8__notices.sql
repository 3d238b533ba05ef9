-- E-mails to teams that work waits for them. Nothing about a child; addresses are in config/notices.yaml only.
create table notice (
  id              varchar(36)              not null,
  occurrence      varchar(80)              not null,  -- a task or a morning: a team is told of it once
  team_group      varchar(64)              not null,
  council         varchar(64)              not null,  -- empty: a team that works for every council
  to_out_of_hours boolean                  not null,
  case_number     varchar(32),                        -- null: about no single case
  sentence        varchar(300)             not null,
  state           varchar(16)              not null,  -- outbox, sent, not-needed, given-up
  claimed_until   timestamp with time zone,           -- one node at a time sends it; a crash or a fault frees it again
  created_at      timestamp with time zone not null,  -- of the machine's clock
  handled_at      timestamp with time zone,
  constraint notice_pk primary key (id),
  constraint notice_once unique (occurrence, team_group, council, to_out_of_hours)
);
create index notice_by_state on notice (state, created_at);

-- The mornings on which the teams were told what is due: of several nodes, one does it.
create table notice_morning (
  due_on date not null,
  constraint notice_morning_pk primary key (due_on)
);
