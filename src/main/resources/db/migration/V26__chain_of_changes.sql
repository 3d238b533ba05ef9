-- What was written about each case, as a chain of keyed digests: a row that is changed, removed or added past the program
-- no longer matches its link, and a link that is changed or removed no longer matches the next one. Rows are only ever
-- added. Runs on PostgreSQL and on H2.
create table chain_link (
  chain     varchar(80)              not null,  -- a case number, user/ID, group/ID, or heads: the ends of all other chains
  seq       integer                  not null,  -- from 1
  kind      varchar(32)              not null,  -- what the row is
  row_id    varchar(160)             not null,  -- which row of the case
  digest    bytea,                              -- keyed, of the row; null: the row was removed
  linked_at timestamp with time zone not null,  -- of the machine's clock
  mac       bytea                    not null,  -- keyed, of this link and the one before; the first byte is the key's version
  constraint chain_link_pk primary key (chain, seq)
);
