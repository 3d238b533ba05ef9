-- What left the elements of the diagrams in months that are over, for Where time goes: years of it can be read at once.
-- Worked out anew each night from the engine's history, and may be emptied at any time. Runs on PostgreSQL and on H2.
create table kept_times (
  definition_id varchar(64)  not null,
  audience      varchar(64)  not null, -- 'all', UKHTC, UKBA or a council: whose managers watch these cases
  left_in       date         not null, -- the first day of the month
  authority     varchar(16)  not null, -- of the cases at this element; '-' for none
  element_id    varchar(255) not null,
  lengths       bytea        not null, -- seconds, each in four bytes, in order
  due           bigint       not null, -- completed tasks that had a due date
  overdue       bigint       not null, -- of these, completed after it
  primary key (definition_id, audience, left_in, authority, element_id)
);
-- One row: what is kept, and since when.
create table kept_times_state (
  kept_before   date not null, -- the first month that is not kept
  worked_out_on date not null
);
insert into kept_times_state (kept_before, worked_out_on) values (date '2009-04-01', date '2009-04-01');
