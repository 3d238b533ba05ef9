package scot.nrm.cockpit.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.WholeApplication;
import scot.nrm.access.Viewer;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.CaseScopes;
import scot.nrm.cockpit.incidents.Reconciliation.Inconsistency;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.journeys.RunningInstances;
import scot.nrm.revision.SignedRevisions;

/** A case that is open, and on which nothing works, is found. */
@WholeApplication
@OnEachDatabase(usually = Kind.POSTGRES)
class ReconciliationTest {

  private static final String DAY = "2009-06-03";

  @Autowired ProcessEngine engine;
  @Autowired Reconciliation reconciliation;
  @Autowired CasesInTrouble trouble;
  @Autowired Incidents incidents;
  @Autowired CaseScopes scopes;
  @Autowired MeterRegistry metrics;
  @Autowired JdbcClient jdbc;
  @Autowired DataSource database;
  @Autowired ChainCheck changes;
  @Autowired BeanFactory beans;

  private Journey child;

  @BeforeEach
  void aCaseAtReasonableGrounds() {
    closeWhatOtherTestsLeft();
    child = new Journey(engine).referred(DAY, Invented.ukNational(DAY)).logged(DAY);
  }

  @AfterEach
  void end() {
    RunningInstances.end(engine);
    closeWhatOtherTestsLeft();
    reconciliation.check();
    ClockUtil.reset();
  }

  private void closeWhatOtherTestsLeft() {
    RunningInstances.end(engine);
    jdbc.sql("update case_register set case_outcome = 'closed-other' where case_outcome is null")
        .update();
    reconciliation.recordFindings(new ChainCheck.Result(1, List.of()));
  }

  @Test
  void anIntactCaseIsNotListedAtAnyStage() {
    nothingIsWrong();
    child.reasonableGrounds("ukhtc", "positive", "2009-06-09");
    nothingIsWrong();
    child.on("2009-07-20");
    nothingIsWrong();
    child.on("2009-07-27");
    nothingIsWrong();
    child.conclusiveGrounds("ukhtc", "positive", "2009-07-27");
    nothingIsWrong();
  }

  @Test
  void aCaseWithAManuallyConfirmedRouteIsIntact() {
    closeWhatOtherTestsLeft();
    child =
        new Journey(engine)
            .referred(
                "2009-06-03", Invented.with(Invented.ukNational("2009-06-03"), "portCase", "yes"))
            .logged("2009-06-03");

    assertThat(child.has("Task_ConfirmRoute")).isTrue();
    nothingIsWrong();
  }

  @Test
  void aDeletedStageIsFound() {
    engine
        .getRuntimeService()
        .deleteProcessInstance(child.instance("reasonable-grounds").getId(), "tidied up");

    assertThat(found()).containsExactly("The case is open, and no stage is running");
    assertThat(trouble.problems(LocalDate.parse(DAY)))
        .singleElement()
        .satisfies(one -> assertThat(one.definition()).startsWith("nrm-case:"));
    assertThat(metrics.get("nrm_cases_inconsistent").gauge().value()).isEqualTo(1);
  }

  @Test
  void aDeletedConclusiveDecisionIsFoundWhileTheReflectionPeriodRuns() {
    child.reasonableGrounds("ukhtc", "positive", "2009-06-09");
    engine
        .getRuntimeService()
        .deleteProcessInstance(child.instance("conclusive-grounds").getId(), "tidied up");

    assertThat(found()).contains("The case is open, and no stage is running");
  }

  @Test
  void aDeletedTimerIsFound() {
    deleteTheTimer();

    assertThat(found()).containsExactly("The decision has no deadline");
  }

  private void deleteTheTimer() {
    engine
        .getManagementService()
        .deleteJob(
            engine
                .getManagementService()
                .createJobQuery()
                .processInstanceId(child.instance("reasonable-grounds").getId())
                .timers()
                .singleResult()
                .getId());
  }

  /** A task that is drawn again gets another id from Camunda Modeler. */
  @Test
  void problemsAreFoundWithAnyTaskIds() throws IOException {
    inForce(text -> text.replace("Task_", "Activity_"));
    try {
      child = new Journey(engine).referred(DAY, Invented.ukNational(DAY)).logged(DAY);
      nothingIsWrong();

      deleteTheTimer();
      assertThat(found()).containsExactly("The decision has no deadline");

      deleteTheTask("Activity_ProposeReasonableGrounds");
      assertThat(found())
          .containsExactlyInAnyOrder(
              "The decision has no deadline", "The process waits for nothing");
    } finally {
      inForce(UnaryOperator.identity());
    }
  }

