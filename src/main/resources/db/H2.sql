-- H2 has the name and the columns of PostgreSQL's table of each team's tasks as a view, so that managers' pages ask both in
-- the same words. It has no indexes of some rows, and only few cases.
create view team_task as
  select distinct task.ID_, candidate.GROUP_ID_, coalesce(task.TENANT_ID_, '') as TENANT_ID_,
    task.ASSIGNEE_ is not null as CLAIMED, task.DUE_DATE_, task.CREATE_TIME_, task.TASK_DEF_KEY_
  from ACT_RU_IDENTITYLINK candidate join ACT_RU_TASK task on task.ID_ = candidate.TASK_ID_
  where candidate.TYPE_ = 'candidate' and candidate.GROUP_ID_ is not null;

-- Raises the version of the permissions with each change of one (ADR 0077).
create trigger permission_changes before insert, update, delete on ACT_RU_AUTHORIZATION for each row
  call 'scot.nrm.access.PermissionVersionTrigger';
