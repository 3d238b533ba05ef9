package scot.nrm.awareness;

import static scot.nrm.engine.CaseVariables.BOOKING_CHANGE;
import static scot.nrm.engine.CaseVariables.BOOKING_CLOSES;
import static scot.nrm.engine.CaseVariables.BOOKING_NUMBER;
import static scot.nrm.engine.CaseVariables.BOOKING_STATE;
import static scot.nrm.engine.CaseVariables.EVENTS_OVER;
import static scot.nrm.engine.CaseVariables.OFFER_ANSWER;
import static scot.nrm.engine.CaseVariables.PEOPLE_KEPT_UNTIL;

import java.util.Collection;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.steps.Step;

/** The steps by which a booking of an awareness event is managed. */
@Configuration(proxyBeanMethods = false)
class BookingSteps {

  private static final String PLACES_GIVEN = "awareness-places-allocated";
  static final String BY_ORGANISER = "organiser";

  private final AwarenessEvents events;
  private final BookingDesk desk;
  private final Bookings bookings;

  BookingSteps(AwarenessEvents events, BookingDesk desk, Bookings bookings) {
    this.events = events;
    this.desk = desk;
    this.bookings = bookings;
  }

  private static int number(VariableScope step) {
    return BOOKING_NUMBER.from(step).get();
  }

  /** Gives a new booking places, if there are any, and sets the dates of its timers. */
  @Step(
      value = "Allocate places",
      needs = "bookingNumber",
      sets = {"bookingCloses", "eventsOver", "peopleKeptUntil"})
  @Bean
  JavaDelegate allocatePlaces() {
    return step -> {
      bookings.setProcessInstance(number(step), step.getProcessInstanceId());
      notifyOthers(step, desk.allocateToNewBooking());
      BOOKING_CLOSES.on(step).set(LocalDay.endOf(events.bookingCloses()));
      EVENTS_OVER.on(step).set(LocalDay.endOf(events.lastDay()));
      PEOPLE_KEPT_UNTIL.on(step).set(LocalDay.endOf(events.peopleKeptUntil()));
    };
  }

  /**
   * Notifies the booker of the booking's state, unless they know it. By e-mail if there is a mail
   * server and an address; if not, the organiser's task says that the booker has not been informed.
   */
  @Step(value = "Notify the booker", needs = "bookingNumber", sets = "bookingState")
  @Bean
  JavaDelegate notifyBooker(BookerMail mail) {
    return step -> {
      // Doesn't lock the bookings, so that nobody waits for a mail server. If the booking gets
      // places meanwhile, that message interrupts this step, and the booker is notified again.
      Booking booking = bookings.get(number(step));
      if (!bookings.isInformed(booking) && mail.send(booking)) {
        bookings.informed(booking, BookerMail.BY_EMAIL);
      }
      BOOKING_STATE.on(step).set(booking.state().id());
    };
  }

  /** Adds the booking to a task's name: number, area and number of people, without names. */
  @Step(value = "Name the task after the booking", needs = "bookingNumber")
  @Bean
  TaskListener nameBookingTask() {
    return task -> {
      Booking booking = bookings.get(number(task.getExecution()));
      task.setName(
          "%s – booking %d, %s, %s"
              .formatted(
                  task.getName(),
                  booking.number(),
                  events.areaName(booking.area()),
                  BookerMail.people(booking.group())));
    };
  }

  /**
   * Records the organiser's answer about a booking. Places that become free go to waiting groups.
   */
  @Step(
      value = "Record the answer about a booking",
      needs = "bookingNumber",
      uses = {"bookingChange", "offerAnswer"},
      sends = "awareness-places-allocated")
  @Bean
  JavaDelegate recordBookingAnswer() {
    return step -> {
      int number = number(step);
      Booking booking = desk.lock(number);
      String answer =
          (booking.state() == BookingState.OFFERED ? OFFER_ANSWER : BOOKING_CHANGE)
              .from(step)
              .get();
      switch (answer) {
        case "accepted" -> notifyOthers(step, desk.acceptOffer(number));
        case "waits" -> notifyOthers(step, desk.declineOffer(number));
        case "withdrawn" -> notifyOthers(step, desk.withdraw(number));
        case "person-changed" -> {} // BookingFormStore has written it
        case "booker-notified" -> bookings.informed(booking, BY_ORGANISER);
        default ->
            throw new IllegalStateException(
                "The answer about booking " + number + " is unknown: correct the form, then retry");
      }
    };
  }

  /**
   * Allocates places that are no longer promised to waiting bookings. Each booking's process
   * arrives here at the closing date; the first works for all, in order of booking, and the others
   * find nothing to do. The current process is notified too: it waits at another element.
   */
  @Step(value = "Process the waiting list", sends = "awareness-places-allocated")
  @Bean
  JavaDelegate processWaitingList() {
    return step -> notifyProcesses(step, desk.allocate(), null);
  }

  /** Erases the names and addresses of participants, some time after the events. */
  @Step(value = "Delete the names", needs = "bookingNumber")
  @Bean
  JavaDelegate erasePeople() {
    return step -> bookings.erasePeople(number(step));
  }

  private void notifyOthers(DelegateExecution step, Collection<Booking> changed) {
    notifyProcesses(step, changed, step.getProcessInstanceId());
  }

  /** Each process listens from the moment when others can see its booking. */
  private void notifyProcesses(DelegateExecution step, Collection<Booking> changed, String except) {
    changed.stream()
        .flatMap(booking -> bookings.processInstance(booking.number()).stream())
        .filter(instance -> !instance.equals(except))
        .forEach(
            instance ->
                step.getProcessEngineServices()
                    .getRuntimeService()
                    .createMessageCorrelation(PLACES_GIVEN)
                    .processInstanceId(instance)
                    .correlateAll());
  }
}
