-- The set of diagrams, tables and forms under which a case runs; null for cases opened before there were sets (ADR 0058).
alter table case_register add column definition_set integer;
