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
          "<tr><td>(.*?)</td><td>(.*?)</td><td class=\"number whole\">(.*?)</td>(?:<td>(.*?)</td>)?</tr>");

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired DefinitionSets sets;
  @Autowired BeanFactory beans;

  private final Map<String, Browser> browsers = new HashMap<>();
  private int revision;

  @BeforeAll
  void casesAndARevision() throws IOException {
    List<Journey> cases = new ArrayList<>();
    IntStream.range(0, 7)
        .forEach(number -> cases.add(new Journey(engine).referred(DAY, Invented.ukNational(DAY))));
    cases.get(0).logged(DAY);
    cases.get(1).logged(DAY).reasonableGrounds("ukhtc", "positive", DAY);
    cases.forEach(Journey::workOffJobs);
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
  }

  @AfterAll
  void cancelled() {
    new SignedRevisions(beans).cancel(revision);
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
  void peopleWhoReviseSeeNoNumberThatWouldRevealAChild() {
    for (String person : List.of("policy.staff", "policy.approver", "release.officer")) {
      Map<String, String[]> rows = rows(person, "/nrm/cases-under-way");
      assertThat(rows.get("Log the referral")[0]).as("five").isEqualTo("5");
      assertThat(rows.get("Propose reasonable grounds")[0]).isEqualTo("fewer than 5");
    }
  }

  @Test
  void itSaysWhatARevisionChangesForThem() {
    String address = "/nrm/revisions/" + revision + "/cases-under-way";
    Map<String, String[]> rows = rows("policy.staff", address);

    assertThat(rows.get("Log the referral")[1])
        .isEqualTo("They take the new files when \"Conclusive grounds\" begins.");
    assertThat(rows.get("Send acknowledgement")).isNull();
    assertThat(page("policy.staff", "/nrm/revisions/" + revision)).contains(address);
    assertThat(rows("nrm.manager", address).get("Log the referral")[0]).isEqualTo("5");
  }

  /** It is passed on, so it is the same for everyone. */
  @Test
  void thePaperToSignHasTheStepsWhereSomethingChangesWithTheSameNumbersHidden() {
    String paper = page("policy.approver", "/nrm/revisions/" + revision + "/paper");
    String changes =
        paper.substring(
            paper.indexOf("<h2>What changes for open cases"), paper.indexOf("<h2>Signatures"));

    assertThat(changes)
        .contains(
            "<td>Log the referral</td><td class=\"whole\">5</td><td>They take the new files when"
                + " \"Conclusive grounds\" begins.</td>",
            "<td>Propose reasonable grounds</td><td class=\"whole\">fewer than 5</td>")
        .doesNotContain("Nothing changes for them.", "<td class=\"whole\">1<");
    assertThat(page("policy.approver", "/nrm/revisions/" + revision + "/cases-under-way"))
        .contains("Nothing changes for them.");
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

  /** The number and what changes, by step. */
  private Map<String, String[]> rows(String person, String path) {
    Map<String, String[]> rows = new HashMap<>();
    for (MatchResult row : ROW.matcher(page(person, path)).results().toList()) {
      rows.put(row.group(2), new String[] {row.group(3), row.group(4)});
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
