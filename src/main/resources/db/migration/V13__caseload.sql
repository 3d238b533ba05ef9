-- Managers' caseload: open cases are few among those that are finished, and so are missing children. The engine's own
-- tables get no index of ours: its keys, business keys and parents have one each already. Runs on PostgreSQL and on H2.
create index case_register_outcome on case_register (case_outcome);
create index case_register_missing on case_register (missing_since);
