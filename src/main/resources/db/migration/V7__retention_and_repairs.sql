-- How long cases are kept. An erased case leaves one row of the register for the statistics, under a random number in place of
-- its own, and its own number here; no column connects the two.
create table case_erasure (
  case_number varchar(32)              not null,
  rule        varchar(64)              not null,  -- of config/retention.yaml
  erased_at   timestamp with time zone not null,
  constraint case_erasure_pk primary key (case_number)
);
create index case_erasure_at on case_erasure (erased_at);

-- Repairs of a case at the machine, and changes that were found, dealt with and are no longer shown: who asked for what and
-- why, who approved it, and that it was carried out, once. What was asked for is never changed. Nothing about a child: codes
-- and ids in the clear, the reason sealed.
create table case_repair (
  id             bigint                   not null,  -- of register_seq
  case_number    varchar(32) references case_register,
  account        varchar(64),                        -- the user id, in place of a case
  asked_by       varchar(64)              not null,  -- as the file says: who works at the machine
  asked_at       timestamp with time zone not null,  -- of the machine's clock
  action         varchar(16)              not null,  -- move, retry-job, delete-job and so on
  diagram        varchar(64),                        -- null: it is about no diagram
  from_element   varchar(64),                        -- null: nothing is left there
  to_element     varchar(64),                        -- of move only
  reason         bytea,                              -- sealed; null: about an account
  account_reason varchar(1000),                      -- about no child, so it isn't sealed
  state          varchar(64)              not null,  -- digest of what ran in the case when it was asked for
  decision       varchar(16),                        -- approved, refused
  decided_by     varchar(64),
  decided_at     timestamp with time zone,
  done_at        timestamp with time zone,
  constraint case_repair_pk primary key (id)
);
create index case_repair_by_case on case_repair (case_number);
