-- Figures of a period: what ever happened in a case, by its kind. Runs on PostgreSQL and on H2.
create index register_event_kind on register_event (kind, stage, case_number);
