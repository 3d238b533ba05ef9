package scot.nrm.stockcamunda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.journeys.Invented;
import scot.nrm.pages.Browser;
import scot.nrm.register.Register;
import scot.nrm.security.TargetApplication;

/**
 * Code and data that stock Camunda runs, stores or returns for any user, and this application
 * refuses.
 */
class EngineSecurityTest {

  private static final String CODE = "${''.getClass().forName('java.lang.Runtime').getName()}";
  private static final String API = "/camunda/api/engine/engine/default";
  private static final String JSON = "application/json";
  private static final ObjectMapper READER = new ObjectMapper();

  private static TargetApplication ours;
  private static StockCamunda stock;

  @BeforeAll
  static void begin() {
    ours = new TargetApplication("--nrm.other-processes=awareness-event-booking,blocking,harmless");
    stock = StockCamunda.withAdmin();
  }

  @AfterAll
  static void end() {
    ours.close();
    ours = null; // or it would stay in memory
  }

  // --- deployments that run code

  @Test
  void deployedDiagramsCannotRunCode() throws Exception {
    HttpResponse<String> deployed =
        post(
            stock.rest() + "/deployment/create",
            FORM,
            deployment("code.bpmn", diagramThatRuns(CODE)));
    HttpResponse<String> started =
        post(
            stock.rest() + "/process-definition/key/code/start",
            JSON,
            "{\"withVariablesInReturn\": true}");
    assertThat(deployed.statusCode()).isEqualTo(200);
    assertThat(
            READER.readTree(started.body()).path("variables").path("result").path("value").asText())
        .isEqualTo("java.lang.Runtime");

    long before = definitions(ours.engine());
    for (String person : List.of("admin", "policy.staff", "fife.manager")) {
      Browser browser = ours.as(person, "cockpit");
      assertThat(deploy(browser, "code.bpmn", diagramThatRuns(CODE)).statusCode())
          .as(person)
          .isEqualTo(403);
      assertThat(deploy(browser, "harmless.bpmn", harmless("harmless")).statusCode())
          .as(person)
          .isEqualTo(403);
    }
    HttpResponse<byte[]> refused = deploy(releaseOfficer(), "code.bpmn", diagramThatRuns(CODE));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(message(refused))
        .contains("Name a step of the program")
        .contains("code.bpmn: Line ");
    assertThat(definitions(ours.engine())).isEqualTo(before);
  }

  @Test
  void releaseOfficersDeployOnlyHarmlessDiagrams() {
    long before = definitions(ours.engine());

    HttpResponse<byte[]> deployed = deploy(releaseOfficer(), "harmless.bpmn", harmless("harmless"));

    assertThat(deployed.statusCode()).as(Browser.text(deployed)).isEqualTo(200);
    assertThat(Browser.text(deployed)).as("a whole set").contains("harmless.bpmn", "nrm-case.bpmn");
    assertThat(definitions(ours.engine()))
        .isEqualTo(
            before
                + ours.engine()
                    .getRepositoryService()
                    .createProcessDefinitionQuery()
                    .latestVersion()
                    .count());
  }

  @Test
  void releaseOfficersCannotDeployADiagramThatBlocksACase() throws Exception {
    long before = definitions(ours.engine());
    // A task of its own, because other tests of this class deploy a task t.
    String waits = harmless("blocking").replace("\"t\"", "\"blocked\"");
    String unknownTeam = waits.replace("events-organiser", "events-orgniser");
    String endless = waits.replace("<bpmn:endEvent id=\"e\"/>", "");

    assertThat(message(deploy(releaseOfficer(), "blocking.bpmn", unknownTeam)))
        .contains(
            "The task \"Wait\" (blocked) belongs to the group events-orgniser, which isn't in config/roles.yaml");
    assertThat(
            message(
                deploy(
                    releaseOfficer(),
                    "blocking.bpmn",
                    endless.replace(
                        "<bpmn:sequenceFlow id=\"g\" sourceRef=\"blocked\" targetRef=\"e\"/>",
                        ""))))
        .contains("No flow leaves \"Wait\" (blocked)");
    assertThat(definitions(ours.engine())).isEqualTo(before);
  }

