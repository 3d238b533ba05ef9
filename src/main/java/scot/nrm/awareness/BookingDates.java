package scot.nrm.awareness;

import java.util.Date;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.DiagramValues;
import scot.nrm.engine.TaskDates;

/**
 * Due and follow-up dates of the tasks with bookings, as the diagram names them; public for its
 * expressions.
 */
@Component
public class BookingDates implements DiagramValues {

  private static final int WORKING_DAYS_TO_TELL = 2;
  private static final int WORKING_DAYS_TO_LOOK_AHEAD = 5;

  private final AwarenessEvents events;
  private final Bookings bookings;
  private final CaseClock clock;
  private final TaskDates dates;

  BookingDates(AwarenessEvents events, Bookings bookings, CaseClock clock, TaskDates dates) {
    this.events = events;
    this.bookings = bookings;
    this.clock = clock;
    this.dates = dates;
  }

  /**
   * In two working days where the booker has not been told how the booking stands. Else the day on
   * which something happens to it anyway: its event, or for one that waits the closing date, after
   * that the end of the events.
   */
  public Date due(int number) {
    Booking booking = bookings.get(number);
    if (!bookings.isTold(booking)) {
      return dates.inWorkingDays(WORKING_DAYS_TO_TELL);
    } else if (booking.state() == BookingState.CONFIRMED) {
      return LocalDay.endOf(events.event(booking.event()).date());
    }
    return LocalDay.endOf(
        events.at(clock.now()).placesAreSafe() ? events.bookingCloses() : events.lastDay());
  }

  /**
   * A week of working days before it is due, or the working day before where the booker has to be
   * told.
   */
  public Date followUp(int number) {
    return dates.workingDaysBefore(
        due(number), bookings.isTold(bookings.get(number)) ? WORKING_DAYS_TO_LOOK_AHEAD : 1);
  }
}
