package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static scot.nrm.journeys.EventBookings.booking;
import static scot.nrm.journeys.EventBookings.withSpareNames;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.access.Councils;
import scot.nrm.journeys.EventBookings;

/**
 * Awareness events with the real capacity: 100 seats each, four of them reserved for each of 32
 * areas.
 */
class AwarenessEventBookingTest extends DiagramTest {

  @Autowired JdbcClient jdbc;
  @Autowired Councils councils;

  private EventBookings bookings;

  AwarenessEventBookingTest() {
    super("awareness-event-booking");
  }

  @BeforeEach
  void noBookingsYet() {
    jdbc.sql("delete from awareness_booking").update();
    bookings = new EventBookings(engine).on("2009-04-06");
  }

  @Test
  void theOrganiserReplacesOnePersonOfTheGroup() {
    ProcessInstance fife = bookings.books("police.liaison", booking("fife", "dundee", 2, "Fifer"));
    Map<String, Object> change = new HashMap<>();
    change.put("bookingChange", "person-changed");
    change.put("changedPerson", "second");
    change.put("attendeeName", "Eilidh Instead");

    assertRefused(fife, change, "enter an e-mail address or a telephone number");
    change.put("attendeePhone", "01632 960109");
    change.put("changedPerson", "third");
    assertRefused(fife, change, "this group has only 2 people");
    change.put("changedPerson", "second");
    assertRefused(
        fife,
        Map.of(
            "bookingChange", "person-changed",
            "changedPerson", "second",
            "attendeeName", "ailsa  FIFER",
            "attendeeEmail", "ailsa@example.org"),
        "the group already has this person, under another number");
    assertThat(bookings.shown(fife, EventBookings.ORGANISER)).contains("Brodie Fifer");

    bookings.records(fife, "Task_ManageConfirmedBooking", change);

    assertThat(fife).isWaitingAt("Task_ManageConfirmedBooking");
    assertThat(bookings.shown(fife, EventBookings.ORGANISER))
        .contains("Ailsa Fifer", "- Eilidh Instead, 01632 960109\n")
        .doesNotContain("Brodie")
        .contains("not yet");
    assertThat(engine.getHistoryService().createHistoricVariableInstanceQuery().list())
        .noneMatch(variable -> String.valueOf(variable.getValue()).contains("Eilidh"));
  }

