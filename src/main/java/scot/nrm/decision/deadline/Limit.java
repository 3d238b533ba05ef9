package scot.nrm.decision.deadline;

import static scot.nrm.calendar.Length.Unit.DAYS;
import static scot.nrm.calendar.Length.Unit.HOURS;
import static scot.nrm.calendar.Length.Unit.MONTHS;
import static scot.nrm.calendar.Length.Unit.TIMES;
import static scot.nrm.calendar.Length.Unit.WORKING_DAYS;

import java.util.List;
import scot.nrm.calendar.Length.Unit;

/** The periods of the decision table {@code time-limits}, by the name they have there. */
public enum Limit {
  /** From the receipt of the form, or from the request for reconsideration (D15, D30). */
  REASONABLE_GROUNDS("reasonable-grounds", WORKING_DAYS, DAYS),
  /** From the positive decision on reasonable grounds to the end of the period (D20). */
  REFLECTION("reflection", DAYS),
  /** From the positive decision on reasonable grounds to the review (D21). */
  REFLECTION_REVIEW("reflection-review", DAYS),
  /** From the review until anyone who has not answered is reminded (D21). */
  REVIEW_REMINDER("review-reminder", WORKING_DAYS, DAYS),
  /** How often a reflection period may be extended (D22). */
  REFLECTION_EXTENSIONS("reflection-extensions", TIMES),
  /** From the decision on reasonable grounds to the first day of a positive one (D25). */
  EARLIEST_POSITIVE("earliest-positive", DAYS),
  /** The same for a negative one to which the local authority has agreed (D25). */
  EARLIEST_AGREED_NEGATIVE("earliest-agreed-negative", DAYS),
  /** From the end of the reflection period to the first day of any other negative one (D25). */
  EARLIEST_NEGATIVE("earliest-negative", DAYS),
  /** Usual for conclusive grounds when a suspension ends (D36). */
  NEW_TARGET("new-target", DAYS),
  /** From its grant, the earliest end of leave (D29), plus the next. */
  LEAVE_MINIMUM("leave-minimum", MONTHS),
  LEAVE_MINIMUM_EXTRA("leave-minimum-extra", DAYS),
  /** From its grant, the latest end of leave (D29). */
  LEAVE_MAXIMUM("leave-maximum", MONTHS),
  /** Before leave ends, when preparing its renewal starts (D29). */
  LEAVE_RENEWAL("leave-renewal", DAYS),
  /** From the first meeting to the receipt of the NRM form (D6). */
  NRM_FORM("nrm-form", HOURS),
  /** For the answer to a UKBA copy or a direct form (D10, D11). */
  LOCAL_AUTHORITY_ANSWER("local-authority-answer", WORKING_DAYS, DAYS);

  private final String id;
  private final List<Unit> units;

  Limit(String id, Unit... units) {
    this.id = id;
    this.units = List.of(units);
  }

  /** The name in the table. */
  String id() {
    return id;
  }

  /** What it can be counted in. */
  List<Unit> units() {
    return units;
  }
}
