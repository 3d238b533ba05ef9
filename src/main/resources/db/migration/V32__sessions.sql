-- Where people are signed in, on all nodes, so that each can see and end their own sessions. A row is deleted when its
-- session ends, and its session ends when the row is deleted. The id is not the session's cookie.
create table signed_in_session (
  id        varchar(36)              not null,
  user_id   varchar(255)             not null,
  since     timestamp with time zone not null,  -- of the machine's clock
  address   varchar(64)              not null,
  last_used timestamp with time zone not null,  -- to ten seconds
  constraint signed_in_session_pk primary key (id)
);
create index signed_in_session_by_user on signed_in_session (user_id);
