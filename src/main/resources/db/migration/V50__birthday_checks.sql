-- The children whose 18th birthday is still to come, and the day on which their file is opened next: the first day of the
-- month of the birthday, and in that month the next day. So the date of birth isn't in here.
create table birthday_check (
  case_number varchar(32) not null,
  due_on      date        not null,
  constraint birthday_check_pk primary key (case_number)
);
create index birthday_check_due on birthday_check (due_on);
