-- When the local authority sent the NRM form (D6). Empty in cases whose form was sent before this version, or straight to
-- the competent authority. Runs on PostgreSQL and on H2.
alter table case_register add column referral_sent_at timestamp with time zone;
