package scot.nrm.statistics;

import java.time.LocalDate;
import java.time.temporal.IsoFields;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterRows.CaseRow;
import scot.nrm.register.Stage;

/**
 * A case as the national statistics see it. It counts as a referral from the day on which UKHTC
 * received the NRM form, and never by a pre-alert alone (D9).
 */
record ReferralCountRule(CaseRow row) {

  static final String POSITIVE = "positive";
  static final String NEGATIVE = "negative";
  static final String SUSPENDED = "suspended";
  static final String PENDING = "pending";
  static final String CLOSED = "closed-undecided";
  static final String NOT_REACHED = "not-reached";

  RegisterCase known() {
    return row.known();
  }

  boolean counts() {
    return whyNot().isEmpty();
  }

  /**
   * Why it is not counted: {@code no-referral}, {@code joined}, {@code entered-in-error}; empty
   * where it is.
   */
  String whyNot() {
    if (known().now().joinedTo() != null) {
      return "joined";
    }
    if (row.times("error-closed") > 0 && "closed-other".equals(known().caseOutcome())) {
      return "entered-in-error";
    }
    return known().referralReceivedOn() == null ? "no-referral" : "";
  }

  /** Such as {@code 2009-Q2}, by the day of receipt; empty where there was none. */
  String quarter() {
    LocalDate received = known().referralReceivedOn();
    return received == null
        ? ""
        : received.getYear() + "-Q" + received.get(IsoFields.QUARTER_OF_YEAR);
  }

  /**
   * How a stage stands. A decision that is being reconsidered stands until it is made anew (D30); a
   * suspended stage has no outcome (D35). Empty where there is no referral.
   */
  String outcome(Stage stage) {
    if (known().referralReceivedOn() == null) {
      return "";
    }
    return outcome(
        stage,
        known().at(Stage.REASONABLE_GROUNDS).outcome(),
        known().at(Stage.CONCLUSIVE_GROUNDS).outcome(),
        known().now().suspendedStage() == stage,
        known().caseOutcome() == null);
  }

  /**
   * As before, of a referral.
   *
   * @param reasonableGrounds what was decided, or {@code null}
   * @param suspended whether this stage is
   * @param open whether the case has no outcome
   */
  static String outcome(
      Stage stage,
      String reasonableGrounds,
      String conclusiveGrounds,
      boolean suspended,
      boolean open) {
    String decided = stage == Stage.REASONABLE_GROUNDS ? reasonableGrounds : conclusiveGrounds;
    if (decided != null) {
      return decided;
    }
    if (stage == Stage.CONCLUSIVE_GROUNDS && !POSITIVE.equals(reasonableGrounds)) {
      return NOT_REACHED;
    }
    if (suspended) {
      return SUSPENDED;
    }
    return open ? PENDING : CLOSED;
  }
}
