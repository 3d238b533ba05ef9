-- Who a user id belongs to, where an identity provider signs people in. Names of users can be changed and given to someone
-- else there; issuer and subject can't. Rows are never changed by the program.
create table person_at_provider (
  user_id    varchar(64)              not null,
  issuer     varchar(255)             not null,
  subject    varchar(255)             not null,
  first_seen timestamp with time zone not null,
  constraint person_at_provider_pk primary key (user_id),
  constraint person_at_provider_once unique (issuer, subject)
);
