-- Repairs of a case at the machine: who asked for what and why, who approved it, and that it was carried out, once.
-- What was asked for is never changed. Nothing about a child: codes and ids in the clear, the reason sealed.
create table case_repair (
  id           bigint                   not null,  -- of register_seq
  case_number  varchar(32)              not null references case_register,
  asked_by     varchar(64)              not null,  -- as the file says: who works at the machine
  asked_at     timestamp with time zone not null,  -- of the machine's clock
  action       varchar(16)              not null,  -- move, retry-job, delete-job
  diagram      varchar(64)              not null,
  from_element varchar(64),                        -- null: nothing is left there
  to_element   varchar(64),                        -- of move only
  reason       bytea                    not null,  -- sealed
  state        varchar(64)              not null,  -- digest of what ran in the case when it was asked for
  decision     varchar(16),                        -- approved, refused
  decided_by   varchar(64),
  decided_at   timestamp with time zone,
  done_at      timestamp with time zone,
  constraint case_repair_pk primary key (id)
);
create index case_repair_by_case on case_repair (case_number);
