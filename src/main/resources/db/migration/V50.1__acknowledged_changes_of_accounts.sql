-- A change of an account that was found and dealt with can be acknowledged, like one of a case. It is about no child, so
-- the reason isn't sealed. Runs on PostgreSQL and on H2.
alter table case_repair alter column case_number drop not null;
alter table case_repair alter column reason drop not null;
alter table case_repair add column account varchar(64);  -- the user id, in place of a case
alter table case_repair add column account_reason varchar(1000);
