-- The users of the production database, each with no more permissions than it needs: docs/operate/install.md#database-users.
-- Run once, as a superuser of PostgreSQL, from any database: psql -f database-roles.sql
-- Change the name of the database if yours has another. Then give each user a password: \password nrm_owner and so on.
-- Permissions on tables aren't here: --nrm.migrate gives them, because they change with the schema.

create role nrm_owner login;   -- NRM_DATABASE_OWNER: owns the tables. Used by --nrm.migrate only
grant pg_read_all_stats to nrm_owner; -- so that --nrm.migrate can say which node still runs
create role nrm_runtime login; -- NRM_DATABASE_USER: the running program, and the commands not named here
create role nrm_eraser login;  -- NRM_DATABASE_ERASER: encrypts again and erases. Used by --nrm.reseal and --nrm.erase only

create database nrm owner nrm_owner encoding 'UTF8' template template0; -- names are in many scripts
revoke all on database nrm from public;
grant connect on database nrm to nrm_runtime, nrm_eraser;

-- Only on PostgreSQL 13 and 14, and in the new database (\connect nrm):
--   revoke create on schema public from public;
--   grant create on schema public to nrm_owner;
