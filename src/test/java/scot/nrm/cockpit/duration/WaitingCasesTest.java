package scot.nrm.cockpit.duration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.CaseScopes;
import scot.nrm.cockpit.duration.TimeAtElements.AllTimes;
import scot.nrm.cockpit.duration.TimeAtElements.Asked;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedTransfers;
import scot.nrm.journeys.Journey;

/** Compares what waits by the snapshot and what has changed since with all that is open. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"camunda.bpm.job-execution.enabled=false", "nrm.demo.cases=false"})
@OnEachDatabase(usually = Kind.POSTGRES)
class WaitingCasesTest {

  private static final LocalDate DAY = LocalDate.of(2010, 3, 22);
  private static final LocalDate NEXT = DAY.plusDays(1);
  private static final LocalDate WEEKS_LATER = DAY.plusDays(40);
  private static final LocalDate NOTHING = LocalDate.of(2009, 4, 1);

  private static final List<Viewer> PEOPLE =
      List.of(
          person(Set.of("nrm-manager")),
          person(Set.of("policy-staff")),
          person(Set.of("ukhtc-manager")),
          person(Set.of("ukba-manager")),
          person(Set.of("la-manager"), "glasgow-city"),
          person(Set.of("la-manager"), "glasgow-city", "fife"),
          person(Set.of("la-manager", "ukba-manager"), "glasgow-city"));

  @Autowired ProcessEngine engine;
  @Autowired TimeAtElements times;
  @Autowired NightlySnapshot snapshot;
  @Autowired CaseScopes scopes;
  @Autowired JdbcClient jdbc;

  @BeforeEach
  @AfterEach
  void forget() {
    ClockUtil.reset();
    keptOn(NOTHING);
    List.of("kept_times", "kept_work", "kept_waiting", "kept_waiting_sum")
        .forEach(table -> jdbc.sql("delete from " + table).update());
  }

  private static Viewer person(Set<String> groups, String... councils) {
    return new Viewer("somebody", groups, Set.of(councils));
  }

  @Test
  void whatHasChangedSinceTheSnapshotCountsAsItIsNow() {
    Journey decided = logged();
    Journey transferred = logged();
    logged();
    setClock(DAY);
    assertThat(snapshot.keep()).isTrue();
    assertSame("nothing has changed", DAY);

    Journey other = new Journey(engine).referred(text(NEXT), Invented.asylumSeeker(text(NEXT)));
    decided.reasonableGrounds("ukhtc", "positive", text(NEXT));
    transferred
        .on(text(NEXT))
        .news(
            "glasgow.lead",
            "record-immigration-news",
            InventedTransfers.asylumClaim(transferred.caseNumber(), text(NEXT)));
    setClock(NEXT);
    assertSame("cases have moved, and one is new", DAY);
    other.logged(text(NEXT));
    setClock(WEEKS_LATER);
    assertSame("tasks have become overdue", DAY);

    long waiting = waiting(PEOPLE.get(0));
    jdbc.sql("delete from kept_waiting_sum").update();
    assertThat(waiting(PEOPLE.get(0))).as("the snapshot is read").isLessThan(waiting);
  }

  private Journey logged() {
    return new Journey(engine)
        .referred(text(DAY), Invented.lawfulChild(text(DAY)))
        .logged(text(DAY));
  }

  private void assertSame(String when, LocalDate kept) {
    for (Viewer person : PEOPLE) {
      CaseScope scope = scopes.of(person);
      for (String authority : new String[] {null, "UKHTC", "UKBA"}) {
        Asked asked = new Asked(null, DAY.minusMonths(1), DAY.minusDays(1), authority, true);
        AllTimes read = times.everywhere(asked, scope);
        keptOn(NOTHING);
        assertThat(read)
            .as("%s: %s, %s", when, person, authority)
            .isEqualTo(times.everywhere(asked, scope));
        keptOn(kept);
      }
    }
  }

  private long waiting(Viewer person) {
    return times
        .everywhere(new Asked(null, DAY, DAY, null, true), scopes.of(person))
        .steps()
        .stream()
        .mapToLong(step -> step.at().waiting())
        .sum();
  }

  private void keptOn(LocalDate day) {
    jdbc.sql("update kept_on set kept_on = ?").param(day).update();
  }

  private static void setClock(LocalDate day) {
    ClockUtil.setCurrentTime(Date.from(day.atTime(12, 0).atZone(LocalDay.ZONE).toInstant()));
  }

  private static String text(LocalDate day) {
    return day.toString();
  }
}
