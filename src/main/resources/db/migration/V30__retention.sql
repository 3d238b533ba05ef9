-- How long cases are kept. A legal hold stops erasure. An erased case leaves one row for the statistics, under a random
-- number in place of its own, and its own number in the list of erasures; nothing connects the two.
alter table case_register add column legal_hold_since date;   -- null: no hold
alter table case_register add column erased boolean;           -- true: what is left of a case, without the day, which the
                                                               -- list of erasures has; null: a case
create index case_register_closed on case_register (closed_on);

create table case_erasure (
  case_number varchar(32)              not null,
  rule        varchar(64)              not null,  -- of config/retention.yaml
  due_on      date                     not null,
  erased_at   timestamp with time zone not null,
  constraint case_erasure_pk primary key (case_number)
);
create index case_erasure_at on case_erasure (erased_at);

-- From now on the history of a case is removed with the case, and never before: scot.nrm.engine.EngineDefaults.
update ACT_HI_PROCINST set REMOVAL_TIME_ = null where ROOT_PROC_INST_ID_ in
  (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ like 'NRM-%');
update ACT_HI_ACTINST set REMOVAL_TIME_ = null where ROOT_PROC_INST_ID_ in
  (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ like 'NRM-%');
update ACT_HI_TASKINST set REMOVAL_TIME_ = null where ROOT_PROC_INST_ID_ in
  (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ like 'NRM-%');
update ACT_HI_VARINST set REMOVAL_TIME_ = null where ROOT_PROC_INST_ID_ in
  (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ like 'NRM-%');
update ACT_HI_DETAIL set REMOVAL_TIME_ = null where ROOT_PROC_INST_ID_ in
  (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ like 'NRM-%');
update ACT_HI_IDENTITYLINK set REMOVAL_TIME_ = null where ROOT_PROC_INST_ID_ in
  (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ like 'NRM-%');
update ACT_HI_INCIDENT set REMOVAL_TIME_ = null where ROOT_PROC_INST_ID_ in
  (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ like 'NRM-%');
update ACT_HI_JOB_LOG set REMOVAL_TIME_ = null where ROOT_PROC_INST_ID_ in
  (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ like 'NRM-%');
update ACT_HI_OP_LOG set REMOVAL_TIME_ = null where ROOT_PROC_INST_ID_ in
  (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ like 'NRM-%');
update ACT_HI_DECINST set REMOVAL_TIME_ = null where ROOT_PROC_INST_ID_ in
  (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ like 'NRM-%');
update ACT_HI_DEC_IN set REMOVAL_TIME_ = null where ROOT_PROC_INST_ID_ in
  (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ like 'NRM-%');
update ACT_HI_DEC_OUT set REMOVAL_TIME_ = null where ROOT_PROC_INST_ID_ in
  (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ like 'NRM-%');
update ACT_GE_BYTEARRAY set REMOVAL_TIME_ = null where ROOT_PROC_INST_ID_ in
  (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ like 'NRM-%');
