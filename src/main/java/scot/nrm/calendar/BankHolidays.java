package scot.nrm.calendar;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Corrections to the calendar library's bank holidays (D39), from {@code
 * config/bank-holidays.yaml}.
 *
 * @param added one-off bank holidays, in addition to those in the library
 * @param removed days that the library wrongly lists as bank holidays
 */
@ConfigurationProperties("nrm.bank-holidays")
public record BankHolidays(@DefaultValue List<Day> added, @DefaultValue List<Day> removed) {

  /** No corrections: the library's bank holidays. */
  public static final BankHolidays AS_KNOWN = new BankHolidays(List.of(), List.of());

  public BankHolidays {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
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
}
