package scot.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;

/**
 * Tests task lists, staff changes and the two officers of a decision, with the calls of Tasklist,
 * Admin and REST.
 */
@WholeApplication
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessOverHttpTest implements Databases.OnH2 {

  private static final String DAY = "2009-11-02";
  private static final ObjectMapper JSON = new ObjectMapper();

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired JdbcClient jdbc;

  private Journey child;

  @BeforeAll
  void aCase() {
    child = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
  }

  @AfterAll
  void restoreEverything() {
    ClockUtil.reset();
  }

  @Test
  void eachRequestReadsGroupsAndPermissionsOnlyOnce() {
    Api tasklist = Api.webapp(port, "glasgow.lead", password, "tasklist").orElseThrow();
    assertThat(tasklist.get("/task/count").statusCode()).isEqualTo(200);
    jdbc.sql("set query_statistics true").update();
    try {
      tasklist.get("/task/count");

      assertThat(
              jdbc.sql(
                      "select sql_statement from information_schema.query_statistics where lower(sql_statement) not like '%query_statistics%'")
                  .query(String.class)
                  .list())
          .filteredOn(sql -> sql.contains("ACT_ID_"))
          .filteredOn(sql -> !sql.contains("ACT_RU_TASK"))
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains("select 'group'", "select 'permissions'");
    } finally {
      jdbc.sql("set query_statistics false").update();
    }
  }

  // ---- lists, as Tasklist asks for them

  @ParameterizedTest
  @ValueSource(
      strings = {
        "glasgow.lead", "glasgow.manager", "fife.lead", "ukhtc.owner",
        "ukba.owner", "nrm.manager", "first.responder", "events.organiser"
      })
  void everyFilterFollowsTheRuleInTasklistsCalls(String user) throws JsonProcessingException {
    Api tasklist = Api.webapp(port, user, password, "tasklist").orElseThrow();
    List<Filter> filters = as(user, () -> engine.getFilterService().createFilterQuery().list());

    JsonNode shown = json(tasklist.get("/filter?itemCount=true&resourceType=Task"));
    assertThat(shown).hasSameSizeAs(filters);
    for (Filter filter : filters) {
      List<String> expected =
          as(
              user,
              () ->
                  engine.getFilterService().<Task>list(filter.getId()).stream()
                      .map(Task::getId)
                      .toList());
      String path = "/filter/" + filter.getId();
      assertThat(ids(json(tasklist.get(path + "/list?firstResult=0&maxResults=500"))))
          .as(filter.getName())
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(
              ids(
                  json(tasklist.hal(path + "/list?firstResult=0&maxResults=500"))
                      .at("/_embedded/task")))
          .as(filter.getName())
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(json(tasklist.get(path + "/count")).path("count").asInt())
          .as(filter.getName())
          .isEqualTo(expected.size());
      // Tasklist's search can narrow a filter, but never widen it.
      assertThat(expected)
          .containsAll(
              ids(
                  json(
                      tasklist.post(
                          path + "/list",
                          "{\"orQueries\":[{\"nameLike\":\"%\",\"candidateGroup\":\"la-manager\"}]}"))));
    }
  }

  /** The head of a task shows its teams. */
  @Test
  void aTaskShowsATeamThatItsReaderIsNotIn() throws JsonProcessingException {
    String task = child.task("Task_ProtectChild").getId();

    for (String user : List.of("glasgow.lead", "glasgow.manager")) {
      Api tasklist = Api.webapp(port, user, password, "tasklist").orElseThrow();
      assertThat(
              json(tasklist.hal("/task/" + task)).at("/_embedded/group").findValuesAsText("name"))
          .as(user)
          .containsExactly("Local authority lead professional");
    }
  }

  @Test
  void aTaskShowsTheNameOfTheColleagueWhoHasIt() throws JsonProcessingException {
    String task = child.task("Task_ProtectChild").getId();
    engine.getTaskService().setAssignee(task, "glasgow.lead");
    try {
      Api tasklist = Api.webapp(port, "glasgow.manager", password, "tasklist").orElseThrow();
      JsonNode shown =
          json(tasklist.hal("/task/" + task)).path("_embedded").findPath("user").path(0);
      assertThat(shown.path("lastName").asText()).isEqualTo("Lochhead");
      assertThat(shown.path("email").isNull()).isTrue();
    } finally {
      engine.getTaskService().setAssignee(task, null);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "glasgow.manager", "ukhtc.manager", "ukba.manager",
        "nrm.manager", "policy.staff", "cpc.monitor"
      })
  void everyPersonInCockpitSeesDiagramsAndTables(String user) throws JsonProcessingException {
    Api cockpit = Api.webapp(port, user, password, "cockpit").orElseThrow();

    for (String kind : List.of("process", "decision")) {
      assertThat(
              json(cockpit.get("/" + kind + "-definition/count?latestVersion=true"))
                  .path("count")
                  .asInt())
          .as(kind)
          .isPositive();
    }
  }

  @Test
  void onlyAnAdministratorCreatesOrChangesAFilter() {
    Filter mine =
        engine.getFilterService().createFilterQuery().filterName("My tasks").singleResult();
    for (String user : List.of("glasgow.lead", "glasgow.manager", "ukhtc.manager", "nrm.manager")) {
      Api tasklist = Api.webapp(port, user, password, "tasklist").orElseThrow();
      assertThat(
              tasklist
                  .post("/filter/create", "{\"resourceType\":\"Task\",\"name\":\"x\",\"query\":{}}")
                  .statusCode())
          .as(user)
          .isEqualTo(403);
      assertThat(tasklist.delete("/filter/" + mine.getId()).statusCode()).as(user).isEqualTo(403);
    }
  }

  /** Nobody can find out who works for which council, or what others may do. */
  @Test
  void nobodyCanListColleaguesOrPermissions() throws JsonProcessingException {
    for (String user :
        List.of(
            "glasgow.lead", "glasgow.manager", "ukhtc.owner", "first.responder", "nrm.manager")) {
      Api rest = Api.rest(port, user, password);
      assertThat(ids(json(rest.get("/user")))).as(user).containsExactly(user);
      assertThat(json(rest.get("/authorization"))).as(user).isEmpty();
      assertThat(ids(json(rest.get("/group"))))
          .as(user)
          .allMatch(
              group ->
                  as(
                      user,
                      () ->
                          engine
                                  .getIdentityService()
                                  .createGroupQuery()
                                  .groupMember(user)
                                  .groupId(group)
                                  .count()
                              > 0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/group?member=fife.manager",
        "/group/count?member=fife.manager",
        "/tenant?userMember=fife.manager",
        "/identity/groups?userId=fife.manager",
        "/task?candidateUser=fife.manager"
      })
  void nobodyLearnsWhichRolesSomeoneElseHas(String question) {
    for (String user : List.of("glasgow.manager", "nrm.manager")) {
      Api rest = Api.rest(port, user, password);
      assertThat(rest.get(question).body())
          .as(user)
          .isEqualTo(rest.get(question.replace("fife.manager", "nobody.at.all")).body());
    }
    assertThat(
            Api.rest(port, "glasgow.manager", password).get("/group?member=glasgow.manager").body())
        .contains("la-manager");
    assertThat(Api.rest(port, "admin", password).get("/group?member=fife.manager").body())
        .contains("la-manager");
  }

  /** Resources that a caseworker's permissions don't open elsewhere either. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "glasgow.lead", "ukhtc.owner", "ukba.intake",
        "first.responder", "police.liaison", "cpc.monitor",
        "policy.adviser"
      })
  void noOtherEngineResourceRevealsACase(String user) {
    Api rest = Api.rest(port, user, password);
    for (String list :
        new String[] {
          "/process-instance", "/execution", "/variable-instance",
          "/job", "/incident", "/event-subscription",
          "/external-task", "/batch", "/history/process-instance",
          "/history/activity-instance", "/history/variable-instance", "/history/detail",
          "/history/decision-instance", "/history/incident", "/history/job-log",
          "/history/identity-link-log", "/history/external-task-log", "/history/batch",
          "/history/case-instance", "/case-instance", "/case-execution",
          "/process-definition/statistics", "/deployment", "/batch/statistics"
        }) {
      HttpResponse<String> answer = rest.get(list);
      assertThat(answer.statusCode()).as(user + list).isIn(200, 403);
      if (answer.statusCode() == 200) {
        assertThat(answer.body()).as(user + list).isEqualTo("[]");
      }
    }
    assertThat(rest.get("/history/user-operation").body())
        .as(user)
        .doesNotContain(child.caseNumber(), "processInstanceId\":\"");
    assertThat(rest.get("/metrics/activity-instance-start/sum").statusCode())
        .as(user)
        .isEqualTo(403);
    assertThat(rest.get("/metrics").statusCode()).as(user).isEqualTo(403);
    assertThat(rest.get("/task/report/candidate-group-count").statusCode()).as(user).isEqualTo(403);
  }

  /** The engine counts them by diagram, for all local authorities together. */
  @ParameterizedTest
  @ValueSource(strings = {"fife.manager", "ukhtc.manager", "nrm.manager", "admin"})
  void nobodyCountsTheEndedWorkOfAllLocalAuthorities(String user) {
    Api rest = Api.rest(port, user, password);
    for (String report :
        List.of(
            "/history/process-definition/cleanable-process-instance-report",
            "/history/decision-definition/cleanable-decision-instance-report",
            "/history/case-definition/cleanable-case-instance-report",
            "/history/batch/cleanable-batch-report")) {
      assertThat(rest.get(report).statusCode()).as(user + report).isEqualTo(403);
      assertThat(rest.get(report + "/count").statusCode()).as(user + report).isEqualTo(403);
    }
  }

  // ---- people who move

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/group/la-lead-professional/members/glasgow.lead2",
        "/tenant/glasgow-city/user-members/glasgow.lead2"
      })
  void removalInAdminEndsAccessAndReturnsTheTasksImmediately(String membership) {
    String task = child.task("Task_ProtectChild").getId();
    engine.getTaskService().setAssignee(task, "glasgow.lead2");
    Api mover = Api.webapp(port, "glasgow.lead2", password, "tasklist").orElseThrow();
    assertThat(mover.open("/nrm/cases/" + child.caseNumber() + "/record").statusCode())
        .isEqualTo(200);

    HttpResponse<String> taken =
        Api.webapp(port, "admin", password, "admin").orElseThrow().delete(membership);
    try {
      assertThat(taken.statusCode()).isEqualTo(204);
      assertThat(child.task("Task_ProtectChild").getAssignee()).isNull();
      assertThat(mover.open("/nrm/cases/" + child.caseNumber() + "/record").statusCode())
          .isEqualTo(404);
      assertThat(Api.rest(port, "glasgow.lead2", password).get("/task/" + task).statusCode())
          .isNotEqualTo(200);
    } finally {
      if (membership.startsWith("/group")) {
        engine.getIdentityService().createMembership("glasgow.lead2", "la-lead-professional");
      } else {
        engine.getIdentityService().createTenantUserMembership("glasgow-city", "glasgow.lead2");
      }
    }
  }

  // ---- what an authority proposes

  /** The record leaves a proposal out for the local authority, so the engine's lists must too. */
  @Test
  void aLocalAuthoritysManagerLearnsNothingOfAProposal() {
    Journey proposed =
        new Journey(engine)
            .referred(DAY, Invented.referralAndChild(DAY))
            .logged(DAY)
            .proposedReasonableGrounds("ukhtc", "negative", DAY);
    Task confirm = proposed.task("Task_ConfirmReasonableGrounds");
    String instance = confirm.getProcessInstanceId();
    Api manager = Api.webapp(port, "glasgow.manager", password, "cockpit").orElseThrow();
    assertThat(manager.get("/task/" + confirm.getId()).statusCode()).as("sees it").isEqualTo(200);

    for (String path :
        List.of(
            "/task/%s/variables",
            "/task/%s/variables/rgProposal",
            "/task/%s/form-variables",
            "/process-instance/%2$s/variables",
            "/process-instance/%2$s/variables/rgProposal",
            "/execution/%2$s/localVariables",
            "/variable-instance?processInstanceIdIn=%2$s",
            "/history/variable-instance?processInstanceId=%2$s")) {
      assertThat(manager.get(path.formatted(confirm.getId(), instance)).body())
          .as(path)
          .doesNotContain("negative");
    }
    for (String list :
        List.of(
            "/task?processVariables=%s",
            "/task/count?processVariables=%s",
            "/process-instance?variables=%s",
            "/execution?processVariables=%s",
            "/execution?variables=%s",
            "/history/process-instance?variables=%s",
            "/history/task?processVariables=%s")) {
      assertThat(manager.get(list.formatted("rgProposal_eq_negative")).statusCode())
          .as(list)
          .isEqualTo(400);
    }
    String criteria = "[{\"name\":\"rgProposal\",\"operator\":\"eq\",\"value\":\"negative\"}]";
    assertThat(
            List.of(
                manager.post("/task", "{\"processVariables\":" + criteria + "}"),
                manager.post(
                    "/task/count", "{\"orQueries\":[{\"processVariables\":" + criteria + "}]}"),
                manager.post("/process-instance/count", "{\"variables\":" + criteria + "}"),
                manager.postTo(
                    "/camunda/api/cockpit/plugin/base/default/process-instance",
                    "{\"variables\":" + criteria + "}"),
                manager.post(
                    "/task",
                    "{\"sorting\":[{\"sortBy\":\"processVariable\",\"sortOrder\":\"asc\",\"parameters\":{\"variable\":\"rgProposal\",\"type\":\"String\"}}]}")))
        .extracting(HttpResponse::statusCode)
        .containsOnly(400);
  }

  // ---- two officers

  /** D18: by any call, even for an officer who is in both groups. */
  @Test
  void theProposerCannotConfirmOrBeAssignedTheConfirmationByAnyCall() {
    Journey decided =
        new Journey(engine)
            .referred(DAY, Invented.referralAndChild(DAY))
            .logged(DAY)
            .proposedReasonableGrounds("ukhtc", "positive", DAY);
    String confirm = decided.task("Task_ConfirmReasonableGrounds").getId();
    engine.getIdentityService().createMembership("ukhtc.owner", "ukhtc-second-officer");
    String answer =
        "{\"variables\":{\"rgDecisionDate\":{\"value\":\""
            + DAY
            + "\"},\"rgConfirmation\":{\"value\":\"confirm\"}}}";
    try {
      Api admin = Api.webapp(port, "admin", password, "admin").orElseThrow();
      HttpResponse<String> given =
          admin.post("/task/" + confirm + "/assignee", "{\"userId\":\"ukhtc.owner\"}");
      assertThat(given.statusCode()).isBetween(400, 409);
      assertThat(given.body()).contains("You proposed this decision yourself");

      for (Api owner :
          Stream.of(
                  Api.rest(port, "ukhtc.owner", password),
                  Api.webapp(port, "ukhtc.owner", password, "tasklist").orElseThrow())
              .toList()) {
        HttpResponse<String> claimed =
            owner.post("/task/" + confirm + "/claim", "{\"userId\":\"ukhtc.owner\"}");
        assertThat(claimed.statusCode()).isEqualTo(400);
        assertThat(claimed.body()).contains("You proposed this decision yourself");
        HttpResponse<String> unclaimed = owner.post("/task/" + confirm + "/complete", answer);
        assertThat(unclaimed.statusCode()).isEqualTo(403);
        assertThat(unclaimed.body()).contains("Claim the task first");
        engine.getTaskService().setAssignee(confirm, "ukhtc.owner");
        for (String call : List.of("/complete", "/submit-form")) {
          HttpResponse<String> refused = owner.post("/task/" + confirm + call, answer);
          assertThat(refused.statusCode()).as(call).isEqualTo(400);
          assertThat(refused.body()).contains("You proposed this decision yourself");
        }
        assertThat(owner.post("/task/" + confirm + "/resolve", "{}").statusCode())
            .isBetween(400, 409);
        assertThat(
                owner
                    .post("/task/" + confirm + "/delegate", "{\"userId\":\"ukhtc.second\"}")
                    .statusCode())
            .isEqualTo(403);
        engine.getTaskService().setAssignee(confirm, null);
      }
      assertThat(decided.variable("rgOutcome")).isNull();
    } finally {
      engine.getIdentityService().deleteMembership("ukhtc.owner", "ukhtc-second-officer");
    }
    decided.does(
        "ukhtc.second", "Task_ConfirmReasonableGrounds", Invented.confirmReasonableGrounds(DAY));
    assertThat(decided.variable("rgOutcome")).isEqualTo("positive");
  }

  private <T> T as(String user, Supplier<T> work) {
    return child.as(user, work);
  }

  private static JsonNode json(HttpResponse<String> answer) throws JsonProcessingException {
    assertThat(answer.statusCode()).as(answer.uri().getPath()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static List<String> ids(JsonNode list) {
    List<String> ids = new ArrayList<>();
    list.forEach(one -> ids.add(one.path("id").asText()));
    return ids;
  }
}
