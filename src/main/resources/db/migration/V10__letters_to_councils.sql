-- To which council a letter went (D41): the people of a council that had the case before read what was sent to it.
alter table letter add column local_authority varchar(64);  -- null where it went to somebody else
update letter set local_authority =
  (select case_register.local_authority from case_register where case_register.case_number = letter.case_number)
where addressee = 'local-authority';
