package scot.nrm.awareness;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Gives places that are no longer promised to waiting bookings. Each booking's process arrives here
 * at the closing date; the first works for all, in order of booking, and the others find nothing to
 * do.
 */
@Component
class WorkOffWaitingList implements JavaDelegate {

  private final BookingDesk desk;
  private final OtherBookings others;

  WorkOffWaitingList(BookingDesk desk, OtherBookings others) {
    this.desk = desk;
    this.others = others;
  }

  @Override
  public void execute(DelegateExecution execution) {
    others.notifyAll(execution, desk.workOff());
  }
}
