package scot.nrm.awareness;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.awareness.AwarenessEvents.Event;
import scot.nrm.awareness.BookedPeople.Person;
import scot.nrm.calendar.BritishDate;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;

/**
 * All bookings of the awareness events, by event, with their people. For the events organiser only.
 */
@Controller
class EventsPage implements StartPageEntry {

  static final String PATH = "/nrm/awareness-events";

  private final SignedInPages pages;
  private final AwarenessEvents events;
  private final BookingDesk desk;
  private final Bookings bookings;

  EventsPage(SignedInPages pages, AwarenessEvents events, BookingDesk desk, Bookings bookings) {
    this.pages = pages;
    this.events = events;
    this.desk = desk;
    this.bookings = bookings;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return Entry.onlyIf(
        viewer.has(Role.EVENTS_ORGANISER),
        "Awareness events",
        "All bookings, by event, with the people attending.",
        PATH);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> viewer.has(Role.EVENTS_ORGANISER),
        viewer -> pages.page(HttpStatus.OK, "awareness-events", model()));
  }

  private Map<String, Object> model() {
    List<Booking> all = bookings.all();
    BookingDetails details = new BookingDetails(bookings.people(), bookings.informed());
    SeatPlan plan = desk.plan();
    List<BookingList> lists = new ArrayList<>();
    for (Event event : events.events()) {
      lists.add(
          list(
              "%s, %s: %d of %d places free"
                  .formatted(
                      event.town(),
                      BritishDate.of(event.date()),
                      plan.freeAt(event.id()),
                      event.capacity()),
              all.stream().filter(booking -> event.id().equals(booking.event())).toList(),
              details));
    }
    lists.add(
        list(
            "Waiting",
            all.stream().filter(booking -> booking.state() == BookingState.WAITING).toList(),
            details));
    return Map.of(
        "title", events.title(),
        "promised", plan.promised().values().stream().mapToInt(Integer::intValue).sum(),
        "lists", lists);
  }

  /**
   * What is known of all bookings, by their numbers.
   *
   * @param informed of which state of the booking the booker has been informed
   */
  private record BookingDetails(Map<Integer, BookedPeople> people, Map<Integer, String> informed) {}

  private record BookingList(String heading, List<Row> bookings) {}

  private record Row(
      int number,
      String area,
      String state,
      String prefers,
      String informed,
      String booker,
      List<String> group,
      List<String> spare) {}

  private BookingList list(String heading, List<Booking> listed, BookingDetails details) {
    return new BookingList(heading, listed.stream().map(booking -> row(booking, details)).toList());
  }

  private Row row(Booking booking, BookingDetails details) {
    Optional<BookedPeople> people = Optional.ofNullable(details.people().get(booking.number()));
    return new Row(
        booking.number(),
        events.areaName(booking.area()),
        StringUtils.capitalize(booking.state().id()),
        events.event(booking.preferred()).town(),
        booking.status().equals(details.informed().get(booking.number())) ? "Yes" : "Not yet",
        people.map(BookedPeople::booker).orElse(""),
        people.map(BookedPeople::group).orElse(List.of()).stream().map(Person::inOneLine).toList(),
        people.map(who -> spare(who, booking)).orElse(List.of()));
  }

  private static List<String> spare(BookedPeople people, Booking booking) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < people.spareNames().size(); i++) {
      names.add(
          people.spareNames().get(i)
              + (i < booking.sparePlaces() ? " (has a spare place)" : " (waiting)"));
    }
    return names;
  }
}
