package scot.nrm.awareness;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseVariables;

/**
 * Notifies the booker of the booking's state, unless they know it. By e-mail if there is a mail
 * server and an address; if not, the organiser's task says that the booker has not been informed.
 */
@Component("tellBooker")
class NotifyBooker implements JavaDelegate {

  private final Bookings bookings;
  private final BookerMail mail;

  NotifyBooker(Bookings bookings, BookerMail mail) {
    this.bookings = bookings;
    this.mail = mail;
  }

  @Override
  public void execute(DelegateExecution execution) {
    // Doesn't open the book, so that nobody waits for a mail server. If the booking gets places
    // meanwhile, that message interrupts this step, and the booker is notified again.
    Booking booking = bookings.get(CaseVariables.BOOKING_NUMBER.from(execution).get());
    if (!bookings.isTold(booking) && mail.send(booking)) {
      bookings.told(booking, BookerMail.BY_EMAIL);
    }
    CaseVariables.BOOKING_STATE.on(execution).set(booking.state().id());
  }
}