  @Test
  void releaseOfficersCannotDeployConfigurationOrInvalidRows() throws Exception {
    String rows = "cases-under-way:\n- {from: [1], stage: %s, takes: %s}\n";

    assertThat(message(deploy(releaseOfficer(), "config/councils.yaml", "nrm: {}")))
        .contains("config/councils.yaml comes with a revision or a start");
    assertThat(message(deploy(releaseOfficer(), "config/scenarios/one.json", "{}")))
        .contains("config/scenarios/one.json comes with a revision or a start");
    assertThat(
            message(
                deploy(releaseOfficer(), "cases-under-way.yaml", rows.formatted("intak", "new"))))
        .contains("there is no diagram intak");
    assertThat(
            message(
                deploy(releaseOfficer(), "cases-under-way.yaml", rows.formatted("intake", "now"))))
        .contains("config/cases-under-way.yaml cannot be read");
  }

  @Test
  void releaseOfficersCannotEndACaseWithADiagram() throws Exception {
    long before = definitions(ours.engine());
    String tidyUp = withStep(harmless("tidy-up"), "recordCaseOutcome");
    String callsIt =
        harmless("awareness-event-booking")
            .replace(
                "<bpmn:startEvent id=\"s\"/>",
                """
                <bpmn:startEvent id="s"><bpmn:timerEventDefinition id="d">
                  <bpmn:timeDate>2009-05-18T10:00:00</bpmn:timeDate>
                </bpmn:timerEventDefinition></bpmn:startEvent>""")
            .replace(
                WAIT,
                """
                <bpmn:callActivity id="t" calledElement="tidy-up"><bpmn:extensionElements>
                  <camunda:in businessKey="%s"/>
                  <camunda:in sourceExpression="negative" target="rgOutcome"/>
                  <camunda:in sourceExpression="on" target="removalHold"/>
                </bpmn:extensionElements></bpmn:callActivity>"""
                    .formatted(ours.caseNumber()));
    String opensToOthers =
        Files.readString(Path.of("processes/child-protection.bpmn"))
            .replaceFirst(
                "candidateGroups=\"la-lead-professional\"",
                "candidateGroups=\"la-lead-professional,policy-adviser\"");

    assertThat(message(deploy(releaseOfficer(), "tidy-up.bpmn", tidyUp)))
        .contains("there is no process with this id");
    assertThat(message(deploy(releaseOfficer(), "awareness-event-booking.bpmn", callsIt)))
        .contains("can't start with this event")
        .contains("calls no known process")
        .contains("businessKey can only be")
        .contains("rgOutcome is set by the program")
        .contains("removalHold is set by the program");
    assertThat(message(deploy(releaseOfficer(), "child-protection.bpmn", opensToOthers)))
        .contains("would go to policy-adviser as well");
    assertThat(definitions(ours.engine())).isEqualTo(before);
  }

  /** Three people have signed it. What one person deploys afterwards leaves it there. */
  @Test
  void releaseOfficersCanDeployAfterARevisionMovedATaskToAnotherTeam() throws Exception {
    String shipped = Files.readString(Path.of("processes/child-protection.bpmn"));
    String revised =
        shipped.replaceFirst(
            "(Task_ReviewProtectionPlan\".*?candidateGroups=)\"la-lead-professional\"",
            "$1\"la-manager\"");
    assertThat(revised).isNotEqualTo(shipped);
    revision(revised);
    try {
      HttpResponse<byte[]> other =
          deploy(
              releaseOfficer(),
              "harmless.bpmn",
              harmless("harmless").replace("\"Wait\"", "\"Stay\""));
      assertThat(other.statusCode()).as(Browser.text(other)).isEqualTo(200);
      assertThat(message(deploy(releaseOfficer(), "child-protection.bpmn", shipped)))
          .contains("would go to la-lead-professional as well");
    } finally {
      revision(shipped);
    }
  }

  private static void revision(String childProtection) {
    ours.engine()
        .getRepositoryService()
        .createDeployment()
        .source(DefinitionSets.REVISION)
        .addString("processes/child-protection.bpmn", childProtection)
        .deploy();
  }

