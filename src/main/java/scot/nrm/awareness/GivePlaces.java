package scot.nrm.awareness;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseVariables;

/** Gives a new booking places, if there are any, and sets the dates of its timers. */
@Component
class GivePlaces implements JavaDelegate {

  private final AwarenessEvents events;
  private final BookingDesk desk;
  private final Bookings bookings;
  private final OtherBookings others;

  GivePlaces(AwarenessEvents events, BookingDesk desk, Bookings bookings, OtherBookings others) {
    this.events = events;
    this.desk = desk;
    this.bookings = bookings;
    this.others = others;
  }

  @Override
  public void execute(DelegateExecution execution) {
    int number = CaseVariables.BOOKING_NUMBER.from(execution).get();
    bookings.managedBy(number, execution.getProcessInstanceId());
    others.notify(execution, desk.givePlaces());
    CaseVariables.BOOKING_CLOSES.on(execution).set(LocalDay.endOf(events.bookingCloses()));
    CaseVariables.EVENTS_OVER.on(execution).set(LocalDay.endOf(events.lastDay()));
    CaseVariables.PEOPLE_KEPT_UNTIL.on(execution).set(LocalDay.endOf(events.peopleKeptUntil()));
  }
}
