package scot.nrm.underway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.util.HtmlUtils;
import scot.nrm.Databases;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.pages.Browser;
import scot.nrm.revision.RevisionContents;
import scot.nrm.revision.SignedRevisions;

/** The page of cases under way, over HTTP on PostgreSQL, as its readers see it. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "spring.application.name=under-way" // without the open cases of other tests
    })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CasesUnderWayPageTest implements Databases.OnPostgres {

  private static final String DAY = "2009-05-18";
  private static final Pattern ROW =
      Pattern.compile(
          "<tr>(?:<td rowspan[^>]*>[^<]*</td>)?<td>([^<]*)</td><td class=\"number whole\">([^<]*)</td>(?:<td>([^<]*)</td>)?");
  private static final Pattern HIDDEN = Pattern.compile("name=\"(token|file)\" value=\"([^\"]*)\"");

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired DefinitionSets sets;
  @Autowired BeanFactory beans;

  private final Map<String, Browser> browsers = new HashMap<>();
  private int revision;
  private int withAStep;

  @BeforeAll
  void casesAndARevision() throws IOException {
    List<Journey> cases = new ArrayList<>();
    IntStream.range(0, 7)
        .forEach(number -> cases.add(new Journey(engine).referred(DAY, Invented.ukNational(DAY))));
    cases.get(0).logged(DAY);
    cases.get(1).logged(DAY).reasonableGrounds("ukhtc", "positive", DAY);
    cases.forEach(Journey::executeJobs);
    revision =
        new SignedRevisions(beans)
            .draft(
                "Later conclusive grounds",
                LocalDate.parse("2009-06-10"),
                Map.of(
                    "processes/conclusive-grounds.bpmn",
                    renamed("conclusive-grounds", "Task_ProposeConclusiveGrounds"),
                    "config/cases-under-way.yaml",
                    "cases-under-way:\n- {from: [%d], stage: conclusive-grounds, takes: new}\n"
                        .formatted(sets.inForce())
                        .getBytes(StandardCharsets.UTF_8)));
    withAStep =
        new SignedRevisions(beans)
            .draft(
                "A step before the log",
                LocalDate.parse("2009-06-10"),
                Map.of("processes/intake.bpmn", intakeWithAStep()));
  }

  private static byte[] intakeWithAStep() throws IOException {
    String log = "<bpmn:userTask id=\"Task_LogReferral\"";
    String toLog = "sourceRef=\"Event_NrmFormReceived\" targetRef=\"Task_LogReferral\"";
    return Files.readString(Path.of("processes/intake.bpmn"))
        .replace(
            log,
            "<bpmn:userTask id=\"Task_CheckForm\" name=\"Check the form\""
                + " camunda:formRef=\"log-referral\" camunda:formRefBinding=\"deployment\""
                + " camunda:candidateGroups=\"${authorities.group('intake', 'intake')}\">"
                + "<bpmn:incoming>Flow_NrmFormReceived_To_LogReferral</bpmn:incoming>"
                + "<bpmn:outgoing>Flow_Checked</bpmn:outgoing></bpmn:userTask>"
                + "<bpmn:sequenceFlow id=\"Flow_Checked\" sourceRef=\"Task_CheckForm\""
                + " targetRef=\"Task_LogReferral\" />"
                + log)
        .replace(toLog, toLog.replace("Task_LogReferral", "Task_CheckForm"))
        .getBytes(StandardCharsets.UTF_8);
  }

  @AfterAll
  void cancelled() {
    new SignedRevisions(beans).cancel(revision);
    new SignedRevisions(beans).cancel(withAStep);
    ClockUtil.reset();
  }

  private static byte[] renamed(String diagram, String task) throws IOException {
    String text = Files.readString(Path.of("processes", diagram + ".bpmn"));
    String revised = text.replaceFirst("(id=\"" + task + "\" name=\")", "$1Revised: ");
    assertThat(revised).isNotEqualTo(text);
    return revised.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void managersSeeHowManyCasesAreAtEachStep() {
    Map<String, String[]> rows = rows("nrm.manager", "/nrm/cases-under-way");

    assertThat(rows.get("Log the referral")[0]).isEqualTo("5");
    assertThat(rows).containsKey("Propose reasonable grounds");
    assertThat(rows.get("Propose reasonable grounds")[0]).isEqualTo("1");
    assertThat(rows).doesNotContainKey("Intake");
  }

  @Test
  void policyStaffSeeNoNumberThatWouldRevealAChild() {
    for (String person : List.of("policy.staff", "policy.approver", "release.officer")) {
      Map<String, String[]> rows = rows(person, "/nrm/cases-under-way");
      assertThat(rows.get("Log the referral")[0]).as("five").isEqualTo("5");
      assertThat(rows.get("Propose reasonable grounds")[0]).isEqualTo("fewer than 5");
    }
  }

  @Test
  void thePageSaysWhatARevisionChangesForCases() {
    String address = "/nrm/revisions/" + revision + "/cases-under-way";
    Map<String, String[]> rows = rows("policy.staff", address);

    assertThat(rows.get("Log the referral")[1])
        .isEqualTo("They follow the new set when \"Conclusive grounds\" begins.");
    assertThat(rows.get("Send acknowledgement")).isNull();
    assertThat(page("policy.staff", "/nrm/revisions/" + revision)).contains(address);
    assertThat(rows("nrm.manager", address).get("Log the referral")[0]).isEqualTo("5");
  }

  /** The paper is passed on, so it is the same for all readers. */
  @Test
  void thePaperListsChangedStepsAndHidesTheSameNumbers() {
    String paper = page("policy.approver", "/nrm/revisions/" + revision + "/paper");
    String changes =
        paper.substring(
            paper.indexOf("<h2>What changes for open cases"), paper.indexOf("<h2>Signatures"));

    assertThat(changes)
        .contains(
            "<td>Log the referral</td><td class=\"whole\">5</td><td>They follow the new set when \"Conclusive grounds\" begins.</td>",
            "<td>Propose reasonable grounds</td><td class=\"whole\">fewer than 5</td>")
        .doesNotContain("Nothing changes for them.", "<td class=\"whole\">1<");
    assertThat(page("policy.approver", "/nrm/revisions/" + revision + "/cases-under-way"))
        .contains("Nothing changes for them.");
  }

  @Test
  void theAuthorsChoicesAreWrittenIntoTheFile() {
    int set = sets.inForce();
    String handWritten =
        "# As agreed.\ncases-under-way:\n- {from: [%d], stage: leave-to-remain, takes: new} # kept\n"
            .formatted(set);
    int draft = draftWith(handWritten);
    String stage = "set-" + set + "-";

    HttpResponse<String> sent =
        choose(
            "policy.staff",
            draft,
            stage + "intake=LATER",
            stage + "reasonable-grounds=LATER",
            stage + "reflection-period=MOVE",
            stage + "conclusive-grounds=LATER");

    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
    String file = file(draft);
    assertThat(file)
        .startsWith("# As agreed.\ncases-under-way:\n" + ChosenRows.BEGIN)
        .endsWith(
            ChosenRows.END
                + "\n- {from: [%d], stage: leave-to-remain, takes: new} # kept\n".formatted(set))
        .contains("- {from: [%d], stage: reflection-period, takes: move}".formatted(set))
        .contains("- {from: [%d], stage: conclusive-grounds, takes: new}".formatted(set))
        .doesNotContain("stage: intake,");
    String page = page("policy.staff", "/nrm/revisions/" + draft + "/cases-under-way?saved=yes");
    assertThat(page)
        .contains("says what you chose", "<option value=\"MOVE\" selected=\"selected\">")
        .contains("No stage comes after it.", "No cases are here today.");
    assertThat(rows("policy.staff", "/nrm/revisions/" + draft + "/cases-under-way"))
        .extractingByKey("Log the referral")
        .extracting(row -> row[1])
        .asString()
        .startsWith("They follow the new set when");
    new SignedRevisions(beans).cancel(draft);
  }

  /** Each has its stage, and child protection beside it. */
  @Test
  void aTrialCountsCasesAndNotTheirDiagrams() throws IOException {
    int draft =
        new SignedRevisions(beans)
            .draft(
                "Moves what is beside the case too",
                LocalDate.parse("2009-06-10"),
                Map.of(
                    "processes/intake.bpmn",
                    renamed("intake", "Task_LogReferral"),
                    "config/cases-under-way.yaml",
                    "cases-under-way:\n- {from: [%1$d], stage: intake, takes: move}\n- {from: [%1$d], stage: child-protection, takes: move}\n"
                        .formatted(sets.inForce())
                        .getBytes(StandardCharsets.UTF_8)));

    assertThat(beans.getBean(Mover.class).tryOut(draft, Map.of()).orElseThrow().outcomes())
        .isEqualTo(Map.of(Mover.MOVES, 7));

    new SignedRevisions(beans).cancel(draft);
  }

  /** The page writes its rows before those of the author's file, and the first one applies. */
  @Test
  void aRowForCasesThatStayByAnEarlierOneMovesNone() {
    int draft =
        draftWith(
            "cases-under-way:\n- {from: [%1$d], stage: intake, takes: stay}\n- {from: [%1$d], stage: intake, takes: move}\n"
                .formatted(sets.inForce()));

    assertThat(beans.getBean(Mover.class).tryOut(draft, Map.of()).orElseThrow().outcomes())
        .isEmpty();
    assertThat(page("policy.staff", "/nrm/revisions/" + draft + "/cases-under-way"))
        .doesNotContain("value=\"try\"");

    new SignedRevisions(beans).cancel(draft);
  }

  /** The check refuses it, and the page of its draft can still be opened. */
  @Test
  void anEventThatIsNotAllowedDoesNotHideThePage() throws IOException {
    String intake = Files.readString(Path.of("processes/intake.bpmn"));
    String start = "</bpmn:startEvent>";
    assertThat(intake).contains(start);
    int draft =
        new SignedRevisions(beans)
            .draft(
                "Begins with a signal",
                LocalDate.parse("2009-06-10"),
                Map.of(
                    "processes/intake.bpmn",
                    intake
                        .replace(start, "<bpmn:signalEventDefinition id=\"Signal\" />" + start)
                        .getBytes(StandardCharsets.UTF_8)));

    assertThat(page("policy.staff", "/nrm/revisions/" + draft + "/cases-under-way"))
        .contains("Begins with a signal");

    new SignedRevisions(beans).cancel(draft);
  }

  @Test
  void aChoiceThatIsNotPossibleIsRefusedInASentenceAndChangesNothing() {
    String stage = "set-" + sets.inForce() + "-";
    String before = file(revision);

    assertRefused(
        choose(
            "policy.staff",
            revision,
            stage + "intake=LATER",
            stage + "reasonable-grounds=STAY",
            stage + "conclusive-grounds=STAY"),
        "Cases in \"Reasonable grounds\" (set %1$d), \"Conclusive grounds\" (set %1$d) come to later stages"
            .formatted(sets.inForce()));
    assertRefused(
        choose("policy.staff", revision, stage + "leave-to-remain=LATER"),
        "No stage comes after \"Leave to remain\"");
    assertThat(file(revision)).isEqualTo(before);
    assertRefused(
        choose("policy.staff", withAStep, stage + "intake=MOVE"),
        "The new diagram requires the step \"Check the form\" first, and this case has not completed it.");
    assertRefused(
        choose(
            "policy.staff",
            withAStep,
            stage + "reflection-period=MOVE",
            stage + "conclusive-grounds=STAY"),
        "The case is also in \"Conclusive grounds\", where cases stay. Choose for both stages that they move.");
    assertThat(beans.getBean(RevisionContents.class).planned(withAStep).orElseThrow().changed())
        .containsExactly("processes/intake.bpmn");
    HttpResponse<String> late =
        post(
            "policy.staff",
            revision,
            hidden("policy.staff", revision).get("token"),
            "file=0&" + stage + "intake=STAY");
    assertRefused(late, "has changed meanwhile");
    assertThat(file(revision)).isEqualTo(before);
  }

  @Test
  void onlyTheAuthorChooses() {
    String address = "/nrm/revisions/" + revision + "/cases-under-way";
    String before = file(revision);
    for (String person : List.of("policy.approver", "release.officer", "nrm.manager")) {
      assertThat(page(person, address)).as(person).doesNotContain("<select");
      String token = hidden(person, revision).get("token");
      assertThat(post(person, revision, token, "file=0").statusCode()).as(person).isEqualTo(404);
    }
    assertThat(post("policy.staff", revision, "of another session", "file=0").statusCode())
        .isEqualTo(404);
    assertThat(file(revision)).isEqualTo(before);
  }

  private static void assertRefused(HttpResponse<String> answer, String sentence) {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(HtmlUtils.htmlUnescape(answer.body()))
        .contains(sentence, "Nothing has been changed.");
  }

  private int draftWith(String rows) {
    return new SignedRevisions(beans)
        .draft(
            "Chosen on the page",
            LocalDate.parse("2009-06-10"),
            Map.of("config/cases-under-way.yaml", rows.getBytes(StandardCharsets.UTF_8)));
  }

  private String file(int number) {
    return new String(
        beans
            .getBean(RevisionContents.class)
            .planned(number)
            .orElseThrow()
            .files()
            .get("config/cases-under-way.yaml"),
        StandardCharsets.UTF_8);
  }

  private HttpResponse<String> choose(String person, int number, String... choices) {
    Map<String, String> hidden = hidden(person, number);
    return post(
        person,
        number,
        hidden.get("token"),
        "file=" + hidden.get("file") + "&" + String.join("&", choices));
  }

  private HttpResponse<String> post(String person, int number, String token, String fields) {
    return browser(person)
        .post(
            "/nrm/revisions/" + number + "/cases-under-way",
            "application/x-www-form-urlencoded",
            "act=choose&token=" + token + "&" + fields);
  }

  private Map<String, String> hidden(String person, int number) {
    Map<String, String> hidden = new HashMap<>();
    HIDDEN
        .matcher(page(person, "/nrm/revisions/" + number + "/cases-under-way"))
        .results()
        .forEach(field -> hidden.put(field.group(1), field.group(2)));
    return hidden;
  }

  @Test
  void othersFindNoPage() {
    for (String person : List.of("ukhtc.manager", "glasgow.manager", "policy.adviser")) {
      for (String path :
          List.of("/nrm/cases-under-way", "/nrm/revisions/" + revision + "/cases-under-way")) {
        assertThat(browser(person).open(path).statusCode()).as(person).isEqualTo(404);
      }
    }
    assertThat(browser("policy.staff").open("/nrm/revisions/99999/cases-under-way").statusCode())
        .isEqualTo(404);
  }

  /** The number of cases and what changes for them, by step. */
  private Map<String, String[]> rows(String person, String path) {
    Map<String, String[]> rows = new HashMap<>();
    for (MatchResult row : ROW.matcher(page(person, path)).results().toList()) {
      rows.put(row.group(1), new String[] {row.group(2), row.group(3)});
    }
    return rows;
  }

  private String page(String person, String path) {
    HttpResponse<byte[]> page = browser(person).open(path);
    assertThat(page.statusCode()).as(path).isEqualTo(200);
    return HtmlUtils.htmlUnescape(Browser.text(page));
  }

  private Browser browser(String person) {
    return browsers.computeIfAbsent(
        person,
        name ->
            new Browser(port)
                .signIn(
                    name,
                    password,
                    name.matches("policy.(staff|approver)|release.*|nrm.manager")
                        ? "cockpit"
                        : "tasklist"));
  }
}
