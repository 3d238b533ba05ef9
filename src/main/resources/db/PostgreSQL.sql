-- What only PostgreSQL has, for many cases: the open tasks of each team in a table (ADR 0051), and indexes of some rows.

-- The open tasks of each team, as the engine's own two tables have them. The engine has tasks and candidates in two
-- tables, and no index over both, so each list would read every task of a person's teams.
create view team_task_of_engine as
  select distinct task.ID_, candidate.GROUP_ID_, coalesce(task.TENANT_ID_, '') as TENANT_ID_,
    task.ASSIGNEE_ is not null as CLAIMED, task.DUE_DATE_, task.CREATE_TIME_, task.TASK_DEF_KEY_
  from ACT_RU_IDENTITYLINK candidate join ACT_RU_TASK task on task.ID_ = candidate.TASK_ID_
  where candidate.TYPE_ = 'candidate' and candidate.GROUP_ID_ is not null;

-- The same, kept. A large table is cleaned up when 2 % have changed, so that lists can be read from the index alone.
create table team_task (
  ID_           varchar(64)  not null,
  GROUP_ID_     varchar(255) not null,
  TENANT_ID_    varchar(64)  not null, -- empty for a task without one
  CLAIMED       boolean      not null,
  DUE_DATE_     timestamp,
  CREATE_TIME_  timestamp,
  TASK_DEF_KEY_ varchar(255),
  primary key (ID_, GROUP_ID_)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.02);
create index team_task_list on team_task (GROUP_ID_, TENANT_ID_, CLAIMED, DUE_DATE_, CREATE_TIME_, TASK_DEF_KEY_, ID_);

-- These keep team_task in the transaction that changes the engine's tables. Each locks the task before its
-- rows here, as a claim does, so that two transactions wait for each other in one order only.
create function team_task_of_candidate() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    perform 1 from ACT_RU_TASK where ID_ = old.TASK_ID_ for no key update;
    delete from team_task kept where kept.ID_ = old.TASK_ID_ and kept.GROUP_ID_ = old.GROUP_ID_
      and not exists (select 1 from team_task_of_engine engine
        where engine.ID_ = kept.ID_ and engine.GROUP_ID_ = kept.GROUP_ID_);
  end if;
  if tg_op <> 'DELETE' then
    perform 1 from ACT_RU_TASK where ID_ = new.TASK_ID_ for no key update;
    insert into team_task
      select * from team_task_of_engine engine where engine.ID_ = new.TASK_ID_ and engine.GROUP_ID_ = new.GROUP_ID_
      on conflict do nothing;
  end if;
  return null;
end $$;
create trigger team_task_of_candidate
  after insert or delete or update of TASK_ID_, GROUP_ID_, TYPE_ on ACT_RU_IDENTITYLINK
  for each row execute function team_task_of_candidate();

create function team_task_of_task() returns trigger language plpgsql as $$
begin
  update team_task set TENANT_ID_ = coalesce(new.TENANT_ID_, ''), CLAIMED = new.ASSIGNEE_ is not null,
    DUE_DATE_ = new.DUE_DATE_, CREATE_TIME_ = new.CREATE_TIME_, TASK_DEF_KEY_ = new.TASK_DEF_KEY_
  where ID_ = new.ID_;
  return null;
end $$;
create trigger team_task_of_task after update on ACT_RU_TASK for each row
  when ((old.TENANT_ID_, old.ASSIGNEE_, old.DUE_DATE_, old.CREATE_TIME_, old.TASK_DEF_KEY_)
    is distinct from (new.TENANT_ID_, new.ASSIGNEE_, new.DUE_DATE_, new.CREATE_TIME_, new.TASK_DEF_KEY_))
  execute function team_task_of_task();

-- Where each case is, from three indexes that hold nothing else: the pages of managers would read all executions of all
-- processes.
create index nrm_paths on ACT_RU_EXECUTION (ID_, BUSINESS_KEY_) include (PROC_DEF_KEY_, PROC_DEF_ID_)
  where PARENT_ID_ is null and PROC_DEF_KEY_ in ('nrm-case', 'reconsideration');
create index nrm_places on ACT_RU_EXECUTION (ACT_ID_, PROC_INST_ID_) include (PROC_DEF_KEY_)
  where ACT_ID_ is not null and PROC_DEF_KEY_ in ('nrm-case', 'reconsideration');
create index nrm_reconsiderations on ACT_RU_EXECUTION (ID_, PROC_INST_ID_, ACT_ID_)
  where PROC_DEF_KEY_ = 'reconsideration';

-- How many tasks of which cases no one has claimed, from two indexes that hold nothing else.
create index nrm_unclaimed_tasks on ACT_RU_TASK (PROC_INST_ID_, CREATE_TIME_, ID_) where ASSIGNEE_ is null;
create index nrm_cases_of_processes on ACT_RU_EXECUTION (ID_, BUSINESS_KEY_)
  where PARENT_ID_ is null and BUSINESS_KEY_ is not null;

-- Which cases are in the diagrams on which it depends who may see a case (access.CaseCondition), from an index that holds
-- nothing else. Each list and each page of an authority asks this, and would read all processes.
create index nrm_processes_by_diagram on ACT_RU_EXECUTION (PROC_DEF_KEY_, BUSINESS_KEY_)
  where PARENT_ID_ is null and BUSINESS_KEY_ is not null and PROC_DEF_KEY_ in ('intake', 'leave-to-remain');

-- The cases of all processes that there have been, by diagram, from an index alone, in place of the engine's index that
-- begins with the same columns: the nightly snapshot would read the rows of a diagram's processes, all over their table,
-- for each year.
drop index ACT_IDX_HI_PI_PDEFID_END_TIME;
create index nrm_cases_of_diagram on ACT_HI_PROCINST (PROC_DEF_ID_, END_TIME_, ID_, BUSINESS_KEY_);

-- When an execution or task is deleted, PostgreSQL first asks for each of the engine's foreign keys to it whether a row has
-- that id again, and then whether another row refers to it. With RESTRICT it asks only the second: as much is refused,
-- because the engine's keys are never deferred, and a deletion takes a third less.
do $$
declare
  foreign_key record;
begin
  for foreign_key in
    select conrelid::regclass as of_table, conname, pg_get_constraintdef(oid) as as_before from pg_constraint
    where contype = 'f' and confdeltype = 'a' and confrelid in ('ACT_RU_EXECUTION'::regclass, 'ACT_RU_TASK'::regclass)
  loop
    execute format('alter table %s drop constraint %I, add constraint %I %s on delete restrict',
      foreign_key.of_table, foreign_key.conname, foreign_key.conname, foreign_key.as_before);
  end loop;
end $$;

-- Raises the version of the permissions with each change (ADR 0077): before the rows, so that one transaction waits for
-- another here, and not at a row.
create function permission_changes() returns trigger language plpgsql as $$
begin
  update permission_version set version = version + 1;
  return null;
end $$;
create trigger permission_changes before insert or update or delete or truncate on ACT_RU_AUTHORIZATION
  for each statement execute function permission_changes();
