-- The managers who want a weekly summary and alerts by e-mail. Addresses are those of their profiles.
create table digest_reader (
  person varchar(64)              not null,  -- the user id
  since  timestamp with time zone not null,
  constraint digest_reader_pk primary key (person)
);
