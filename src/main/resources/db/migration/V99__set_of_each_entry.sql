-- The set of diagrams, tables and forms under which the case ran when the entry was made; null in older rows (ADR 0071).
alter table register_event add column definition_set integer;
