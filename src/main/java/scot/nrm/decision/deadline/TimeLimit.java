package scot.nrm.decision.deadline;

import java.time.LocalDate;
import java.util.Map;
import scot.nrm.calendar.DeadlineCalculator;
import scot.nrm.calendar.Length;

/** The time limits of a case for what starts on a given day: a length for each period. */
public record TimeLimit(Map<Limit, Length> lengths) {

  /** More extensions than anyone grants: any number of times (D22). */
  static final int ANY_NUMBER = Integer.MAX_VALUE;

  public TimeLimit {
    lengths = Map.copyOf(lengths);
  }

  public Length length(Limit limit) {
    return lengths.get(limit);
  }

  public int number(Limit limit) {
    return length(limit).number();
  }

  /** The day of the review of the reflection period (D21). */
  public LocalDate reflectionReview(LocalDate decided) {
    return DeadlineCalculator.reflectionReview(decided, number(Limit.REFLECTION_REVIEW));
  }

  /** The last day of the reflection period, or 45 days for a reconsidered decision (D20, D30). */
  public LocalDate reflectionEnd(LocalDate decided) {
    return DeadlineCalculator.reflectionEnd(decided, number(Limit.REFLECTION));
  }

  /**
   * The earliest day on which leave may expire (D29). Months are clipped to the month's end.
   *
   * <p>Before April 2013 leave was for 12 months, neither less nor more, and renewable: earliest
   * and latest are then the same day, the grant date plus 12 months. A longer stay is a renewal.
   */
  public LocalDate earliestLeaveExpiry(LocalDate granted) {
    return granted
        .plusMonths(number(Limit.LEAVE_MINIMUM))
        .plusDays(number(Limit.LEAVE_MINIMUM_EXTRA));
  }

  /** The latest day on which leave may expire (D29). Months are clipped to the month's end. */
  public LocalDate latestLeaveExpiry(LocalDate granted) {
    return granted.plusMonths(number(Limit.LEAVE_MAXIMUM));
  }
}
