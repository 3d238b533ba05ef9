package scot.nrm.calendar;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BankHolidays.InForce;

/**
 * Which bank holidays count, by day and authority (D39): the rows of {@code calendars} in {@code
 * config/bank-holidays.yaml}. A case keeps the calendar of the day on which its form was received.
 */
@Component
public final class Calendars {

  private final BankHolidays rows;
  private final Map<BankHolidayCalendar, WorkingDays> calendars =
      new EnumMap<>(BankHolidayCalendar.class);

  public Calendars(BankHolidays rows) {
    this.rows = rows;
    for (BankHolidayCalendar calendar : BankHolidayCalendar.values()) {
      calendars.put(calendar, new WorkingDays(calendar, rows));
    }
  }

  /** The calendar of everyone who has none of their own. */
  public WorkingDays on(LocalDate day) {
    return of(day, null);
  }

  /**
   * The calendar in force on a day for an authority: the last of its own rows that has begun, and
   * otherwise the last one for everyone.
   *
   * @param authority the code of the authority; {@code null} if it isn't known
   */
  public WorkingDays of(LocalDate day, String authority) {
    return calendars.get(
        row(day, authority)
            .filter(row -> authority != null)
            .or(() -> row(day, null))
            .orElseThrow()
            .calendar());
  }

  /** The codes of the authorities with a calendar of their own. */
  public Set<String> authorities() {
    return rows.calendars().stream()
        .map(InForce::authority)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Whether an authority has a calendar of its own on a day. */
  public boolean differOn(LocalDate day) {
    return rows.calendars().stream()
        .anyMatch(row -> row.authority() != null && !row.from().isAfter(day));
  }

  private Optional<InForce> row(LocalDate day, String authority) {
    return rows.calendars().stream()
        .filter(
            row -> authority == null ? row.authority() == null : authority.equals(row.authority()))
        .filter(row -> !row.from().isAfter(day))
        .max(Comparator.comparing(InForce::from));
  }
}
