package scot.nrm.awareness;

import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.awareness.AwarenessEvents.Event;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.CaseVariables;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;

/** The booking of an organiser's task, with its people. */
@Component("showBooking")
class BookingFormText implements FormText {

  private final AwarenessEvents events;
  private final Bookings bookings;

  BookingFormText(AwarenessEvents events, Bookings bookings) {
    this.events = events;
    this.bookings = bookings;
  }

  @Override
  public String text(CaseOfForm shown) {
    if (!(shown.variables().get(CaseVariables.BOOKING_NUMBER.getName())
        instanceof Integer number)) {
      return "";
    }
    Booking booking = bookings.get(number);
    return "**Booking %d, %s**\n\n"
            .formatted(number, Markdown.escape(events.areaName(booking.area())))
        + Markdown.item("Status", Markdown.escape(state(booking)))
        + Markdown.item("Preferred event", Markdown.escape(event(booking.preferred())))
        + Markdown.item("Has the contact been informed?", Markdown.escape(informed(booking)))
        + bookings.people(number).map(people -> people(people, booking)).orElse("")
        + "\n[All bookings]("
        + EventsPage.PATH
        + ")";
  }

  private String state(Booking booking) {
    return switch (booking.state()) {
      case CONFIRMED ->
          "confirmed, %s at %s"
              .formatted(BookerMail.places(booking.places()), event(booking.event()));
      case OFFERED ->
          "%s at %s, held until the group answers"
              .formatted(BookerMail.places(booking.places()), event(booking.event()));
      case WAITING ->
          booking.preferredOnly() ? "waiting for its preferred event" : "on the waiting list";
      case WITHDRAWN -> "cancelled";
    };
  }

  private String event(String id) {
    Event event = events.event(id);
    return event.town() + ", " + BritishDate.of(event.date());
  }

  private String informed(Booking booking) {
    if (bookings.isInformed(booking)) {
      return bookings
          .informedBy(booking.number())
          .map(by -> by.equals(BookingSteps.BY_ORGANISER) ? "yes, by the " + by : "yes, by " + by)
          .orElse("yes");
    }
    return booking.state() == BookingState.OFFERED
        ? "not yet: ask whether the group wants the places"
        : "not yet: inform them of the status and record it here";
  }

  private static String people(BookedPeople people, Booking booking) {
    String group =
        people.group().stream()
            .map(person -> "- " + Markdown.escape(person.inOneLine()) + "\n")
            .collect(Collectors.joining());
    StringBuilder spare = new StringBuilder();
    for (int i = 0; i < people.spareNames().size(); i++) {
      spare
          .append("- ")
          .append(Markdown.escape(people.spareNames().get(i)))
          .append(i < booking.sparePlaces() ? " – has a place\n" : "\n");
    }
    return Markdown.item("Contact", Markdown.escape(people.booker()))
        + "\n**The group**\n\n"
        + group
        + (spare.isEmpty() ? "" : "\n**Other people who would like a place**\n\n" + spare);
  }
}
