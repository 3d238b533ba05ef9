package scot.nrm.calendar;

import java.time.LocalDate;

/** How long a period is, such as 5 working days; the number isn't negative. */
public record Length(int number, Unit unit) {

  /** What a period is counted in. */
  public enum Unit {
    WORKING_DAYS("working day"),
    DAYS("day"),
    MONTHS("month"),
    HOURS("hour"),
    TIMES("time");

    private final String one;

    Unit(String one) {
      this.one = one;
    }

    /** As the table {@code time-limits} says it: {@code working days}. */
    public String words() {
      return one + "s";
    }
  }

  public static Length workingDays(int number) {
    return new Length(number, Unit.WORKING_DAYS);
  }

  /** Such as {@code 45 days}, {@code 1 day} or {@code once}. */
  public String words() {
    if (unit == Unit.TIMES && number == 1) {
      return "once";
    }
    return number + " " + (number == 1 ? unit.one : unit.words());
  }

  /**
   * The last day of the period, which starts strictly after a day.
   *
   * @throws IllegalStateException if the period is not counted in days
   */
  LocalDate after(LocalDate day, WorkingDays workingDays) {
    return switch (unit) {
      case WORKING_DAYS -> workingDays.plus(day, number);
      case DAYS -> day.plusDays(number);
      default -> throw new IllegalStateException(words() + " are no days");
    };
  }
}
