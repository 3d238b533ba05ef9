-- What people add to a case: police reports, photographs and so on. Kind, size, who and when are in the clear; the file,
-- its name and what was said about it are sealed. It outlives the engine's history, as the register of cases does.
create table case_document (
  id             varchar(36)              not null,
  case_number    varchar(32)              not null references case_register,
  number_in_case integer                  not null,
  kind           varchar(32)              not null,
  type           varchar(16)              not null,  -- by content: pdf, jpeg and so on
  size_in_bytes  integer                  not null,
  scanned        boolean                  not null,  -- whether a virus scanner has looked at it
  added_by       varchar(64)              not null,
  added_at       timestamp with time zone not null,
  fingerprint    bytea                    not null,  -- keyed: tells that the case has the file, and nothing else
  file_name      bytea                    not null,  -- sealed
  description    bytea                    not null,  -- sealed
  content        bytea                    not null,  -- sealed
  constraint case_document_pk primary key (id),
  constraint case_document_number unique (case_number, number_in_case),
  constraint case_document_once unique (case_number, fingerprint)
);