  private void assertRefused(ProcessInstance booking, Map<String, Object> change, String reason) {
    assertThatThrownBy(() -> bookings.records(booking, "Task_ManageConfirmedBooking", change))
        .isInstanceOf(FormFieldValidationException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aConfirmedBookingStaysUntilTheEventsAndNamesAreErasedLater() {
    ProcessInstance fife = bookings.books("police.liaison", booking("fife", "dundee", 3, "Fifer"));

    assertThat(fife).isWaitingAt("Task_ManageConfirmedBooking");
    assertThat(bookings.state(fife)).isEqualTo("confirmed");
    assertThat(bookings.task(fife).getName())
        .isEqualTo(
            "Manage the booking: confirmed – booking "
                + bookings.number(fife)
                + ", Fife, 3 people");
    assertThat(bookings.task(fife).getDueDate())
        .as("no mail server: the organiser informs them")
        .isEqualTo(endOf("2009-04-08"));
    assertThat(bookings.task(fife).getFollowUpDate()).isEqualTo(endOf("2009-04-07"));
    assertThat(bookings.shown(fife, EventBookings.ORGANISER))
        .contains("3 places at Dundee, 19 May 2009")
        .contains("Ailsa Fifer")
        .contains("not yet");

    bookings.records(fife, "Task_ManageConfirmedBooking", "bookingChange", "booker-notified");

    assertThat(fife).isWaitingAt("Task_ManageConfirmedBooking");
    assertThat(bookings.task(fife).getDueDate()).isEqualTo(endOf("2009-05-19"));
    assertThat(bookings.task(fife).getFollowUpDate()).isEqualTo(endOf("2009-05-12"));
    assertThat(bookings.shown(fife, EventBookings.ORGANISER)).contains("yes, by the organiser");

    bookings.on("2009-05-20");

    assertThat(fife)
        .isWaitingAtExactly("Timer_RetentionPeriod")
        .hasPassed("Timer_BookingCloses", "Timer_EventsOver");
    assertThat(people(fife)).isEqualTo(1);

    bookings.on("2009-11-20");

    assertThat(fife).isEnded().hasPassed("Service_ErasePeople", "Event_NamesErased");
    assertThat(people(fife)).isZero();
  }

  @Test
  void aFullEventLeadsToAnOfferOfTheOther() {
    glasgowIsFull();
    ProcessInstance moray =
        bookings.books("police.liaison", booking("moray", "glasgow", 4, "Elgin"));

    assertThat(moray).isWaitingAt("Task_OfferOtherEvent");
    assertThat(bookings.task(moray).getDueDate()).isEqualTo(endOf("2009-04-09"));
    assertThat(bookings.task(moray).getFollowUpDate()).isEqualTo(endOf("2009-04-07"));
    assertThat(bookings.shown(moray, EventBookings.ORGANISER))
        .contains("4 places at Dundee, 19 May 2009, held until the group answers")
        .contains("ask whether the group wants the places")
        .contains("**Contact:**")
        .doesNotContain("record it here");

    bookings.records(moray, "Task_OfferOtherEvent", "offerAnswer", "accepted");

    assertThat(moray).isWaitingAt("Task_ManageConfirmedBooking");
    assertThat(bookings.shown(moray, EventBookings.ORGANISER))
        .contains("4 places at Dundee, 19 May 2009");
  }

  @Test
  void aWaitingGroupGetsCancelledPlaces() {
    ProcessInstance last = glasgowIsFull();
    ProcessInstance moray =
        bookings.books("police.liaison", booking("moray", "glasgow", 3, "Elgin"));
    bookings.records(moray, "Task_OfferOtherEvent", "offerAnswer", "waits");

    assertThat(moray).isWaitingAt("Task_ManageWaitingBooking");
    assertThat(bookings.state(moray)).isEqualTo("waiting");

    bookings.records(moray, "Task_ManageWaitingBooking", "bookingChange", "booker-notified");

    assertThat(bookings.task(moray).getDueDate())
        .as("the closing date")
        .isEqualTo(endOf("2009-04-17"));

    bookings.records(last, "Task_ManageConfirmedBooking", "bookingChange", "withdrawn");

    assertThat(last).isEnded().hasPassed("Event_GroupWithdrawn", "Event_BookingWithdrawn");
    assertThat(people(last)).as("names are erased").isZero();
    assertThat(moray).isWaitingAt("Task_ManageConfirmedBooking").hasPassed("Event_PlacesAllocated");
    assertThat(bookings.shown(moray, EventBookings.ORGANISER))
        .contains("3 places at Glasgow, 18 May 2009");
  }

  @Test
  void anOfferCanBeDeclined() {
    glasgowIsFull();
    ProcessInstance moray =
        bookings.books("police.liaison", booking("moray", "glasgow", 4, "Elgin"));

    bookings.records(moray, "Task_OfferOtherEvent", "offerAnswer", "withdrawn");

    assertThat(moray).isEnded();
    assertThat(bookings.books("police.liaison", booking("moray", "dundee", 4, "Elgin")))
        .isWaitingAt("Task_ManageConfirmedBooking");
  }

  @Test
  void aBookingAfterTheClosingDateWaitsForTheWaitingList() {
    bookings.on("2009-04-20");
    ProcessInstance late = bookings.books("police.liaison", booking("fife", "glasgow", 2, "Late"));

    assertThat(late).isWaitingAt("Task_ManageWaitingBooking");

    bookings.on("2009-04-21");

    assertThat(late)
        .isWaitingAt("Task_ManageConfirmedBooking")
        .hasPassed("Service_ProcessWaitingList");
  }

  @Test
  void theSamePeopleCannotBookTwice() {
    bookings.books("police.liaison", booking("fife", "dundee", 2, "Twice"));

    refused(
        booking("fife", "glasgow", 2, "Twice"),
        "These people already have a booking for this area, so no second booking was made. To change it, contact the events organiser.");
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void noBookingIsAcceptedAfterTheEvents() {
    bookings.on("2009-05-19");

    refused(
        booking("fife", "dundee", 2, "Late"),
        "The awareness events have begun, so bookings are closed.");
  }

  @Test
  void betweenTheEventsOnlyDundeeCanBeBooked() {
    bookings.on("2009-05-18");

    refused(
        booking("fife", "glasgow", 2, "Late"),
        "Which event does the group prefer: this event has begun; choose Dundee.");
    assertThat(bookings.books("police.liaison", booking("fife", "dundee", 2, "Late"))).isActive();
  }

  @Test
  void aCouncilsPeopleBookForTheirOwnArea() {
    assertThatThrownBy(
            () -> bookings.submits("glasgow.duty", booking("fife", "dundee", 2, "Elsewhere")))
        .isInstanceOf(FormFieldValidationException.class)
        .hasMessage(
            "Child Protection Committee area: choose the area of your own local authority.");
    assertThat(bookings.books("glasgow.duty", booking("glasgow-city", "glasgow", 2, "Here")))
        .isActive();
  }

  @Test
  void everyNamedPersonCanBeReached() {
    Map<String, Object> form = new HashMap<>(booking("fife", "dundee", 2, "Silent"));
    form.remove("bookerEmail");
    form.remove("person1Email");
    form.remove("person1Phone");
    form.remove("person2Name");

    refused(
        form,
        "Contact e-mail: enter an e-mail address or a telephone number, so that we can contact you about the booking. First person's e-mail: enter an e-mail address or a telephone number. Second person's name: enter a name, or remove this person's other details.");

    form = new HashMap<>(booking("fife", "dundee", 1, "Double"));
    form.put("person2Name", "AILSA  Double");
    form.put("person2Email", "ailsa@example.org");

    refused(form, "Second person's name: is in the form twice; remove one of the two entries.");
    refused(
        withSpareNames(booking("fife", "dundee", 1, "Spare"), "Zoë Ng", "Bea", "ZOE\u0308  Ng"),
        "Other people who would like a place: has the same person twice; remove one of the two lines.");
    refused(
        withSpareNames(
            booking("fife", "dundee", 1, "Many"),
            "a",
            "b",
            "c",
            "d",
            "e",
            "f",
            "g",
            "h",
            "i",
            "j",
            "k"),
        "Other people who would like a place: enter no more than 10 further names.");
  }

  private void refused(Map<String, Object> form, String sentence) {
    long before = count();
    assertThatThrownBy(() -> bookings.submits("police.liaison", form))
        .isInstanceOf(FormFieldValidationException.class)
        .hasMessage(sentence);
    assertThat(count()).isEqualTo(before);
  }

  /**
   * Books Glasgow's four places for 24 areas, then the last four for Highland, whose booking is
   * returned.
   */
  private ProcessInstance glasgowIsFull() {
    List<String> areas =
        councils.councils().stream()
            .map(Councils.Council::id)
            .filter(area -> !List.of("highland", "moray").contains(area))
            .limit(24)
            .toList();
    for (int i = 0; i < areas.size(); i++) {
      jdbc.sql(
              """
              insert into awareness_booking (booking_number, area, preferred_event, held_event, state, preferred_only,
                gave_back, group_size, spare_names, spare_places, booked_at, changed_at)
              values (?, ?, 'glasgow', 'glasgow', 'confirmed', false, false, 4, 0, 0, current_timestamp, current_timestamp)
              """)
          .param(-i)
          .param(areas.get(i))
          .update();
    }
    return bookings.books("police.liaison", booking("highland", "glasgow", 4, "Invernesser"));
  }

  private long people(ProcessInstance booking) {
    return jdbc.sql(
            "select count(*) from awareness_booking where booking_number = ? and people is not null")
        .param(bookings.number(booking))
        .query(Long.class)
        .single();
  }

  private long count() {
    return jdbc.sql("select count(*) from awareness_booking").query(Long.class).single();
  }
}
