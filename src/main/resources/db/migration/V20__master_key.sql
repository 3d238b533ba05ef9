-- Which keys this database knows: one row for each version, with a keyed digest by which the key is recognised. The key
-- itself is nowhere in the database. Runs on PostgreSQL and on H2.
create table master_key (
  version integer                  not null,
  digest  varchar(64)              not null,
  since   timestamp with time zone not null,  -- of the machine's clock
  constraint master_key_pk primary key (version)
);
