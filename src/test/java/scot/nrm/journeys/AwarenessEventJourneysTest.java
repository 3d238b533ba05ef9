package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scot.nrm.journeys.EventBookings.ORGANISER;
import static scot.nrm.journeys.EventBookings.booking;
import static scot.nrm.journeys.EventBookings.withSpareNames;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.DatabaseCells;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.WholeApplication;
import scot.nrm.access.Viewer;
import scot.nrm.cockpit.casepage.NextSteps;

/** Awareness events, from the first booking to the erasure of the last name, on each database. */
@WholeApplication
@OnEachDatabase(usually = Kind.POSTGRES)
class AwarenessEventJourneysTest {

  @Autowired ProcessEngine engine;
  @Autowired JdbcClient jdbc;
  @Autowired DataSource database;
  @Autowired NextSteps nextSteps;

  private EventBookings bookings;

  @BeforeEach
  void beforeTheClosingDate() {
    jdbc.sql("delete from awareness_booking").update();
    bookings = new EventBookings(engine).on("2009-04-06");
  }

  @AfterEach
  void noIncidentIsLeft() {
    assertThat(engine.getRuntimeService().createIncidentQuery().count()).as("incidents").isZero();
    List<String> running =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey("awareness-event-booking")
            .list()
            .stream()
            .map(ProcessInstance::getId)
            .toList();
    engine.getRuntimeService().deleteProcessInstances(running, "end of the test", true, true);
    ClockUtil.reset();
  }

  @Test
  void whoSentABookingLearnsItsNumberAndWhoHasIt() {
    Viewer sender = new Viewer("glasgow.lead", Set.of("la-lead-professional"), Set.of());
    ProcessInstance sent =
        bookings.submits("glasgow.lead", booking("glasgow-city", "glasgow", 2, "Sent"));
    assertThat(nextSteps.afterStart(sent.getId(), sender).orElseThrow().working())
        .as("the task comes in a moment")
        .isTrue();

    bookings.books("police.liaison", booking("fife", "dundee", 1, "Another"));

    NextSteps.Sent answer = nextSteps.afterStart(sent.getId(), sender).orElseThrow();
    assertThat(answer.working()).isFalse();
    assertThat(answer.next())
        .containsExactly(
            "Manage the booking: confirmed – booking "
                + bookings.number(sent)
                + ", Glasgow City, 2 people: Events organiser");
    assertThat(nextSteps.afterStart(sent.getId(), new Viewer(ORGANISER, Set.of(), Set.of())))
        .isEmpty();

    bookings.records(sent, "Task_ManageConfirmedBooking", "bookingChange", "withdrawn");
    assertThat(nextSteps.afterStart(sent.getId(), sender).orElseThrow().next())
        .containsExactly("Nothing new is waiting.");
  }

  @Test
  void everyAreaHasFourPlacesAndTheRestGoToTheWaitingList() {
    // 72 of 200 places are not reserved: two areas use 70 of them for additional names and
    // bookings.
    ProcessInstance first =
        bookings.books(
            "glasgow.lead",
            withSpareNames(
                booking("glasgow-city", "glasgow", 4, "First"), "Effie Spare", "Fergus Spare"));
    for (int i = 0; i < 18; i++) {
      bookings.books(
          "police.liaison", booking("aberdeen-city", "glasgow", 4, "Again" + (char) ('a' + i)));
    }
    ProcessInstance tooMany =
        bookings.books("police.liaison", booking("aberdeen-city", "dundee", 4, "Toomany"));

    assertThat(bookings.state(first)).isEqualTo("confirmed");
    assertThat(bookings.shown(first, ORGANISER))
        .contains("6 places at Glasgow")
        .contains("Effie Spare – has a place");

    ProcessInstance second =
        bookings.books("police.liaison", booking("aberdeen-city", "dundee", 3, "Second"));

    assertThat(List.of(bookings.state(tooMany), bookings.state(second)))
        .as("the rest is reserved for areas that have not booked")
        .containsOnly("waiting");

    List<String> states = new ArrayList<>();
    for (String area : others()) {
      states.add(
          bookings.state(bookings.books("events.organiser", booking(area, "glasgow", 4, "Own"))));
    }

    assertThat(states).hasSize(30).containsOnly("confirmed", "offered");
    assertThat(bookings.state(tooMany)).isEqualTo("waiting");
    assertThat(bookings.sees(ORGANISER, tooMany)).isTrue();

    bookings.on("2009-04-18");

    assertThat(List.of(bookings.state(tooMany), bookings.state(second)))
        .as("all booked, so no place is left")
        .containsOnly("waiting");

    bookings.records(first, "Task_ManageConfirmedBooking", "bookingChange", "withdrawn");

    assertThat(List.of(bookings.state(tooMany), bookings.state(second)))
        .as("Glasgow has eight places now")
        .containsOnly("offered");

    bookings.records(second, "Task_OfferOtherEvent", "offerAnswer", "waits");
    bookings.records(tooMany, "Task_OfferOtherEvent", "offerAnswer", "accepted");

    assertThat(bookings.state(tooMany)).isEqualTo("confirmed");
    assertThat(bookings.state(second)).isEqualTo("waiting");

    bookings.on("2009-05-20");

    assertThat(bookings.sees(ORGANISER, tooMany)).isFalse();

    bookings.on("2009-11-20");

    assertThat(
            jdbc.sql("select count(*) from awareness_booking where people is not null")
                .query(Long.class)
                .single())
        .isZero();
    assertThat(
            engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey("awareness-event-booking")
                .count())
        .isZero();
  }

