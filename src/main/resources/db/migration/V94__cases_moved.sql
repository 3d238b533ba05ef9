-- Cases under way that a revision moves to the set that it has become, and what has become of each. Runs on PostgreSQL and on H2.
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
