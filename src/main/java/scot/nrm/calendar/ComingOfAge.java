package scot.nrm.calendar;

import java.time.LocalDate;
import java.time.MonthDay;

/**
 * Ages by the rule of D7: people become a year older on their birthday; those born on 29 February,
 * in other years, on 1 March.
 */
public final class ComingOfAge {

  private static final int ADULT_AT = 18;
  private static final MonthDay LEAP_DAY = MonthDay.of(2, 29);

  private ComingOfAge() {}

  /** The first day on which the person is an adult. */
  public static LocalDate adultFrom(LocalDate born) {
    return birthday(born, ADULT_AT);
  }

  /** Whether the person is a child, that is under 18, on a day. */
  public static boolean isChild(LocalDate born, LocalDate on) {
    return on.isBefore(adultFrom(born));
  }

  /** The age in completed years; negative before birth. */
  public static int ageOn(LocalDate born, LocalDate on) {
    int years = on.getYear() - born.getYear();
    return on.isBefore(birthday(born, years)) ? years - 1 : years;
  }

  private static LocalDate birthday(LocalDate born, int age) {
    LocalDate day = born.plusYears(age);
    boolean leapDayMissing = MonthDay.from(born).equals(LEAP_DAY) && !day.isLeapYear();
    return leapDayMissing ? day.plusDays(1) : day;
  }
}
