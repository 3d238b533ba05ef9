-- What people were called and which roles they had before either changed, so that a record shows an act under the name and in
-- the role of its day. A person without a row has always had the present ones, so nothing is added for those who are there
-- now. Rows are only ever added. Runs on PostgreSQL and on H2.
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
