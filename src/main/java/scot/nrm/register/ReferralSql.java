package scot.nrm.register;

/**
 * How a case counts as a referral in the national statistics (D38), as expressions on {@code
 * case_register r}. Runs on PostgreSQL and on H2.
 */
public final class ReferralSql {

  /**
   * Why a case does not count: {@code no-referral}, {@code joined} or {@code entered-in-error};
   * empty if it does. A case counts from the day on which UKHTC received the NRM form, and never
   * because of a pre-alert alone (D9).
   */
  public static final String NOT_COUNTED =
      """
      case when r.joined_to is not null then 'joined'
        when r.case_outcome = 'closed-other' and %s then 'entered-in-error'
        when r.referral_received_on is null then 'no-referral' else '' end\
      """
          .formatted(EntryKind.ERROR_CLOSED.isRecordedFor("r"));

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

  private static String undecided(Stage stage) {
    return """
     when r.suspended_stage = '%s' then 'suspended'
      when r.case_outcome is null then 'pending' else 'closed-undecided' end\
    """
        .formatted(stage.id());
  }
}
