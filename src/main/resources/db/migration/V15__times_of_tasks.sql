-- How many tasks of a diagram were completed late in a period; the engine has such an index for activities, and none for
-- tasks. Runs on PostgreSQL and on H2.
create index nrm_tasks_of_diagram on ACT_HI_TASKINST (PROC_DEF_ID_, END_TIME_);
