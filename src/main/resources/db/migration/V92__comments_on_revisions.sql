-- What people write about a file of a revision, or about an element in it. Nothing about a case. Runs on PostgreSQL and on H2.
create sequence revision_comment_seq;
create table revision_comment (
  id         bigint                   not null,  -- of revision_comment_seq
  revision   integer                  not null references revision,
  file       varchar(200)             not null,  -- with its folder
  element    varchar(300)             not null,  -- as it was called then; empty: the whole file
  person     varchar(64)              not null,
  at         timestamp with time zone not null,
  text       varchar(2000)            not null,
  settled_by varchar(64),                        -- null: open
  settled_at timestamp with time zone,
  constraint revision_comment_pk primary key (id)
);
create index revision_comment_by_revision on revision_comment (revision);
