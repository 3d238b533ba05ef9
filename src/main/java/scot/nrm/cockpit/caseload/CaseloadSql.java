package scot.nrm.cockpit.caseload;

import scot.nrm.register.EntryKind;
import scot.nrm.register.Outcome;
import scot.nrm.register.Stage;

/** SQL conditions and expressions on {@code case_register r} for the caseload. */
public final class CaseloadSql {

  public static final String OPEN = "r.case_outcome is null";

  /**
   * The case number, to be compared with many: as an expression, so that PostgreSQL compares both
   * lists as a whole. It expects few and would look up one case after the other.
   */
  public static final String NUMBER = "r.case_number || ''";

  /**
   * The authority that makes the decision of the stage, or made the last one: for reasonable
   * grounds until they are positive, for conclusive grounds from then on (D13, D14). None before
   * the case is routed.
   */
  public static final String AUTHORITY =
      """
      case when r.rg_outcome = '%s' and (r.reconsidered_stage is null or r.reconsidered_stage <> '%s')
        then coalesce(r.cg_authority, r.rg_authority) else r.rg_authority end\
      """
          .formatted(Outcome.POSITIVE.id(), Stage.REASONABLE_GROUNDS.id());

  /** A decision on reasonable grounds is open, for the first time or reconsidered (D15, D30). */
  public static final String REASONABLE_GROUNDS =
      OPEN
          + " and r.rg_due is not null"
          + " and (r.rg_outcome is null or r.reconsidered_stage = '%s')"
              .formatted(Stage.REASONABLE_GROUNDS.id());

  /** The same for conclusive grounds, which follow only a positive decision (D24, D30). */
  public static final String CONCLUSIVE_GROUNDS =
      OPEN
          + " and r.rg_outcome = '%s' and r.cg_target is not null and (r.cg_outcome is null or r.reconsidered_stage = '%s')"
              .formatted(Outcome.POSITIVE.id(), Stage.CONCLUSIVE_GROUNDS.id());

  /** The receipt of the NRM form by UKHTC has not been logged (D6). */
  static final String NRM_FORM =
      OPEN
          + " and r.referral_due_at is not null and r.referral_received_on is null"
          + " and r.merged_into is null";

  /** The kind of deadline before there is a decision to make. */
  static final String NRM_FORM_ID = "nrm-form";

  /** The day in London. H2 would take the session's zone for a cast from a moment to a date. */
  private static final String NRM_FORM_DUE =
      "cast(substring(cast(r.referral_due_at at time zone 'Europe/London' as varchar(40)) from 1 for 10) as date)";

  /** The deadline of the open decision; there is none while the stage is suspended (D36). */
  static final String DECISION_DUE =
      "case when r.suspended_stage is not null then null when %s then r.rg_due when %s then r.cg_target end"
          .formatted(REASONABLE_GROUNDS, CONCLUSIVE_GROUNDS);

  /** The deadline of the NRM form or the open decision; none while the stage is suspended (D36). */
  static final String DUE =
      "coalesce(%s, case when %s then %s end)".formatted(DECISION_DUE, NRM_FORM, NRM_FORM_DUE);

  static final String DUE_FOR =
      "case when %s then '%s' when %s then '%s' when %s then '%s' end"
          .formatted(
              REASONABLE_GROUNDS,
              Stage.REASONABLE_GROUNDS.id(),
              CONCLUSIVE_GROUNDS,
              Stage.CONCLUSIVE_GROUNDS.id(),
              NRM_FORM,
              NRM_FORM_ID);

  /** Counted, because PostgreSQL would read such entries of all cases for {@code not exists}. */
  static final String UNANSWERED_COPY =
      OPEN
          + " and r.ukba_copy_on is not null and r.referral_received_on is null"
          + " and (select count(*) from register_event e where e.case_number = r.case_number"
          + " and e.kind = '%s') = 0".formatted(EntryKind.CONCERN_ACCEPTED.id());

  static final String INCIDENT = incident("");

  /**
   * Unclaimed tasks {@code t} of counted teams, with the processes {@code pi} of their cases as in
   * the index {@code nrm_cases_of_processes}. The teams' own are read from an index alone
   * (docs/adr/0051), and joined: H2 would answer {@code in} again for each task.
   */
  static final String UNCLAIMED_TASKS =
      """
      ACT_RU_TASK t join ACT_RU_EXECUTION pi on pi.ID_ = t.PROC_INST_ID_
      left join (select distinct l.ID_ from team_task l
        where :ofAllTeams = 0 and l.GROUP_ID_ in (:ownTeams) and l.CLAIMED = false) own on own.ID_ = t.ID_
      where pi.PARENT_ID_ is null and pi.BUSINESS_KEY_ is not null
        and t.ASSIGNEE_ is null and (:ofAllTeams = 1 or own.ID_ is not null)\
      """;

  private CaseloadSql() {}

  /** The cases with an incident {@code i} that also meets this condition. */
  static String incident(String which) {
    return "r.case_number in (select pi.BUSINESS_KEY_ from ACT_RU_INCIDENT i join ACT_RU_EXECUTION pi"
        + " on pi.ID_ = i.PROC_INST_ID_ where pi.BUSINESS_KEY_ is not null"
        + which
        + ")";
  }
}
