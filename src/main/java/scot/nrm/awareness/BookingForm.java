package scot.nrm.awareness;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import scot.nrm.awareness.BookedPeople.Person;
import scot.nrm.engine.CaseClock;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;

/**
 * Rules that the booking form can't express: the event is in the future, council staff book for
 * their own area, and everyone named can be contacted.
 */
@Component
class BookingForm implements FormRule {

  static final String ID = "book-awareness-event";
  static final String AREA = "eventArea";
  static final String PREFERRED = "preferredEvent";
  static final String NO_CONTACT = "enter an e-mail address or a telephone number";
  private static final int GROUP_SIZE = 4;
  private static final int MAX_SPARE_NAMES = 10;
  private static final String SPARE_NAMES = "spareNames";

  private final AwarenessEvents events;
  private final CaseClock clock;
  private final ProcessEngine engine;

  /** Lazy, because the engine is built with the rules of its forms. */
  BookingForm(AwarenessEvents events, CaseClock clock, @Lazy ProcessEngine engine) {
    this.events = events;
    this.clock = clock;
    this.engine = engine;
  }

  @Override
  public boolean appliesTo(FormSchema form) {
    return form.id().equals(ID); // the answers of any other form without a case are refused
  }

  @Override
  public void check(FormSubmission form, Errors errors) {
    event(form, errors);
    area(form, errors);
    if (form.text("bookerEmail").isEmpty() && form.text("bookerPhone").isEmpty()) {
      errors.field(
          "bookerEmail",
          "enter an e-mail address or a telephone number, so that we can contact you about the booking");
    }
    group(form, errors);
    List<String> spareNames = spareNames(form);
    if (spareNames.size() > MAX_SPARE_NAMES) {
      errors.field(SPARE_NAMES, "enter no more than " + MAX_SPARE_NAMES + " further names");
    } else if (spareNames.stream().map(BookedPeople::comparable).distinct().count()
        < spareNames.size()) {
      errors.field(SPARE_NAMES, "has the same person twice; remove one of the two lines");
    }
  }

  private void event(FormSubmission form, Errors errors) {
    Instant now = clock.now();
    if (events.events().stream().allMatch(event -> event.hasBegun(now))) {
      errors.form("The awareness events have begun, so bookings are closed");
    } else if (events.event(form.text(PREFERRED)).hasBegun(now)) {
      errors.field(
          PREFERRED,
          "this event has begun; choose "
              + events.event(events.other(form.text(PREFERRED))).town());
    }
  }

  private void area(FormSubmission form, Errors errors) {
    var area = events.area(form.text(AREA));
    if (area.isEmpty()) {
      errors.field(AREA, "choose an area from the list");
      return;
    }
    Authentication person = engine.getIdentityService().getCurrentAuthentication();
    List<String> councils =
        person == null || person.getTenantIds() == null ? List.of() : person.getTenantIds();
    if (!councils.isEmpty() && area.get().councils().stream().noneMatch(councils::contains)) {
      errors.field(AREA, "choose the area of your own local authority");
    }
  }

  private static void group(FormSubmission form, Errors errors) {
    Set<String> people = new HashSet<>();
    for (int number = 1; number <= GROUP_SIZE; number++) {
      Person person = person(form, number);
      String field = "person" + number;
      if (person.name().isEmpty()) {
        if (!(person.email() + person.address() + person.phone()).isEmpty()) {
          errors.field(field + "Name", "enter a name, or remove this person's other details");
        }
      } else if (!person.canBeContacted()) {
        errors.field(field + "Email", NO_CONTACT);
      } else if (!people.add(person.key())) {
        errors.field(field + "Name", "is in the form twice; remove one of the two entries");
      }
    }
  }

  /** The people of a form that was accepted. */
  static BookedPeople people(FormSubmission form) {
    List<Person> group =
        IntStream.rangeClosed(1, GROUP_SIZE)
            .mapToObj(number -> person(form, number))
            .filter(person -> !person.name().isEmpty())
            .toList();
    return new BookedPeople(
        form.text("bookerName"),
        form.text("bookerEmail"),
        form.text("bookerPhone"),
        group,
        spareNames(form));
  }

  private static Person person(FormSubmission form, int number) {
    return person(form, "person" + number);
  }

  /** The person of four fields whose keys begin with this. */
  static Person person(FormSubmission form, String field) {
    return new Person(
        form.text(field + "Name"),
        form.text(field + "Email"),
        form.text(field + "Address"),
        form.text(field + "Phone"));
  }

  private static List<String> spareNames(FormSubmission form) {
    return form.text(SPARE_NAMES)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
