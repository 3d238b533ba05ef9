package scot.nrm.cockpit.duration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.WholeApplication;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.CaseScopes;
import scot.nrm.cockpit.duration.TimeAtElements.AllTimes;
import scot.nrm.cockpit.duration.TimeAtElements.TimesRequest;
import scot.nrm.engine.MovableClock;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedChanges;
import scot.nrm.journeys.Journey;

/** Compares what waits by the snapshot and what has changed since with all that is open. */
@WholeApplication
@OnEachDatabase(usually = Kind.POSTGRES)
class WaitingCasesTest {

  private static final LocalDate DAY = LocalDate.of(2010, 3, 22);
  private static final LocalDate NEXT = DAY.plusDays(1);
  private static final LocalDate WEEKS_LATER = DAY.plusDays(40);

  /** No other test does anything as late. */
  private static final LocalDate LATEST = WEEKS_LATER.plusDays(1);

  private static final List<Viewer> PEOPLE =
      List.of(
          person(Set.of("nrm-manager")),
          person(Set.of("policy-staff")),
          person(Set.of("ukhtc-manager")),
          person(Set.of("ukba-manager")),
          person(Set.of("la-manager"), "fife"),
          person(Set.of("la-manager"), "glasgow-city", "fife"),
          person(Set.of("la-manager", "ukba-manager"), "glasgow-city"));

  @Autowired ProcessEngine engine;
  @Autowired TimeAtElements times;
  @Autowired NightlySnapshot snapshot;
  @Autowired WaitingCases waiting;
  @Autowired MovableClock clock;
  @Autowired CaseScopes scopes;
  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;

  @BeforeEach
  @AfterEach
  void forget() {
    ClockUtil.reset();
    waiting.discardSums();
    jdbc.sql("update kept_on set kept_on = date '2009-04-01'").update();
    List.of("kept_times", "kept_work", "kept_waiting", "kept_waiting_sum")
        .forEach(table -> jdbc.sql("delete from " + table).update());
  }

  private static Viewer person(Set<String> groups, String... councils) {
    return new Viewer("somebody", groups, Set.of(councils));
  }

  @Test
  void changesSinceTheLastTotalsAreCounted() {
    Journey decided = logged();
    Journey transferred = logged();
    Journey handedOver = logged();
    setClock(DAY);
    assertThat(snapshot.take()).isTrue();
    assertSame("nothing has changed");

    Journey other = new Journey(engine).referred(text(NEXT), Invented.asylumSeeker(text(NEXT)));
    decided.reasonableGrounds("ukhtc", "positive", text(NEXT));
    transferred.on(text(NEXT)).claimedAsylum("glasgow.lead", text(NEXT));
    handedOver
        .handedOver("glasgow.manager", "fife", text(NEXT))
        .does("fife.duty", "Task_AcceptHandOver", InventedChanges.accepted(text(NEXT)));
    setClock(NEXT);
    assertSame("cases have moved, and one is new");

    waiting.refresh();
    List<String> refreshed = kept();
    waiting.run(NEXT);
    assertThat(refreshed).as("only changed cases were read").isEqualTo(kept());

    other
        .at(NEXT.atTime(14, 0))
        .does("ukhtc.intake", "Task_LogReferral", Invented.received(text(NEXT)));
    setClock(WEEKS_LATER);
    assertSame("tasks have become overdue");

    long all = waiting(PEOPLE.get(0));
    jdbc.sql("delete from kept_waiting_sum").update();
    assertThat(waiting(PEOPLE.get(0))).as("the sums are read").isLessThan(all);
  }

  @Test
  void stepsRecordedForAnEarlierTimeAreCounted() {
    Journey early = logged();
    setClock(NEXT);
    waiting.refresh();

    clock.moveTo(DAY.atTime(14, 0));
    early.claimedAsylum("glasgow.lead", text(DAY));
    assertSame("the clock has been moved back");
    clock.moveTo(WEEKS_LATER.atStartOfDay());
    assertSame("the clock has been moved forward again");
  }

