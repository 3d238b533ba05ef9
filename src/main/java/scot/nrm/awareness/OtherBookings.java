package scot.nrm.awareness;

import java.util.Collection;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Tells the processes of other bookings that these have places now. */
@Component
class OtherBookings {

  private static final String PLACES_GIVEN = "awareness-places-given";

  private final Bookings bookings;

  OtherBookings(Bookings bookings) {
    this.bookings = bookings;
  }

  /**
   * Tells all but the process that says so, which knows.
   *
   * @param changed bookings that have changed
   */
  void tell(DelegateExecution execution, Collection<Booking> changed) {
    tell(execution, changed, execution.getProcessInstanceId());
  }

  /** Tells all, also the process that says so: it stands elsewhere at the same time. */
  void tellAll(DelegateExecution execution, Collection<Booking> changed) {
    tell(execution, changed, null);
  }

  /** Each process listens from the moment on at which others can see its booking. */
  private void tell(DelegateExecution execution, Collection<Booking> changed, String but) {
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
