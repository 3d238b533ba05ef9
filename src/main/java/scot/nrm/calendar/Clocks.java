package scot.nrm.calendar;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The dates that the clocks of a case run to. How many days each clock has is not known here: it is
 * asked of the decision table {@code time-limits}.
 */
@Component
public final class Clocks {

  private final WorkingDays workingDays;

  public Clocks(WorkingDays workingDays) {
    this.workingDays = workingDays;
  }

  /**
   * The day by which reasonable grounds are due (D15).
   *
   * @param received the day on which UKHTC received the form; it does not count
   */
  public LocalDate reasonableGroundsDue(LocalDate received, int days) {
    return workingDays.plus(received, days);
  }

  /** A due date extended by working days after the date due so far (D15). */
  public LocalDate extended(LocalDate due, int days) {
    return workingDays.plus(due, days);
  }

  /**
   * The date in force for reasonable grounds (D16): the due date, or where a court hearing comes
   * before it, the working day before the hearing, but never a day before the form was received.
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
   * What is left of a clock that is stopped: working days after the day on which it is stopped, up
   * to and including the date in force; at least one (D36).
   */
  public int remaining(LocalDate stopped, LocalDate due) {
    int days = 0;
    for (LocalDate day = workingDays.plus(stopped, 1);
        !day.isAfter(due);
        day = workingDays.plus(day, 1)) {
      days++;
    }
    return Math.max(1, days);
  }

  /**
   * The date to which a stopped clock runs on, counted strictly after the day of the return (D36).
   */
  public LocalDate resumed(LocalDate returned, int remaining) {
    return workingDays.plus(returned, remaining);
  }

  /**
   * The day of the review of the reflection period: calendar days after the decision, also on a
   * weekend (D21).
   */
  public static LocalDate reflectionReview(LocalDate decided, int days) {
    return decided.plusDays(days);
  }

  /** The last day of the reflection period: calendar days, weekends are not rolled over (D20). */
  public static LocalDate reflectionEnd(LocalDate decided, int days) {
    return decided.plusDays(days);
  }

  /** The last day for answers, after which whoever has not answered is reminded (D21). */
  public LocalDate reminderDue(LocalDate asked, int days) {
    return workingDays.plus(asked, days);
  }

  /** By how many calendar days a decision is late; 0 where it is in time (D28). */
  public static int daysLate(LocalDate decided, LocalDate inForce) {
    return (int) Math.max(0, ChronoUnit.DAYS.between(inForce, decided));
  }
}
