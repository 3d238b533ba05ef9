package scot.nrm.awareness;

import java.util.Collection;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Notifies the processes of other bookings of their new state. */
@Component
class OtherBookings {

  private static final String PLACES_GIVEN = "awareness-places-given";

  private final Bookings bookings;

  OtherBookings(Bookings bookings) {
    this.bookings = bookings;
  }

  /**
   * Notifies all but the current process.
   *
   * @param changed bookings that have changed
   */
  void notify(DelegateExecution execution, Collection<Booking> changed) {
    notify(execution, changed, execution.getProcessInstanceId());
  }

  /** Notifies all, also the current process, which waits at another element. */
  void notifyAll(DelegateExecution execution, Collection<Booking> changed) {
    notify(execution, changed, null);
  }

  /** Each process listens from the moment when others can see its booking. */
  private void notify(DelegateExecution execution, Collection<Booking> changed, String but) {
    changed.stream()
        .flatMap(booking -> bookings.processInstance(booking.number()).stream())
        .filter(instance -> !instance.equals(but))
        .forEach(
            instance ->
                execution
                    .getProcessEngineServices()
                    .getRuntimeService()
                    .createMessageCorrelation(PLACES_GIVEN)
                    .processInstanceId(instance)
                    .correlateAll());
  }
}
