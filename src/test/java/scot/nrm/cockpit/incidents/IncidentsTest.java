package scot.nrm.cockpit.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.access.Viewer;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.CaseScopes;
import scot.nrm.cockpit.casepage.CaseTimelineBuilder;
import scot.nrm.cockpit.casepage.NextSteps;
import scot.nrm.cockpit.incidents.Incidents.Answer;
import scot.nrm.cockpit.incidents.Incidents.Incident;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;

/**
 * The exercise in docs/operate/incidents.md: a broken letter causes an incident, which is corrected
 * and retried.
 */
@WholeApplication
class IncidentsTest implements Databases.OnH2 {

  private static final String DAY = "2009-12-07";

  @Autowired ProcessEngine engine;
  @Autowired Incidents incidents;
  @Autowired CaseScopes scopes;
  @Autowired CaseTimelineBuilder timelines;
  @Autowired NextSteps nextSteps;

  @Value("${nrm.letters.templates}")
  Path texts;

  private Journey child;
  private String known;

  @BeforeEach
  void breakALetter() throws IOException {
    assertThat(letter()).doesNotExist();
    child = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY));
    Files.createDirectories(texts);
    Files.writeString(letter(), "<p>{{#child}}The tag above is never closed.</p>");
    assertThatThrownBy(() -> child.logged(DAY));
  }

  @AfterEach
  void repairEverything() throws IOException {
    repair();
    engine
        .getManagementService()
        .createJobQuery()
        .withException()
        .list()
        .forEach(
            job -> {
              engine.getManagementService().setJobRetries(job.getId(), 1);
              engine.getManagementService().executeJob(job.getId());
            });
    ClockUtil.reset();
  }

  private Path letter() {
    return texts.resolve("acknowledgement.html");
  }

  private void repair() throws IOException {
    Files.deleteIfExists(letter());
  }

  @Test
  void aBrokenLetterIsListedRepairedAndRetried() throws IOException {
    Incident trying = mine("trying", admin());
    assertThat(trying.tries()).isEqualTo(1);
    assertThat(trying.next()).isAfter(ClockUtil.getCurrentTime().toInstant());

    for (int tries = 2; tries <= 5; tries++) {
      assertThat(retry().state()).isEqualTo("begun");
      assertThat(outcome().state()).isEqualTo("begun");
      fails();
      assertThat(outcome().state()).isEqualTo("failed");
    }

    Incident failed = mine("failed", admin());
    assertThat(failed.what()).isEqualTo("A letter could not be written");
    assertThat(failed.element()).isEqualTo("Acknowledge the referral");
    assertThat(failed.tries()).isEqualTo(5);
    assertThat(failed.caseNumber()).isEqualTo(child.caseNumber());
    assertThat(failed.help()).contains("config/letters");
    assertThat(failed.fault()).startsWith("MustacheParseException in ");
    assertThat(failed.toString()).doesNotContain("child}").doesNotContain(Invented.CHILD);

    assertThat(retry().state()).isEqualTo("begun");
    fails();
    assertThat(outcome().state()).as("nothing has been repaired").isEqualTo("failed");
    List<String> attempts = failuresOnTheTimeline();
    assertThat(attempts.get(0))
        .isEqualTo(
            "A technical fault occurred at “Acknowledge the referral”. It was tried again, and failed again.");
    assertThat(attempts.get(attempts.size() - 1))
        .endsWith("A system administrator needs to resolve it. The case waits; nothing is lost.");

    repair();
    assertThat(retry().state()).isEqualTo("begun");
    assertThat(retry().state()).as("twice is harmless").isEqualTo("begun");
    runs();

    assertThat(outcome().state()).isEqualTo("done");
    assertThat(retry().state()).as("also afterwards").isEqualTo("done");
    assertThat(ofCase("failed", admin())).isEmpty();
    assertThat(failuresOnTheTimeline())
        .hasSameSizeAs(attempts)
        .last()
        .asString()
        .endsWith("It has been resolved.");
    assertThat(child.has("Task_ProposeReasonableGrounds")).isTrue();
  }

  private List<String> failuresOnTheTimeline() {
    return timelines
        .of(
            child.caseNumber(),
            new Viewer("nrm.manager", Set.of("nrm-manager"), Set.of()),
            number -> true)
        .items()
        .stream()
        .filter(item -> item.kind() == CaseTimelineBuilder.Kind.FAILURE)
        .map(CaseTimelineBuilder.Item::text)
        .toList();
  }

  @Test
  void managersSeeTheirOwnIncidentsWithoutTheFaultAndCannotRetry() {
    CaseScope glasgow = scope("la-manager", "glasgow-city");

    Incident seen = mine("trying", glasgow);
    assertThat(seen.what()).isEqualTo("A letter could not be written");
    assertThat(seen.fault()).isNull();
    assertThat(seen.help()).isNull();
    assertThat(ofCase("trying", scope("nrm-manager"))).hasSize(1);
    assertThat(ofCase("trying", scope("ukhtc-manager"))).hasSize(1);
    assertThat(ofCase("trying", scope("la-manager", "fife"))).isEmpty();
    assertThat(ofCase("trying", scope("ukba-manager"))).isEmpty();
    for (CaseScope manager : List.of(glasgow, scope("nrm-manager"), scope("policy-staff"))) {
      assertThatThrownBy(() -> incidents.retry(manager, List.of(job())))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("Only a system administrator");
      assertThatThrownBy(() -> incidents.outcome(manager, List.of(job())))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void theSenderLearnsThatTheNextStepFailed() {
    String logged =
        engine
            .getHistoryService()
            .createHistoricTaskInstanceQuery()
            .processInstanceBusinessKey(child.caseNumber())
            .taskDefinitionKey("Task_LogReferral")
            .singleResult()
            .getId();
    Viewer intake = new Viewer("ukhtc.intake", Set.of("ukhtc-intake"), Set.of());

    NextSteps.Sent sent = nextSteps.afterTask(logged, intake).orElseThrow();

    assertThat(sent.working()).isFalse();
    assertThat(sent.next()).last().asString().contains("could not be carried out");
  }

  @Test
  void delayedAndStoppedWorkIsListedToo() throws IOException {
    Job job = engine.getManagementService().createJobQuery().jobId(job()).singleResult();
    engine.getManagementService().suspendJobById(job.getId());
    try {
      assertThat(ofCase("stopped", admin())).hasSize(1);
      assertThat(retry().state()).isEqualTo("stopped");
    } finally {
      engine.getManagementService().activateJobById(job.getId());
    }
    repair();
    retry();
    runs();
    Job timer =
        engine
            .getManagementService()
            .createJobQuery()
            .timers()
            .activityId("Timer_ReasonableGroundsDue")
            .list()
            .stream()
            .filter(one -> one.getDuedate().equals(child.timer("Timer_ReasonableGroundsDue")))
            .findFirst()
            .orElseThrow();

    ClockUtil.setCurrentTime(new Date(timer.getDuedate().getTime() + 14 * 60_000));
    assertThat(ofCase("waiting", admin())).isEmpty();
    ClockUtil.setCurrentTime(new Date(timer.getDuedate().getTime() + 16 * 60_000));

    for (CaseScope reader : List.of(admin(), scope("nrm-manager"))) {
      assertThat(ofCase("waiting", reader))
          .extracting(Incident::what)
          .containsExactly("“Decision due” has not started");
    }
  }

  @Test
  void workThatShouldStartImmediatelyIsListedAfter15Minutes() throws IOException {
    repair();
    child = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY));
    child.as(
        "ukhtc.intake",
        () -> { // The letters have not been written yet.
          String task = child.task("Task_LogReferral").getId();
          engine.getTaskService().claim(task, "ukhtc.intake");
          engine.getFormService().submitTaskForm(task, Invented.received(DAY));
          return null;
        });
    long begun = ClockUtil.getCurrentTime().getTime();

    ClockUtil.setCurrentTime(new Date(begun + 14 * 60_000));
    assertThat(ofCase("waiting", admin())).isEmpty();
    ClockUtil.setCurrentTime(new Date(begun + 16 * 60_000));

    assertThat(ofCase("waiting", admin()))
        .isNotEmpty()
        .allSatisfy(waits -> assertThat(waits.what()).endsWith("has not started"));
    child.executeJobs();
    assertThat(ofCase("waiting", admin())).isEmpty();
  }

  @Test
  void aMalformedRequestIsRefused() {
    List<String> tooMany = Collections.nCopies(101, "x");

    for (List<String> chosen : Arrays.asList(null, List.<String>of(), tooMany, List.of(" "))) {
      assertThatThrownBy(() -> incidents.retry(admin(), chosen))
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThatThrownBy(() -> incidents.found(admin(), "sleeping", 1))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(incidents.retry(admin(), List.of("unknown")).answers())
        .extracting(Answer::state)
        .containsExactly("done");
  }

  private Answer retry() {
    return incidents.retry(admin(), List.of(job())).answers().get(0);
  }

  private Answer outcome() {
    return incidents.outcome(admin(), List.of(job())).answers().get(0);
  }

  /** Runs the job like the job executor. */
  private void runs() {
    engine.getManagementService().executeJob(job());
  }

  private void fails() {
    assertThatThrownBy(this::runs);
  }

  private String job() {
    if (known == null) {
      known = mine("trying", admin()).id();
    }
    return known;
  }

  private Incident mine(String kind, CaseScope scope) {
    List<Incident> found = ofCase(kind, scope);
    assertThat(found).as(kind).hasSize(1);
    return found.get(0);
  }

  private List<Incident> ofCase(String kind, CaseScope scope) {
    return incidents.found(scope, kind, 1).incidents().stream()
        .filter(incident -> child.caseNumber().equals(incident.caseNumber()))
        .toList();
  }

  private CaseScope admin() {
    return scope("camunda-admin");
  }

  private CaseScope scope(String group, String... councils) {
    return scopes.of(new Viewer("somebody", Set.of(group), Set.of(councils)));
  }
}
