package scot.nrm.calendar;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BankHolidays.InForce;

/**
 * Which bank holidays count, by day and authority (D39): the rows of {@code calendars} in {@code
 * config/bank-holidays.yaml}. A case keeps the calendar of the day on which its form was received.
 */
@Component
public final class Calendars {

  private record InUse(BankHolidays rows, Map<BankHolidayCalendar, WorkingDays> calendars) {

    InUse(BankHolidays rows) {
      this(rows, new EnumMap<>(BankHolidayCalendar.class));
      for (BankHolidayCalendar calendar : BankHolidayCalendar.values()) {
        calendars.put(calendar, new WorkingDays(calendar, rows));
      }
    }
  }

  private final Supplier<BankHolidays> file;
  private volatile InUse latest;

  public Calendars(Supplier<BankHolidays> file) {
    this.file = file;
    this.latest = new InUse(file.get());
  }

  private InUse now() {
    BankHolidays rows = file.get();
    InUse now = latest;
    if (now.rows() != rows) {
      now = new InUse(rows);
      latest = now;
    }
    return now;
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
    InUse now = now();
    return now.calendars()
        .get(
            row(now.rows(), day, authority)
                .or(() -> row(now.rows(), day, null))
                .orElseThrow()
                .calendar());
  }

  /** Whether a day is a bank holiday in one of the calendars, also one that isn't in force. */
  public boolean isBankHolidayAnywhere(LocalDate day) {
    return now().calendars().values().stream().anyMatch(one -> one.isBankHoliday(day));
  }

  /** The codes of the authorities with a calendar of their own. */
  public Set<String> authorities() {
    return file.get().calendars().stream()
        .map(InForce::authority)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Whether an authority has a calendar of its own on a day. */
  public boolean isAuthoritySpecificOn(LocalDate day) {
    return file.get().calendars().stream()
        .anyMatch(row -> row.authority() != null && !row.from().isAfter(day));
  }

  private static Optional<InForce> row(BankHolidays rows, LocalDate day, String authority) {
    return rows.calendars().stream()
        .filter(row -> Objects.equals(authority, row.authority()))
        .filter(row -> !row.from().isAfter(day))
        .max(Comparator.comparing(InForce::from));
  }
}