  @Test
  void aDeployedStepRunsOnlyInItsOwnCase() {
    HttpResponse<byte[]> deployed =
        deploy(
            releaseOfficer(), "harmless.bpmn", withStep(harmless("harmless"), "recordCaseOutcome"));
    assertThat(deployed.statusCode()).as(Browser.text(deployed)).isEqualTo(200);
    Register register = ours.application().getBean(Register.class);

    for (String council : List.of("fife", "glasgow-city")) {
      assertThatThrownBy(
              () ->
                  ours.engine()
                      .getRuntimeService()
                      .createProcessInstanceByKey("harmless")
                      .setVariable("localAuthority", council)
                      .setVariable("rgOutcome", "negative")
                      .execute())
          .hasStackTraceContaining("has no case number");
    }
    assertThatThrownBy(
            () ->
                ours.engine()
                    .getRuntimeService()
                    .createProcessInstanceByKey("harmless")
                    .businessKey(ours.caseNumber())
                    .setVariable("localAuthority", "fife")
                    .setVariable("rgOutcome", "negative")
                    .execute())
        .hasStackTraceContaining("is of a local authority that does not have the case");
    assertThat(register.find(ours.caseNumber()).orElseThrow().caseOutcome()).isNull();
  }

  @Test
  void aFormAloneDoesNotGiveARoleAccessToTheChildsFile() throws Exception {
    Task protection =
        ours.engine()
            .getTaskService()
            .createTaskQuery()
            .processInstanceBusinessKey(ours.caseNumber())
            .taskDefinitionKey("Task_ProtectChild")
            .singleResult();
    String values = API + "/task/" + protection.getId() + "/form-variables";
    ours.engine().getTaskService().addCandidateGroup(protection.getId(), "policy-adviser");
    try {
      String adviser =
          Browser.text(ours.as("policy.adviser", "tasklist").send("GET", values, null, null));
      String lead =
          Browser.text(ours.as("glasgow.lead", "tasklist").send("GET", values, null, null));

      String firstName = Invented.CHILD.split(" ")[0];
      assertThat(lead).contains(firstName).contains("showReferral");
      assertThat(adviser)
          .contains(ours.caseNumber())
          .doesNotContain(firstName)
          .doesNotContain("18 May 2009")
          .doesNotContain("/record");
    } finally {
      ours.engine().getTaskService().deleteCandidateGroup(protection.getId(), "policy-adviser");
    }
  }

