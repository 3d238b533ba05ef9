package scot.nrm.awareness;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.awareness.BookedPeople.Person;
import scot.nrm.engine.CaseVariables;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.forms.check.NonCaseFormStore;

/** Stores a booking and corrections of its people. The process gets only the number. */
@Component
@NonCaseFormStore.Passes(form = BookingForm.ID, values = "bookingNumber")
class BookingFormStore implements NonCaseFormStore {

  private static final String CORRECTION = "manage-event-booking";
  private static final List<String> PEOPLE = List.of("first", "second", "third", "fourth");

  private final BookingDesk desk;

  BookingFormStore(BookingDesk desk) {
    this.desk = desk;
  }

  @Override
  public Set<String> forms() {
    return Set.of(BookingForm.ID, CORRECTION);
  }

  @Override
  public Map<String, Object> store(FormSubmission form, Errors errors) {
    return form.form().id().equals(CORRECTION) ? correct(form, errors) : enter(form, errors);
  }

  private Map<String, Object> correct(FormSubmission form, Errors errors) {
    Person person = BookingForm.person(form, "attendee");
    if (!person.canBeContacted()) {
      errors.field("attendeeEmail", BookingForm.NO_CONTACT);
    } else {
      int booking = (Integer) form.variables().get(CaseVariables.BOOKING_NUMBER.getName());
      desk.replacePerson(booking, PEOPLE.indexOf(form.text("changedPerson")), person)
          .ifPresent(problem -> errors.field("changedPerson", problem));
    }
    return Map.of();
  }

  private Map<String, Object> enter(FormSubmission form, Errors errors) {
    BookedPeople people = BookingForm.people(form);
    return desk.enter(
            form.text(BookingForm.AREA), form.text(BookingForm.PREFERRED), people, form.officer())
        .map(number -> Map.<String, Object>of(CaseVariables.BOOKING_NUMBER.getName(), number))
        .orElseGet(
            () -> {
              errors.form(
                  "These people already have a booking for this area, so no second booking was made. To change it, contact the events organiser");
              return Map.of();
            });
  }
}
