package scot.nrm.engine;

import java.time.LocalDate;
import java.util.Date;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.Calendars;
import scot.nrm.calendar.DeadlineCalculator;
import scot.nrm.calendar.Length;
import scot.nrm.calendar.LocalDay;
import scot.nrm.calendar.WorkingDays;

/**
 * Due and follow-up dates for user tasks, as diagrams name them: {@code
 * ${dueDates.inWorkingDays(2)}}. Every date is the end of that day in Europe/London (D40).
 */
@Component("dueDates")
public class TaskDates implements DiagramValues {

  private final CaseClock clock;
  private final Calendars calendars;

  public TaskDates(CaseClock clock, Calendars calendars) {
    this.clock = clock;
    this.calendars = calendars;
  }

  /** Today. */
  public Date today() {
    return inDays(0);
  }

  /** A number of calendar days after today. */
  public Date inDays(int days) {
    return LocalDay.endOf(clock.today().plusDays(days));
  }

  /** A number of working days strictly after today. */
  public Date inWorkingDays(int days) {
    return in(Length.workingDays(days));
  }

  /** The end of a period that starts strictly after today. */
  public Date in(Length period) {
    return LocalDay.endOf(new DeadlineCalculator(workingDays()).answerDue(clock.today(), period));
  }

  /**
   * A number of working days strictly after today, but no later than a date: for work that must be
   * done by then.
   *
   * @param latest the end of that day
   */
  public Date inWorkingDaysBy(int days, Date latest) {
    Date due = inWorkingDays(days);
    return due.after(latest) ? latest : due;
  }

  /** A date, or once it has passed, a number of working days strictly after today. */
  public Date onOrInWorkingDays(Date date, int days) {
    return date.toInstant().isAfter(clock.now()) ? date : inWorkingDays(days);
  }

  /**
   * A number of working days before a due date, but not before today: the follow-up date for work
   * due then.
   */
  public Date workingDaysBefore(Date due, int days) {
    LocalDate day = LocalDay.of(due);
    for (int i = 0; i < days; i++) {
      day = workingDays().before(day);
    }
    return notBeforeToday(day);
  }

  /**
   * A number of working days strictly after a date, but not before today: for work that a timer
   * starts at the end of that date, so that the result is the same whether the timer runs before or
   * after midnight.
   */
  public Date workingDaysAfter(Date date, int days) {
    return notBeforeToday(workingDays().plus(LocalDay.of(date), days));
  }

  private WorkingDays workingDays() {
    return calendars.on(clock.today());
  }

  private Date notBeforeToday(LocalDate day) {
    LocalDate today = clock.today();
    return LocalDay.endOf(day.isBefore(today) ? today : day);
  }
}
