-- The children's files, with their keys and the chains of what was written, beside the engine's own tables (V1).

-- The order in which cases were opened. Case numbers are random.
create sequence case_number_seq;

-- What the forms say about a child. Content is sealed: key version, nonce, AES-GCM ciphertext with tag.
create table case_file (
  case_number varchar(32)              not null,
  section     varchar(64)              not null,
  content     bytea                    not null,
  version     integer                  not null,
  updated_by  varchar(64),
  updated_at  timestamp with time zone not null,
  match_rules integer,                           -- by which rules it was last looked through for case_match
  primary key (case_number, section)
);

-- What a case can be recognised by (D12), as keyed digests: equal facts give equal tokens, and no token tells its fact
-- without the key of the case files. A case has one row for each fact, none where nothing is known.
create table case_match (
  case_number varchar(32) not null,
  kind        varchar(32) not null,  -- home-office-reference, name (and date of birth), alias (and date of birth)
  token       varchar(80) not null,
  primary key (case_number, kind, token)
);
create index case_match_token on case_match (token);

-- Which keys this database knows: one row for each version, with a keyed digest by which the key is recognised. The key
-- itself is nowhere in the database.
create table master_key (
  version integer                  not null,
  digest  varchar(64)              not null,
  since   timestamp with time zone not null,  -- of the machine's clock
  retired timestamp with time zone,           -- since when nothing here is sealed with it; older backups still need it
  constraint master_key_pk primary key (version)
);

-- A key for each case, itself sealed with a master key: erasing it makes the case unreadable, and replacing the master key
-- seals only these rows again.
create table case_key (
  case_number varchar(32) not null,
  wrapped     bytea       not null,  -- sealed: its first byte is the version of the master key
  constraint case_key_pk primary key (case_number)
);

-- What was written about each case, as a chain of keyed digests: a row that is changed, removed or added outside the program
-- no longer matches its link, and a link that is changed or removed no longer matches the next one. Rows are only ever
-- added.
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
