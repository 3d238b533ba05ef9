package scot.nrm.underway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.util.HtmlUtils;
import scot.nrm.Databases;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.pages.Browser;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.revision.SignedRevisions;

/** The cases of a revision that sent UK nationals to UKBA by mistake, and was taken back. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "spring.application.name=cases-of-revision" // other tests deploy sets and remove them
    })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CasesOfRevisionPageTest implements Databases.OnH2 {

  private static final String DAY = "2009-05-18";
  private static final String LATER = "2009-05-19";

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired DefinitionSets sets;
  @Autowired BeanFactory beans;

  private final List<String> routed = new ArrayList<>();
  private String before;
  private String opened;
  private String moved;
  private int set;
  private int revision;
  private int back;

  @BeforeAll
  void aMistakeForOneDay() throws IOException {
    SignedRevisions revisions = new SignedRevisions(beans);
    Journey earlier = new Journey(engine).referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    before = earlier.caseNumber();
    moved = new Journey(engine).referred(DAY, Invented.ukNational(DAY)).logged(DAY).caseNumber();
    set = sets.inForce();
    revision =
        revisions.released(
            "Other routes",
            LocalDate.parse(LATER),
            Map.of("processes/competent-authority.dmn", ukNationalsToUkba()));
    earlier.on(LATER);
    revisions.minute();
    assertThat(sets.inForce()).isEqualTo(set + 1);
    IntStream.range(0, 6)
        .forEach(
            number ->
                routed.add(
                    new Journey(engine)
                        .referred(LATER, Invented.ukNational(LATER))
                        .logged(LATER)
                        .caseNumber()));
    opened =
        new Journey(engine)
            .on(LATER)
            .concern("first.responder", Invented.concern(LATER))
            .caseNumber();
    move(moved, sets.inForce());
    back = revisions.takenBack(revision);
    earlier.on("2009-05-20");
    revisions.minute();
    assertThat(sets.files(sets.inForce())).containsAllEntriesOf(sets.files(set));
  }

  /** As {@link Mover} records it. */
  private void move(String caseNumber, int to) {
    new TransactionTemplate(beans.getBean(PlatformTransactionManager.class))
        .executeWithoutResult(
            done -> {
              beans.getBean(Register.class).changeSet(caseNumber, to);
              beans
                  .getBean(RegisterUpdates.class)
                  .addEntry(
                      caseNumber,
                      RegisterEvent.entry(EntryKind.PROCEDURE_CHANGED)
                          .code(String.valueOf(revision))
                          .from(LocalDate.parse(LATER)));
            });
  }

  @AfterAll
  void today() {
    ClockUtil.reset();
  }

  private static byte[] ukNationalsToUkba() throws IOException {
    String text = Files.readString(Path.of("processes", "competent-authority.dmn"));
    String revised =
        text.replaceFirst(
            "(id=\"Entry_UkNational_ReasonableGroundsAuthority\">\\s*<text>)\"UKHTC\"",
            "$1\"UKBA\"");
    assertThat(revised).isNotEqualTo(text);
    return revised.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void managersSeeCasesThatTheNewTableSentToAnotherAuthority() {
    String page = page("nrm.manager");

    String differently = part(page, "Allocated to another authority than the earlier table gives");
    assertThat(differently).contains(": 6</h2>").contains(routed);
    assertThat(differently).doesNotContain(opened, before);
    assertThat(part(page, "Opened")).contains(": 1</h2>", opened);
    assertThat(part(page, "Moved under it, and nothing else was recorded"))
        .contains(": 1</h2>", moved + "</a> (still under it)");
    assertThat(page)
        .contains("It was taken back by revision " + back, "/nrm/repairs", "action: move")
        .contains(routed.get(0) + "</a> (still under it)", "so the result would be the same")
        .doesNotContain(before, "repeated under set");
  }

  @Test
  void policyStaffSeeNoCaseAndNoSmallNumber() {
    for (String person : List.of("policy.staff", "policy.approver", "release.officer")) {
      String page = page(person);
      assertThat(page)
          .doesNotContain("NRM-20", "action: move")
          .contains("Opened: fewer than 5")
          .doesNotContain("gives: 6");
    }
  }

  @Test
  void othersFindNoPage() {
    for (String person : List.of("ukhtc.manager", "glasgow.lead", "policy.adviser")) {
      assertThat(open(person, revision).statusCode()).as(person).isEqualTo(404);
    }
    assertThat(open("nrm.manager", 99_999).statusCode()).isEqualTo(404);
  }

  /** From a heading to the next one. */
  private static String part(String page, String heading) {
    int from = page.indexOf("<h2>" + heading);
    assertThat(from).as(heading).isPositive();
    return page.substring(from, page.indexOf("</ul>", from));
  }

  private String page(String person) {
    HttpResponse<byte[]> page = open(person, revision);
    assertThat(page.statusCode()).as(person).isEqualTo(200);
    return HtmlUtils.htmlUnescape(Browser.text(page));
  }

  private HttpResponse<byte[]> open(String person, int number) {
    return new Browser(port)
        .signIn(
            person,
            password,
            person.matches("policy.(staff|approver)|release.*|nrm.manager")
                ? "cockpit"
                : "tasklist")
        .open("/nrm/revisions/" + number + "/cases");
  }
}