  @Test
  void onlyOneNodeUpdatesTheTotals() {
    Journey child = logged();
    LocalDateTime noon = LATEST.atTime(12, 0);
    setClock(noon);
    waiting.refresh();
    assertThat(keptAt()).isEqualTo(noon);

    child
        .at(noon.plusMinutes(9))
        .does(
            "ukhtc.owner",
            "Task_ProposeReasonableGrounds",
            Invented.reasonableGrounds("positive", text(LATEST)));
    waiting.refresh();
    assertThat(keptAt()).as("the other node has just done so").isEqualTo(noon);

    setClock(noon.plusMinutes(20));
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            running -> {
              jdbc.sql("select kept_on from kept_on for update").query().listOfRows();
              CompletableFuture.runAsync(waiting::refresh).join();
            });
    assertThat(keptAt()).as("the other node is doing so").isEqualTo(noon);

    waiting.refresh();
    assertThat(keptAt()).isEqualTo(noon.plusMinutes(20));

    setClock(noon.plusHours(6));
    waiting.refresh();
    setClock(noon.plusHours(7));
    waiting.refresh();
    assertThat(keptAt()).as("nothing has changed").isEqualTo(noon.plusHours(6));
  }

  @Test
  void theRepeatedHourInAutumnIsReadTwice() {
    assertThat(WaitingCases.earliestTimeOfDay(Instant.parse("2009-10-24T23:59:00Z")))
        .isEqualTo("2009-10-25T00:59");
    assertThat(WaitingCases.earliestTimeOfDay(Instant.parse("2009-10-25T00:00:00Z")))
        .isEqualTo("2009-10-25T00:00");
    assertThat(WaitingCases.earliestTimeOfDay(Instant.parse("2009-10-25T00:59:00Z")))
        .isEqualTo("2009-10-25T00:59");
    assertThat(WaitingCases.earliestTimeOfDay(Instant.parse("2009-10-25T01:00:00Z")))
        .isEqualTo("2009-10-25T01:00");
    assertThat(WaitingCases.earliestTimeOfDay(Instant.parse("2010-03-28T00:59:00Z")))
        .isEqualTo("2010-03-28T00:59");
  }

  private Journey logged() {
    return new Journey(engine)
        .referred(text(DAY), Invented.lawfulChild(text(DAY)))
        .logged(text(DAY));
  }

  private void assertSame(String when) {
    for (Viewer person : PEOPLE) {
      CaseScope scope = scopes.of(person);
      for (String authority : new String[] {null, "UKHTC"}) {
        TimesRequest asked =
            new TimesRequest(null, DAY.minusMonths(1), DAY.minusDays(1), authority, true);
        AllTimes read = times.allTimes(asked, scope);
        LocalDateTime kept = keptAt();
        waiting.discardSums();
        assertThat(read)
            .as("%s: %s, %s", when, person, authority)
            .isEqualTo(times.allTimes(asked, scope));
        keptAt(kept);
      }
    }
  }

  private long waiting(Viewer person) {
    return times
        .allTimes(new TimesRequest(null, DAY, DAY, null, true), scopes.of(person))
        .steps()
        .stream()
        .mapToLong(step -> step.at().waiting())
        .sum();
  }

  private List<String> kept() {
    return Stream.of("kept_waiting", "kept_waiting_sum")
        .flatMap(
            table ->
                jdbc.sql("select * from " + table).query().listOfRows().stream()
                    .map(Object::toString)
                    .sorted())
        .toList();
  }

  private LocalDateTime keptAt() {
    return jdbc
        .sql("select waiting_at from kept_on")
        .query((row, number) -> row.getObject(1, OffsetDateTime.class))
        .list()
        .stream()
        .filter(Objects::nonNull)
        .map(at -> LocalDateTime.ofInstant(at.toInstant(), LocalDay.ZONE))
        .findAny()
        .orElse(null);
  }

  private void keptAt(LocalDateTime time) {
    jdbc.sql("update kept_on set waiting_at = ?")
        .param(time == null ? null : time.atZone(LocalDay.ZONE).toOffsetDateTime())
        .update();
  }

  private static void setClock(LocalDate day) {
    setClock(day.atTime(12, 0));
  }

  private static void setClock(LocalDateTime time) {
    ClockUtil.setCurrentTime(Date.from(time.atZone(LocalDay.ZONE).toInstant()));
  }

  private static String text(LocalDate day) {
    return day.toString();
  }
}