  private static Stream<String> areas(String... but) {
    return Stream.of(
            "aberdeen-city", "aberdeenshire",
            "angus", "argyll-and-bute",
            "city-of-edinburgh", "clackmannanshire",
            "dumfries-and-galloway", "dundee-city",
            "east-ayrshire", "east-dunbartonshire",
            "east-lothian", "east-renfrewshire",
            "falkirk", "fife",
            "glasgow-city", "highland",
            "inverclyde", "midlothian",
            "moray", "na-h-eileanan-siar",
            "north-ayrshire", "north-lanarkshire",
            "orkney-islands", "perth-and-kinross",
            "renfrewshire", "scottish-borders",
            "shetland-islands", "south-ayrshire",
            "south-lanarkshire", "stirling",
            "west-dunbartonshire", "west-lothian")
        .filter(area -> !List.of(but).contains(area));
  }

  private static List<String> others() {
    return areas("aberdeen-city", "glasgow-city").toList();
  }

  @Test
  void onlyTheOrganiserSeesABooking() {
    ProcessInstance fife =
        bookings.books("fife.manager", booking("fife", "dundee", 2, "Kirkcaldy"));
    String task = bookings.task(fife).getId();

    assertThat(bookings.sees(ORGANISER, fife)).isTrue();
    for (String user :
        List.of(
            "fife.manager", "fife.duty",
            "glasgow.manager", "first.responder",
            "cpc.monitor", "police.liaison",
            "nrm.manager", "ukhtc.manager",
            "policy.staff", "policy.adviser")) {
      bookings.as(
          user,
          () -> {
            assertThat(engine.getTaskService().createTaskQuery().taskId(task).count())
                .as(user)
                .isZero();
            assertThat(
                    engine
                        .getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceId(fife.getId())
                        .count())
                .as(user)
                .isZero();
            assertThat(
                    engine
                        .getHistoryService()
                        .createHistoricProcessInstanceQuery()
                        .processInstanceId(fife.getId())
                        .count())
                .as(user)
                .isZero();
            assertThat(
                    engine
                        .getHistoryService()
                        .createHistoricVariableInstanceQuery()
                        .processInstanceId(fife.getId())
                        .count())
                .as(user)
                .isZero();
            assertThatThrownBy(() -> engine.getFormService().getTaskFormVariables(task))
                .as(user)
                .isInstanceOf(AuthorizationException.class);
            return null;
          });
    }
  }

  @Test
  void noNameIsReadableInTheDatabase() throws Exception {
    ProcessInstance fife =
        bookings.books(
            "police.liaison",
            withSpareNames(booking("fife", "dundee", 2, "Unusualname"), "Effie Unusualname"));
    bookings.records(fife, "Task_ManageConfirmedBooking", "bookingChange", "booker-notified");

    assertThat(fife.getBusinessKey()).isNull();
    assertThat(fife.getTenantId()).isNull();
    assertThat(bookings.task(fife).getName()).endsWith("Fife, 2 people");
    assertThat(cellsWith("Unusualname", "Inventit", "Unreal Street", "01632 96010")).isEmpty();
  }

  private List<String> cellsWith(String... words) throws Exception {
    List<String> found = new ArrayList<>();
    DatabaseCells.forEach(
        database,
        (place, content) -> {
          String cell = new String(content, StandardCharsets.UTF_8);
          if (Stream.of(words).anyMatch(cell::contains)) {
            found.add(place);
          }
        });
    return found;
  }
}
