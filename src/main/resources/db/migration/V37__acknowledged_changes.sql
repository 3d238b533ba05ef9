-- A repair may also be that a change that was found and dealt with is no longer shown; that is in no diagram. Runs on
-- PostgreSQL and on H2.
alter table case_repair alter column diagram drop not null;
