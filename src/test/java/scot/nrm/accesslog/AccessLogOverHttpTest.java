package scot.nrm.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.access.Viewer;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.pages.Browser;
import scot.nrm.pages.ReasonAsked;

/** The access log in the whole application: what is recorded, who may read it, who is asked why. */
@OnEachDatabase(usually = Kind.POSTGRES)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "nrm.access-log.file=target/access-log/over-http-${random.uuid}.jsonl"
    })
class AccessLogOverHttpTest {

  private static final String ENGINE = "/camunda/api/engine/engine/default";
  private static final String JSON = "application/json";
  private static final String WHY = "The school has telephoned about this child";

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  private JdbcClient jdbc;
  @Autowired ProcessEngine engine;
  @Autowired AccessLog log;
  @Autowired SecondCopy.Settings settings;
  @Autowired PlatformTransactionManager transactions;

  private final Map<String, Browser> browsers = new HashMap<>();
  private Journey child;
  private String caseNumber;
  private long last;

  @Autowired
  void changesTheLogAsItsOwner(DataSource database) {
    jdbc = JdbcClient.create(Databases.asOwner(database));
  }

  @BeforeEach
  void aCaseInGlasgow() {
    child =
        new Journey(engine)
            .on("2009-05-18")
            .concern("glasgow.duty", Invented.concern("2009-05-18"));
    child.does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance("2009-05-18"));
    child.does("glasgow.lead", "Task_AssessChild", Invented.assessment("2009-05-18"));
    caseNumber = child.caseNumber();
    onlyWhatFollows();
  }

  @AfterEach
  void resetClock() {
    ClockUtil.reset();
  }

  private void onlyWhatFollows() {
    last = jdbc.sql("select coalesce(max(id), 0) from access_log").query(Long.class).single();
  }

  private Browser as(String user) {
    return browsers.computeIfAbsent(
        user, name -> new Browser(port).withoutReasons().signIn(name, password));
  }

  private Browser in(String user, String application) {
    Browser browser =
        browsers.computeIfAbsent(
            user + application,
            name -> new Browser(port).withoutReasons().signIn(user, password, application));
    browser.get("/camunda/api/admin/auth/user/default"); // The new session's token.
    return browser;
  }

  private String ofCase(String page) {
    return "/nrm/cases/" + caseNumber + "/" + page;
  }

  /** The entries since the test began, oldest first, as {@code user what case detail outcome}. */
  private List<String> entries() {
    return jdbc.sql(
            """
            select coalesce(user_id, '-') || ' ' || what || ' ' || coalesce(case_number, '-') || ' '
              || coalesce(detail, '-') || case when row_count is null then '' else ' rows' end
              || case when has_task then ' task' when has_task is null then '' else ' no-task' end
              || case when allowed then '' else ' refused' end
            from access_log where id > :last and what <> 'sign-in' order by id\
            """)
        .param("last", last)
        .query(String.class)
        .list();
  }

  private String entry(String user, String what, String detail) {
    return user + " " + what + " " + caseNumber + " " + detail;
  }

  private String all() {
    return jdbc.sql("select * from access_log").query().listOfRows().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "record, record",
    "record.pdf, record-pdf",
    "nrm-form.pdf, nrm-form",
    "documents, documents"
  })
  void everyOpenedPartOfACaseIsLogged(String page, String what) {
    assertThat(as("glasgow.lead").open(ofCase(page)).statusCode()).isEqualTo(200);

    assertThat(entries()).containsExactly(entry("glasgow.lead", what, "- task"));
    assertThat(
            jdbc.sql(
                    "select roles || ', ' || councils || ', ' || address from access_log where id > :last and what = :what")
                .param("last", last)
                .param("what", what)
                .query(String.class)
                .single())
        .isEqualTo("la-lead-professional, glasgow-city, 127.0.0.1");
  }

  @Test
  void refusalsAreLogged() {
    as("fife.lead");
    as("first.responder");
    assertThat(as("fife.lead").open(ofCase("record")).statusCode()).isEqualTo(404);
    assertThat(as("first.responder").open("/nrm/register.csv").statusCode()).isEqualTo(404);
    assertThat(
            as("fife.lead").get(ENGINE + "/task/" + leadsTask() + "/form-variables").statusCode())
        .isEqualTo(404);

    assertThat(entries())
        .containsExactly(
            entry("fife.lead", "record", "- no-task refused"),
            "first.responder table - /nrm/register.csv refused",
            "fife.lead request - GET /camunda/api/engine/engine/default/task/*/form-variables refused");
  }

  /** Text typed into an address may be a name. */
  @Test
  void nothingTypedIntoAnAddressIsLogged() {
    as("glasgow.lead").open("/nrm/cases/Janet%20Canarychild/record");
    as("glasgow.lead").open("/nrm/cases/" + caseNumber + "/letters/Canarychild%20Jan.pdf");
    as("glasgow.lead").get(ENGINE + "/task/Canarychild/form?name=Canarychild");
    new Browser(port).trySignIn("Canarychild", "Canarychild", "tasklist");

    assertThat(entries()).hasSize(3);
    assertThat(all()).doesNotContain("Canarychild");
  }

  private String leadsTask() {
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceBusinessKey(caseNumber)
        .taskAssignee("glasgow.lead")
        .list()
        .get(0)
        .getId();
  }

  @Test
  void formsAndTheCaseBesideThemAreLogged() {
    Browser lead = as("glasgow.lead");
    onlyWhatFollows();
    String task = leadsTask();

    assertThat(lead.get(ENGINE + "/task/" + task + "/form-variables").statusCode()).isEqualTo(200);
    assertThat(
            lead.get("/camunda/api/tasklist/plugin/nrm-tasklist/default/task/" + task + "/case")
                .statusCode())
        .isEqualTo(200);

    assertThat(entries())
        .containsExactly(
            entry(
                "glasgow.lead",
                "form",
                engine
                        .getTaskService()
                        .createTaskQuery()
                        .taskId(task)
                        .singleResult()
                        .getTaskDefinitionKey()
                    + " task"),
            entry("glasgow.lead", "case-beside-task", "task"));
    assertThat(page(as("data.controller"), "/nrm/access-log?what=form&person=glasgow.lead"))
        .contains(
            engine
                .getTaskService()
                .createTaskQuery()
                .taskId(task)
                .singleResult()
                .getName()
                .split(" – ")[0])
        .doesNotContain("Task_");
  }

  /** They watch the case, so they are not asked why. */
  @Test
  void aFormThatTheNrmManagerOpensIsLoggedAsReadWithoutATask() {
    Browser manager = as("nrm.manager");
    onlyWhatFollows();

    assertThat(manager.send("GET", ENGINE + "/task/" + leadsTask() + "/form-variables", null, null))
        .returns(200, HttpResponse::statusCode);

    assertThat(entries())
        .singleElement()
        .asString()
        .startsWith("nrm.manager form " + caseNumber)
        .endsWith(" no-task");
  }

  @Test
  void listsAreLoggedWithTheirNumberOfRows() {
    Browser manager = in("nrm.manager", "cockpit");
    onlyWhatFollows();

    manager.get("/camunda/api/cockpit/plugin/nrm/default/caseload/cases");
    manager.send("GET", "/camunda/api/cockpit/plugin/nrm/default/caseload/cases.csv", null, null);
    manager.get("/camunda/api/cockpit/plugin/nrm/default/case?number=" + caseNumber);
    manager.get("/camunda/api/cockpit/plugin/nrm/default/case/path?number=" + caseNumber);
    manager.get("/camunda/api/cockpit/plugin/nrm/default/me");
    manager.open("/nrm/register.csv");

    assertThat(entries())
        .containsExactly(
            "nrm.manager list - caseload rows",
            "nrm.manager table - caseload",
            "nrm.manager table - caseload rows",
            entry("nrm.manager", "case-page", "case"),
            entry("nrm.manager", "case-page", "case"),
            "nrm.manager table - /nrm/register.csv",
            "nrm.manager table - /nrm/register.csv rows");
    assertThat(
            jdbc.sql(
                    "select distinct row_count from access_log where id > :last and row_count >= 0")
                .param("last", last)
                .query(Integer.class)
                .list())
        .contains(jdbc.sql("select count(*) from case_register").query(Integer.class).single());
  }

  @Test
  void signInsAreLogged() {
    Browser person = new Browser(port).signIn("ukba.owner", password);
    person.open("/camunda/app/tasklist/default/");
    person.post("/camunda/api/admin/auth/user/default/logout", JSON, "");
    Browser guesser = new Browser(port);
    guesser.open("/camunda/app/tasklist/default/");
    guesser.trySignIn("nobody.here", "wrong", "tasklist");
    for (int i = 0; i < 6; i++) {
      guesser.trySignIn("ukba.second2", "wrong", "tasklist");
    }

    assertThat(
            jdbc
                .sql(
                    "select coalesce(user_id, '-') || ' ' || what || ' ' || allowed from access_log where id > :last order by id")
                .param("last", last)
                .query(String.class)
                .list()
                .stream()
                .map(String::toLowerCase))
        .containsExactly(
            "ukba.owner sign-in true",
            "ukba.owner sign-out true",
            "- sign-in false",
            "ukba.second2 sign-in false",
            "ukba.second2 sign-in false",
            "ukba.second2 sign-in false",
            "ukba.second2 sign-in false",
            "ukba.second2 sign-in false",
            "ukba.second2 sign-in-delayed false");
  }

  @Test
  void anAdministratorsChangesAreLogged() {
    Browser admin = in("admin", "admin");
    onlyWhatFollows();

    int joined =
        admin.send("PUT", ENGINE + "/group/nrm-manager/members/admin", JSON, null).statusCode();
    int left =
        admin.send("DELETE", ENGINE + "/group/nrm-manager/members/admin", null, null).statusCode();
    int changed =
        admin
            .send(
                "PUT",
                ENGINE + "/user/ukba.second2/credentials",
                JSON,
                ("{\"password\":\"Kelvin-Grove-1901\",\"authenticatedUserPassword\":\""
                        + password
                        + "\"}")
                    .getBytes(StandardCharsets.UTF_8))
            .statusCode();
    int granted =
        admin
            .post(
                ENGINE + "/authorization/create",
                JSON,
                "{\"type\":1,\"permissions\":[\"READ\"],\"userId\":\"fife.lead\",\"groupId\":null,\"resourceType\":6,\"resourceId\":\"nrm-case\"}")
            .statusCode();

    assertThat(List.of(joined, left, changed, granted)).containsExactly(204, 204, 204, 200);
    assertThat(entries())
        .containsExactly(
            "admin membership - join nrm-manager",
            "admin membership - leave nrm-manager",
            "admin password - -",
            entries().get(3));
    assertThat(entries().get(3)).startsWith("admin permission - Authorization Create");
    assertThat(
            jdbc.sql(
                    "select about from access_log where id > :last and what <> 'sign-in' order by id")
                .param("last", last)
                .query(String.class)
                .list())
        .containsExactly("admin", "admin", "ukba.second2", "fife.lead");
  }

  /** A date of birth that is supplied late begins the wait for the 18th birthday. */
  @Test
  void ordinaryWorkIsNotLoggedAsARepair() {
    refer();
    child.does("glasgow.lead", "Task_SupplyMissingFacts", Invented.missingFacts());

    assertThat(
            jdbc.sql("select detail from access_log where what = 'repair'")
                .query(String.class)
                .list())
        .isEmpty();
  }

  private void refer() {
    String day = "2009-05-18";
    child
        .does("glasgow.lead", "Task_NrmFormReferralAndChild", Invented.referralAndChild(day))
        .does("glasgow.lead", "Task_NrmFormExploitation", Invented.exploitation())
        .does("glasgow.lead", "Task_NrmFormIndicators", Invented.indicators())
        .does("glasgow.lead", "Task_NrmFormCheckAndSend", Invented.checkAndSend())
        .does("ukhtc.intake", "Task_LogReferral", Invented.receivedWithFactsMissing(day));
  }

  @Test
  void onlyFailedJobsAreRetriedAndThatIsNoRepair() {
    refer();
    String timer = engine.getManagementService().createJobQuery().timers().list().get(0).getId();
    onlyWhatFollows();

    assertThat(retry(timer)).as("a deadline doesn't pass early").isEqualTo(403);
    engine.getManagementService().setJobRetries(timer, 0); // as after the last attempt
    assertThat(retry(timer)).isEqualTo(204);

    assertThat(entries()).last().asString().startsWith("admin retry - Job SetJobRetries ");
  }

  private int retry(String job) {
    return in("admin", "cockpit")
        .send(
            "PUT",
            ENGINE + "/job/" + job + "/retries",
            JSON,
            "{\"retries\": 1, \"dueDate\": \"2009-05-18T00:00:00.000+0000\"}"
                .getBytes(StandardCharsets.UTF_8))
        .statusCode();
  }

  @Test
  void nothingIsShownIfItCannotBeLogged() {
    Browser lead = as("glasgow.lead");
    jdbc.sql("alter table access_log rename to access_log_away").update();
    try {
      assertThat(lead.open(ofCase("record")).statusCode()).isEqualTo(503);
      assertThat(lead.open(ofCase("nrm-form.pdf")).statusCode()).isEqualTo(503);
      assertThat(lead.get(ENGINE + "/task/" + leadsTask() + "/form-variables").statusCode())
          .isEqualTo(503);
      assertThat(
              lead.get(
                      "/camunda/api/tasklist/plugin/nrm-tasklist/default/task/"
                          + leadsTask()
                          + "/case")
                  .statusCode())
          .isEqualTo(503);
    } finally {
      jdbc.sql("alter table access_log_away rename to access_log").update();
    }
    assertThat(lead.open(ofCase("record")).statusCode()).isEqualTo(200);
  }

  @Test
  void aRefusalIsLoggedEvenIfTheTransactionIsRolledBack() {
    Viewer someone = new Viewer("someone", Set.of("la-manager"), Set.of());

    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              log.record(Access.by(someone, What.FORM).refused());
              log.record(Access.by(someone, What.FORM));
              status.setRollbackOnly();
            });

    assertThat(entries()).containsExactly("someone form - - refused");
  }

  @Test
  void someoneWithoutATaskIsAskedWhy() {
    Browser manager = as("glasgow.manager");
    onlyWhatFollows();

    HttpResponse<byte[]> asked = manager.open(ofCase("record"));

    String page = Browser.text(asked);
    assertThat(asked.statusCode()).isEqualTo(403);
    assertThat(page)
        .contains("Why are you opening case " + caseNumber + "?")
        .doesNotContain("RESTRICTED");
    String token = ReasonAsked.in(403, page).orElseThrow().form().replaceAll(".*&", "");
    assertThat(gives(manager, "reason=" + WHY.replace(' ', '+') + "&token=other").statusCode())
        .isEqualTo(403);
    assertThat(gives(manager, "reason=too+short&" + token).statusCode()).isEqualTo(400);
    assertThat(gives(manager, "reason=" + "x".repeat(501) + "&" + token).statusCode())
        .isEqualTo(400);
    HttpResponse<String> given =
        gives(manager, "reason=" + WHY.replace(' ', '+') + "&" + token + "&to=" + ofCase("record"));
    assertThat(given.statusCode()).isEqualTo(303);
    assertThat(given.headers().firstValue("Location")).contains(ofCase("record"));
    assertThat(gives(manager, "reason=" + WHY.replace(' ', '+') + "&" + token).statusCode())
        .as("a double click")
        .isEqualTo(303);
    assertThat(manager.open(ofCase("record")).statusCode()).isEqualTo(200);
    assertThat(manager.open(ofCase("nrm-form.pdf")).statusCode()).isEqualTo(200);

    assertThat(entries())
        .containsExactly(
            entry("glasgow.manager", "record", "- no-task refused"),
            entry("glasgow.manager", "reason", "- refused"),
            entry("glasgow.manager", "reason", "- no-task"),
            entry("glasgow.manager", "record", "- no-task"),
            entry("glasgow.manager", "nrm-form", "- no-task"));
    assertThat(all()).doesNotContain("telephoned");
    assertThat(Browser.text(as("data.controller").open("/nrm/access-log?caseNumber=" + caseNumber)))
        .contains("<q>" + WHY + "</q>")
        .contains("Catriona Mathieson (glasgow.manager)");

    jdbc.sql("update access_log set recorded_at = :earlier where what = 'reason'")
        .param("earlier", OffsetDateTime.now().minusMinutes(61))
        .update();
    assertThat(manager.open(ofCase("record")).statusCode()).isEqualTo(403);
  }

  @Test
  void someoneWhoseTaskWentToAnotherPersonIsNotAskedWhy() {
    TaskService tasks = engine.getTaskService();
    Task part =
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(caseNumber)
            .taskAssignee("glasgow.lead")
            .listPage(0, 1)
            .get(0);
    assertThat(as("glasgow.manager").open(ofCase("record")).statusCode()).isEqualTo(403);

    tasks.setAssignee(part.getId(), "glasgow.manager");
    tasks.setAssignee(part.getId(), "glasgow.lead");

    assertThat(as("glasgow.manager").open(ofCase("record")).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> gives(Browser person, String form) {
    return person.post(ofCase("reason"), ReasonAsked.FORM, form);
  }

  @Test
  void aReasonOpensOnlyTheCaseAndOnlyForItsWriter() {
    Browser manager = as("glasgow.manager");
    String token =
        ReasonAsked.in(403, Browser.text(manager.open(ofCase("documents"))))
            .orElseThrow()
            .form()
            .replaceAll(".*&", "");
    assertThat(
            gives(manager, "reason=A+good+reason&" + token + "&to=//evil.example/nrm/cases/")
                .headers()
                .firstValue("Location"))
        .contains(ofCase("record"));
    assertThat(gives(as("fife.manager"), "reason=A+good+reason").statusCode()).isEqualTo(404);
    assertThat(gives(as("data.controller"), "reason=A+good+reason").statusCode()).isEqualTo(404);
  }

  @Test
  void aReasonForASentFormLeadsToTheRecord() {
    Browser manager = as("glasgow.manager");

    HttpResponse<String> asked =
        manager.post(ofCase("subject-access"), ReasonAsked.FORM, "token=of-an-hour-ago");

    assertThat(asked.statusCode()).isEqualTo(403);
    assertThat(asked.body()).contains("name=\"to\" value=\"\"").doesNotContain("subject-access");
  }

  /** Police liaison never has a task, and three such letters a day are no reason for an alert. */
  @Test
  void aLetterToItsReaderIsNotLoggedAsReadWithoutATask() {
    child.reportedMissing("glasgow.lead", "2009-05-18");
    Matcher letter =
        Pattern.compile("/nrm/cases/" + caseNumber + "/letters/([^\"]+)\\.pdf")
            .matcher(page(as("police.liaison"), "/nrm/police-cases"));
    assertThat(letter.find()).isTrue();
    as("fife.lead");
    onlyWhatFollows();

    assertThat(as("police.liaison").open(letter.group()).statusCode()).isEqualTo(200);
    assertThat(as("fife.lead").open(letter.group()).statusCode()).isEqualTo(404);

    assertThat(entries())
        .containsExactly(
            entry("police.liaison", "letter", letter.group(1)),
            entry("fife.lead", "letter", letter.group(1) + " no-task refused"));
  }

  /** Whether it exists would be told by the question. */
  @ParameterizedTest
  @ValueSource(strings = {"fife.manager", "first.responder", "data.controller", "admin"})
  void someoneWhoMayNotReadTheCaseIsNotAsked(String user) {
    assertThat(as(user).open(ofCase("record")).statusCode()).isEqualTo(404);
    assertThat(as(user).open("/nrm/cases/NRM-2009-2CCC-CCCW/record").statusCode()).isEqualTo(404);
  }

  @Test
  void theDataControllerSearchesTheLogAndIsLogged() {
    as("glasgow.lead").open(ofCase("record"));
    as("fife.lead").open(ofCase("record"));
    Browser controller = as("data.controller");
    onlyWhatFollows();

    String found = page(controller, "/nrm/access-log?person=fife.lead&refused=yes");
    String csv = page(controller, "/nrm/access-log.csv?person=fife.lead&what=record");

    assertThat(found)
        .contains("Skye Lorimer (fife.lead)", "Refused", "; Fife<")
        .doesNotContain("Isla");
    assertThat(csv.lines().skip(1))
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat(row)
                    .contains(
                        "fife.lead,Local authority lead professional",
                        ",Fife,record,",
                        caseNumber,
                        ",no")
                    .containsPattern("^\\d+,\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,"));
    assertThat(page(controller, "/nrm/access-log?from=1/1/2009&to=2009-12-31"))
        .contains("There are no entries.");
    assertThat(controller.open("/nrm/access-log?from=yesterday").statusCode()).isEqualTo(400);
    assertThat(Browser.text(controller.open("/nrm/access-log?from=2/1/2026&to=1/1/2026")))
        .contains("The first day is after the last.");
    assertThat(Browser.text(controller.open("/nrm/access-log?caseNumber=7Q4X")))
        .contains("Enter a whole case number, such as NRM-2009-7Q4X-8KD9.")
        .doesNotContain("There are no entries.", "(CSV)");
    assertThat(page(controller, "/nrm/access-log?caseNumber=" + caseNumber.replace("-", "")))
        .contains("Skye Lorimer (fife.lead)");
    assertThat(page(controller, "/nrm/access-log?person=Skye")).contains("exactly as at sign-in");
    assertThat(page(controller, "/nrm/")).contains("/nrm/access-log");
    assertThat(entries())
        .containsExactly(
            "data.controller access-log - -",
            "data.controller access-log - -",
            "data.controller access-log - - rows",
            "data.controller access-log - -",
            "data.controller access-log - -",
            "data.controller access-log - -",
            "data.controller access-log - -",
            "data.controller access-log - -",
            "data.controller access-log - -");
  }

  private static String page(Browser person, String path) {
    HttpResponse<byte[]> answer = person.open(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    return Browser.text(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "glasgow.manager, 200", "nrm.manager, 200", "fife.manager, 404", "glasgow.lead, 404",
    "ukhtc.owner, 404", "ukhtc.manager, 404", "data.controller, 404", "admin, 404"
  })
  void aCasesManagersSeeWhoHasLookedAtIt(String user, int status) {
    as("glasgow.lead").open(ofCase("record"));
    as(user);
    onlyWhatFollows();

    HttpResponse<byte[]> answer = as(user).open(ofCase("access"));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(entries())
        .containsExactly(entry(user, "access-log", "-" + (status == 200 ? "" : " refused")));
    if (status == 200) {
      assertThat(Browser.text(answer))
          .contains("Isla Lochhead (glasgow.lead)", "Record of the case");
    }
  }

  @Test
  void theSecondCopyHasOneJsonLineForEachEntry() throws IOException {
    as("glasgow.lead").open(ofCase("record"));

    List<String> lines = Files.readAllLines(Path.of(settings.file()));
    JsonNode line = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(line.path("user").asText()).isEqualTo("glasgow.lead");
    assertThat(line.path("what").asText()).isEqualTo("record");
    assertThat(line.path("case").asText()).isEqualTo(caseNumber);
    assertThat(line.path("allowed").asBoolean()).isTrue();
    for (String each : lines) {
      assertThat(new ObjectMapper().readTree(each).isObject()).isTrue();
    }
    assertThat(String.join("", lines)).doesNotContain("telephoned").doesNotContain("Canarychild");
  }
}
