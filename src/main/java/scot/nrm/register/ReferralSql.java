package scot.nrm.register;

/**
 * SQL expressions on {@code case_register r} for counting referrals in the national statistics
 * (D38), for PostgreSQL and H2.
 */
public final class ReferralSql {

  /**
   * The reason why a case does not count: {@code no-referral}, {@code merged} or {@code
   * entered-in-error}; empty if it does. A case counts from the day on which UKHTC received the NRM
   * form, and never because of a pre-alert alone (D9).
   */
  public static final String NOT_COUNTED =
      """
      case when r.merged_into is not null then 'merged'
        when r.case_outcome = 'closed-other' and %s then 'entered-in-error'
        when r.referral_received_on is null then 'no-referral' else '' end\
      """
          .formatted(errorClosed());

  /**
   * True if {@link #NOT_COUNTED} is empty, as a condition whose selectivity PostgreSQL can
   * estimate: for the other expression it assumes one case in two hundred, and then reads the whole
   * table in the order of an index.
   */
  public static final String COUNTED =
      """
      r.merged_into is null and r.referral_received_on is not null
        and (r.case_outcome is null or r.case_outcome <> 'closed-other' or not %s)\
      """
          .formatted(errorClosed());

  /**
   * The outcome of reasonable grounds, or the reason there is none. A decision that is being
   * reconsidered applies until there is a new one (D30); a suspended stage has no outcome (D35).
   */
  public static final String RG_OUTCOME =
      "case when r.rg_outcome is not null then r.rg_outcome" + undecided(Stage.REASONABLE_GROUNDS);

  public static final String CG_OUTCOME =
      "case when r.cg_outcome is not null then r.cg_outcome"
          + " when r.rg_outcome is null or r.rg_outcome <> 'positive' then 'not-reached'"
          + undecided(Stage.CONCLUSIVE_GROUNDS);

  private ReferralSql() {}

  /** A subquery that runs once for all cases, because few are closed for this reason. */
  private static String errorClosed() {
    return "r.case_number in (select e.case_number from register_event e where e.kind = '%s')"
        .formatted(EntryKind.ERROR_CLOSED.id());
  }

  private static String undecided(Stage stage) {
    return """
     when r.suspended_stage = '%s' then 'suspended'
      when r.case_outcome is null then 'pending' else 'closed-undecided' end\
    """
        .formatted(stage.id());
  }
}
