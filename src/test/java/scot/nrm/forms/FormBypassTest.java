package scot.nrm.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.RuntimeServiceImpl;
import org.camunda.bpm.engine.impl.TaskServiceImpl;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.migration.MigrationPlanExecutionBuilder;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.VariableInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.casefile.CaseFile;
import scot.nrm.demo.Caseworkers;
import scot.nrm.engine.CaseClock;
import scot.nrm.journeys.Invented;
import scot.nrm.pages.Browser;

/**
 * Tries every way to set a value in a case, in Tasklist's own API, REST and Java, as the caseworker
 * with the task, the council's manager and a platform administrator. Values can be set only by
 * forms. Everything else is refused and changes nothing.
 */
@WholeApplication
class FormBypassTest implements Databases.OnH2 {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OWNER = "glasgow.duty";
  private static final List<String> PEOPLE = List.of(OWNER, "glasgow.manager", "admin");
  private static final String TASKLIST = "/camunda/api/engine/engine/default";
  private static final String REST = "/engine-rest";

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired CaseFile files;
  @Autowired CaseClock clock;

  private final HttpClient http = HttpClient.newHttpClient();
  private Caseworkers people;
  private String caseNumber;
  private String instance;
  private Task task;

  /**
   * What changes values without a form. {@code form} before the method: valid values are accepted,
   * so only others must be refused. In capitals: ids, and the values that are tried.
   */
  private static final String REQUESTS =
      """
      form POST /task/TASK/submit-form {"variables": VALUES}
      form POST /task/TASK/complete {"variables": VALUES}
      form POST /task/TASK/resolve {"variables": VALUES}
      POST /task/TASK/bpmnError {"variables": VALUES, "errorCode": "any"}
      POST /task/TASK/bpmnEscalation {"variables": VALUES, "escalationCode": "any"}
      POST /process-definition/key/nrm-case/submit-form {"variables": VALUES}
      POST /process-definition/key/nrm-case/start {"variables": CONCERN}
      POST /process-definition/DEFINITION/start {"variables": VALUES}
      POST /process-definition/key/intake/start {"variables": VALUES, "businessKey": "CASE"}
      POST /process-definition/key/nrm-case/start {"startInstructions": [AT_GATEWAY]}
      POST /process-definition/DEFINITION/restart {"processInstanceIds": ["INSTANCE"], "instructions": [GATEWAY]}
      POST /process-definition/DEFINITION/restart-async {"processInstanceIds": ["INSTANCE"], "instructions": [GATEWAY]}
      POST /message {"messageName": "ukba-copy-received", "businessKey": "CASE", "processVariables": VALUES}
      POST /message {"messageName": "decision-changed", "businessKey": "CASE", "all": true, "processVariables": VALUES, "processVariablesLocal": VALUES}
      POST /message {"messageName": "decision-changed", "processInstanceId": "INSTANCE", "processVariables": VALUES}
      POST /process-instance/message-async {"variables": VALUES, "messageName": "decision-changed", "processInstanceIds": ["INSTANCE"]}
      POST /execution/INSTANCE/messageSubscriptions/decision-changed/trigger {"variables": VALUES}
      POST /signal {"variables": VALUES, "name": "any"}
      POST /signal {"variables": VALUES, "name": "any", "executionId": "INSTANCE"}
      POST /execution/INSTANCE/signal {"variables": VALUES}
      POST /condition {"variables": VALUES, "businessKey": "CASE"}
      POST /process-instance/INSTANCE/modification {"instructions": [AT_GATEWAY]}
      POST /process-instance/INSTANCE/modification {"instructions": [{"type": "startTransition", "transitionId": "Flow_ReasonableGrounds", "variables": {"rgOutcome": {"value": "positive", "local": true}}}]}
      POST /process-instance/INSTANCE/modification-async {"instructions": [AT_GATEWAY]}
      POST /process-instance/variables-async {"variables": VALUES, "processInstanceIds": ["INSTANCE"]}
      POST /migration/execute {"processInstanceIds": ["INSTANCE"], "migrationPlan": PLAN}
      POST /migration/executeAsync {"processInstanceIds": ["INSTANCE"], "migrationPlan": PLAN}
      POST /external-task/any/complete {"variables": VALUES, "workerId": "any"}
      POST /external-task/any/bpmnError {"variables": VALUES, "workerId": "any", "errorCode": "any"}
      POST /external-task/any/failure {"variables": VALUES, "workerId": "any"}
      POST /decision-definition/key/competent-authority/evaluate {"variables": VALUES}
      POST /case-definition/key/any/create {"variables": VALUES}
      POST /case-execution/any/complete {"variables": VALUES}
      PUT /case-execution/any/variables/rgOutcome {"value": "positive"}
      POST /task/create {"name": "any", "caseInstanceId": "INSTANCE"}
      """;

