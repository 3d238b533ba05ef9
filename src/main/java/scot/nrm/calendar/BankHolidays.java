package scot.nrm.calendar;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which bank holidays count from which day, and corrections to those of the calendar library (D39),
 * from {@code config/bank-holidays.yaml}.
 *
 * @param added one-off bank holidays, in addition to those in the library
 * @param removed days that the library wrongly lists as bank holidays
 * @param calendars which calendar counts, from which day and for which authority
 */
@ConfigurationProperties("nrm.bank-holidays")
public record BankHolidays(
    @DefaultValue List<Day> added,
    @DefaultValue List<Day> removed,
    @DefaultValue List<InForce> calendars) {

  /** Every case has a calendar from this day on, whenever a child was first met. */
  private static final LocalDate FIRST_DAY = LocalDate.of(2009, 1, 1);

  /**
   * @throws IllegalArgumentException if a day from 2009 on has no calendar, or two for the same
   *     authority
   */
  public BankHolidays {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    calendars = List.copyOf(calendars);
    if (calendars.stream()
        .noneMatch(row -> row.authority() == null && !row.from().isAfter(FIRST_DAY))) {
      throw new IllegalArgumentException(
          "The calendars in config/bank-holidays.yaml need a row without an authority from "
              + FIRST_DAY
              + " or earlier");
    }
    Set<String> known = new HashSet<>();
    for (InForce row : calendars) {
      if (!known.add(row.from() + " " + row.authority())) {
        throw new IllegalArgumentException(
            "config/bank-holidays.yaml has two calendars from "
                + row.from()
                + (row.authority() == null ? "" : " for " + row.authority())
                + ". Remove one");
      }
    }
  }

  Set<LocalDate> addedTo(BankHolidayCalendar calendar) {
    return datesIn(added, calendar);
  }

  Set<LocalDate> removedFrom(BankHolidayCalendar calendar) {
    return datesIn(removed, calendar);
  }

  private static Set<LocalDate> datesIn(List<Day> days, BankHolidayCalendar calendar) {
    return days.stream()
        .filter(day -> day.calendars().contains(calendar))
        .map(Day::date)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * One corrected day.
   *
   * @param name for the reader of the file only
   * @param calendars the calendars to which it applies
   */
  public record Day(LocalDate date, String name, Set<BankHolidayCalendar> calendars) {

    public Day {
      if (date == null || calendars == null || calendars.isEmpty()) {
        throw new IllegalArgumentException(
            "A day in config/bank-holidays.yaml needs a date and its calendars: "
                + date
                + " "
                + name);
      }
      calendars = Set.copyOf(calendars);
    }
  }

  /**
   * A calendar that counts from a day on, until the next row.
   *
   * @param from the first day of receipt of the cases that it counts for
   * @param authority the code of the only authority that it counts for; {@code null}: all that have
   *     no row of their own
   */
  public record InForce(LocalDate from, String authority, BankHolidayCalendar calendar) {

    public InForce {
      if (from == null || calendar == null) {
        throw new IllegalArgumentException(
            "A row of calendars in config/bank-holidays.yaml needs from and calendar");
      }
    }
  }
}
