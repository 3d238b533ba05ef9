-- A manager's own named filters of Caseload. Codes and days only: a case number is not kept. Runs on PostgreSQL and on H2.
create table saved_view (
  person varchar(64)  not null,  -- the user id
  name   varchar(40)  not null,
  filter varchar(800) not null,  -- as in the address of the page
  constraint saved_view_pk primary key (person, name)
);
