package scot.nrm.access.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scot.nrm.access.AccessEngine;

/** Tests what each kind of person may do with a lead professional's task of a Glasgow case. */
class TaskOperationsTest {

  private static final String HELD_BY = "glasgow.lead2";

  private static final AccessEngine ACCESS = new AccessEngine();
  private static final ProcessEngine ENGINE = ACCESS.engine();
  private static final TaskService TASKS = ENGINE.getTaskService();
  private static final RuntimeService RUNTIME = ENGINE.getRuntimeService();
  private static final HistoryService HISTORY = ENGINE.getHistoryService();

  @FunctionalInterface
  private interface Operation {
    void tryOn(String task, String instance);
  }

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
                .name("Assess the child")
                .camundaCandidateGroups("la-lead-professional")
                .userTask("Task_Next")
                .camundaCandidateGroups("la-manager")
                .endEvent()
                .moveToActivity("Task_Assess")
                .boundaryEvent()
                .error("x")
                .endEvent()
                .moveToActivity("Task_Assess")
                .boundaryEvent()
                .escalation("x")
                .endEvent()
                .done())
        .deploy();
  }

  @AfterEach
  void signOut() {
    ACCESS.withoutSigningIn();
  }

  @AfterAll
  static void closeEngine() {
    ACCESS.close();
  }

  private static Map<String, Operation> operations() {
    Map<String, Operation> operations = new LinkedHashMap<>();
    operations.put(
        "find it", (task, instance) -> found(TASKS.createTaskQuery().taskId(task).count()));
    operations.put(
        "find it in history",
        (task, instance) -> found(HISTORY.createHistoricTaskInstanceQuery().taskId(task).count()));
    operations.put("read its variables", (task, instance) -> TASKS.getVariables(task));
    operations.put(
        "read its form", (task, instance) -> ENGINE.getFormService().getTaskFormVariables(task));
    operations.put("read its candidates", (task, instance) -> TASKS.getIdentityLinksForTask(task));
    operations.put("read its events", (task, instance) -> TASKS.getTaskEvents(task));
    operations.put("read the case's variables", (task, instance) -> RUNTIME.getVariables(instance));
    operations.put(
        "find the case",
        (task, instance) ->
            found(RUNTIME.createProcessInstanceQuery().processInstanceId(instance).count()));
    operations.put("comment", (task, instance) -> TASKS.createComment(task, instance, "x"));
    operations.put(
        "attach",
        (task, instance) ->
            TASKS.createAttachment("text", task, instance, "x", "x", "http://example"));
    operations.put("set a variable", (task, instance) -> TASKS.setVariable(task, "x", 1));
    operations.put("claim", (task, instance) -> TASKS.claim(task, me()));
    operations.put("claim for somebody else", (task, instance) -> TASKS.claim(task, "somebody"));
    operations.put("hand back", (task, instance) -> TASKS.setAssignee(task, null));
    operations.put(
        "assign to the team", (task, instance) -> TASKS.setAssignee(task, "glasgow.lead"));
    operations.put(
        "assign by a link",
        (task, instance) -> TASKS.addUserIdentityLink(task, me(), IdentityLinkType.ASSIGNEE));
    operations.put("become its owner", (task, instance) -> TASKS.setOwner(task, me()));
    operations.put("delegate", (task, instance) -> TASKS.delegateTask(task, "glasgow.lead"));
    operations.put(
        "add a candidate group",
        (task, instance) -> TASKS.addCandidateGroup(task, "la-duty-social-work"));
    operations.put("set the due date", (task, instance) -> TASKS.setDueDate(task, new Date()));
    operations.put(
        "save it",
        (task, instance) ->
            TASKS.saveTask(asNobody(() -> TASKS.createTaskQuery().taskId(task).singleResult())));
    operations.put("make a task of one's own", (task, instance) -> TASKS.saveTask(TASKS.newTask()));
    operations.put(
        "set the case's variable", (task, instance) -> RUNTIME.setVariable(instance, "x", 1));
    operations.put(
        "delete the case", (task, instance) -> RUNTIME.deleteProcessInstance(instance, "x"));
    operations.put("resolve it", (task, instance) -> TASKS.resolveTask(task));
    operations.put("throw an error", (task, instance) -> TASKS.handleBpmnError(task, "x"));
    operations.put("escalate", (task, instance) -> TASKS.handleEscalation(task, "x"));
    operations.put(
        "submit its form",
        (task, instance) -> ENGINE.getFormService().submitTaskForm(task, Map.of()));
    operations.put("complete", (task, instance) -> TASKS.complete(task));
    return operations;
  }

  /**
   * y: succeeds, -: refused or not found. The first letter is for an unassigned task, the second
   * for a colleague's.
   */
  @Test
  void eachPersonMayDoExactlyWhatTheTableSays() {
    String expected =
        """
        #                          lead, holder, duty, other's lead, central, manager, other's, overseer, reporter, admin
        find it                    yy yy -- -- -- yy -- yy -- yy
        find it in history         yy yy -- -- -- yy -- yy -- yy
        read its variables         -- -- -- -- -- -- -- -- -- --
        read its form              yy yy -- -- -- yy -- yy -- yy
        read its candidates        yy yy -- -- -- yy -- yy -- yy
        read its events            -- -- -- -- -- -- -- -- -- --
        read the case's variables  -- -- -- -- -- -- -- yy -- yy
        find the case              -- -- -- -- -- yy -- yy -- yy
        comment                    -- -- -- -- -- -- -- -- -- --
        attach                     -- -- -- -- -- -- -- -- -- --
        set a variable             -- -- -- -- -- -- -- -- -- --
        claim                      y- yy -- -- -- -- -- -- -- --
        claim for somebody else    -- -- -- -- -- -- -- -- -- --
        hand back                  -- -y -- -- -- yy -- -- -- yy
        assign to the team         -- -- -- -- -- yy -- -- -- yy
        assign by a link           -- -- -- -- -- -- -- -- -- --
        become its owner           -- -- -- -- -- -- -- -- -- --
        delegate                   -- -- -- -- -- -- -- -- -- --
        add a candidate group      -- -- -- -- -- -- -- -- -- --
        set the due date           -- -- -- -- -- -- -- -- -- --
        save it                    -- -- -- -- -- -- -- -- -- --
        make a task of one's own   -- -- -- -- -- -- -- -- -- --
        set the case's variable    -- -- -- -- -- -- -- -- -- --
        delete the case            -- -- -- -- -- -- -- -- -- --
        resolve it                 -- -- -- -- -- -- -- -- -- --
        throw an error             -- -- -- -- -- -- -- -- -- --
        escalate                   -- -- -- -- -- -- -- -- -- --
        submit its form            -- -y -- -- -- -- -- -- -- --
        complete                   -- -y -- -- -- -- -- -- -- --
        """;

    StringBuilder table = new StringBuilder(expected.substring(0, expected.indexOf('\n') + 1));
    List<String> people =
        List.of(
            "glasgow.lead", HELD_BY,
            "glasgow.duty", "fife.lead",
            "ukhtc.owner", "glasgow.manager",
            "fife.manager", "nrm.manager",
            "first.responder", "admin");
    operations()
        .forEach(
            (name, operation) ->
                table.append(
                    "%-26s %s\n"
                        .formatted(
                            name,
                            people.stream()
                                .map(
                                    person ->
                                        outcome(person, false, operation)
                                            + outcome(person, true, operation))
                                .collect(Collectors.joining(" ")))));

    assertThat(table.toString()).isEqualTo(expected);
  }

  private static String outcome(String person, boolean held, Operation operation) {
    String instance = start("glasgow-city");
    String task = taskOf(instance);
    TASKS.setAssignee(task, held ? HELD_BY : null);
    if (person.equals("admin")) {
      ACCESS.as("admin", List.of("camunda-admin"), List.of());
    } else {
      ACCESS.as(person);
    }
    try {
      operation.tryOn(task, instance);
      return "y";
    } catch (AuthorizationException | NotFound refused) {
      return "-";
    } catch (BadUserRequestException refused) {
      assertThat(refused.getMessage())
          .containsAnyOf("not kept here", "come from its diagram", "entered in the forms");
      return "-";
    } catch (ProcessEngineException refused) {
      assertThat(refused).hasMessageContaining("no authenticated tenant");
      return "-";
    } finally {
      ACCESS.withoutSigningIn();
    }
  }

  @Test
  void aPersonMustClaimATaskBeforeCompletingIt() {
    String task = taskOf(start("glasgow-city"));
    ACCESS.as("glasgow.lead");

    assertThatThrownBy(() -> TASKS.complete(task))
        .isInstanceOf(AuthorizationException.class)
        .hasMessage("Claim the task first: only the person assigned to a task can work on it.");

    TASKS.claim(task, "glasgow.lead");
    ACCESS.as("glasgow.lead2");
    for (Runnable attempt :
        List.<Runnable>of(
            () -> TASKS.complete(task),
            () -> TASKS.claim(task, "glasgow.lead2"),
            () -> TASKS.claim(task, null))) {
      assertThatThrownBy(attempt::run)
          .isInstanceOf(AuthorizationException.class)
          .hasMessageStartingWith("This task is assigned to a colleague.");
    }
    ACCESS.as("glasgow.manager");
    assertThatThrownBy(() -> TASKS.claim(task, "glasgow.manager"))
        .isInstanceOf(AuthorizationException.class)
        .hasMessage("This task is for another team, so you can't claim it or hand it back.");
    ACCESS.as("glasgow.lead");
    TASKS.complete(task);
  }

  /** The authority decides which of its officers works on the council's case. */
  @Test
  void aCouncilsManagerCannotReassignTasksToOrFromCentralOfficers() {
    String task = taskOf(start("glasgow-city"));
    TASKS.addCandidateGroup(task, "ukhtc-case-owner");
    ACCESS.as("glasgow.manager");

    assertThatThrownBy(() -> TASKS.setAssignee(task, "ukhtc.owner"))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageContaining("this task is not for the people of your local authority");

    ACCESS.withoutSigningIn();
    TASKS.setAssignee(task, "ukhtc.owner");
    ACCESS.as("glasgow.manager");
    for (String other : new String[] {null, "glasgow.lead"}) {
      assertThatThrownBy(() -> TASKS.setAssignee(task, other))
          .isInstanceOf(BadUserRequestException.class);
    }
  }

  /**
   * A platform administrator may help with a task that is stuck, by assigning it to a member of its
   * team.
   */
  @Test
  void anAdministratorAssignsOnlyToTheTasksTeamAndCouncil() {
    String task = taskOf(start("glasgow-city"));
    ACCESS.as("admin", List.of("camunda-admin"), List.of());

    for (String outsider : List.of("admin", "glasgow.duty", "fife.lead")) {
      assertThatThrownBy(() -> TASKS.setAssignee(task, outsider))
          .isInstanceOf(BadUserRequestException.class);
    }
    TASKS.setAssignee(task, "glasgow.lead");

    ACCESS.as("glasgow.lead");
    TASKS.complete(task);
  }

  @Test
  void aManagerAssignsOnlyToTheTasksTeamAndCouncil() {
    String task = taskOf(start("glasgow-city"));
    ACCESS.as("glasgow.manager");

    for (String outsider :
        List.of("glasgow.manager", "glasgow.duty", "fife.lead", "ukhtc.owner", "nobody")) {
      assertThatThrownBy(() -> TASKS.setAssignee(task, outsider))
          .isInstanceOf(BadUserRequestException.class)
          .hasMessageContaining("Assignee: ");
    }
    TASKS.setAssignee(task, "glasgow.lead");
    TASKS.setAssignee(task, "glasgow.lead2");

    ACCESS.as("glasgow.lead2");
    assertThat(TASKS.createTaskQuery().taskAssignee("glasgow.lead2").taskId(task).count()).isOne();
  }

  @Test
  void aPersonWhoLeavesTheTeamLosesItsTasksImmediately() {
    String task = taskOf(start("glasgow-city"));
    ACCESS.as("glasgow.lead");
    ENGINE.getFormService().getTaskFormVariables(task);
    ACCESS.withoutSigningIn();
    TASKS.deleteCandidateGroup(task, "la-lead-professional");
    ACCESS.as("glasgow.lead");

    assertThat(catchThrowable(() -> ENGINE.getFormService().getTaskFormVariables(task)))
        .isInstanceOf(AuthorizationException.class);
    assertThat(TASKS.createTaskQuery().taskId(task).count()).isZero();
  }

  @Test
  void aPersonFindsTheirCompletedTasksInTheHistory() {
    String task = taskOf(start("glasgow-city"));
    ACCESS.as("glasgow.lead");
    TASKS.claim(task, "glasgow.lead");
    TASKS.complete(task);

    assertThat(HISTORY.createHistoricTaskInstanceQuery().taskId(task).count()).isOne();
    ACCESS.as("glasgow.lead2");
    assertThat(HISTORY.createHistoricTaskInstanceQuery().taskId(task).count()).isZero();
  }

  @Test
  void aManagerFindsTheirCouncilsTasksInHistoryUntilThatIsRevoked() {
    String task = taskOf(start("glasgow-city"));
    String elsewhere = taskOf(start("moray"));

    ACCESS.as("glasgow.manager");

    assertThat(HISTORY.createHistoricTaskInstanceQuery().taskId(task).count()).isOne();
    assertThat(HISTORY.createHistoricTaskInstanceQuery().taskId(elsewhere).count()).isZero();

    ACCESS.withoutSigningIn();
    Authorization revoked =
        ENGINE.getAuthorizationService().createNewAuthorization(Authorization.AUTH_TYPE_REVOKE);
    revoked.setUserId("glasgow.manager");
    revoked.setResource(Resources.PROCESS_DEFINITION);
    revoked.setResourceId("nrm-case");
    revoked.removePermission(Permissions.READ_HISTORY);
    ENGINE.getAuthorizationService().saveAuthorization(revoked);
    try {
      ACCESS.as("glasgow.manager");
      assertThat(HISTORY.createHistoricTaskInstanceQuery().taskId(task).list()).isEmpty();
    } finally {
      ACCESS.withoutSigningIn();
      ENGINE.getAuthorizationService().deleteAuthorization(revoked.getId());
    }
  }

  @Test
  void noTaskLeavesPermissionsBehind() {
    String task = taskOf(start("glasgow-city"));
    ACCESS.as("glasgow.lead");
    TASKS.claim(task, "glasgow.lead");
    TASKS.complete(task);
    ACCESS.withoutSigningIn();

    assertThat(
            ENGINE
                .getAuthorizationService()
                .createAuthorizationQuery()
                .resourceType(Resources.TASK)
                .list())
        .allMatch(right -> "camunda-admin".equals(right.getGroupId()));
  }

  @Test
  void aTaskIsNamedWithItsCaseNumber() {
    Task task = TASKS.createTaskQuery().taskId(taskOf(start("glasgow-city"))).singleResult();

    assertThat(task.getName()).isEqualTo("Assess the child – NRM-2009-2222-2239");
    assertThat(
            HISTORY.createHistoricTaskInstanceQuery().taskId(task.getId()).singleResult().getName())
        .isEqualTo(task.getName());
  }

  private static String start(String council) {
    return RUNTIME
        .startProcessInstanceByKey(
            "nrm-case", "NRM-2009-2222-2239", Variables.putValue("localAuthority", council))
        .getId();
  }

  private static String taskOf(String instance) {
    return TASKS.createTaskQuery().processInstanceId(instance).singleResult().getId();
  }

  private static String me() {
    return ENGINE.getIdentityService().getCurrentAuthentication().getUserId();
  }

  /** The ids that an attacker could have guessed, without permission to look them up. */
  private static <T> T asNobody(Supplier<T> lookUp) {
    Authentication me = ENGINE.getIdentityService().getCurrentAuthentication();
    ACCESS.withoutSigningIn();
    T found = lookUp.get();
    ACCESS.as(me.getUserId(), me.getGroupIds(), me.getTenantIds());
    return found;
  }

  private static void found(long count) {
    if (count == 0) {
      throw new NotFound();
    }
  }

  private static final class NotFound extends RuntimeException {}
}
