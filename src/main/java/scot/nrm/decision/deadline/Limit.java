package scot.nrm.decision.deadline;

import static scot.nrm.calendar.Length.Unit.DAYS;
import static scot.nrm.calendar.Length.Unit.HOURS;
import static scot.nrm.calendar.Length.Unit.MONTHS;
import static scot.nrm.calendar.Length.Unit.TIMES;
import static scot.nrm.calendar.Length.Unit.WORKING_DAYS;

import java.util.List;
import scot.nrm.calendar.Length.Unit;
import scot.nrm.engine.StoredCode;

/** The periods of the decision table {@code time-limits}, by the name they have there. */
public enum Limit implements StoredCode {
  /** From the receipt of the form, or from the request for reconsideration (D15, D30). */
  REASONABLE_GROUNDS(WORKING_DAYS, DAYS),
  /** From the positive decision on reasonable grounds to the end of the period (D20). */
  REFLECTION(DAYS),
  /** From the positive decision on reasonable grounds to the review (D21). */
  REFLECTION_REVIEW(DAYS),
  /** From the review until anyone who has not answered is reminded (D21). */
  REVIEW_REMINDER(WORKING_DAYS, DAYS),
  /** How often a reflection period may be extended (D22). */
  REFLECTION_EXTENSIONS(TIMES),
  /** From the decision on reasonable grounds to the first day of a positive one (D25). */
  EARLIEST_POSITIVE(DAYS),
  /** The same for a negative one to which the local authority has agreed (D25). */
  EARLIEST_AGREED_NEGATIVE(DAYS),
  /** From the end of the reflection period to the first day of any other negative one (D25). */
  EARLIEST_NEGATIVE(DAYS),
  /** Usual for conclusive grounds when a suspension ends (D36). */
  NEW_TARGET(DAYS),
  /** From its grant, the earliest end of leave (D29), plus the next. */
  LEAVE_MINIMUM(MONTHS),
  LEAVE_MINIMUM_EXTRA(DAYS),
  /** From its grant, the latest end of leave (D29). */
  LEAVE_MAXIMUM(MONTHS),
  /** Before leave ends, when preparing its renewal starts (D29). */
  LEAVE_RENEWAL(DAYS),
  /** From the first meeting to the receipt of the NRM form (D6). */
  NRM_FORM(HOURS),
  /** For the answer to a UKBA copy or a direct form (D10, D11). */
  LOCAL_AUTHORITY_ANSWER(WORKING_DAYS, DAYS);

  private final List<Unit> units;

  Limit(Unit... units) {
    this.units = List.of(units);
  }

  /** What it can be counted in. */
  List<Unit> units() {
    return units;
  }
}
