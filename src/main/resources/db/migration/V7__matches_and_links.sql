-- Likely matches at intake (D12) and links between cases (D5). Runs on PostgreSQL and on H2.

-- What a case can be recognised by, as keyed digests: equal facts give equal tokens, and no token tells its fact without
-- the key of the case files. A case has one row for each fact, none where nothing is known.
create table case_match (
  case_number varchar(32) not null,
  kind        varchar(32) not null,  -- home-office-reference, name (and date of birth), alias (and date of birth)
  token       varchar(80) not null,
  primary key (case_number, kind, token)
);
create index case_match_token on case_match (token);

-- By which rules the file was last looked through for case_match; null for files that are older than the table.
alter table case_file add column match_rules integer;

-- Two cases that belong together. One row for both directions: the smaller number first.
create table register_link (
  first_case  varchar(32) not null references case_register,
  second_case varchar(32) not null references case_register,
  why         varchar(32) not null,  -- sibling, same-child-suspected, joined
  linked_on   date        not null,
  officer     varchar(64),
  primary key (first_case, second_case, why)
);
create index register_link_second on register_link (second_case);
