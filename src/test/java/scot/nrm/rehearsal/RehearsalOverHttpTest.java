package scot.nrm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.util.HtmlUtils;
import scot.nrm.Databases;
import scot.nrm.journeys.RevisedFiles;
import scot.nrm.pages.Browser;
import scot.nrm.rehearsal.CaseCourse.Kind;
import scot.nrm.rehearsal.RehearsalStore.CaseResult;
import scot.nrm.rehearsal.RehearsalStore.Found;
import scot.nrm.rehearsal.RehearsalStore.Result;
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

  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
  private static final String REVISION = "/nrm/revisions/700";
  private static final String PATH = REVISION + "/rehearsal";
  private static final String CASE = "NRM-2009-AAAA-BBBB";

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired RehearsalStore store;
  @Autowired Rehearsals rehearsals;
  @Autowired RevisionContents revisions;
  private JdbcClient jdbc;

  @Autowired
  void asOwner(DataSource application) {
    jdbc = JdbcClient.create(Databases.asOwner(application));
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
  void whoRevisesBeginsItAndEverybodyElseFindsNoPage() {
    assertThat(page("policy.staff", "/nrm/revisions/700"))
        .contains("Rehearse on past cases", "It has not been rehearsed on past cases.");
    assertThat(page("policy.staff", PATH)).contains(">Rehearse on past cases<");

    assertThat(send("policy.staff", "begin")).isEqualTo(303);
    await().atMost(Duration.ofMinutes(2)).until(() -> rehearsals.running().isEmpty());

    assertThat(page("policy.approver", PATH))
        .contains("Compared with", "Another authority", "none", "Sunita Straiton")
        .doesNotContain("Which cases", "have changed since", "could not be");
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
  void policyStaffSeeNoNumberBelowFiveAndNoCase() {
    keep(revisions.find(700).orElseThrow().digest());

    assertThat(page("policy.staff", PATH))
        .contains("fewer than 5", "<td>1,234</td>", "<td>none</td>", "<td>61</td>", "<dd>70</dd>")
        .contains("More than one case in a hundred could not be compared.")
        .doesNotContain("<td>3</td>", "<td>2</td>", "<dd>4</dd>", CASE, "Which cases");
    assertThat(browser("policy.staff").open(PATH + "/cases").statusCode()).isEqualTo(404);
    for (String signed : List.of("/nrm/revisions/700", "/nrm/revisions/700/paper")) {
      assertThat(page("policy.approver", signed))
          .as(signed)
          .contains("Rehearsed on past cases on", "Another authority: fewer than 5.")
          .contains("Next steps of open cases. Cases: 70. Not followed: fewer than 5.")
          .doesNotContain("Another authority: 3", "Other tasks: 2");
    }
    assertThat(page("nrm.manager", PATH))
        .contains("<td>3</td>", "<td>2</td>", "<dd>4</dd>", "Which cases");
    assertThat(page("nrm.manager", PATH + "/cases"))
        .contains(CASE, "Another authority", "New: Reasonable grounds decided by UKBA")
        .contains("Something else comes next", "New: Confirm route is open for Ukba manager");
    assertThat(page("nrm.manager", "/nrm")).contains("Rehearsal of revision 700");
    assertThat(send("nrm.manager", "begin")).as("only reads").isEqualTo(404);
  }

  @Test
  void whatWasDecidedSinceApprovalIsBesideTheResultOfAPerson() {
    String digest = revisions.find(700).orElseThrow().digest();
    keep(digest, Instant.parse("2009-06-03T09:00:00Z"));

    for (String signed : List.of("/nrm/revisions/700", "/nrm/revisions/700/paper")) {
      assertThat(page("release.officer", signed))
          .contains("It has not been rehearsed on past cases.")
          .contains(
              "Decisions since approval on 3 June 2009, 10:00 that would have gone differently")
          .contains("Another authority: fewer than 5.")
          .doesNotContain("Another authority: 3", "Next steps of open cases");
    }
    assertThat(page("policy.staff", PATH))
        .contains("Decisions since approval that would have gone differently", "<td>1,234</td>")
        .doesNotContain("<td>3</td>", CASE, "Which cases");
    assertThat(page("nrm.manager", PATH + "/cases"))
        .contains("Decisions since approval, ", CASE)
        .doesNotContain("Not followed");

    keep(digest);
    assertThat(page("nrm.manager", PATH + "/cases"))
        .contains("Decisions since approval, ", "Rehearsal, ", "Not followed");
  }

  @Test
  void aResultOfOtherFilesSaysSo() {
    keep("other files");
    assertThat(page("release.officer", PATH)).contains("have changed since. Rehearse again.");
    assertThat(page("release.officer", "/nrm/revisions/700/paper"))
        .contains("have changed: rehearse again.");
  }

  @Test
  void aClosedRevisionIsNotRehearsed() {
    jdbc.sql("update revision set state = 'cancelled' where id = 700").update();
    assertThat(send("policy.staff", "begin")).isEqualTo(400);
    assertThat(rehearsals.running()).isEmpty();
  }

  @Test
  void aTableAnswersUnderTheSetInForceAndUnderTheRevision() {
    String table = "processes/competent-authority.dmn";
    add(table, RevisedFiles.all().get("lawful-to-home-office").get(table));
    String path = "/nrm/revisions/700/tables/competent-authority";
    String form = page("policy.staff", path);
    assertThat(form).contains("name=\"receivedOn\"", "<option value=\"non-eea\"", ">Ask<");

    String answer = asked(path, "2/6/2009");

    assertThat(answer.substring(answer.indexOf("<h2>Set in force"), answer.indexOf("<h2>Revision")))
        .contains("routingBasis: D13.7<", "rgAuthority: UKHTC");
    assertThat(answer.substring(answer.indexOf("<h2>Revision")))
        .contains("routingBasis: D13.7 2009", "rgAuthority: UKBA", "Cases received");
    assertThat(asked(path, "yesterday")).contains(": enter a day like 14/4/2009.");
    assertThat(browser("ukhtc.owner").open(path).statusCode()).isEqualTo(404);
    assertThat(browser("policy.staff").open("/nrm/revisions/700/tables/none").statusCode())
        .isEqualTo(404);
  }

  @Test
  void aScenarioThatComesOutDifferentlyStopsARevisionUntilItsAuthorAcceptsIt() {
    String name = "config/scenarios/referred.json";
    add(name, ScenarioTest.EXAMPLE.getBytes(StandardCharsets.UTF_8));
    add("processes/time-limits.dmn", sevenDaysForReasonableGrounds());
    assertThat(page("policy.staff", REVISION))
        .contains("Scenarios: 1. They are being replayed.")
        .doesNotContain("Send for approval");
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> !page("policy.staff", REVISION).contains("are being replayed"));

    String page = page("policy.staff", REVISION);
    assertThat(page)
        .contains(
            "Scenarios: 1. Different from what is expected: 1.",
            name + "</span>: A child from Vietnam",
            "Accept what came of " + name)
        .doesNotContain("Send for approval");
    assertThat(differences(page))
        .containsExactly(
            "Another deadline. No longer: Reasonable grounds due on 15 June 2009",
            "Another deadline. No longer: Reasonable grounds first due on 15 June 2009",
            "Another deadline. New: Reasonable grounds due on 17 June 2009",
            "Another deadline. New: Reasonable grounds first due on 17 June 2009");
    assertThat(page("policy.approver", REVISION)).doesNotContain("Accept what came");
    assertThat(page).doesNotContain("The check found nothing to correct.");
    assertThat(deployedFromModeler()).isEqualTo("revision-700-see-what-comes-of-the-scenarios");
    assertThat(page("policy.approver", REVISION + "/paper"))
        .contains("Another deadline. New: Reasonable grounds due on 17 June 2009");
    assertThat(act("submit", "")).isEqualTo(400);
    assertThat(act("accept-scenario", "config/scenarios/other.json")).isEqualTo(400);

    assertThat(act("accept-scenario", name)).isEqualTo(303);
    assertThat(deployedFromModeler()).doesNotEndWith("scenarios");

    for (String shown : List.of(REVISION, REVISION + "/paper")) {
      assertThat(page("policy.staff", shown))
          .as("without another replay")
          .contains("Scenarios: 1. All came out as expected.");
    }
    assertThat(page("policy.staff", REVISION)).contains(name + ", with what came out");
  }

  /** What Modeler shows. */
  private String deployedFromModeler() {
    return Modeler.definition(
        Modeler.of(port, "policy.staff", password)
            .deploys("Rehearsed", Map.of("time-limits.dmn", sevenDaysForReasonableGrounds())));
  }

  private static List<String> differences(String page) {
    String list = page.substring(page.indexOf("Scenarios that come out differently"));
    return Pattern.compile("<li>([^<]+)</li>")
        .matcher(list.substring(0, list.indexOf("</ul>")))
        .results()
        .map(line -> line.group(1))
        .toList();
  }

  private void add(String file, byte[] content) {
    jdbc.sql("insert into revision_file (revision, file, content) values (700, ?, ?)")
        .params(file, content)
        .update();
  }

  private static byte[] sevenDaysForReasonableGrounds() {
    try {
      String table = Files.readString(Path.of("processes/time-limits.dmn"));
      String changed = table.replaceFirst("(Entry_ReasonableGrounds_Value\">\\s*<text>)5<", "$17<");
      assertThat(changed).isNotEqualTo(table);
      return changed.getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    StringBuilder body = new StringBuilder("token=" + token("policy.staff", path));
    Map.of(
            "onDate", day,
            "receivedOn", day,
            "inProcess", "false",
            "nationality", "non-eea",
            "issue", "no",
            "knownToUkba", "false",
            "stage", "reasonable-grounds",
            "localAuthority", "fife",
            "pilotArea", "false",
            "daysUntilAdult", band.group(1))
        .forEach((name, value) -> body.append('&').append(name).append('=').append(value));
    return HtmlUtils.htmlUnescape(
        browser("policy.staff")
            .post(path, "application/x-www-form-urlencoded", body.toString())
            .body());
  }

  private void keep(String digest) {
    keep(digest, null);
  }

  private void keep(String digest, Instant approved) {
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
            1300,
            20,
            Map.of(Kind.AUTHORITY, 3, Kind.LETTERS, 1234),
            70,
            4,
            Map.of(Kind.TASKS, 2, Kind.DEADLINE, 61)),
        List.of(
            new CaseResult(
                CASE,
                Found.DIFFERENT,
                Map.of(Kind.AUTHORITY, List.of("New: Reasonable grounds decided by UKBA"))),
            new CaseResult(
                CASE,
                Found.NEXT,
                Map.of(Kind.TASKS, List.of("New: Confirm route is open for Ukba manager")))));
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
    Matcher token = TOKEN.matcher(Browser.text(browser(person).open(path)));
    return token.find() ? token.group(1) : "";
  }
}
