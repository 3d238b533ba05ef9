-- How often a form was refused, by the version of its diagram, its step and the day. No case, no person, no answer.
create table refused_form (
  definition varchar(64)  not null,  -- the id of the version of the diagram
  element    varchar(255) not null,  -- the id of the task or the start event
  on_day     date         not null,  -- in Europe/London
  refused    integer      not null,
  constraint refused_form_pk primary key (definition, element, on_day)
);
