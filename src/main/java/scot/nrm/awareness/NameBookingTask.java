package scot.nrm.awareness;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseVariables;

/** Adds the booking to a task's name: number, area and number of people, without names. */
@Component
class NameBookingTask implements TaskListener {

  private final AwarenessEvents events;
  private final Bookings bookings;

  NameBookingTask(AwarenessEvents events, Bookings bookings) {
    this.events = events;
    this.bookings = bookings;
  }

  @Override
  public void notify(DelegateTask task) {
    Booking booking = bookings.get(CaseVariables.BOOKING_NUMBER.from(task.getExecution()).get());
    task.setName(
        "%s – booking %d, %s, %s"
            .formatted(
                task.getName(),
                booking.number(),
                events.areaName(booking.area()),
                BookerMail.people(booking.group())));
  }
}
