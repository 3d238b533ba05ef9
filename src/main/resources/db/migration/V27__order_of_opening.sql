-- In which order cases were opened. Case numbers are random and no longer tell it: the sequence that gave them counts on
-- here, where nobody outside sees it. Runs on PostgreSQL and on H2.
alter table case_register add column opened_order bigint;
update case_register set opened_order = cast(substring(case_number from 10) as bigint); -- all are like NRM-2009-000123
alter table case_register alter column opened_order set default nextval('case_number_seq');
alter table case_register alter column opened_order set not null;
create unique index case_register_opened on case_register (opened_order);
