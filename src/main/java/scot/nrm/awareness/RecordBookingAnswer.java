package scot.nrm.awareness;

import java.util.Collection;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseVariables;

/** Records the organiser's answer about a booking. Places that become free go to waiting groups. */
@Component
class RecordBookingAnswer implements JavaDelegate {

  private static final String BY_ORGANISER = "organiser";

  private final BookingDesk desk;
  private final Bookings bookings;
  private final OtherBookings others;

  RecordBookingAnswer(BookingDesk desk, Bookings bookings, OtherBookings others) {
    this.desk = desk;
    this.bookings = bookings;
    this.others = others;
  }

  @Override
  public void execute(DelegateExecution execution) {
    int number = CaseVariables.BOOKING_NUMBER.from(execution).get();
    Booking booking = desk.locked(number);
    String answer =
        booking.state() == BookingState.OFFERED
            ? CaseVariables.OFFER_ANSWER.from(execution).get()
            : CaseVariables.BOOKING_CHANGE.from(execution).get();
    others.notify(
        execution,
        switch (answer) {
          case "accepted" -> desk.acceptOffer(number);
          case "waits" -> desk.declineOffer(number);
          case "withdrawn" -> desk.withdraw(number);
          case "booker-told" -> told(booking);
          default ->
              throw new IllegalStateException(
                  "The answer about booking "
                      + number
                      + " is unknown: correct the form, then retry");
        });
  }

  private Collection<Booking> told(Booking booking) {
    bookings.told(booking, BY_ORGANISER);
    return List.of();
  }
}
