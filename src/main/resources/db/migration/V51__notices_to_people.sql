-- E-mails to one person that a task was assigned to them. The address is read from their account when it is sent.
-- Runs on PostgreSQL and on H2.
alter table notice add column person varchar(64) default '' not null;  -- empty: to a team
alter table notice drop constraint notice_once;
alter table notice add constraint notice_once unique (occurrence, team_group, council, person, to_out_of_hours);
