package scot.nrm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.util.HtmlUtils;
import scot.nrm.Databases;
import scot.nrm.ProjectText;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.Definitions;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.RevisedFiles;
import scot.nrm.journeys.StraightCase;
import scot.nrm.pages.Browser;
import scot.nrm.rehearsal.CaseCourse.Kind;
import scot.nrm.rehearsal.RehearsalStore.CaseResult;
import scot.nrm.rehearsal.RehearsalStore.Finding;
import scot.nrm.rehearsal.RehearsalStore.Result;
import scot.nrm.rehearsal.RevisionTrials.Trial;
import scot.nrm.revision.Modeler;
import scot.nrm.revision.RevisionContents;

/** A rehearsal on its page: who may begin it, and who sees what of the result. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "nrm.modeler.waits=5m",
      "spring.application.name=rehearsed" // without the cases of other tests
    })
class RehearsalOverHttpTest implements Databases.OnPostgres {

  private static final String REVISION = "/nrm/revisions/700";
  private static final String PATH = REVISION + "/rehearsal";
  private static final String CASE = "NRM-2009-AAAA-BBBB";
  private static final String TRIED = "/nrm/try";

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired RehearsalStore store;
  @Autowired Rehearsals rehearsals;
  @Autowired RevisionContents revisions;
  @Autowired RevisionTrials tried;
  @Autowired Scenarios scenarios;
  private JdbcClient jdbc;

  @Autowired
  void asOwner(DataSource application) {
    jdbc = JdbcClient.create(Databases.asOwner(application));
  }

  /** The second program has the classes of the first one, and none of the tests. */
  @DynamicPropertySource
  static void secondProgram(DynamicPropertyRegistry properties) throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      int port = free.getLocalPort();
      properties.add("nrm.try.port", () -> port);
    }
    properties.add(
        "java.class.path",
        () ->
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("test-classes"))
                .collect(Collectors.joining(File.pathSeparator)));
  }

  @AfterEach
  void end() {
    tried.end();
  }

  private final Map<String, Browser> browsers = new HashMap<>();

  @BeforeEach
  void aRevisionWithAFile() throws IOException {
    jdbc.sql("delete from rehearsal_case").update();
    jdbc.sql("delete from rehearsal").update();
    jdbc.sql("delete from revision_file").update();
    jdbc.sql("delete from revision_event").update();
    jdbc.sql("delete from revision").update();
    jdbc.sql(
            """
            insert into revision (id, name, reason, rules, in_force_on, author, state, base_set)
            values (700, 'Rehearsed', 'To see', '', date '2030-01-01', 'policy.staff', 'draft', 1)\
            """)
        .update();
    add(
        "processes/close-case.bpmn",
        Files.readString(Path.of("processes/close-case.bpmn"))
            .replace("Case closed", "Case ended")
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void onlyPeopleWithAPartInTheRevisionRehearseIt() {
    assertThat(page("policy.staff", "/nrm/revisions/700"))
        .contains("Rehearse on past cases", "It has not been rehearsed on past cases.");
    assertThat(page("policy.staff", PATH)).contains(">Rehearse on past cases<");

    assertThat(send("policy.staff", "begin")).isEqualTo(303);
    await().until(() -> rehearsals.running().isEmpty());

    assertThat(page("policy.approver", PATH))
        .contains("Compared with", "Different authority", "none", "Sunita Straiton")
        .doesNotContain("See which cases", "have changed: rehearse again", "could not be");
    assertThat(jdbc.sql("select count(*) from rehearsal").query(Integer.class).single())
        .isEqualTo(1);
    for (String person : List.of("glasgow.lead", "ukhtc.owner", "data.controller", "admin")) {
      assertThat(browser(person).open(PATH).statusCode()).as(person).isEqualTo(404);
      assertThat(browser(person).open(PATH + "/cases").statusCode()).as(person).isEqualTo(404);
    }
    assertThat(browser("policy.staff").open("/nrm/revisions/999/rehearsal").statusCode())
        .isEqualTo(404);
  }

  @Test
  void policyStaffSeeNoNumberBelowFiveAndNoCaseNumber() {
    keep(revisions.find(700).orElseThrow().digest());

    assertThat(page("policy.staff", PATH))
        .contains("fewer than 5", "<td>1,234</td>", "<td>none</td>", "<td>61</td>", "<dd>70</dd>")
        .contains("More than one case in a hundred could not be compared.")
        .doesNotContain("<td>3</td>", "<td>2</td>", "<dd>4</dd>", CASE, "See which cases");
    assertThat(browser("policy.staff").open(PATH + "/cases").statusCode()).isEqualTo(404);
    for (String signed : List.of("/nrm/revisions/700", "/nrm/revisions/700/paper")) {
      assertThat(page("policy.approver", signed))
          .as(signed)
          .contains("Rehearsed on past cases on", "Different authority: fewer than 5.")
          .contains("Next steps of open cases. Cases: 70. Not followed: fewer than 5.")
          .doesNotContain("Different authority: 3", "Different tasks: 2");
    }
    assertThat(page("nrm.manager", PATH))
        .contains("<td>3</td>", "<td>2</td>", "<dd>4</dd>", "See which cases");
    assertThat(page("nrm.manager", PATH + "/cases"))
        .contains(CASE, "Different authority", "New: Reasonable grounds decided by the Home Office")
        .contains("Different next steps")
        .contains("New: \"Confirm the route\" is open for Home Office manager");
    assertThat(page("nrm.manager", "/nrm")).contains("Rehearsal of revision 700");
    assertThat(send("nrm.manager", "begin")).as("only reads").isEqualTo(404);
  }

  /** The text of a refusal is about a case, so only people who may read the case see it. */
  @Test
  void reasonsForStuckCasesAreShownFromFiveCasesOn() {
    List<CaseResult> cases = new ArrayList<>();
    for (int i = 0; i < 22; i++) {
      String why =
          i < 12
              ? "New: Log referral was refused: Choose an answer."
              : i < 21
                  ? "New: Service_record receipt failed: Not on %d June 2009".formatted(i)
                  : "New: Assess child was refused: Not on 3 June 2009";
      cases.add(
          new CaseResult(
              "NRM-2009-0000-00" + (10 + i),
              Finding.DIFFERENT,
              Map.of(
                  Kind.STUCK, List.of("New: What was done then had no place: Close case", why))));
    }
    keep(revisions.find(700).orElseThrow().digest(), Map.of(Kind.STUCK, cases.size()), cases);

    String refused = "\"Log the referral\" was refused: Choose an answer.";
    String failed = "\"Record the receipt\" in \"Intake\" failed";
    assertThat(page("policy.staff", PATH))
        .contains("Where cases would get stuck<")
        .contains(refused + "</td><td class=\"whole\">12<")
        .contains(failed + "</td><td class=\"whole\">9<")
        .contains("\"Assess the child\" was refused</td><td class=\"whole\">fewer than 5<")
        .doesNotContain("Not on ", "Close a case");
    assertThat(page("policy.approver", REVISION + "/paper"))
        .contains("Stuck: 22.")
        .contains("Where cases would get stuck: " + refused + " Cases: 12.")
        .contains("Where cases would get stuck: " + failed + ". Cases: 9.")
        .doesNotContain("Not on ");
    assertThat(page("nrm.manager", PATH))
        .contains(failed + ": Not on 17 June 2009</td><td class=\"whole\">1<");
  }

  /** Together with the number of all cases, it would reveal how many could be compared. */
  @Test
  void aNumberIsHiddenIfTheRemainderIsBelowFive() {
    String digest = revisions.find(700).orElseThrow().digest();
    keep(digest, null, 1300, 1297);

    assertThat(page("policy.staff", PATH)).contains("<dd>not shown</dd>").doesNotContain("1,297");
    assertThat(page("policy.staff", REVISION)).contains("Cases: 1,300. Not compared: not shown.");
    assertThat(page("nrm.manager", PATH)).contains("<dd>1,297</dd>");

    keep(digest, null, 1300, 1300);
    assertThat(page("policy.staff", REVISION)).contains("Not compared: 1,300.");
  }

  @Test
  void decisionsSinceApprovalAreShownBesideAPersonsResult() {
    String digest = revisions.find(700).orElseThrow().digest();
    keep(digest, Instant.parse("2009-06-03T09:00:00Z"));

    for (String signed : List.of("/nrm/revisions/700", "/nrm/revisions/700/paper")) {
      assertThat(page("release.officer", signed))
          .contains("It has not been rehearsed on past cases.")
          .contains(
              "Decisions since approval on 3 June 2009, 10:00 that would have gone differently")
          .contains("Different authority: fewer than 5.")
          .doesNotContain("Different authority: 3", "Next steps of open cases");
    }
    assertThat(page("policy.staff", PATH))
        .contains("Decisions since approval that would have gone differently", "<td>1,234</td>")
        .doesNotContain("<td>3</td>", CASE, "See which cases");
    assertThat(page("nrm.manager", PATH + "/cases"))
        .contains("Decisions since approval, ", CASE)
        .doesNotContain("Not followed");

    keep(digest);
    assertThat(page("nrm.manager", PATH + "/cases"))
        .contains("Decisions since approval, ", "Rehearsal, ", "Not followed");
  }

  @Test
  void aResultForOtherFilesSaysSo() {
    keep("other files");
    assertThat(page("release.officer", PATH)).contains("have changed: rehearse again.");
    assertThat(page("release.officer", "/nrm/revisions/700/paper"))
        .contains("have changed: rehearse again.");

    jdbc.sql("update revision set state = 'cancelled' where id = 700").update();
    assertThat(page("release.officer", "/nrm/revisions/700/paper"))
        .contains("After that, the files of the revision were changed.")
        .doesNotContain("ehearse again");
  }

  @Test
  void aClosedRevisionIsNotRehearsed() {
    String body = "act=begin&token=" + token("policy.staff", PATH);
    jdbc.sql("update revision set state = 'cancelled' where id = 700").update();
    assertThat(
            browser("policy.staff")
                .post(PATH, "application/x-www-form-urlencoded", body)
                .statusCode())
        .isEqualTo(400);
    assertThat(rehearsals.running()).isEmpty();
    assertThat(page("policy.staff", PATH))
        .contains("This revision is closed")
        .doesNotContain(">Rehearse on past cases<");
    assertThat(page("policy.staff", "/nrm/revisions/700"))
        .contains(">Rehearsal on past cases<", "It was not rehearsed on past cases.")
        .doesNotContain("Rehearse on past cases");
  }

  /** Its cases could not be replayed, which would only show when the rehearsal has failed. */
  @Test
  void aRevisionWithMistakesIsNotRehearsed() {
    add("forms/assess-child.form", "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(answer("begin"))
        .contains("The check found something to correct. The page of the revision says what:");
    assertThat(rehearsals.running()).isEmpty();
    assertThat(page("policy.staff", PATH)).doesNotContain("could not be");
  }

  @Test
  void aTableIsAskedInBothTheSetInForceAndTheRevision() {
    String table = "processes/competent-authority.dmn";
    add(table, RevisedFiles.all().get("lawful-to-home-office").get(table));
    String path = "/nrm/revisions/700/tables/competent-authority";
    assertThat(page("policy.staff", REVISION)).contains("href=\"" + path + "\"");
    String form = page("policy.staff", path);
    assertThat(form)
        .contains("name=\"receivedOn\"", "<option value=\"non-eea\"", ">yes</option>", ">Ask<")
        .doesNotContain(">true<");

    String answer = asked(path, "2/6/2009");

    assertThat(answer.substring(answer.indexOf("<h2>Set in force"), answer.indexOf("<h2>Revision")))
        .contains("Basis: D13.7<", "Reasonable grounds by: UKHTC");
    assertThat(answer.substring(answer.indexOf("<h2>Revision")))
        .contains("Basis: D13.7 2009", "Reasonable grounds by: UKBA", "Cases received");
    assertThat(asked(path, "yesterday")).contains(": enter a day like 14/4/2009.");
    assertThat(browser("ukhtc.owner").open(path).statusCode()).isEqualTo(404);
    assertThat(browser("policy.staff").open("/nrm/revisions/700/tables/none").statusCode())
        .isEqualTo(404);
  }

  /** The table time-limits collects all matching rows; the lowest row for each period counts. */
  @Test
  void aRowReplacedByALowerOneIsMarked() {
    String table = "processes/time-limits.dmn";
    add(table, RevisedFiles.all().get("thirty-days").get(table));
    String path = "/nrm/revisions/700/tables/time-limits";

    String answer = posted(path, Map.of("receivedOn", "1/2/2023", "startsOn", "1/2/2023"));

    String replaced = "<strong>Does not count: a row below replaces it";
    int revision = answer.indexOf("<h2>Revision");
    assertThat(answer.substring(0, revision))
        .contains("Period: reflection<br/>Value: 45<br/>Unit: days<br/></td>");
    assertThat(answer.substring(revision))
        .contains(
            "Period: reflection<br/>Value: 45<br/>Unit: days<br/>" + replaced,
            "Period: reflection<br/>Value: 30<br/>Unit: days<br/></td>");
  }

  @Test
  void aScenariosNewResultStopsARevisionUntilItsAuthorAcceptsIt() {
    String name = "config/scenarios/referred.json";
    assertThat(page("policy.staff", REVISION)).contains("/tables/competent-authority\"");
    add(name, ScenarioTest.EXAMPLE.getBytes(StandardCharsets.UTF_8));
    add("processes/time-limits.dmn", sevenDaysForReasonableGrounds());
    assertThat(page("policy.staff", REVISION))
        .contains("Scenarios: 1. They are being replayed.", "/tables/time-limits\"")
        .doesNotContain("Send for approval");
    await().until(() -> !page("policy.staff", REVISION).contains("are being replayed"));

    String page = page("policy.staff", REVISION);
    assertThat(page)
        .contains(
            "Scenarios: 1. With a different result: 1.",
            name + "</span>: A child from Vietnam",
            "Accept the result of " + name)
        .doesNotContain("Send for approval");
    assertThat(differences(page))
        .containsExactly(
            "Different deadline. No longer: Reasonable grounds due on 15 June 2009",
            "Different deadline. No longer: Reasonable grounds first due on 15 June 2009",
            "Different deadline. New: Reasonable grounds due on 17 June 2009",
            "Different deadline. New: Reasonable grounds first due on 17 June 2009");
    assertThat(page("policy.approver", REVISION)).doesNotContain("Accept the result");
    assertThat(page).doesNotContain("The check found nothing to correct.");
    assertThat(
            scenarios.differences(
                revisions.find(700).orElseThrow().with(revisions.files(revisions.inForce()))))
        .as("what --nrm.check prints")
        .hasSize(4)
        .contains(name + ": Different deadline. New: Reasonable grounds due on 17 June 2009");
    assertThat(deployedFromModeler()).isEqualTo("revision-700-see-the-results-of-the-scenarios");
    assertThat(page("policy.approver", REVISION + "/paper"))
        .contains("Different deadline. New: Reasonable grounds due on 17 June 2009");
    assertThat(act("submit", "")).isEqualTo(400);
    assertThat(act("accept-scenario", "config/scenarios/other.json")).isEqualTo(400);

    assertThat(act("accept-scenario", name)).isEqualTo(303);
    assertThat(deployedFromModeler()).doesNotEndWith("scenarios");

    for (String shown : List.of(REVISION, REVISION + "/paper")) {
      assertThat(page("policy.staff", shown))
          .as("without another replay")
          .contains("Scenarios: 1. All results are as expected.");
    }
    assertThat(page("policy.staff", REVISION)).contains(name + ", with the new result");
  }

  /** The id that Modeler shows after a deployment. */
  private String deployedFromModeler() {
    return Modeler.definition(
        Modeler.of(port, "policy.staff", password)
            .deploys("Rehearsed", Map.of("time-limits.dmn", sevenDaysForReasonableGrounds())));
  }

  /**
   * Only two invented cases: to work on all of them takes a third of the second program's start.
   */
  private static Definitions withTwoInventedCases(Path folder) throws IOException {
    String cases = Files.readString(Path.of("config/demo-cases.yaml"));
    Files.writeString(
        Files.createDirectories(folder.resolve("config")).resolve("demo-cases.yaml"),
        cases.substring(0, cases.indexOf("  - stage:"))
            + cases.substring(cases.indexOf("  - stage: NRM form sent")));
    return new Definitions(folder);
  }

  @Test
  void onePersonTriesOutARevisionByHandUntilTheyEndIt(@TempDir Path folder) throws IOException {
    ReflectionTestUtils.setField(tried, "definitions", withTwoInventedCases(folder));
    assertThat(page("policy.staff", PATH)).contains(">Try it<");
    assertThat(page("nrm.manager", PATH)).as("only reads").doesNotContain("Try it");
    assertThat(send("policy.staff", "try")).isEqualTo(303);
    assertThat(page("policy.staff", PATH)).contains("It is starting").doesNotContain("<code>");
    assertThat(send("policy.approver", "try")).as("one at a time").isEqualTo(400);
    assertThat(send("policy.approver", "end")).as("another person's").isEqualTo(400);
    Trial one = tried.running().orElseThrow();
    await()
        .atMost(Duration.ofMinutes(5))
        .failFast(() -> !one.process().isAlive())
        .until(one::isReady);
    assertThat(page("policy.staff", PATH))
        .contains("http://localhost:%d/try/".formatted(tried.port()))
        .contains("<code>" + one.password() + "</code>", "glasgow.lead", ">End it<")
        .contains("Local authority lead professional");
    assertThat(page("policy.approver", PATH))
        .contains("Sunita Straiton (policy.staff) is trying out revision 700, for another 11")
        .doesNotContain(one.password(), ">Try it<", ">End it<");

    Browser there =
        new Browser("http://localhost:%d%s".formatted(tried.port(), RevisionTrials.PATH))
            .signIn("first.responder", one.password());
    assertThat(Browser.text(there.send("GET", "/nrm/deployment", null, null)))
        .contains("\"Rehearsal of revision 700\"", "\"training\":true");
    String invented = there.get(TRIED).body();
    assertThat(invented)
        .contains("Rehearsal of revision 700: invented cases only", "</td><td")
        .contains("in real time");
    LocalDate today = new CaseClock().today();
    there.open("/camunda/app/tasklist/default/"); // sets the token of the session
    HttpResponse<String> reported =
        there.post(
            "/camunda/api/engine/engine/default/process-definition/key/nrm-case/submit-form",
            "application/json",
            StraightCase.submission(Invented.concern(today.toString())));
    assertThat(reported.statusCode()).as(reported.body()).isEqualTo(200);
    await() // the task of the reported case comes in another thread; an invented one has the same
        .until(
            () ->
                there.get(TRIED).body().split("Accept the concern: glasgow.duty", -1).length == 3);
    assertThat(move(there, "0")).isEqualTo(400);
    assertThat(move(there, "1")).isEqualTo(303);
    String cases = there.get(TRIED).body();
    assertThat(cases).contains(BritishDate.of(today.plusDays(1)));
    List<String> all =
        Pattern.compile("/nrm/try/([A-Z0-9-]+)")
            .matcher(cases)
            .results()
            .map(link -> link.group(1))
            .toList();
    assertThat(all).as("two that are there from the start, and the one reported").hasSize(3);

    String latest = all.get(0);
    String scenario = there.get(TRIED + "/" + latest).body();
    assertThat(scenario)
        .contains("\"starts\" : \"nrm-case\"", "\"by\" : \"first.responder\"")
        .doesNotContain("Muirhead", "Govan");
    assertThat(there.open(TRIED + "/" + CASE).statusCode()).isEqualTo(404);
    add("config/scenarios/case-" + latest + ".json", scenario.getBytes(StandardCharsets.UTF_8));
    await().until(() -> !page("policy.staff", REVISION).contains("are being replayed"));
    assertThat(page("policy.staff", REVISION))
        .contains("Scenarios: 1. All results are as expected.");
    String changed = "The files of the revision have changed since you began.";
    assertThat(page("policy.staff", PATH)).as("but for a scenario").doesNotContain(changed);
    add("processes/time-limits.dmn", sevenDaysForReasonableGrounds());
    assertThat(page("policy.staff", PATH)).contains(changed);

    assertThat(send("policy.staff", "end")).isEqualTo(303);
    assertThat(page("policy.approver", PATH)).contains(">Try it<");
    assertThat(one.process().isAlive()).isFalse();
    assertThat(one.folder()).doesNotExist();
  }

  private static int move(Browser browser, String days) {
    return browser
        .post(
            TRIED,
            "application/x-www-form-urlencoded",
            "days=%s&token=%s"
                .formatted(days, Browser.token(browser.get(TRIED).body()).orElseThrow()))
        .statusCode();
  }

  @Test
  void thePageSaysWhyARevisionCannotBeTriedOut() throws IOException {
    try (ServerSocket other = new ServerSocket(tried.port())) {
      assertThat(answer("try")).contains("Another program uses port " + other.getLocalPort());
    }
    add("forms/assess-child.form", "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(answer("try")).contains("The check found something to correct.");
    assertThat(answer("end")).contains("Only the person who began can end it.");
    assertThat(tried.running()).isEmpty();
  }

  private String answer(String act) {
    return HtmlUtils.htmlUnescape(
        browser("policy.staff")
            .post(
                PATH,
                "application/x-www-form-urlencoded",
                "act=%s&token=%s".formatted(act, token("policy.staff", PATH)))
            .body());
  }

  private static List<String> differences(String page) {
    String list = page.substring(page.indexOf("Scenarios with a different result"));
    return Pattern.compile("<li>([^<]+)</li>")
        .matcher(list.substring(0, list.indexOf("</ul>")))
        .results()
        .map(line -> line.group(1))
        .toList();
  }

  private void add(String file, byte[] content) {
    jdbc.sql("insert into revision_file (revision, file, content, base_set) values (700, ?, ?, 1)")
        .params(file, content)
        .update();
  }

  private static byte[] sevenDaysForReasonableGrounds() {
    String table = ProjectText.read(Path.of("processes/time-limits.dmn"));
    String changed = table.replaceFirst("(Entry_ReasonableGrounds_Value\">\\s*<text>)5<", "$17<");
    assertThat(changed).isNotEqualTo(table);
    return changed.getBytes(StandardCharsets.UTF_8);
  }

  private int act(String act, String scenario) {
    return browser("policy.staff")
        .post(
            REVISION,
            "application/x-www-form-urlencoded",
            "act=%s&scenario=%s&token=%s".formatted(act, scenario, token("policy.staff", REVISION)))
        .statusCode();
  }

  private String asked(String path, String day) {
    String form = page("policy.staff", path);
    Matcher band =
        Pattern.compile("name=\"daysUntilAdult\"><option value=\"([^\"]*)\"").matcher(form);
    assertThat(band.find()).isTrue();
    return posted(
        path,
        Map.of(
            "onDate", day,
            "receivedOn", day,
            "inProcess", "no",
            "nationality", "non-eea",
            "issue", "no",
            "knownToUkba", "no",
            "stage", "reasonable-grounds",
            "localAuthority", "", // not known
            "pilotArea", "no",
            "daysUntilAdult", band.group(1)));
  }

  private String posted(String path, Map<String, String> answers) {
    StringBuilder body = new StringBuilder("token=" + token("policy.staff", path));
    answers.forEach((name, value) -> body.append('&').append(name).append('=').append(value));
    return HtmlUtils.htmlUnescape(
        browser("policy.staff")
            .post(path, "application/x-www-form-urlencoded", body.toString())
            .body());
  }

  private void keep(String digest) {
    keep(digest, null);
  }

  private void keep(String digest, Instant approved) {
    keep(digest, approved, 1300, 20);
  }

  private void keep(String digest, Instant approved, int cases, int notCompared) {
    store.add(
        new Result(
            0,
            700,
            digest,
            revisions.inForce(),
            "policy.staff",
            approved,
            Instant.EPOCH,
            Instant.EPOCH,
            cases,
            notCompared,
            Map.of(Kind.AUTHORITY, 3, Kind.LETTERS, 1234),
            70,
            4,
            Map.of(Kind.TASKS, 2, Kind.DEADLINE, 61)),
        List.of(
            new CaseResult(
                CASE,
                Finding.DIFFERENT,
                Map.of(Kind.AUTHORITY, List.of("New: Reasonable grounds decided by UKBA"))),
            new CaseResult(
                CASE,
                Finding.NEXT,
                Map.of(Kind.TASKS, List.of("New: Confirm route is open for Ukba manager")))));
  }

  private void keep(String digest, Map<Kind, Integer> counts, List<CaseResult> cases) {
    store.add(
        new Result(
            0,
            700,
            digest,
            revisions.inForce(),
            "policy.staff",
            null,
            Instant.EPOCH,
            Instant.EPOCH,
            70,
            0,
            counts,
            0,
            0,
            Map.of()),
        cases);
  }

  private Browser browser(String person) {
    return browsers.computeIfAbsent(
        person,
        name ->
            new Browser(port)
                .signIn(
                    name,
                    password,
                    name.matches("policy.*|release.*|nrm.*|admin") ? "cockpit" : "tasklist"));
  }

  private String page(String person, String path) {
    return HtmlUtils.htmlUnescape(Browser.text(browser(person).open(path)));
  }

  private int send(String person, String act) {
    return browser(person)
        .post(
            PATH,
            "application/x-www-form-urlencoded",
            "act=" + act + "&token=" + token(person, PATH))
        .statusCode();
  }

  private String token(String person, String path) {
    return Browser.token(Browser.text(browser(person).open(path))).orElse("");
  }
}