  @Test
  void deployedFilesCannotReadFilesOrExhaustMemory() {
    String entity =
        harmless("entity")
            .replace(
                "<bpmn:definitions",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><bpmn:definitions")
            .replace("id=\"s\"", "id=\"s\" name=\"&e;\"");
    StringBuilder bomb = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"ha\">");
    IntStream.rangeClosed(1, 30)
        .forEach(i -> bomb.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1)));
    String table =
        bomb
            + "]><definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\">&a30;</definitions>";
    long before = definitions(ours.engine());

    for (Map.Entry<String, String> file :
        Map.of(
                "entity.bpmn",
                entity,
                "bomb.dmn",
                table,
                "tenant.txt",
                "x",
                "../up.bpmn",
                harmless("up"),
                "broken.form",
                "{",
                "deep.form",
                "[".repeat(100_000),
                "case.cmmn",
                "<x/>")
            .entrySet()) {
      HttpResponse<byte[]> answer = deploy(releaseOfficer(), file.getKey(), file.getValue());
      assertThat(answer.statusCode()).as(file.getKey() + Browser.text(answer)).isEqualTo(400);
    }
    HttpResponse<byte[]> large =
        deploy(releaseOfficer(), "large.bpmn", " ".repeat(25 * 1024 * 1024));
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(definitions(ours.engine())).isEqualTo(before);
  }

  @Test
  void deploymentsCannotBeDeletedWithTheirCases() throws Exception {
    post(stock.rest() + "/deployment/create", FORM, deployment("gone.bpmn", harmless("gone")));
    String id =
        stock
            .engine()
            .getRepositoryService()
            .createProcessDefinitionQuery()
            .processDefinitionKey("gone")
            .singleResult()
            .getDeploymentId();
    assertThat(
            send("DELETE", stock.rest() + "/deployment/" + id + "?cascade=true", null, "")
                .statusCode())
        .isEqualTo(204);

    String ourId =
        ours.engine()
            .getRepositoryService()
            .createProcessDefinitionQuery()
            .processDefinitionKey("nrm-case")
            .latestVersion()
            .singleResult()
            .getDeploymentId();
    for (String person : List.of("admin", "release.officer")) {
      HttpResponse<byte[]> refused =
          ours.as(person, "cockpit")
              .send("DELETE", API + "/deployment/" + ourId + "?cascade=true", null, null);
      assertThat(refused.statusCode()).isEqualTo(403);
    }
    assertThat(ours.instance()).isNotNull();
  }

  // --- a case ended by "repair"

  /** What an administrator of stock Camunda may do to a case, with nothing but a session. */
  @Test
  void administratorsCannotEndOrMoveACase() throws Exception {
    String instance = ours.instance().getId();
    String timer = "refused-before-it-is-looked-for";
    Map<String, String> attempts = new LinkedHashMap<>();
    attempts.put(
        "POST /process-instance/" + instance + "/modification",
        "{\"skipCustomListeners\": true, \"skipIoMappings\": true, \"instructions\": [{\"type\": \"startBeforeActivity\", \"activityId\": \"Event_NotReferred\"}]}");
    attempts.put("DELETE /process-instance/" + instance, "");
    attempts.put(
        "POST /process-instance/delete", "{\"processInstanceIds\": [\"" + instance + "\"]}");
    attempts.put("DELETE /job/" + timer, "");
    attempts.put(
        "PUT /job/" + timer + "/duedate", "{\"duedate\": \"2036-01-01T00:00:00.000+0000\"}");
    attempts.put("POST /job/" + timer + "/duedate/recalculate", "");
    attempts.put("POST /job/" + timer + "/execute", "");
    attempts.put(
        "PUT /job/" + timer + "/retries",
        "{\"retries\": 3, \"dueDate\": \"2036-01-01T00:00:00.000+0000\"}");
    attempts.put("DELETE /history/process-instance/" + instance, "");
    attempts.put("DELETE /history/process-instance/" + instance + "/variable-instances", "");
    attempts.put(
        "POST /history/process-instance/delete",
        "{\"historicProcessInstanceIds\": [\"" + instance + "\"]}");
    attempts.put(
        "POST /history/process-instance/set-removal-time",
        "{\"absoluteRemovalTime\": \"2020-01-01T00:00:00.000+0000\", \"historicProcessInstanceIds\": [\""
            + instance
            + "\"]}");
    attempts.put("POST /history/cleanup?immediatelyDue=true", "");
    Browser administrator = ours.as("admin", "cockpit");
    Map<String, Object> before = state();

    attempts.forEach(
        (request, body) -> {
          String[] parts = request.split(" ");
          HttpResponse<byte[]> answer =
              administrator.send(
                  parts[0],
                  API + parts[1],
                  body.isEmpty() ? null : JSON,
                  body.isEmpty() ? null : body.getBytes(StandardCharsets.UTF_8));
          assertThat(answer.statusCode()).as(request + Browser.text(answer)).isEqualTo(403);
        });

    assertThat(state()).isEqualTo(before);
  }

  /** Executions, timers and the number of historic instances: what a repair would change. */
  private static Map<String, Object> state() {
    return Map.of(
        "executions",
        ours.engine().getRuntimeService().createExecutionQuery().list().stream()
            .map(execution -> execution.getId())
            .sorted()
            .toList(),
        "timers",
        ours.engine().getManagementService().createJobQuery().timers().list().stream()
            .map(job -> job.getId() + job.getDuedate() + job.getRetries())
            .sorted()
            .toList(),
        "history",
        ours.engine().getHistoryService().createHistoricProcessInstanceQuery().count(),
        "batches",
        ours.engine().getManagementService().createBatchQuery().count());
  }

  // --- expressions in stored queries

  @Test
  void storedFiltersCannotRunCode() throws Exception {
    String filter =
        READER.writeValueAsString(
            Map.of(
                "resourceType", "Task",
                "name", "Mine",
                "query", Map.of("assigneeExpression", CODE)));
    String id =
        READER
            .readTree(post(stock.rest() + "/filter/create", JSON, filter).body())
            .path("id")
            .asText();
    Task task = stock.engine().getTaskService().newTask();
    task.setAssignee("java.lang.Runtime");
    stock.engine().getTaskService().saveTask(task);
    assertThat(send("GET", stock.rest() + "/filter/" + id + "/list", null, null).body())
        .contains(task.getId());

    Browser administrator = ours.as("admin", "cockpit");
    HttpResponse<byte[]> refused =
        administrator.send(
            "POST", API + "/filter/create", JSON, filter.getBytes(StandardCharsets.UTF_8));
    assertThat(refused.statusCode()).as(Browser.text(refused)).isEqualTo(400);
    assertThat(message(refused)).contains("An expression of the filter");
    HttpResponse<byte[]> harmless =
        administrator.send(
            "POST",
            API + "/filter/create",
            JSON,
            filter.replace(CODE, "${currentUser()}").getBytes(StandardCharsets.UTF_8));
    assertThat(harmless.statusCode()).as(Browser.text(harmless)).isEqualTo(200);
    HttpResponse<byte[]> adHoc =
        administrator.send(
            "POST",
            API + "/task",
            JSON,
            READER.writeValueAsBytes(Map.of("assigneeExpression", "${currentUser()}")));
    assertThat(adHoc.statusCode()).as(Browser.text(adHoc)).isEqualTo(400);
  }

  // --- unbounded queries

  @Test
  void listsAreLimited() throws Exception {
    List<JdbcClient> both =
        Stream.of(stock.application(), ours.application())
            .map(application -> JdbcClient.create(application.getBean(DataSource.class)))
            .toList();
    both.forEach(
        database ->
            database
                .sql(
                    "insert into ACT_ID_GROUP (ID_, REV_, NAME_) select 'many' || x, 1, 'Many' from system_range(1, 2001)")
                .update());
    try {
      assertThat(READER.readTree(send("GET", stock.rest() + "/group", null, null).body()).size())
          .isGreaterThanOrEqualTo(2001);

      Browser administrator = ours.as("admin", "cockpit");
      HttpResponse<byte[]> all = administrator.send("GET", API + "/group", null, null);
      assertThat(all.statusCode()).isEqualTo(400);
      assertThat(message(all)).contains("one page at a time");
      assertThat(
              administrator
                  .send("GET", API + "/group?maxResults=2147483647", null, null)
                  .statusCode())
          .isEqualTo(400);
      assertThat(
              READER
                  .readTree(
                      administrator.send("GET", API + "/group?maxResults=2000", null, null).body())
                  .size())
          .isEqualTo(2000);
      assertThat(ours.engine().getIdentityService().createGroupQuery().list())
          .as("the application's own query")
          .hasSizeGreaterThan(2000);
    } finally {
      both.forEach(
          database -> database.sql("delete from ACT_ID_GROUP where NAME_ = 'Many'").update());
    }
  }

  // --- unchecked forms

  @Test
  void formsAcceptOnlyTheirFields() throws Exception {
    post(stock.rest() + "/deployment/create", FORM, deployment("form.bpmn", harmless("form")));
    String wrong = "{\"variables\": {\"rgOutcome\": {\"value\": \"positive\"}}}";
    HttpResponse<String> taken =
        post(stock.rest() + "/process-definition/key/form/submit-form", JSON, wrong);
    assertThat(taken.statusCode()).isEqualTo(200);
    String instance = READER.readTree(taken.body()).path("id").asText();
    assertThat(stock.engine().getRuntimeService().getVariable(instance, "rgOutcome"))
        .isEqualTo("positive");

    long before = ours.engine().getRuntimeService().createProcessInstanceQuery().count();
    HttpResponse<byte[]> refused =
        ours.as("first.responder", "tasklist")
            .send(
                "POST",
                API + "/process-definition/key/nrm-case/submit-form",
                JSON,
                wrong.getBytes(StandardCharsets.UTF_8));
    assertThat(refused.statusCode()).as(Browser.text(refused)).isEqualTo(400);
    assertThat(ours.engine().getRuntimeService().createProcessInstanceQuery().count())
        .isEqualTo(before);
  }

  // --- schema changes and consoles at startup

  @Test
  void aStartNeverAltersTheSchemaOrOpensConsoles() {
    assertThat(stock.engine().getProcessEngineConfiguration().getDatabaseSchemaUpdate())
        .isEqualTo("true");

    assertThat(ours.engine().getProcessEngineConfiguration().getDatabaseSchemaUpdate())
        .isEqualTo("false");
    Browser administrator = ours.as("admin", "cockpit");
    for (String console :
        List.of(
            "/actuator", "/actuator/env",
            "/actuator/heapdump", "/h2-console",
            "/h2-console/", "/console",
            "/jolokia", "/manager/html")) {
      assertThat(administrator.send("GET", console, null, null).statusCode())
          .as(console)
          .isEqualTo(404);
    }
  }

  // --- requests from another site

  @Test
  void aRequestWithoutTheTokenChangesNothing() {
    Browser lead = ours.as("glasgow.lead", "tasklist");
    HttpResponse<String> forged =
        lead.send(
            lead.request(API + "/task/" + ours.task().getId() + "/unclaim")
                .header("Content-Type", JSON)
                .header("X-XSRF-TOKEN", "guessed")
                .POST(BodyPublishers.noBody())
                .build());

    assertThat(forged.statusCode()).isEqualTo(403);
    assertThat(ours.task().getAssignee()).isEqualTo("glasgow.lead");
  }

  // --- helpers

  private static final String WAIT =
      "<bpmn:userTask id=\"t\" name=\"Wait\" camunda:candidateGroups=\"events-organiser\" camunda:formRef=\"manage-event-booking\" camunda:formRefBinding=\"deployment\"/>";
  private static final String FORM = "multipart/form-data; boundary=parts";

  private static Browser releaseOfficer() {
    return ours.as("release.officer", "cockpit");
  }

  private static HttpResponse<byte[]> deploy(Browser browser, String name, String content) {
    return browser.send(
        "POST",
        API + "/deployment/create",
        FORM,
        deployment(name, content).getBytes(StandardCharsets.UTF_8));
  }

  private static String deployment(String name, String content) {
    return "--parts\r\n"
        + "Content-Disposition: form-data; name=\"deployment-name\"\r\n\r\n"
        + "tried\r\n"
        + "--parts\r\n"
        + "Content-Disposition: form-data; name=\"data\"; filename=\""
        + name
        + "\"\r\n"
        + "Content-Type: application/octet-stream\r\n\r\n"
        + content
        + "\r\n--parts--\r\n";
  }

  private static String diagramThatRuns(String expression) {
    return harmless("code")
        .replace(
            WAIT,
            "<bpmn:serviceTask id=\"t\" camunda:expression=\""
                + expression
                + "\" camunda:resultVariable=\"result\"/>");
  }

  private static String withStep(String harmless, String step) {
    return harmless.replace(
        WAIT, "<bpmn:serviceTask id=\"t\" camunda:delegateExpression=\"${" + step + "}\"/>");
  }

  private static String harmless(String id) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="n"
        xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
      <bpmn:process id="%s" isExecutable="true" camunda:historyTimeToLive="1">
        <bpmn:startEvent id="s"/>
        <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/>
        %s
        <bpmn:sequenceFlow id="g" sourceRef="t" targetRef="e"/>
        <bpmn:endEvent id="e"/>
      </bpmn:process>
    </bpmn:definitions>
    """
        .formatted(id, WAIT)
        .strip();
  }

  private static long definitions(ProcessEngine engine) {
    return engine.getRepositoryService().createProcessDefinitionQuery().count();
  }

  private static String message(HttpResponse<byte[]> answer) throws Exception {
    JsonNode said = READER.readTree(answer.body());
    return said.path("message").asText();
  }

  private static HttpResponse<String> post(String address, String type, String body)
      throws Exception {
    return send("POST", address, type, body);
  }

  private static HttpResponse<String> send(String method, String address, String type, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return HttpClient.newHttpClient()
        .send(
            (type == null ? request : request.header("Content-Type", type)).build(),
            BodyHandlers.ofString());
  }
}
