package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.access.setup.AuthoritiesInUse;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.letters.Letter;
import scot.nrm.letters.Letters;
import scot.nrm.pages.Browser;
import scot.nrm.register.Register;
import scot.nrm.startup.StartRefused;

/**
 * Revision 7: from 29 April 2019 one Single Competent Authority decides every case that is
 * received. Its files are in {@code src/test/resources/revisions}; the table is deployed while
 * cases run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SingleCompetentAuthorityTest extends Revised {

  private static final String LAST = "2019-04-26";
  private static final String FIRST = "2019-04-30";
  private static final String COCKPIT = "/camunda/api/cockpit/plugin/nrm/default/";
  private static final String CASELOAD = COCKPIT + "caseload";

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired Register register;
  @Autowired Letters letters;
  @Autowired JdbcClient jdbc;

  private final Map<String, Browser> browsers = new HashMap<>();
  private Journey before;
  private Journey hybrid;
  private Journey after;

  @BeforeAll
  void casesOfBothTimes() throws IOException {
    before = new Journey(engine).referred(LAST, ukNational(LAST)).logged(LAST);
    hybrid = new Journey(engine).referred(LAST, child(LAST)).logged(LAST);
    deployTheTable();
    after = new Journey(engine).referred(FIRST, child(FIRST)).logged(FIRST);
    before.reasonableGrounds("ukhtc", "positive", FIRST);
    hybrid.reasonableGrounds("ukhtc", "positive", FIRST);
    after.reasonableGrounds("sca", "positive", FIRST).workOffJobs();
  }

  private static Map<String, Object> child(String day) {
    return Invented.with(Invented.referralAndChild(day), "childDateOfBirth", "2004-07-23");
  }

  private static Map<String, Object> ukNational(String day) {
    return Invented.with(Invented.ukNational(day), "childDateOfBirth", "2004-07-23");
  }

  private void deployTheTable() throws IOException {
    String row = Files.readString(REVISION.resolve("competent-authority.xml"));
    String table =
        Files.readString(Path.of("processes/competent-authority.dmn"))
            .replace("\"UKHTC\",\"UKBA\"", "\"UKHTC\",\"UKBA\",\"SCA\"")
            .replaceFirst("(?= *<rule id=\"Rule_Process\")", row.replace("\\", "\\\\"));
    before.as(
        "release.officer",
        () ->
            engine
                .getRepositoryService()
                .createDeployment()
                .name("competent-authority")
                .addString("competent-authority.dmn", table)
                .deploy());
  }

  private Browser of(String user) {
    return browsers.computeIfAbsent(
        user,
        name ->
            new Browser(port)
                .signIn(name, password, name.endsWith(".manager") ? "cockpit" : "tasklist"));
  }

  private int record(String user, Journey of) {
    return of(user).open("/nrm/cases/" + of.caseNumber() + "/record").statusCode();
  }

  private String page(String user, String path) {
    return new String(of(user).open(path).body(), StandardCharsets.UTF_8);
  }

  @Test
  void casesReceivedFromThenOnAreItsAndEarlierOnesStayWhereTheyAre() {
    assertThat(after.variable("rgAuthority")).isEqualTo("SCA");
    assertThat(after.variable("cgAuthority")).isEqualTo("SCA");
    assertThat(after.candidateGroups("Task_ProposeConclusiveGrounds"))
        .containsExactly("sca-case-owner");
    assertThat(before.variable("cgAuthority")).as("decided after the day").isEqualTo("UKHTC");
    assertThat(hybrid.variable("cgAuthority")).isEqualTo("UKBA");
    assertThat(register.find(after.caseNumber()).orElseThrow().rgAuthority()).hasToString("SCA");
    assertThat(register.decisions(after.caseNumber()))
        .singleElement()
        .satisfies(decision -> assertThat(decision.caseOwner()).isEqualTo("sca.owner"));
    assertThat(after.incidents()).isZero();
  }

  @Test
  void itsOfficersReadTheirCasesAndNoOthers() {
    for (String officer : new String[] {"sca.owner", "sca.second", "sca.intake", "sca.manager"}) {
      assertThat(record(officer, after)).as(officer).isEqualTo(200);
      assertThat(record(officer, before)).as(officer).isEqualTo(404);
    }
    assertThat(record("ukba.owner", after)).isEqualTo(404);
    assertThat(record("ukhtc.owner", after)).as("it keeps the register").isEqualTo(200);
    assertThat(page("sca.owner", "/nrm/cases/" + after.caseNumber() + "/record"))
        .contains("Single Competent Authority (SCA)");
  }

  @Test
  void itsLettersGoOutInItsNameAndFromItsPrintQueue() {
    Letter letter =
        letters.of(after.caseNumber()).stream()
            .filter(one -> one.template().equals("nrm-03"))
            .findFirst()
            .orElseThrow();

    assertThat(letter.sender()).isEqualTo("SCA");
    assertThat(
            of("sca.owner")
                .open("/nrm/cases/" + after.caseNumber() + "/letters/" + letter.id() + ".pdf")
                .statusCode())
        .isEqualTo(200);
    assertThat(page("sca.intake", "/nrm/print-queue"))
        .contains(after.caseNumber())
        .doesNotContain(before.caseNumber());
    assertThat(page("ukhtc.intake", "/nrm/print-queue"))
        .as("the acknowledgement is from where forms are logged")
        .contains(before.caseNumber());
    assertThat(of("sca.owner").open("/nrm/print-queue").statusCode()).isEqualTo(404);
  }

  @Test
  void itsOfficersBringUpdatesOfTheirCases() {
    after.on("2019-05-02");
    after.news(
        "sca.owner",
        "send-further-information",
        InventedReconsiderations.information(after.caseNumber(), "2019-05-02"));

    assertThat(after.candidateGroups("Task_ReadInformation")).containsExactly("sca-case-owner");
    assertThatThrownBy(
            () ->
                before.news(
                    "sca.owner",
                    "send-further-information",
                    InventedReconsiderations.information(before.caseNumber(), "2019-05-02")))
        .hasMessageContaining("you don't have access to a case with this number");
  }

  @Test
  void itsManagerWatchesItsCases() {
    assertThat(of("sca.manager").get(COCKPIT + "me").body())
        .contains("Cases of Single Competent Authority")
        .contains("[\"UKHTC\",\"UKBA\",\"SCA\"]");
    assertThat(of("sca.manager").get(CASELOAD + "/cases").body())
        .contains(after.caseNumber())
        .doesNotContain(before.caseNumber())
        .doesNotContain(hybrid.caseNumber());
    assertThat(of("sca.manager").get(CASELOAD + "/summary").body()).contains("\"id\":\"SCA\"");
    assertThat(of("ukba.manager").get(CASELOAD + "/cases").body())
        .contains(hybrid.caseNumber())
        .doesNotContain(after.caseNumber());
  }

  @Test
  void figuresAndTimesAreFilteredByIt() {
    for (String page : new String[] {"figures?from=2019-04&to=2019-05&", "time?"}) {
      assertThat(of("sca.manager").get(COCKPIT + page + "authority=SCA").statusCode())
          .as(page)
          .isEqualTo(200);
      assertThat(of("sca.manager").get(COCKPIT + page + "authority=NCA").body())
          .contains("Choose one of the authorities UKHTC, UKBA, SCA");
    }
  }

  @Test
  void anAuthorityWithCasesStaysInTheFile() {
    assertThatThrownBy(() -> new AuthoritiesInUse(jdbc, KnownAuthorities.OF_THE_FILE))
        .isInstanceOf(StartRefused.class)
        .hasMessageStartingWith(
            "Cases belong to SCA, which config/authorities.yaml does not have.");
  }
}
