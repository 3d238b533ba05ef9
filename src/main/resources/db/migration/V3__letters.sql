-- The register of letters (D38): what was sent to whom and when, readable without a key, and the letter itself sealed.
-- It outlives the engine's history, as the register of cases does.
create table letter (
  id                varchar(36)  not null,
  case_number       varchar(32)  not null,
  occasion          varchar(64)  not null,
  occurrence        varchar(128) not null,  -- which time: a repeated job must not send a letter twice
  code              varchar(16)  not null,  -- NRM 03 and so on; empty where the letter has none or it is not known
  template          varchar(64)  not null,
  addressee         varchar(32)  not null,
  addressee_name    varchar(256) not null,  -- an organisation's name on that day
  sender            varchar(16)  not null,  -- the competent authority that writes: UKHTC or UKBA
  dated             date         not null,
  minute_enclosed   boolean      not null,
  pdf               bytea        not null,  -- sealed
  email             bytea,                  -- sealed: where the notice goes; null where there is no address
  delivery          varchar(16)  not null,  -- outbox, notified, emailed, print-queue, printed
  delivery_note     varchar(64),            -- why it was not e-mailed, as a code
  mail_claimed_until timestamp with time zone,           -- one node at a time sends it; a crash frees it again
  posted_by         varchar(64),
  posted_at         timestamp with time zone,
  created_by        varchar(64),
  created_at        timestamp with time zone not null,
  constraint letter_pk primary key (id),
  constraint letter_once unique (case_number, occasion, occurrence, template, addressee)
);
create index letter_by_delivery on letter (delivery, sender);
