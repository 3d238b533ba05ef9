-- What managers' pages read of the engine's history, kept ready where years or many tasks are read at once. Worked out
-- anew each night, and may be emptied at any time. Runs on PostgreSQL and on H2.
create table kept_times ( -- what left the elements of the diagrams, by month
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
create table kept_work ( -- tasks completed in the last weeks, for each team for which they waited then
  id          varchar(64)  not null,
  team        varchar(255) not null,
  council     varchar(64),
  officer     varchar(255),
  case_number varchar(255),
  name        varchar(255),
  due         timestamp,
  since       timestamp,
  ended       timestamp    not null,
  claimed     timestamp,
  primary key (team, id)
);
create index kept_work_of_team on kept_work (team, ended);
create table kept_on ( -- one row: everything before this day is kept
  kept_on date not null
);
insert into kept_on (kept_on) values (date '2009-04-01'); -- no case is older
