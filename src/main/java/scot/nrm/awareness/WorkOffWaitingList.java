package scot.nrm.awareness;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Gives what is no longer promised to anybody to those who wait. Each booking's process comes here
 * at the closing date; the first does it for all, in the order in which they booked, and the others
 * find nothing left to do.
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
    others.tellAll(execution, desk.workOff());
  }
}
