package scot.nrm.access.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.access.AccessEngine;
import scot.nrm.access.Teams;

/**
 * Tests that a person who leaves a team loses its tasks, but keeps those of the teams that they
 * stay in.
 */
class LeaverTasksTest {

  private static final String MOVER = "the.mover";

  private static final AccessEngine ACCESS = new AccessEngine();
  private static final ProcessEngine ENGINE = ACCESS.engine();
  private static final IdentityService IDENTITY = ENGINE.getIdentityService();
  private static final TaskService TASKS = ENGINE.getTaskService();

  @BeforeAll
  static void deploy() {
    ENGINE
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "nrm-case.bpmn",
            Bpmn.createExecutableProcess("nrm-case")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .userTask("Task_Assess")
                .camundaCandidateGroups("${groups}")
                .camundaAssignee("${held}")
                .userTask("Task_Next")
                .camundaCandidateGroups("la-lead-professional")
                .camundaAssignee("${held}")
                .endEvent()
                .done())
        .addModelInstance("awareness-event-booking.bpmn", AccessEngine.bookings())
        .deploy();
  }

  @BeforeEach
  void aLeadProfessionalOfGlasgowAndFife() {
    IDENTITY.saveUser(IDENTITY.newUser(MOVER));
    IDENTITY.createMembership(MOVER, "la-lead-professional");
    IDENTITY.createTenantUserMembership("glasgow-city", MOVER);
    IDENTITY.createTenantUserMembership("fife", MOVER);
  }

  @AfterEach
  void gone() {
    ACCESS.withoutSigningIn();
    IDENTITY.deleteUser(MOVER);
  }

  @AfterAll
  static void closeEngine() {
    ACCESS.close();
  }

  @Test
  void leavingACouncilReturnsItsTasksButNotOthers() {
    String glasgow = assignedTask("glasgow-city", "la-lead-professional");
    String fife = assignedTask("fife", "la-lead-professional");

    IDENTITY.deleteTenantUserMembership("glasgow-city", MOVER);

    assertThat(assigneeOf(glasgow)).isNull();
    assertThat(assigneeOf(fife)).isEqualTo(MOVER);
    ACCESS.as("glasgow.lead");
    TASKS.claim(glasgow, "glasgow.lead");
    ACCESS.as(MOVER);
    assertThat(TASKS.createTaskQuery().list())
        .extracting(Task::getId)
        .contains(fife)
        .doesNotContain(glasgow);
  }

  /** The engine's own lists and checks, by the councils that it reads for a person. */
  @Test
  void aSecondRoleForAllCouncilsOpensNoOtherCouncil() {
    IDENTITY.createMembership(MOVER, "ukhtc-intake");
    String fife = waitingTask("fife", "la-lead-professional");
    String moray = waitingTask("moray", "la-lead-professional");
    String intake = waitingTask("moray", "ukhtc-intake");

    ACCESS.as(MOVER);
    assertThat(TASKS.createTaskQuery().list())
        .extracting(Task::getId)
        .contains(fife)
        .doesNotContain(moray, intake);
    ACCESS.withoutSigningIn();
    assertThat(Teams.person(MOVER, IDENTITY).tenants())
        .containsExactlyInAnyOrder("glasgow-city", "fife");

    IDENTITY.deleteMembership(MOVER, "la-lead-professional");
    assertThat(Teams.person(MOVER, IDENTITY).tenants()).hasSize(32);
  }

  /** Its tasks of other councils return to the team at once. */
  @Test
  void anOfficerWhoAlsoWorksForACouncilHasOnlyItsTasks() {
    IDENTITY.createMembership(MOVER, "ukhtc-intake");
    IDENTITY.deleteMembership(MOVER, "la-lead-professional");
    String fife = assignedTask("fife", "ukhtc-intake");
    String moray = assignedTask("moray", "ukhtc-intake");

    IDENTITY.createMembership(MOVER, "la-lead-professional");

    assertThat(assigneeOf(fife)).isEqualTo(MOVER);
    assertThat(assigneeOf(moray)).isNull();
  }

  @Test
  void leavingATeamReturnsItsTasksButNotThoseOfAnotherTeam() {
    IDENTITY.createMembership(MOVER, "la-duty-social-work");
    String lead = assignedTask("fife", "la-lead-professional");
    String both = assignedTask("fife", "la-lead-professional", "la-duty-social-work");

    IDENTITY.deleteMembership(MOVER, "la-lead-professional");

    assertThat(assigneeOf(lead)).isNull();
    assertThat(assigneeOf(both)).isEqualTo(MOVER);

    IDENTITY.deleteMembership(MOVER, "la-duty-social-work");

    assertThat(assigneeOf(both)).isNull();
  }

  /** Makes all changes in one transaction, like a sign-in with different claims. */
  @Test
  void severalChangesInOneCommandAreAppliedTogether() {
    IDENTITY.createMembership(MOVER, "la-duty-social-work");
    String both = assignedTask("fife", "la-lead-professional", "la-duty-social-work");

    ((ProcessEngineConfigurationImpl) ENGINE.getProcessEngineConfiguration())
        .getCommandExecutorTxRequired()
        .execute(
            context -> {
              IDENTITY.deleteMembership(MOVER, "la-lead-professional");
              IDENTITY.deleteMembership(MOVER, "la-duty-social-work");
              IDENTITY.createMembership(MOVER, "la-manager");
              return null;
            });

    assertThat(assigneeOf(both)).isNull();
  }

  @Test
  void aRolledBackChangeLeavesTheTasksAssigned() {
    String task = assignedTask("fife", "la-lead-professional");

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    ((ProcessEngineConfigurationImpl) ENGINE.getProcessEngineConfiguration())
                        .getCommandExecutorTxRequired()
                        .execute(
                            context -> {
                              IDENTITY.deleteMembership(MOVER, "la-lead-professional");
                              throw new IllegalStateException("on purpose");
                            })))
        .hasMessage("on purpose");

    assertThat(assigneeOf(task)).isEqualTo(MOVER);
  }

  /** A claim is as the person was when they signed in. */
  @ParameterizedTest
  @CsvSource({"false, true", "false, false", "true, true", "true, false"})
  void aTaskAssignedWhileItsPersonLeavesReturnsToTheTeam(boolean byDiagram, boolean assignFirst) {
    Task task = task("fife", null, "la-lead-professional");
    Runnable assign =
        () -> {
          if (byDiagram) {
            ACCESS.withoutSigningIn();
            TASKS.complete(task.getId(), Variables.putValue("held", MOVER));
          } else {
            ACCESS.as(MOVER, List.of("la-lead-professional"), List.of("fife"));
            TASKS.claim(task.getId(), MOVER);
          }
        };
    Runnable leave = () -> IDENTITY.deleteTenantUserMembership("fife", MOVER);

    CompletableFuture<Void> second =
        ((ProcessEngineConfigurationImpl) ENGINE.getProcessEngineConfiguration())
            .getCommandExecutorTxRequired()
            .execute(
                context -> {
                  (assignFirst ? assign : leave).run();
                  CompletableFuture<Void> waits =
                      CompletableFuture.runAsync(assignFirst ? leave : assign);
                  assertThatThrownBy(() -> waits.get(300, TimeUnit.MILLISECONDS))
                      .isInstanceOf(TimeoutException.class);
                  return waits;
                });

    if (assignFirst || byDiagram) {
      second.join();
    } else {
      assertThatThrownBy(second::join).hasCauseInstanceOf(AuthorizationException.class);
    }
    ACCESS.withoutSigningIn();
    assertThat(
            TASKS.createTaskQuery().processInstanceId(task.getProcessInstanceId()).singleResult())
        .returns(null, Task::getAssignee)
        .returns(byDiagram ? "Task_Next" : "Task_Assess", Task::getTaskDefinitionKey);
  }

  @Test
  void aDeletedPersonHasNoTasks() {
    String task = assignedTask("fife", "la-lead-professional");

    IDENTITY.deleteUser(MOVER);

    assertThat(assigneeOf(task)).isNull();
  }

  @Test
  void aDeletedTeamHasNoTasks() {
    IDENTITY.saveGroup(IDENTITY.newGroup("a-team"));
    IDENTITY.createMembership(MOVER, "a-team");
    String task = assignedTask("fife", "a-team");

    IDENTITY.deleteGroup("a-team");

    assertThat(assigneeOf(task)).isNull();
  }

  @Test
  void aTeamRemovedFromACouncilLosesItsTasksThere() {
    IDENTITY.saveGroup(IDENTITY.newGroup("a-team"));
    IDENTITY.createMembership(MOVER, "a-team");
    IDENTITY.deleteMembership(MOVER, "la-lead-professional");
    IDENTITY.createTenantGroupMembership("moray", "a-team");
    String task = assignedTask("moray", "a-team");

    IDENTITY.deleteTenantGroupMembership("moray", "a-team");

    assertThat(assigneeOf(task)).isNull();
    IDENTITY.deleteGroup("a-team");
  }

  @Test
  void aTaskWithoutACouncilAlsoReturnsToItsTeam() {
    IDENTITY.createMembership(MOVER, "events-organiser");
    String instance =
        ENGINE.getRuntimeService().startProcessInstanceByKey("awareness-event-booking").getId();
    String task = TASKS.createTaskQuery().processInstanceId(instance).singleResult().getId();
    TASKS.claim(task, MOVER);

    IDENTITY.deleteTenantUserMembership("fife", MOVER);
    assertThat(assigneeOf(task)).isEqualTo(MOVER);

    IDENTITY.deleteMembership(MOVER, "events-organiser");
    assertThat(assigneeOf(task)).isNull();
  }

  @Test
  void delegationsEndAndSuspendedCasesAreIncluded() {
    String task = assignedTask("fife", "la-lead-professional");
    TASKS.delegateTask(task, MOVER);
    String instance = TASKS.createTaskQuery().taskId(task).singleResult().getProcessInstanceId();
    ENGINE.getRuntimeService().suspendProcessInstanceById(instance);

    IDENTITY.deleteMembership(MOVER, "la-lead-professional");

    Task after = TASKS.createTaskQuery().taskId(task).singleResult();
    assertThat(after.getAssignee()).isNull();
    assertThat(after.getOwner()).isNull();
    assertThat(after.getDelegationState()).isNull();
    assertThat(after.isSuspended()).isTrue();
  }

  @Test
  void theLogRecordsThatTheTaskWasUnassigned() {
    String task = assignedTask("fife", "la-lead-professional");
    ACCESS.as("admin", List.of("camunda-admin"), List.of());

    IDENTITY.deleteMembership(MOVER, "la-lead-professional");

    ACCESS.withoutSigningIn();
    assertThat(
            ENGINE
                .getHistoryService()
                .createUserOperationLogQuery()
                .taskId(task)
                .userId("admin")
                .list())
        .extracting(UserOperationLogEntry::getProperty, UserOperationLogEntry::getOrgValue)
        .contains(org.assertj.core.groups.Tuple.tuple("assignee", MOVER));
  }

  @Test
  void aDiagramCannotAssignATaskToAPersonWhoHasLeft() {
    String task = assignedTask("fife", "la-lead-professional");
    String instance = TASKS.createTaskQuery().taskId(task).singleResult().getProcessInstanceId();
    IDENTITY.deleteTenantUserMembership("fife", MOVER);

    TASKS.complete(task);

    Task next = TASKS.createTaskQuery().processInstanceId(instance).singleResult();
    assertThat(next.getTaskDefinitionKey()).isEqualTo("Task_Next");
    assertThat(next.getAssignee()).isNull();
  }

  /** A task that the diagram assigns to the person who moved. */
  private static String assignedTask(String council, String... groups) {
    Task task = task(council, MOVER, groups);
    assertThat(task.getAssignee()).isEqualTo(MOVER);
    return task.getId();
  }

  private static String waitingTask(String council, String... groups) {
    return task(council, null, groups).getId();
  }

  private static Task task(String council, String assignee, String... groups) {
    String instance =
        ENGINE
            .getRuntimeService()
            .startProcessInstanceByKey(
                "nrm-case",
                "NRM-2009-2222-2239",
                Variables.putValue("localAuthority", council)
                    .putValue("held", assignee)
                    .putValue("groups", List.of(groups)))
            .getId();
    return TASKS.createTaskQuery().processInstanceId(instance).singleResult();
  }

  private static String assigneeOf(String task) {
    return TASKS.createTaskQuery().taskId(task).singleResult().getAssignee();
  }
}
