package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedAges;
import scot.nrm.journeys.InventedChanges;
import scot.nrm.register.RegisterEvent;

class AcceptHandOverTest extends DiagramTest {

  private static final String DAY = "2009-06-03";

  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager manager;

  AcceptHandOverTest() {
    super("accept-hand-over");
  }

  @Test
  void runningTasksMoveToTheNewCouncilWithTheirDeadlines() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    child.as(
        "glasgow.lead",
        () -> {
          engine.getTaskService().claim(child.task("Task_ProtectChild").getId(), "glasgow.lead");
          return null;
        });
    child.as(
        "ukhtc.owner",
        () -> {
          engine
              .getTaskService()
              .claim(child.task("Task_ProposeReasonableGrounds").getId(), "ukhtc.owner");
          return null;
        });
    List<String> instancesBefore = running();
    assertThat(rowsOf("glasgow-city", instancesBefore)).isPositive();
    handsOver();
    filed(InventedAges.addressFound("own-address", "3 Example Road, Glasgow"));
    assertThat(file.read(child.caseNumber()).text("placementAddress")).isNotEmpty();

    child.does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted(DAY));

    assertThat(file.read(child.caseNumber()).text("placementAddress"))
        .as("an adult gets no letter at a former address, D7")
        .isEmpty();
    assertThat(file.read(child.caseNumber()).text("letterAddress")).as("found before").isEmpty();
    assertThat(rowsOf("glasgow-city", instancesBefore)).as("rows of the old council").isZero();
    assertThat(
            engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(child.caseNumber())
                .list())
        .isNotEmpty()
        .extracting(ProcessInstance::getTenantId)
        .containsOnly("fife");
    assertThat(
            engine
                .getRuntimeService()
                .createVariableInstanceQuery()
                .variableName("localAuthority")
                .list())
        .isNotEmpty()
        .allSatisfy(variable -> assertThat(variable.getValue()).isEqualTo("fife"));
    assertThat(child.task("Task_ProtectChild").getAssignee()).as("unclaimed").isNull();
    assertThat(child.task("Task_ProposeReasonableGrounds").getAssignee())
        .as("an authority's task has no council")
        .isEqualTo("ukhtc.owner");
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-10");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2009-06-10"));
    assertThat(file.read(child.caseNumber()).text("leadProfessionalName"))
        .isEqualTo("Skye Lorimer");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("council-changed"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.code()).isEqualTo("fife");
              assertThat(event.from()).isEqualTo(DAY);
              assertThat(event.officer()).isEqualTo("fife.manager");
              assertThat(event.detail()).isEqualTo("glasgow-city");
            });

    child.reasonableGrounds("ukhtc", "positive", DAY).on("2009-07-03");

    assertThat(child.tasks())
        .as("later tasks too")
        .isNotEmpty()
        .allSatisfy(task -> assertThat(task.getTenantId()).isEqualTo("fife"));
  }

  @Test
  void aReturningCaseBelongsToTheFirstCouncilAgain() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    handsOver();
    child
        .does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted(DAY))
        .on("2009-06-05");

    assertThatThrownBy(this::handsOver)
        .as("no longer accessible")
        .hasMessageContaining("access to a case with this number");

    child
        .handedOver("fife.manager", "glasgow-city", "2009-06-05")
        .does("glasgow.duty", "Task_AcceptHandOver", InventedChanges.accepted("2009-06-05"));

    assertThat(child.sees("glasgow.lead", "Task_ProtectChild")).isTrue();
    assertThat(child.sees("fife.lead", "Task_ProtectChild")).isFalse();
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("council-changed"))
        .extracting(RegisterEvent::code)
        .containsExactly("fife", "glasgow-city");
  }

  @Test
  void theNrmFormGoesToTheChosenLeadProfessional() {
    var accepted = acceptanceForALeadProfessional();
    assertThatThrownBy(
            () ->
                child.does(
                    "fife.manager",
                    "Task_AcceptHandOver",
                    Invented.with(accepted, "leadProfessionalId", "glasgow.lead")))
        .as("not of the receiving local authority")
        .hasMessageContaining("Lead professional: choose someone from the list");

    child.does("fife.manager", "Task_AcceptHandOver", accepted);

    assertThat(child.task("Task_NrmFormReferralAndChild").getAssignee())
        .as("not the lead professional of before")
        .isEqualTo("fife.lead");
    assertThat(child.task("Task_ProtectChild").getAssignee()).as("the team's").isNull();
    child.does(
        "fife.lead",
        "Task_NrmFormReferralAndChild",
        Invented.with(Invented.referralAndChild(DAY), "leadProfessionalId", "fife.lead"));
    assertThat(child.task("Task_NrmFormExploitation").getAssignee()).isEqualTo("fife.lead");
    assertThat(file.read(child.caseNumber()).text("leadProfessionalName"))
        .isEqualTo("Skye Lorimer");
  }

  @Test
  void aLeadProfessionalWhoLeavesAtTheSameMomentKeepsNoTask() {
    var accepted = acceptanceForALeadProfessional();

    new TransactionTemplate(manager)
        .execute(
            status -> {
              child.does("fife.manager", "Task_AcceptHandOver", accepted);
              assertThat(child.task("Task_NrmFormReferralAndChild").getAssignee())
                  .isEqualTo("fife.lead");
              CompletableFuture<Void> leaves =
                  CompletableFuture.runAsync(
                      () ->
                          engine
                              .getIdentityService()
                              .deleteTenantUserMembership("fife", "fife.lead"));
              assertThatThrownBy(() -> leaves.get(300, TimeUnit.MILLISECONDS))
                  .isInstanceOf(TimeoutException.class);
              return leaves;
            })
        .join();

    assertThat(child.task("Task_NrmFormReferralAndChild").getAssignee()).isNull();
    engine.getIdentityService().createTenantUserMembership("fife", "fife.lead");
  }

  @Test
  void anIncompleteAnswerIsRefused() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    handsOver();

    assertThatThrownBy(() -> child.does("fife.manager", "Task_AcceptHandOver", Map.of()))
        .hasMessageContaining("Do you accept the case: choose");
    assertThatThrownBy(
            () ->
                child.does(
                    "fife.manager",
                    "Task_AcceptHandOver",
                    Invented.with(InventedChanges.accepted(DAY), "leadProfessionalName", null)))
        .hasMessageContaining("Lead professional's name");
    assertThatThrownBy(
            () ->
                child.does(
                    "fife.manager",
                    "Task_AcceptHandOver",
                    Invented.with(InventedChanges.returned(), "handOverReturnReason", "")))
        .hasMessageContaining("Why are you returning the case");

    child.does("fife.manager", "Task_AcceptHandOver", InventedChanges.returned());

    assertThat(child.sees("glasgow.manager", "Task_ActOnReturnedCase")).isTrue();
  }

  /** Of a case whose NRM form is next. */
  private Map<String, Object> acceptanceForALeadProfessional() {
    child.on(DAY).concern("first.responder", Invented.concern(DAY));
    child.does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(DAY));
    child.does("glasgow.lead", "Task_AssessChild", Invented.assessment(DAY));
    handsOver();
    return Invented.with(InventedChanges.accepted(DAY), "leadProfessionalId", "fife.lead");
  }

  private void handsOver() {
    child.handedOver("glasgow.manager", "fife", DAY);
  }

  private List<String> running() {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(child.caseNumber())
        .list()
        .stream()
        .map(ProcessInstance::getId)
        .toList();
  }

  /** Counts rows in every engine table that has a process instance and a tenant. */
  private long rowsOf(String tenant, List<String> processInstances) {
    return jdbc
        .sql(
            """
            select t.table_name, i.column_name from information_schema.columns t
            join information_schema.columns i on i.table_name = t.table_name and i.table_schema = t.table_schema
            where t.column_name = 'TENANT_ID_' and i.column_name in ('PROC_INST_ID_', 'PROCESS_INSTANCE_ID_')\
            """)
        .query(
            (row, number) ->
                jdbc.sql(
                        "select count(*) from %s where TENANT_ID_ = :tenant and %s in (:ids)"
                            .formatted(row.getString(1), row.getString(2)))
                    .param("tenant", tenant)
                    .param("ids", processInstances)
                    .query(Long.class)
                    .single())
        .list()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
