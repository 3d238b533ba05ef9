package scot.nrm.awareness;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseVariables;

/** Erases the names and addresses of participants, some time after the events. */
@Component
class ErasePeople implements JavaDelegate {

  private final Bookings bookings;

  ErasePeople(Bookings bookings) {
    this.bookings = bookings;
  }

  @Override
  public void execute(DelegateExecution execution) {
    bookings.erasePeople(CaseVariables.BOOKING_NUMBER.from(execution).get());
  }
}
