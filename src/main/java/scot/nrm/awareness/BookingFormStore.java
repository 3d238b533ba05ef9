package scot.nrm.awareness;

import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseVariables;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.forms.check.NonCaseFormStore;

/** Stores a booking from its form; the process gets only its number. */
@Component
@NonCaseFormStore.Passes(form = BookingForm.ID, values = "bookingNumber")
class BookingFormStore implements NonCaseFormStore {

  private final BookingDesk desk;

  BookingFormStore(BookingDesk desk) {
    this.desk = desk;
  }

  @Override
  public Set<String> forms() {
    return Set.of(BookingForm.ID);
  }

  @Override
  public Map<String, Object> store(FormSubmission form, Errors errors) {
    BookedPeople people = BookingForm.people(form);
    return desk.enter(
            form.text(BookingForm.AREA), form.text(BookingForm.PREFERRED), people, form.officer())
        .map(number -> Map.<String, Object>of(CaseVariables.BOOKING_NUMBER.getName(), number))
        .orElseGet(
            () -> {
              errors.form(
                  "These people already have a booking for this area, so no second booking was made. To"
                      + " change it, contact the events organiser");
              return Map.of();
            });
  }
}
