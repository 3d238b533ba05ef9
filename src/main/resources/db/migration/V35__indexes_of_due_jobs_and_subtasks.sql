-- Two searches of the engine read a whole table each time: the jobs that are due, at least once for every job and every few
-- seconds, and the subtasks of each completed task. Runs on PostgreSQL and on H2.
create index nrm_jobs_by_due_date on ACT_RU_JOB (DUEDATE_);
create index nrm_tasks_by_parent on ACT_RU_TASK (PARENT_TASK_ID_);
