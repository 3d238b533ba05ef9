-- By when the NRM form is due (D6). Empty in cases whose concern arrived before this version. Runs on PostgreSQL and on H2.
alter table case_register add column referral_due_at timestamp with time zone;
