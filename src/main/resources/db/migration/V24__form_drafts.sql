-- What someone has typed into a form and not sent yet: one row for each person and form. It is sealed, and deleted when
-- the form is sent, when the task goes to someone else or ends, and after a set time.
create table form_draft (
  id       varchar(36)              not null,
  person   varchar(64)              not null,  -- the user id
  form     varchar(128)             not null,  -- task/ID of the task, or start/ID of the form
  content  bytea                    not null,  -- sealed
  saved_at timestamp with time zone not null,
  constraint form_draft_pk primary key (id),
  constraint form_draft_once unique (person, form)
);
create index form_draft_by_form on form_draft (form);
create index form_draft_by_age on form_draft (saved_at);
