package scot.nrm.awareness;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseVariables;

/**
 * Tells who booked how the booking stands, unless they know, and hands that on to the diagram. By
 * e-mail, where there is a mail server and an address; otherwise the organiser's task says that
 * they have not been told.
 */
@Component
class TellBooker implements JavaDelegate {

  private final Bookings bookings;
  private final BookerMail mail;

  TellBooker(Bookings bookings, BookerMail mail) {
    this.bookings = bookings;
    this.mail = mail;
  }

  @Override
  public void execute(DelegateExecution execution) {
    // Without opening the book: nobody waits for a mail server. If places are given to the booking
    // meanwhile, the
    // message of that interrupts this, and the booker is told anew.
    Booking booking = bookings.get(CaseVariables.BOOKING_NUMBER.from(execution).get());
    if (!bookings.isTold(booking) && mail.tell(booking)) {
      bookings.told(booking, BookerMail.BY_EMAIL);
    }
    CaseVariables.BOOKING_STATE.on(execution).set(booking.state().id());
  }
}