  /** The addresses of the values of a task and of a case, and what is sent to each. */
  private static final List<String> SCOPES =
      List.of(
          "/task/TASK/variables",
          "/task/TASK/localVariables",
          "/process-instance/INSTANCE/variables",
          "/execution/INSTANCE/localVariables");

  private static final String CHANGES =
      """
      PUT SCOPE/rgOutcome {"value": "positive", "type": "String"}
      PUT SCOPE/localAuthority {"value": "fife", "type": "String"}
      POST SCOPE {"modifications": VALUES, "deletions": []}
      POST SCOPE {"deletions": ["localAuthority"]}
      DELETE SCOPE/localAuthority
      """;

  private static final String MULTIPART = "multipart/form-data; boundary=x";
  private static final String FILE =
      """
      --x\r
      Content-Disposition: form-data; name="data"; filename="a"\r
      Content-Type: application/octet-stream\r
      \r
      positive\r
      --x\r
      Content-Disposition: form-data; name="valueType"\r
      Content-Type: text/plain\r
      \r
      Bytes\r
      --x--\r
      """;

  private record Request(
      boolean byForm, String method, String path, String contentType, String body) {

    static Request of(String line) {
      boolean byForm = line.startsWith("form ");
      String[] parts = (byForm ? line.substring(5) : line).split(" ", 3);
      return new Request(
          byForm, parts[0], parts[1], "application/json", parts.length < 3 ? "" : parts[2]);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  @BeforeEach
  void aConcernWaitsForTheCouncil() {
    people = new Caseworkers(engine);
    caseNumber =
        people.report("first.responder", definition -> Invented.concern(clock.today().toString()));
    instance = instances().get(0).getId();
    task = people.find(caseNumber, "Task_AcceptConcern").orElseThrow();
    people.as(
        OWNER,
        () -> {
          engine.getTaskService().claim(task.getId(), OWNER);
          return null;
        });
  }

  @AfterEach
  void resetClock() {
    ClockUtil.reset();
  }

  private List<ProcessInstance> instances() {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(caseNumber)
        .processDefinitionKey("nrm-case")
        .list();
  }

  // --- what is sent

  private Map<String, Object> right() {
    return new LinkedHashMap<>(
        Map.of(
            "acceptedDate", clock.today().toString(),
            "childKnownToLocalAuthority", "no",
            "safetyMeasures", "Stays with a foster carer",
            "leadProfessionalId", "not-listed",
            "leadProfessionalName", "Ailsa Example",
            "leadProfessionalPhone", "0141 496 0001"));
  }

  /**
   * @param byForm whether valid values would be accepted, so that only invalid ones and unknown
   *     fields must be refused
   */
  private Map<String, Map<String, Object>> attempts(boolean byForm) {
    Map<String, Object> wrong = right();
    wrong.put("acceptedDate", "2009-02-30");
    Map<String, Object> deciding = right();
    deciding.put("rgOutcome", "positive");
    return byForm
        ? Map.of("wrong", wrong, "deciding", deciding)
        : Map.of("right", right(), "only deciding", Map.of("rgOutcome", "positive"));
  }

  private static String typed(Map<String, Object> values) {
    Map<String, Object> typed = new LinkedHashMap<>();
    values.forEach((key, value) -> typed.put(key, Map.of("value", value, "type", "String")));
    try {
      return JSON.writeValueAsString(typed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Request> requests() {
    Stream<Request> files =
        SCOPES.stream()
            .map(scope -> new Request(false, "POST", scope + "/rgOutcome/data", MULTIPART, FILE));
    Stream<String> changes =
        SCOPES.stream().flatMap(scope -> CHANGES.replace("SCOPE", scope).lines());
    return Stream.concat(Stream.concat(REQUESTS.lines(), changes).map(Request::of), files);
  }

  private String fill(String text, Map<String, Object> values) {
    Map<String, Object> concern =
        Invented.with(
            Invented.concern(clock.today().toString()), "rgOutcome", values.get("rgOutcome"));
    return text.replace(
            "PLAN",
            """
            {"variables": VALUES, "sourceProcessDefinitionId": "DEFINITION",
             "targetProcessDefinitionId": "DEFINITION", "instructions": []}\
            """)
        .replace(
            "AT_GATEWAY",
            """
            {"variables": VALUES, "type": "startBeforeActivity",
             "activityId": "Gateway_ReasonableGrounds"}\
            """)
        .replace(
            "GATEWAY",
            """
            {"type": "startBeforeActivity", "activityId": "Gateway_ReasonableGrounds"}\
            """)
        .replace("DEFINITION", instances().get(0).getProcessDefinitionId())
        .replace("INSTANCE", instance)
        .replace("TASK", task.getId())
        .replace("CASE", caseNumber)
        .replace("CONCERN", typed(concern))
        .replace("VALUES", typed(values));
  }

  // --- over HTTP

  @TestFactory
  Stream<DynamicNode> noHttpRequestBypassesAForm() {
    Map<String, Object> before = everything();
    Map<String, Function<String, Caller>> channels =
        new TreeMap<>(Map.of("Tasklist's API", this::tasklist, "REST", this::rest));
    return channels.entrySet().stream()
        .flatMap(
            channel ->
                PEOPLE.stream()
                    .map(
                        person -> {
                          Caller caller = channel.getValue().apply(person);
                          return dynamicContainer(
                              channel.getKey() + ", " + person,
                              requests()
                                  .flatMap(
                                      sent ->
                                          attempts(sent.byForm()).entrySet().stream()
                                              .map(
                                                  attempt ->
                                                      dynamicTest(
                                                          sent + ", " + attempt.getKey(),
                                                          () ->
                                                              isRefused(
                                                                  caller,
                                                                  sent,
                                                                  attempt.getValue(),
                                                                  before)))));
                        }));
  }

  private void isRefused(
      Caller caller, Request sent, Map<String, Object> values, Map<String, Object> before)
      throws IOException {
    HttpResponse<byte[]> response = caller.send(sent, values);

    String body = Browser.text(response);
    assertThat(response.statusCode()).as(body).isBetween(400, 499).isNotIn(401, 405, 415);
    if (response.statusCode() == 400) {
      assertThat(JSON.readTree(body).path("message").asText())
          .as(body)
          .endsWith(".")
          .doesNotContain("Exception");
    }
    assertThat(body).doesNotContain("Ailsa").doesNotContain(Invented.CHILD);
    assertThat(everything()).isEqualTo(before);
  }

  @FunctionalInterface
  private interface Caller {
    HttpResponse<byte[]> send(Request request, Map<String, Object> values);
  }

  private Caller tasklist(String person) {
    Browser browser = new Browser(port).signIn(person, password);
    browser.open(
        "/camunda/app/tasklist/default/"); // Signing in has started a new session with a new token.
    return (sent, values) ->
        browser.send(
            sent.method(),
            TASKLIST + fill(sent.path(), values),
            sent.contentType(),
            fill(sent.body(), values).getBytes(StandardCharsets.UTF_8));
  }

  private Caller rest(String person) {
    String credentials =
        Base64.getEncoder()
            .encodeToString((person + ":" + password).getBytes(StandardCharsets.UTF_8));
    return (sent, values) -> {
      URI address = URI.create("http://localhost:" + port + REST + fill(sent.path(), values));
      String body = fill(sent.body(), values);
      try {
        return http.send(
            HttpRequest.newBuilder(address)
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", sent.contentType())
                .method(sent.method(), HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    };
  }

  /**
   * Everything that could have changed: variables, instances, tasks, jobs, evaluated decision
   * tables, and the child's file.
   */
  private Map<String, Object> everything() {
    Map<String, Object> everything = new TreeMap<>();
    for (VariableInstance variable :
        engine
            .getRuntimeService()
            .createVariableInstanceQuery()
            .processInstanceIdIn(instance, task.getProcessInstanceId())
            .disableBinaryFetching()
            .disableCustomObjectDeserialization()
            .list()) {
      everything.put(
          variable.getId() + " " + variable.getName(), Objects.toString(variable.getValue()));
    }
    everything.put("variables", engine.getRuntimeService().createVariableInstanceQuery().count());
    everything.put("instances", engine.getRuntimeService().createProcessInstanceQuery().count());
    everything.put("executions", engine.getRuntimeService().createExecutionQuery().count());
    everything.put(
        "ended", engine.getHistoryService().createHistoricProcessInstanceQuery().count());
    everything.put("tasks", engine.getTaskService().createTaskQuery().count());
    everything.put("jobs", engine.getManagementService().createJobQuery().count());
    everything.put("batches", engine.getManagementService().createBatchQuery().count());
    everything.put(
        "decisions", engine.getHistoryService().createHistoricDecisionInstanceQuery().count());
    everything.put("file", files.read(caseNumber).fields());
    return everything;
  }

  // --- in Java

  private Map<String, Consumer<Map<String, Object>>> waysInJava() {
    RuntimeService runtime = engine.getRuntimeService();
    TaskService tasks = engine.getTaskService();
    String id = task.getId();
    String definition = instances().get(0).getProcessDefinitionId();
    String gateway = "Gateway_ReasonableGrounds";
    Function<Map<String, Object>, MigrationPlanExecutionBuilder> migration =
        values ->
            runtime
                .newMigration(
                    runtime
                        .createMigrationPlan(definition, definition)
                        .mapEqualActivities()
                        .setVariables(values)
                        .build())
                .processInstanceIds(instance);
    Map<String, Consumer<Map<String, Object>>> ways = new LinkedHashMap<>();
    ways.put("bpmn error", values -> tasks.handleBpmnError(id, "any", "any", values));
    ways.put("escalation", values -> tasks.handleEscalation(id, "any", values));
    ways.put("task variable", values -> tasks.setVariable(id, "rgOutcome", "positive"));
    ways.put("task variables", values -> tasks.setVariables(id, values));
    ways.put("local task variables", values -> tasks.setVariablesLocal(id, values));
    ways.put(
        "changed task variables",
        values -> ((TaskServiceImpl) tasks).updateVariables(id, values, List.of()));
    ways.put("removed task variable", values -> tasks.removeVariable(id, "localAuthority"));
    ways.put("variable", values -> runtime.setVariable(instance, "rgOutcome", "positive"));
    ways.put("variables", values -> runtime.setVariables(instance, values));
    ways.put("local variables", values -> runtime.setVariablesLocal(instance, values));
    ways.put(
        "changed variables",
        values -> ((RuntimeServiceImpl) runtime).updateVariables(instance, values, List.of()));
    ways.put("removed variable", values -> runtime.removeVariable(instance, "localAuthority"));
    ways.put(
        "removed variables",
        values -> runtime.removeVariablesLocal(instance, List.of("localAuthority")));
    ways.put("variables later", values -> runtime.setVariablesAsync(List.of(instance), values));
    ways.put("start by key", values -> runtime.startProcessInstanceByKey("nrm-case", values));
    ways.put("start by id", values -> runtime.startProcessInstanceById(definition, values));
    ways.put(
        "start by builder",
        values -> runtime.createProcessInstanceByKey("nrm-case").setVariables(values).execute());
    ways.put(
        "start further on",
        values ->
            runtime
                .createProcessInstanceByKey("nrm-case")
                .setVariables(values)
                .startBeforeActivity(gateway)
                .execute());
    ways.put(
        "start by message",
        values -> runtime.startProcessInstanceByMessage("ukba-copy-received", values));
    ways.put("message", values -> runtime.correlateMessage("decision-changed", caseNumber, values));
    ways.put(
        "messages",
        values ->
            runtime
                .createMessageCorrelation("decision-changed")
                .setVariables(values)
                .correlateAllWithResult());
    ways.put(
        "start message",
        values ->
            runtime
                .createMessageCorrelation("ukba-copy-received")
                .setVariables(values)
                .correlateStartMessage());
    ways.put(
        "message to an execution",
        values -> runtime.messageEventReceived("decision-changed", instance, values));
    ways.put(
        "messages later",
        values ->
            runtime
                .createMessageCorrelationAsync("decision-changed")
                .processInstanceIds(List.of(instance))
                .setVariables(values)
                .correlateAllAsync());
    ways.put("signal", values -> runtime.signalEventReceived("any", values));
    ways.put("signal to an execution", values -> runtime.signal(instance, values));
    ways.put(
        "condition",
        values ->
            runtime.createConditionEvaluation().setVariables(values).evaluateStartConditions());
    ways.put(
        "modification",
        values ->
            runtime
                .createProcessInstanceModification(instance)
                .startBeforeActivity(gateway)
                .setVariables(values)
                .execute());
    ways.put(
        "modification, local",
        values ->
            runtime
                .createProcessInstanceModification(instance)
                .startBeforeActivity(gateway)
                .setVariablesLocal(values)
                .execute());
    ways.put(
        "modification later",
        values ->
            runtime
                .createProcessInstanceModification(instance)
                .startBeforeActivity(gateway)
                .setVariables(values)
                .executeAsync());
    ways.put(
        "restart",
        values ->
            runtime
                .restartProcessInstances(definition)
                .processInstanceIds(instance)
                .startBeforeActivity(gateway)
                .execute());
    ways.put("migration", values -> migration.apply(values).execute());
    ways.put("migration later", values -> migration.apply(values).executeAsync());
    ways.put(
        "external task", values -> engine.getExternalTaskService().complete("any", "any", values));
    ways.put(
        "decision table",
        values ->
            engine.getDecisionService().evaluateDecisionTableByKey("competent-authority", values));
    ways.put(
        "decision",
        values ->
            engine
                .getDecisionService()
                .evaluateDecisionByKey("competent-authority")
                .variables(values)
                .evaluate());
    ways.put("case", values -> engine.getCaseService().createCaseInstanceByKey("any", values));
    return ways;
  }

  private Map<String, Consumer<Map<String, Object>>> formsInJava() {
    String id = task.getId();
    String definition = instances().get(0).getProcessDefinitionId();
    Map<String, Consumer<Map<String, Object>>> ways = new LinkedHashMap<>();
    ways.put("submit form", values -> engine.getFormService().submitTaskForm(id, values));
    ways.put(
        "submit form, with variables",
        values -> engine.getFormService().submitTaskFormWithVariablesInReturn(id, values, false));
    ways.put("complete", values -> engine.getTaskService().complete(id, values));
    ways.put(
        "complete, with variables",
        values -> engine.getTaskService().completeWithVariablesInReturn(id, values, false));
    ways.put("resolve", values -> engine.getTaskService().resolveTask(id, values));
    ways.put(
        "submit start form", values -> engine.getFormService().submitStartForm(definition, values));
    return ways;
  }

  @TestFactory
  Stream<DynamicNode> noJavaCallBypassesAForm() {
    Map<String, Object> before = everything();
    return PEOPLE.stream()
        .map(
            person ->
                dynamicContainer(
                    person,
                    Stream.concat(
                        tries(person, waysInJava(), false, before),
                        tries(person, formsInJava(), true, before))));
  }

  private Stream<DynamicNode> tries(
      String person,
      Map<String, Consumer<Map<String, Object>>> ways,
      boolean byForm,
      Map<String, Object> before) {
    return ways.entrySet().stream()
        .flatMap(
            way ->
                attempts(byForm).entrySet().stream()
                    .map(
                        attempt ->
                            dynamicTest(
                                way.getKey() + ", " + attempt.getKey(),
                                () ->
                                    isRefused(
                                        person, way.getValue(), attempt.getValue(), before))));
  }

  private void isRefused(
      String person,
      Consumer<Map<String, Object>> way,
      Map<String, Object> values,
      Map<String, Object> before) {

    Throwable refusal =
        catchThrowable(
            () ->
                people.as(
                    person,
                    () -> {
                      way.accept(values);
                      return null;
                    }));

    assertThat(refusal)
        .isInstanceOfAny(
            BadUserRequestException.class,
            FormFieldValidationException.class,
            AuthorizationException.class);
    assertThat(everything()).isEqualTo(before);
  }

  // --- what stays possible

  @Test
  void validValuesAreAcceptedByTheTasksForm() throws IOException {
    HttpResponse<byte[]> response =
        tasklist(OWNER).send(Request.of(REQUESTS.lines().findFirst().orElseThrow()), right());

    assertThat(response.statusCode()).as(Browser.text(response)).isEqualTo(204);
    assertThat(files.read(caseNumber).text("leadProfessionalName")).isEqualTo("Ailsa Example");
  }

  /**
   * The case is notified of a hearing and its dates are set within the command of the person who
   * records it.
   */
  @Test
  void delegatesInAPersonsCommandMaySetValues() {
    String found =
        people.update(
            "glasgow.duty",
            "record-court-hearing",
            definition ->
                Map.of(
                    "caseNumber",
                    caseNumber,
                    "courtHearingUpdate",
                    "date-set",
                    "courtHearingDate",
                    clock.today().plusDays(20).toString(),
                    "courtName",
                    "Glasgow Sheriff Court"));

    assertThat(found).isEqualTo(caseNumber);
  }

  @Test
  void theProgramMaySetValuesWhenNoOneIsSignedIn() {
    engine.getRuntimeService().setVariable(instance, "rgAuthority", "UKHTC");

    assertThat(engine.getRuntimeService().getVariable(instance, "rgAuthority")).isEqualTo("UKHTC");
  }
}
