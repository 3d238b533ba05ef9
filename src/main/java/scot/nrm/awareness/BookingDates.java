package scot.nrm.awareness;

import java.util.Date;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.DiagramValues;
import scot.nrm.engine.TaskDates;

/** Due and follow-up dates of booking tasks; public for the diagram's expressions. */
@Component
public class BookingDates implements DiagramValues {

  private static final int WORKING_DAYS_TO_INFORM = 2;
  private static final int WORKING_DAYS_AHEAD = 5;

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
   * In two working days if the booker has not been informed of the booking's state. If they have,
   * the day of the event, or for a waiting booking the closing date, and after that the end of the
   * events.
   */
  public Date due(int number) {
    Booking booking = bookings.get(number);
    if (!bookings.isInformed(booking)) {
      return dates.inWorkingDays(WORKING_DAYS_TO_INFORM);
    } else if (booking.state() == BookingState.CONFIRMED) {
      return LocalDay.endOf(events.event(booking.event()).date());
    }
    return LocalDay.endOf(
        events.at(clock.now()).placesReserved() ? events.bookingCloses() : events.lastDay());
  }

  /** Five working days before the due date, or one if the booker must still be informed. */
  public Date followUp(int number) {
    return dates.workingDaysBefore(
        due(number), bookings.isInformed(bookings.get(number)) ? WORKING_DAYS_AHEAD : 1);
  }
}
