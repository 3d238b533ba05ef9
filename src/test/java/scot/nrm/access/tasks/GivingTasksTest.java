package scot.nrm.access.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.access.Api;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;

/**
 * Tests that managers reassign tasks by the same rules in Workload and in the engine's REST API.
 */
@WholeApplication
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GivingTasksTest implements Databases.OnH2 {

  private static final String DAY = "2009-11-09";
  private static final String WORKLOAD = "/camunda/api/cockpit/plugin/nrm/default/workload";
  private static final ObjectMapper JSON = new ObjectMapper();

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired Register register;
  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;

  private Journey ukhtc;
  private String councils;
  private String ofUkhtc;
  private String ofUkba;

  @BeforeAll
  void makeCases() {
    ukhtc = new Journey(engine).referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    Journey ukba = new Journey(engine).referred(DAY, Invented.asylumSeeker(DAY)).logged(DAY);
    councils = ukhtc.task("Task_ProtectChild").getId();
    ofUkhtc = ukhtc.task("Task_ProposeReasonableGrounds").getId();
    ofUkba = ukba.task("Task_ProposeReasonableGrounds").getId();
  }

  @AfterEach
  void handBack() {
    List.of(councils, ofUkhtc, ofUkba)
        .forEach(task -> engine.getTaskService().setAssignee(task, null));
  }

  @AfterAll
  void resetClock() {
    ClockUtil.reset();
  }

  @Test
  void eachManagerReassignsOnlyTheTasksOfTheirOwnTeams() {
    assertThat(gives("glasgow.manager")).isEqualTo("yes no no");
    assertThat(gives("fife.manager")).isEqualTo("no no no");
    assertThat(gives("ukhtc.manager")).isEqualTo("no yes no");
    assertThat(gives("ukba.manager")).isEqualTo("no no yes");
  }

  /**
   * Whether the council's, UKHTC's and UKBA's tasks can be reassigned, in Workload and by REST
   * alike.
   */
  private String gives(String manager) {
    String[] people = {"glasgow.lead2", "ukhtc.owner2", "ukba.owner2"};
    List<String> tasks = List.of(councils, ofUkhtc, ofUkba);
    Api cockpit = cockpit(manager);
    String inWorkload =
        IntStream.range(0, 3)
            .mapToObj(
                i -> {
                  JsonNode answer = assign(cockpit, people[i], tasks.get(i)).get(0);
                  assertThat(people[i].equals(holder(tasks.get(i))))
                      .isEqualTo(answer.get("done").asBoolean());
                  return answer.get("done").asBoolean() ? "yes" : "no";
                })
            .collect(Collectors.joining(" "));
    handBack();
    Api rest = Api.rest(port, manager, password);
    String byRest =
        IntStream.range(0, 3)
            .mapToObj(
                i -> {
                  int status =
                      rest.post(
                              "/task/" + tasks.get(i) + "/assignee",
                              "{\"userId\":\"" + people[i] + "\"}")
                          .statusCode();
                  assertThat(status).isIn(204, 403, 404);
                  return status == 204 ? "yes" : "no";
                })
            .collect(Collectors.joining(" "));
    handBack();
    assertThat(byRest).as(manager).isEqualTo(inWorkload);
    return inWorkload;
  }

  @Test
  void eachOfSeveralTasksHasAResultAndARefusedOneDoesNotChange() {
    Api manager = cockpit("ukhtc.manager");

    JsonNode answers = assign(manager, "ukhtc.owner2", ofUkhtc, councils, ofUkhtc, "unknown");

    assertThat(answers).hasSize(3);
    assertThat(answers.get(0).get("sentence").asText()).startsWith("Assigned to ");
    assertThat(answers.get(1).get("sentence").asText())
        .contains("not one of your teams' open tasks");
    assertThat(answers.get(2).get("done").asBoolean()).isFalse();
    assertThat(holder(ofUkhtc)).isEqualTo("ukhtc.owner2");
    assertThat(holder(councils)).isNull();
  }

  @Test
  void aTaskIsReassignedWithinItsTeamOrReturnedToIt() {
    Api manager = cockpit("ukhtc.manager");

    for (String outsider :
        List.of("ukhtc.second", "ukba.owner", "ukhtc.manager", "glasgow.lead", "nobody")) {
      assertThat(assign(manager, outsider, ofUkhtc).get(0).get("sentence").asText())
          .isEqualTo("Choose someone from the team that this task is for.");
      assertThat(holder(ofUkhtc)).isNull();
    }
    assertThat(assign(manager, "ukhtc.owner", ofUkhtc).get(0).get("done").asBoolean()).isTrue();
    assertThat(assign(manager, "ukhtc.owner2", ofUkhtc).get(0).get("sentence").asText())
        .matches("Reassigned from .*\\(ukhtc.owner\\) to .*\\(ukhtc.owner2\\)\\.");
    assertThat(assign(manager, null, ofUkhtc).get(0).get("done").asBoolean()).isTrue();
    assertThat(holder(ofUkhtc)).isNull();
  }

  @Test
  void reassigningTwiceIsHarmlessAndEachChangeIsLoggedOnce() {
    Api manager = cockpit("ukhtc.manager");
    long before = logged();

    assign(manager, "ukhtc.owner", ofUkhtc);
    JsonNode again = assign(manager, "ukhtc.owner", ofUkhtc);

    assertThat(again.get(0).get("done").asBoolean()).isTrue();
    assertThat(logged() - before).isEqualTo(1);
  }

  @Test
  void theReasonIsInTheHistoryOfTheCase() {
    assign(cockpit("ukhtc.manager"), "ukhtc.owner2", ofUkhtc);
    assign(cockpit("glasgow.manager"), "glasgow.lead2", councils);

    List<RegisterEvent> notes =
        register.history(ukhtc.caseNumber()).stream()
            .filter(event -> "task-reassigned".equals(event.code()))
            .toList();
    assertThat(notes.get(notes.size() - 2))
        .extracting(RegisterEvent::kind, RegisterEvent::officer, RegisterEvent::detail)
        .containsExactly(
            EntryKind.AUTHORITY_NOTE,
            "ukhtc.manager",
            "Propose reasonable grounds\nFrom: unassigned\nTo: Moira Okafor (ukhtc.owner2)\n"
                + "Reason: Leon is on a course");
    assertThat(notes.get(notes.size() - 1))
        .extracting(RegisterEvent::kind, RegisterEvent::officer)
        .containsExactly(EntryKind.NOTE, "glasgow.manager");
  }

  @Test
  void aClaimDuringTheReassignmentIsKept() {
    Api manager = cockpit("ukhtc.manager");
    List<RegisterEvent> before = register.history(ukhtc.caseNumber());
    AtomicReference<CompletableFuture<JsonNode>> answer = new AtomicReference<>();
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              register.lock(ukhtc.caseNumber());
              answer.set(
                  CompletableFuture.supplyAsync(() -> assign(manager, "ukhtc.owner2", ofUkhtc)));
              LockWait.awaitWaiter(jdbc);
              engine.getTaskService().setAssignee(ofUkhtc, "ukhtc.owner");
            });

    assertThat(answer.get().join().get(0).get("sentence").asText())
        .isEqualTo("Someone else has changed this. Refresh the page and try again.");
    assertThat(holder(ofUkhtc)).isEqualTo("ukhtc.owner");
    assertThat(register.history(ukhtc.caseNumber())).isEqualTo(before);
  }

  private long logged() {
    return engine
        .getHistoryService()
        .createUserOperationLogQuery()
        .taskId(ofUkhtc)
        .userId("ukhtc.manager")
        .operationType(UserOperationLogEntry.OPERATION_TYPE_ASSIGN)
        .count();
  }

  /** D18 */
  @Test
  void theOfficerWhoProposedCannotBeAssignedTheConfirmation() {
    Journey decided =
        new Journey(engine)
            .referred(DAY, Invented.referralAndChild(DAY))
            .logged(DAY)
            .proposedReasonableGrounds("ukhtc", "positive", DAY);
    String confirm = decided.task("Task_ConfirmReasonableGrounds").getId();
    engine.getIdentityService().createMembership("ukhtc.owner", "ukhtc-second-officer");
    try {
      JsonNode answer = assign(cockpit("ukhtc.manager"), "ukhtc.owner", confirm).get(0);
      String barred =
          cockpit("ukhtc.manager")
              .open(WORKLOAD + "/barred?team=ukhtc-second-officer&tasks=" + confirm)
              .body();

      assertThat(barred).as("not offered").isEqualTo("[\"ukhtc.owner\"]");
      assertThat(answer.get("done").asBoolean()).isFalse();
      assertThat(answer.get("sentence").asText()).contains("You proposed this decision yourself");
      assertThat(holder(confirm)).isNull();
      decided.does(
          "ukhtc.second", "Task_ConfirmReasonableGrounds", Invented.confirmReasonableGrounds(DAY));
      assertThat(
              ((GuardedTaskService) engine.getTaskService())
                  .refusedAssignees(confirm, Set.of("ukhtc.owner")))
          .as("a completed task bars nobody")
          .isEmpty();
    } finally {
      engine.getIdentityService().deleteMembership("ukhtc.owner", "ukhtc-second-officer");
    }
  }

  @Test
  void aPersonWithoutTeamsIsRefusedAndTheNrmManagerOnlyReads() {
    for (String user : List.of("policy.staff", "cpc.monitor", "admin")) {
      assertThat(cockpit(user).open(WORKLOAD).statusCode()).as(user).isEqualTo(403);
      assertThat(
              post(cockpit(user), "{\"tasks\":[\"" + ofUkhtc + "\"],\"to\":\"ukhtc.owner\"}")
                  .statusCode())
          .as(user)
          .isEqualTo(403);
    }
    assertThat(cockpit("nrm.manager").open(WORKLOAD).body()).contains("\"gives\":false");
    assertThat(
            post(cockpit("nrm.manager"), "{\"tasks\":[\"" + ofUkhtc + "\"],\"to\":\"ukhtc.owner\"}")
                .statusCode())
        .isEqualTo(403);
    assertThat(holder(ofUkhtc)).isNull();
  }

  @Test
  void aMalformedRequestIsRefusedInASentence() {
    Api manager = cockpit("ukhtc.manager");
    String tooMany =
        IntStream.rangeClosed(0, 100)
            .mapToObj(i -> "\"" + i + "\"")
            .collect(Collectors.joining(","));

    for (String body :
        List.of(
            "",
            "{}",
            "[]",
            "nothing",
            "{\"tasks\":[]}",
            "{\"tasks\":[null]}",
            "{\"tasks\":[\" \"]}",
            "{\"tasks\":[" + tooMany + "]}",
            "{\"tasks\":[\"1\"],\"to\":\"\"}",
            "{\"tasks\":[\"1\"],\"to\":null}",
            "{\"tasks\":[\"1\"],\"to\":null,\"reason\":\" \"}",
            "{\"tasks\":[\"1\"],\"to\":null,\"reason\":\"" + "x".repeat(1001) + "\"}")) {
      assertThat(post(manager, body).statusCode()).as(body).isEqualTo(400);
    }
    for (String asked :
        List.of(
            "?days=31",
            "/tasks?team=ukhtc-intake&page=0",
            "/tasks?team=ukhtc-intake&which=x",
            "/tasks?team=ukhtc-intake&sort=x",
            "/tasks?team=ukhtc-intake&page=x")) {
      assertThat(manager.open(WORKLOAD + asked).statusCode()).as(asked).isEqualTo(400);
    }
    for (String team :
        List.of(
            "/tasks", "/tasks?team=ukba-intake",
            "/tasks?team=nobody", "/people?team=ukba-intake",
            "/barred?team=ukba-intake&tasks=1", "/people?team=la-manager&council=fife")) {
      assertThat(manager.open(WORKLOAD + team).statusCode()).as(team).isEqualTo(404);
    }
  }

  private JsonNode assign(Api manager, String to, String... tasks) {
    HttpResponse<String> answer =
        post(
            manager,
            "{\"tasks\":["
                + Arrays.stream(tasks)
                    .map(task -> "\"" + task + "\"")
                    .collect(Collectors.joining(","))
                + "],\"to\":"
                + (to == null ? "null" : "\"" + to + "\"")
                + ",\"reason\":\"Leon is on a course\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    try {
      return JSON.readTree(answer.body()).get("answers");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse<String> post(Api manager, String body) {
    return manager.postTo(WORKLOAD + "/assign", body);
  }

  private String holder(String task) {
    return engine.getTaskService().createTaskQuery().taskId(task).singleResult().getAssignee();
  }

  private Api cockpit(String user) {
    return Api.webapp(port, user, password, "cockpit").orElseThrow();
  }
}
