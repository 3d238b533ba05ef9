-- The values of an execution by their names, which each step of a diagram reads. H2 chose the engine's index of tasks
-- for it, where a table was small when it first chose, and then read that value of all open cases each time. Runs on
-- PostgreSQL and on H2.
create index nrm_values_of_execution on ACT_RU_VARIABLE (EXECUTION_ID_, TASK_ID_, NAME_);
