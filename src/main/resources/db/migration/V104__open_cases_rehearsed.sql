-- What a rehearsal has found about the next steps of open cases. Runs on PostgreSQL and on H2.
alter table rehearsal add column open_cases integer default 0 not null;            -- that were to be followed
alter table rehearsal add column not_followed integer default 0 not null;          -- the control run did not wait for the same
alter table rehearsal add column next_counts varchar(1000) default '{}' not null;  -- in how many something else comes next, by kind, as JSON
-- A case may be in more than one list.
alter table rehearsal_case add column found varchar(16) default 'DIFFERENT' not null;
update rehearsal_case set found = 'NOT_COMPARED' where compared = false;
alter table rehearsal_case drop column compared;
alter table rehearsal_case drop constraint rehearsal_case_pk;
alter table rehearsal_case add constraint rehearsal_case_pk primary key (rehearsal, case_number, found);