  private void inForce(UnaryOperator<String> change) throws IOException {
    String file = "processes/reasonable-grounds.bpmn";
    new SignedRevisions(beans)
        .restore(
            Map.of(
                file,
                change.apply(Files.readString(Path.of(file))).getBytes(StandardCharsets.UTF_8)));
  }

  private void deleteTheTask(String id) {
    String task = child.task(id).getId();
    jdbc.sql("delete from ACT_RU_IDENTITYLINK where TASK_ID_ = ?").param(task).update();
    jdbc.sql("delete from ACT_RU_TASK where ID_ = ?").param(task).update();
  }

  @Test
  void aMissingTaskIsFound() {
    deleteTheTask("Task_ProposeReasonableGrounds");

    assertThat(found()).containsExactly("The process waits for nothing");
    assertThat(trouble.problems(LocalDate.parse(DAY)))
        .as("for the author of the revision in force")
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.what()).isEqualTo("The process waits for nothing");
              assertThat(one.definition()).startsWith("reasonable-grounds:");
              assertThat(one.element()).isEqualTo("Task_ProposeReasonableGrounds");
              assertThat(one.number()).isEqualTo(1);
            });
  }

  @Test
  void aVariableThatDisagreesWithTheRegisterIsFound() {
    for (String column : List.of("removal_hold", "suspended_stage", "local_authority")) {
      Object before =
          jdbc.sql("select " + column + " from case_register where case_number = ?")
              .param(child.caseNumber())
              .query((row, number) -> row.getString(1))
              .list()
              .get(0);
      set(column, column.equals("local_authority") ? "fife" : "ended");

      assertThat(found()).as(column).containsExactly("The process and the register disagree");

      set(column, before);
      assertThat(found()).as(column).isEmpty();
    }
  }

  @Test
  void aRecordThatWasChangedInTheDatabaseIsFoundWhenItIsOpened() {
    JdbcClient owner = JdbcClient.create(Databases.asOwner(database));
    String change = "update register_event set from_date = from_date + 1 where case_number = ?";
    owner.sql(change).param(child.caseNumber()).update();

    changes.check(child.caseNumber());

    assertThat(incidents.found(scope("camunda-admin"), null, 1).checked().cases())
        .isNotEmpty()
        .allSatisfy(
            inconsistency -> {
              assertThat(inconsistency.caseNumber()).isEqualTo(child.caseNumber());
              assertThat(inconsistency.what()).startsWith("Not by this program: Register entry ");
              assertThat(inconsistency.help()).contains("docs/operate/verify.md");
            });
    assertThat(incidents.found(scope("la-manager", "fife"), null, 1).checked().cases()).isEmpty();
    owner.sql(change.replace("+", "-")).param(child.caseNumber()).update();
  }

  @Test
  void managersSeeTheirOwnCasesAndOnlyAdministratorsCompare() {
    engine
        .getRuntimeService()
        .deleteProcessInstance(child.instance("reasonable-grounds").getId(), "tidied up");
    CaseScope admin = scope("camunda-admin");
    CaseScope glasgow = scope("la-manager", "glasgow-city");

    assertThat(incidents.check(admin).cases()).extracting(Inconsistency::help).doesNotContainNull();
    assertThat(incidents.found(admin, null, 1).checked().cases()).hasSize(1);
    assertThat(incidents.found(glasgow, null, 1).checked().cases())
        .singleElement()
        .satisfies(
            inconsistency -> {
              assertThat(inconsistency.caseNumber()).isEqualTo(child.caseNumber());
              assertThat(inconsistency.help()).isNull();
            });
    assertThat(incidents.found(scope("la-manager", "fife"), null, 1).checked().cases()).isEmpty();
    assertThatThrownBy(() -> incidents.check(glasgow))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("Only a system administrator can compare the cases.");
  }

  private CaseScope scope(String group, String... councils) {
    return scopes.of(new Viewer("someone", Set.of(group), Set.of(councils)));
  }

  private void set(String column, Object value) {
    jdbc.sql("update case_register set " + column + " = ? where case_number = ?")
        .params(value, child.caseNumber())
        .update();
  }

  private void nothingIsWrong() {
    assertThat(found()).isEmpty();
  }

  private List<String> found() {
    return reconciliation.check().cases().stream()
        .filter(inconsistency -> inconsistency.caseNumber().equals(child.caseNumber()))
        .map(Inconsistency::what)
        .toList();
  }
}
