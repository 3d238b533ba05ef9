package scot.nrm.calendar;

import static java.util.stream.Collectors.toCollection;

import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Year;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Working days of one calendar, without weekends and bank holidays (D39). */
public final class WorkingDays {

  private static final HolidayManager HOLIDAYS =
      HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.UNITED_KINGDOM));

  private final BankHolidayCalendar calendar;
  private final Set<LocalDate> added;
  private final Set<LocalDate> removed;
  private final Map<Integer, Set<LocalDate>> bankHolidaysByYear = new ConcurrentHashMap<>();

  public WorkingDays(BankHolidayCalendar calendar, BankHolidays corrections) {
    this.calendar = calendar;
    this.added = corrections.addedTo(calendar);
    this.removed = corrections.removedFrom(calendar);
  }

  /** Whether the day is neither on a weekend nor a bank holiday. */
  public boolean isWorkingDay(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY
        && day.getDayOfWeek() != DayOfWeek.SUNDAY
        && !isBankHoliday(day);
  }

  /** Whether the day is a bank holiday, even if it is on a weekend. */
  public boolean isBankHoliday(LocalDate day) {
    return bankHolidaysByYear.computeIfAbsent(day.getYear(), this::bankHolidays).contains(day);
  }

  /**
   * The last of a number of working days, counted strictly after a day, which need not be a working
   * day itself.
   *
   * @param workingDays zero gives the day itself
   * @throws IllegalArgumentException if {@code workingDays} is negative
   */
  public LocalDate plus(LocalDate from, int workingDays) {
    if (workingDays < 0) {
      throw new IllegalArgumentException(
          "Working days are counted forwards, not by " + workingDays);
    }
    LocalDate day = from;
    for (int counted = 0; counted < workingDays; ) {
      day = day.plusDays(1);
      if (isWorkingDay(day)) {
        counted++;
      }
    }
    return day;
  }

  /** The last working day strictly before a day. */
  public LocalDate before(LocalDate day) {
    LocalDate earlier = day.minusDays(1);
    while (!isWorkingDay(earlier)) {
      earlier = earlier.minusDays(1);
    }
    return earlier;
  }

  /** The working days after one day, up to and including another; 0 if that is not later. */
  public int between(LocalDate after, LocalDate last) {
    return last.isAfter(after)
        ? (int) after.plusDays(1).datesUntil(last.plusDays(1)).filter(this::isWorkingDay).count()
        : 0;
  }

  private Set<LocalDate> bankHolidays(int year) {
    Set<LocalDate> days =
        HOLIDAYS.getHolidays(Year.of(year), calendar.region()).stream()
            .map(Holiday::getDate)
            .collect(toCollection(HashSet::new));
    days.removeAll(removed);
    days.addAll(added);
    return days;
  }
}
