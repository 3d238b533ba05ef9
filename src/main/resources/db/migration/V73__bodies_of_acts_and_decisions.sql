-- For which body a person acted: their groups then, which decide what their act counts for. Null in older rows.
alter table register_act add column acted_as varchar(1000);
-- What the record says of it, where the diagram says so.
alter table register_act add column recorded_as varchar(120);
-- The authority whose decision it is.
alter table register_decision add column body varchar(16);
