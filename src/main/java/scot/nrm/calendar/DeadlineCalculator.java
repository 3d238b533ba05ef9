package scot.nrm.calendar;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Calculates the deadlines of a case by one calendar. The length of each period comes from the
 * decision table {@code time-limits}.
 */
public final class DeadlineCalculator {

  private final WorkingDays workingDays;

  public DeadlineCalculator(WorkingDays workingDays) {
    this.workingDays = workingDays;
  }

  /** The day by which reasonable grounds are due (D15); the day of receipt doesn't count. */
  public LocalDate reasonableGroundsDue(LocalDate received, Length limit) {
    return limit.after(received, workingDays);
  }

  /** A due date extended by working days after the date due so far (D15). */
  public LocalDate extended(LocalDate due, int days) {
    return workingDays.plus(due, days);
  }

  /**
   * The date in force for reasonable grounds (D16): the due date or, if there is an earlier court
   * hearing, the working day before the hearing, but never before the form was received.
   */
  public LocalDate reasonableGroundsTarget(
      LocalDate received, LocalDate due, Optional<LocalDate> hearing) {
    return hearing
        .filter(day -> day.isBefore(due))
        .map(workingDays::before)
        .map(day -> day.isBefore(received) ? received : day)
        .orElse(due);
  }

  /**
   * The same for a decision that begins again on a day, of a request (D30) or of a return (D36): a
   * hearing that was over by then moves nothing.
   */
  public LocalDate restartedTarget(LocalDate begins, LocalDate due, Optional<LocalDate> hearing) {
    return reasonableGroundsTarget(begins, due, hearing.filter(begins::isBefore));
  }

  /**
   * The time remaining at a suspension: working days after the day of the suspension, up to and
   * including the date in force; at least one (D36).
   */
  public int remaining(LocalDate stopped, LocalDate due) {
    return Math.max(1, workingDays.between(stopped, due));
  }

  /** The new deadline after a suspension, counted strictly after the day of return (D36). */
  public LocalDate resumed(LocalDate returned, int remaining) {
    return workingDays.plus(returned, remaining);
  }

  /** The day of the review: calendar days after the decision, including weekends (D21). */
  public static LocalDate reflectionReview(LocalDate decided, int days) {
    return decided.plusDays(days);
  }

  /** The last day of the reflection period: calendar days, weekends are not rolled over (D20). */
  public static LocalDate reflectionEnd(LocalDate decided, int days) {
    return decided.plusDays(days);
  }

  /** The last day for answers, strictly after the day of the question (D10, D11, D21). */
  public LocalDate answerDue(LocalDate asked, Length limit) {
    return limit.after(asked, workingDays);
  }

  /** The last day on which a decision is in time that was only possible from a day on (D28). */
  public LocalDate workingDayFrom(LocalDate day) {
    return workingDays.plus(day.minusDays(1), 1);
  }

  /** By how many calendar days a decision is late; 0 if it is in time (D28). */
  public static int daysLate(LocalDate decided, LocalDate inForce) {
    return (int) Math.max(0, ChronoUnit.DAYS.between(inForce, decided));
  }
}
