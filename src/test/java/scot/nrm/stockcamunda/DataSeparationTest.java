package scot.nrm.stockcamunda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.history.HistoricActivityStatistics;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;

/**
 * Access to other people's tasks and cases that stock Camunda allows and this application refuses.
 */
@WholeApplication
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataSeparationTest implements Databases.OnH2 {

  private static final String DAY = "2009-11-02";
  private static final String PROCESS = "stock-case";

  @Autowired private ProcessEngine ours;
  private ProcessEngine stock;
  private Journey child;
  private String ourTask;
  private String stockInstance;
  private String stockTask;

  @BeforeAll
  void createACaseOnEach() {
    stock = StockCamunda.withAuthorization().engine();
    stock
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "stock-case.bpmn",
            Bpmn.createExecutableProcess(PROCESS)
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .userTask("Task_Decide")
                .camundaCandidateGroups("team")
                .endEvent()
                .done())
        .deploy();
    for (String user : List.of("alice", "bob", "eve")) {
      stock.getIdentityService().saveUser(stock.getIdentityService().newUser(user));
    }
    stock.getIdentityService().saveGroup(stock.getIdentityService().newGroup("team"));
    stock.getIdentityService().createMembership("alice", "team");
    stock.getIdentityService().createMembership("bob", "team");
    child = new Journey(ours).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    ourTask = child.task("Task_ProtectChild").getId();
  }

  @BeforeEach
  void createATaskOnEach() {
    stockInstance = stock.getRuntimeService().startProcessInstanceByKey(PROCESS).getId();
    stockTask =
        stock
            .getTaskService()
            .createTaskQuery()
            .processInstanceId(stockInstance)
            .singleResult()
            .getId();
    ours.getTaskService().setAssignee(ourTask, null);
  }

  @AfterEach
  void signOut() {
    stock.getIdentityService().clearAuthentication();
    ours.getIdentityService().clearAuthentication();
    stock
        .getAuthorizationService()
        .createAuthorizationQuery()
        .userIdIn("eve")
        .list()
        .forEach(grant -> stock.getAuthorizationService().deleteAuthorization(grant.getId()));
  }

  @AfterAll
  void restoreTheInitialState() {
    List.of("alice", "bob", "eve").forEach(stock.getIdentityService()::deleteUser);
    stock.getIdentityService().deleteGroup("team");
    stock
        .getRepositoryService()
        .createDeploymentQuery()
        .list()
        .forEach(
            deployment -> stock.getRepositoryService().deleteDeployment(deployment.getId(), true));
    stock
        .getAuthorizationService()
        .createAuthorizationQuery()
        .userIdIn("alice", "bob", "eve")
        .list()
        .forEach(grant -> stock.getAuthorizationService().deleteAuthorization(grant.getId()));
    ClockUtil.reset();
  }

  @Test
  void permissionsAreCheckedByDefault() {
    assertThat(
            StockCamunda.withAdmin()
                .engine()
                .getProcessEngineConfiguration()
                .isAuthorizationEnabled())
        .isFalse();

    assertThat(ours.getProcessEngineConfiguration().isAuthorizationEnabled()).isTrue();
  }

  @Test
  void anAssigneeCannotChangeTheTasksModelledProperties() {
    stock.getTaskService().setAssignee(stockTask, "alice");
    onStock(
        "alice",
        () -> {
          stock.getTaskService().setPriority(stockTask, 1);
          stock.getTaskService().delegateTask(stockTask, "eve");
        });

    ours.getTaskService().setAssignee(ourTask, "glasgow.lead");
    TaskService tasks = ours.getTaskService();
    for (Runnable change :
        List.<Runnable>of(
            () -> tasks.setPriority(ourTask, 1),
            () -> tasks.delegateTask(ourTask, "glasgow.lead2"),
            () -> tasks.setDueDate(ourTask, new Date()),
            () -> tasks.addCandidateGroup(ourTask, "la-manager"),
            () -> tasks.setOwner(ourTask, "glasgow.lead"))) {
      refused("glasgow.lead", change);
    }
  }

  @Test
  void aFormerAssigneeCannotReadTheTask() {
    stock.getTaskService().deleteCandidateGroup(stockTask, "team");
    stock.getTaskService().setAssignee(stockTask, "eve");
    stock.getTaskService().setAssignee(stockTask, "bob");
    onStock(
        "eve",
        () ->
            assertThat(stock.getTaskService().createTaskQuery().taskId(stockTask).count()).isOne());

    ours.getTaskService().setAssignee(ourTask, "glasgow.duty");
    ours.getTaskService().setAssignee(ourTask, "glasgow.lead");
    asOurs(
        "glasgow.duty",
        () -> {
          assertThat(ours.getTaskService().createTaskQuery().taskId(ourTask).count()).isZero();
          assertThatThrownBy(() -> ours.getFormService().getTaskFormVariables(ourTask))
              .isInstanceOf(AuthorizationException.class);
          return null;
        });
  }

  @Test
  void seeingATaskDoesNotAllowReadingTheCasesValues() {
    stock.getRuntimeService().setVariable(stockInstance, "secret", "a name");
    grant(stock, "eve", Resources.PROCESS_DEFINITION, PROCESS, Permissions.READ_TASK);
    onStock(
        "eve",
        () ->
            assertThat(stock.getTaskService().getVariables(stockTask))
                .containsEntry("secret", "a name"));

    grant(ours, "fife.duty", Resources.PROCESS_DEFINITION, "*", Permissions.READ_TASK);
    ours.getIdentityService().createTenantUserMembership("glasgow-city", "fife.duty");
    try {
      refused("fife.duty", () -> ours.getTaskService().getVariables(ourTask));
      assertThat(ours.getProcessEngineConfiguration().isEnforceSpecificVariablePermission())
          .isTrue();
    } finally {
      ours.getIdentityService().deleteTenantUserMembership("glasgow-city", "fife.duty");
      ours.getAuthorizationService()
          .createAuthorizationQuery()
          .userIdIn("fife.duty")
          .resourceType(Resources.PROCESS_DEFINITION)
          .list()
          .forEach(grant -> ours.getAuthorizationService().deleteAuthorization(grant.getId()));
    }
  }

  @Test
  void aCandidateCannotTakeOrReassignAColleaguesTask() {
    onStock("alice", () -> stock.getTaskService().claim(stockTask, "bob"));
    onStock("alice", () -> stock.getTaskService().claim(stockTask, null));
    onStock("alice", () -> stock.getTaskService().setAssignee(stockTask, "eve"));

    refused("glasgow.lead", () -> ours.getTaskService().claim(ourTask, "glasgow.lead2"));
    ours.getTaskService().setAssignee(ourTask, "glasgow.lead2");
    for (Runnable attempt :
        List.<Runnable>of(
            () -> ours.getTaskService().claim(ourTask, null),
            () -> ours.getTaskService().setAssignee(ourTask, null),
            () -> ours.getTaskService().claim(ourTask, "glasgow.lead"),
            () -> ours.getTaskService().setAssignee(ourTask, "glasgow.lead"))) {
      refused("glasgow.lead", attempt);
    }
  }

  @Test
  void onlyTheAssigneeCompletesATask() {
    stock.getTaskService().setAssignee(stockTask, "bob");
    onStock("alice", () -> stock.getTaskService().complete(stockTask));
    assertThat(stock.getTaskService().createTaskQuery().taskId(stockTask).count()).isZero();

    for (String holder : new String[] {null, "glasgow.lead2"}) {
      ours.getTaskService().setAssignee(ourTask, holder);
      refused("glasgow.lead", () -> ours.getTaskService().complete(ourTask));
      refused(
          "glasgow.lead",
          () -> ours.getTaskService().complete(ourTask, Map.of("protectionMeasures", "x")));
      refused("glasgow.lead", () -> ours.getFormService().submitTaskForm(ourTask, Map.of()));
      refused("glasgow.lead", () -> ours.getTaskService().resolveTask(ourTask));
      refused("glasgow.lead", () -> ours.getTaskService().handleBpmnError(ourTask, "x"));
      refused("glasgow.lead", () -> ours.getTaskService().handleEscalation(ourTask, "x"));
    }
  }

  @Test
  void outsidersCannotReadOrWriteACasesTextsAndFiles() {
    onStock(
        "eve",
        () -> {
          stock.getTaskService().createComment(stockTask, stockInstance, "a stranger's words");
          stock
              .getTaskService()
              .createAttachment("text", stockTask, stockInstance, "x", "x", "http://example");
          assertThat(stock.getTaskService().getTaskComments(stockTask)).isNotEmpty();
          assertThat(stock.getTaskService().getProcessInstanceComments(stockInstance)).isNotEmpty();
          assertThat(stock.getTaskService().getTaskEvents(stockTask)).isNotEmpty();
          assertThat(stock.getTaskService().getTaskAttachments(stockTask)).isNotEmpty();
        });

    String instance = child.task("Task_ProtectChild").getProcessInstanceId();
    for (String stranger : List.of("glasgow.duty", "fife.lead", "ukba.owner", "first.responder")) {
      for (Runnable attempt :
          List.<Runnable>of(
              () -> ours.getTaskService().getTaskComments(ourTask),
              () -> ours.getTaskService().getProcessInstanceComments(instance),
              () -> ours.getTaskService().getTaskEvents(ourTask),
              () -> ours.getTaskService().getTaskAttachments(ourTask),
              () -> ours.getTaskService().createComment(ourTask, instance, "x"),
              () ->
                  ours.getTaskService()
                      .createAttachment("text", ourTask, instance, "x", "x", "http://example"))) {
        refused(stranger, attempt);
      }
    }
  }

  @Test
  void countsDoNotRevealCasesOfOtherCouncils() {
    String definition =
        stock
            .getRepositoryService()
            .createProcessDefinitionQuery()
            .processDefinitionKey(PROCESS)
            .singleResult()
            .getId();
    grant(
        stock,
        "eve",
        Resources.PROCESS_DEFINITION,
        PROCESS,
        Permissions.READ,
        Permissions.READ_HISTORY);
    stock.getIdentityService().setAuthentication("eve", List.of(), List.of("council-a"));
    assertThat(stock.getHistoryService().createHistoricActivityStatisticsQuery(definition).list())
        .extracting(HistoricActivityStatistics::getInstances)
        .allMatch(count -> count > 0);
    assertThat(
            stock.getManagementService().createMetricsQuery().name("activity-instance-start").sum())
        .isPositive();

    String ourDefinition = child.task("Task_ProtectChild").getProcessDefinitionId();
    for (String other :
        List.of("fife.manager", "glasgow.manager", "glasgow.lead", "policy.staff")) {
      refusedOrNothing(
          other,
          () ->
              (long)
                  ours.getHistoryService()
                      .createHistoricActivityStatisticsQuery(ourDefinition)
                      .list()
                      .size());
      refusedOrNothing(
          other,
          () ->
              ours.getManagementService()
                  .createMetricsQuery()
                  .name("activity-instance-start")
                  .sum());
    }
    refusedOrNothing(
        "glasgow.lead",
        () -> ours.getManagementService().createProcessDefinitionStatisticsQuery().count());
    asOurs(
        "nrm.manager",
        () ->
            assertThat(
                    ours.getHistoryService()
                        .createHistoricActivityStatisticsQuery(ourDefinition)
                        .list())
                .isNotEmpty());
  }

  @Test
  void everyCaseHasACouncil() {
    assertThat(
            stock
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceId(stockInstance)
                .singleResult()
                .getTenantId())
        .isNull();

    assertThatThrownBy(() -> ours.getRuntimeService().startProcessInstanceByKey("nrm-case"))
        .hasMessageContaining("Local authority: choose a local authority from the list.");
    assertThatThrownBy(
            () ->
                ours.getRuntimeService()
                    .startProcessInstanceByKey(
                        "nrm-case", Variables.putValue("localAuthority", "council-a")))
        .hasMessageContaining("Local authority");
    assertThat(ours.getRuntimeService().createProcessInstanceQuery().withoutTenantId().list())
        .allMatch(
            instance -> instance.getProcessDefinitionId().startsWith("awareness-event-booking"));
  }

  @Test
  void permissionsOnADiagramDoNotReachOtherCouncilsCases() {
    String definition =
        stock
            .getRepositoryService()
            .createProcessDefinitionQuery()
            .processDefinitionKey(PROCESS)
            .singleResult()
            .getId();
    grant(
        stock,
        "eve",
        Resources.PROCESS_DEFINITION,
        PROCESS,
        ProcessDefinitionPermissions.SUSPEND_INSTANCE);
    stock.getIdentityService().setAuthentication("eve", List.of(), List.of("council-a"));
    stock
        .getRuntimeService()
        .updateProcessInstanceSuspensionState()
        .byProcessDefinitionId(definition)
        .suspend();
    stock.getIdentityService().clearAuthentication();
    assertThat(stock.getRuntimeService().createProcessInstanceQuery().suspended().count())
        .isPositive();

    String ourDefinition = child.task("Task_ProtectChild").getProcessDefinitionId();
    for (String person :
        List.of(
            "fife.manager", "glasgow.manager", "nrm.manager", "ukhtc.manager", "policy.staff")) {
      refused(
          person,
          () ->
              ours.getRuntimeService()
                  .updateProcessInstanceSuspensionState()
                  .byProcessDefinitionId(ourDefinition)
                  .suspend());
      refused(
          person,
          () ->
              ours.getRuntimeService()
                  .updateProcessInstanceSuspensionState()
                  .byProcessDefinitionKey("child-protection")
                  .suspend());
    }
    assertThat(ours.getRuntimeService().createProcessInstanceQuery().suspended().count()).isZero();
  }

  @Test
  void aPersonWhoLeavesATeamLosesItsTasks() {
    stock.getTaskService().setAssignee(stockTask, "alice");
    stock.getIdentityService().deleteMembership("alice", "team");
    assertThat(
            stock.getTaskService().createTaskQuery().taskId(stockTask).singleResult().getAssignee())
        .isEqualTo("alice");
    stock.getIdentityService().createMembership("alice", "team");

    ours.getTaskService().setAssignee(ourTask, "glasgow.lead");
    ours.getIdentityService().deleteTenantUserMembership("glasgow-city", "glasgow.lead");
    try {
      assertThat(
              ours.getTaskService().createTaskQuery().taskId(ourTask).singleResult().getAssignee())
          .isNull();
      asOurs(
          "glasgow.lead",
          () ->
              assertThat(ours.getTaskService().createTaskQuery().taskId(ourTask).count()).isZero());
    } finally {
      ours.getIdentityService().createTenantUserMembership("glasgow-city", "glasgow.lead");
    }
  }

  private void onStock(String user, Runnable work) {
    stock
        .getIdentityService()
        .setAuthentication(
            user,
            stock.getIdentityService().createGroupQuery().groupMember(user).list().stream()
                .map(Group::getId)
                .toList(),
            List.of());
    try {
      work.run();
    } finally {
      stock.getIdentityService().clearAuthentication();
    }
  }

  private <T> T asOurs(String user, Supplier<T> work) {
    ours.getIdentityService()
        .setAuthentication(
            user,
            ours.getIdentityService().createGroupQuery().groupMember(user).list().stream()
                .map(Group::getId)
                .toList(),
            ours
                .getIdentityService()
                .createTenantQuery()
                .userMember(user)
                .includingGroupsOfUser(true)
                .list()
                .stream()
                .map(Tenant::getId)
                .collect(Collectors.toList()));
    try {
      return work.get();
    } finally {
      ours.getIdentityService().clearAuthentication();
    }
  }

  /** Refused by the engine or by our own rules, not by an unexpected error. */
  private void refused(String user, Runnable attempt) {
    asOurs(
        user,
        () -> {
          try {
            attempt.run();
          } catch (AuthorizationException | BadUserRequestException expected) {
            return null;
          } catch (ProcessEngineException ofAnotherCouncil) {
            assertThat(ofAnotherCouncil).hasMessageContaining("no authenticated tenant");
            return null;
          }
          throw new AssertionError(user + " was not refused");
        });
  }

  private void refusedOrNothing(String user, Supplier<Long> counts) {
    asOurs(
        user,
        () -> {
          try {
            assertThat(counts.get()).as("count for " + user).isZero();
          } catch (AuthorizationException expected) {
            return null;
          }
          return null;
        });
  }

  private static void grant(
      ProcessEngine engine, String user, Resources what, String id, Permission... permissions) {
    Authorization grant =
        engine.getAuthorizationService().createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    grant.setUserId(user);
    grant.setResource(what);
    grant.setResourceId(id);
    for (Permission permission : permissions) {
      grant.addPermission(permission);
    }
    engine.getAuthorizationService().saveAuthorization(grant);
  }
}
