package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.access.Councils;
import scot.nrm.access.setup.AuthoritiesInUse;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.letters.Letter;
import scot.nrm.letters.Letters;
import scot.nrm.register.Register;
import scot.nrm.startup.StartRefused;

/**
 * Revision 7: from 29 April 2019 one Single Competent Authority decides every case that is
 * received. Its files are in {@code src/test/resources/revisions}; the table is deployed while
 * cases run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SingleCompetentAuthorityTest extends RevisedApplication {

  private static final String LAST = "2019-04-26";
  private static final String FIRST = "2019-04-30";
  private static final String COCKPIT = "/camunda/api/cockpit/plugin/nrm/default/";
  private static final String CASELOAD = COCKPIT + "caseload";

  @Autowired Register register;
  @Autowired Letters letters;
  @Autowired JdbcClient jdbc;
  @Autowired Authorities authorities;
  @Autowired Councils councils;

  private Journey before;
  private Journey hybrid;
  private Journey after;

  @BeforeAll
  void startCasesBeforeAndAfter() throws IOException {
    before = new Journey(engine).referred(LAST, ukNational(LAST)).logged(LAST);
    hybrid = new Journey(engine).referred(LAST, child(LAST)).logged(LAST);
    deployTheTable();
    after = new Journey(engine).referred(FIRST, child(FIRST)).logged(FIRST);
    before.reasonableGrounds("ukhtc", "positive", FIRST);
    hybrid.reasonableGrounds("ukhtc", "positive", FIRST);
    after.reasonableGrounds("sca", "positive", FIRST).executeJobs();
  }

  private static Map<String, Object> child(String day) {
    return Invented.with(Invented.referralAndChild(day), "childDateOfBirth", "2008-07-23");
  }

  private static Map<String, Object> ukNational(String day) {
    return Invented.with(Invented.ukNational(day), "childDateOfBirth", "2008-07-23");
  }

  /** The table with the row of the new authority. */
  static String table() throws IOException {
    String row = Files.readString(REVISION.resolve("competent-authority.xml"));
    return Files.readString(Path.of("processes/competent-authority.dmn"))
        .replace("\"UKHTC\",\"UKBA\"", "\"UKHTC\",\"UKBA\",\"SCA\"")
        .replaceFirst("(?= *<rule id=\"Rule_Process\")", row.replace("\\", "\\\\"));
  }

  private void deployTheTable() throws IOException {
    String table = table();
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

  private int record(String user, Journey of) {
    return of(user).open("/nrm/cases/" + of.caseNumber() + "/record").statusCode();
  }

  @Test
  void theSingleAuthorityGetsNewCasesAndEarlierOnesDoNotMove() {
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
  void theOfficersOfTheSingleAuthorityReadOnlyItsCases() {
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
  void theSingleAuthoritysLettersHaveItsNameAndPrintQueue() {
    Letter letter = letter(after, "nrm-03");

    assertThat(letter.sender()).isEqualTo("SCA");
    assertThat(
            of("sca.owner")
                .open("/nrm/cases/" + after.caseNumber() + "/letters/" + letter.id() + ".pdf")
                .statusCode())
        .isEqualTo(200);
    assertThat(page("sca.intake", "/nrm/print-queue"))
        .contains(after.caseNumber())
        .doesNotContain(before.caseNumber());
    assertThat(queue("ukhtc", before))
        .as("the acknowledgement is from where forms are logged")
        .contains(before.caseNumber());
    assertThat(of("sca.owner").open("/nrm/print-queue").statusCode()).isEqualTo(404);
  }

  @Test
  void aCorrectedReceiptTransfersACaseToTheSingleAuthorityAndBack() {
    Journey moved = new Journey(engine).referred(LAST, ukNational(LAST)).logged(LAST);
    correctTheReceipt(moved, "ukhtc", FIRST);

    assertThat(moved.variable("rgAuthority")).isEqualTo("SCA");
    assertThat(moved.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("sca-case-owner");
    assertThat(transfer(moved).sender()).isEqualTo("UKHTC");
    assertThat(transfer(moved).addresseeName()).isEqualTo("Single Competent Authority");
    assertThat(letters.text(transfer(moved)).replaceAll("\\s+", " "))
        .contains("On the facts that are now recorded, you decide the case")
        .doesNotContain("immigration process");
    assertThat(record("sca.owner", moved)).isEqualTo(200);
    assertThat(page("sca.owner", "/nrm/cases/" + moved.caseNumber() + "/record"))
        .contains("was transferred to SCA on");

    Journey back = new Journey(engine).referred(LAST, ukNational(LAST)).logged(FIRST);
    correctTheReceipt(back, "sca", LAST);

    assertThat(back.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukhtc-case-owner");
    assertThat(transfer(back).sender()).isEqualTo("SCA");
    assertThat(back.incidents()).isZero();
  }

  private void correctTheReceipt(Journey child, String authority, String right) {
    child.on("2019-05-01").correctedReceipt(authority + ".owner", right);
    child
        .does(authority + ".second", "Task_ConfirmCorrection", InventedChanges.confirmCorrection())
        .executeJobs();
  }

  private Letter transfer(Journey child) {
    return letter(child, "transfer");
  }

  @Test
  void anAsylumClaimMovesEarlierCasesButNotTheSingleAuthoritys() {
    Journey its = new Journey(engine).referred(FIRST, child(FIRST)).logged(FIRST);
    Journey earlier = new Journey(engine).referred(LAST, child(LAST)).logged(LAST);
    its.on("2019-05-01");
    its.updates("sca.owner", "record-immigration-update", claim(its));
    earlier.updates("ukhtc.owner", "record-immigration-update", claim(earlier));
    earlier.executeJobs();

    assertThat(its.variable("rgAuthority")).isEqualTo("SCA");
    assertThat(earlier.variable("rgAuthority")).isEqualTo("UKBA");
    assertThat(transfer(earlier).addresseeName()).isEqualTo("Home Office");
    assertThat(its.incidents() + earlier.incidents()).isZero();
  }

  private static Map<String, Object> claim(Journey child) {
    return InventedTransfers.asylumClaim(child.caseNumber(), "2019-04-30");
  }

  @Test
  void theOfficersOfTheSingleAuthorityUpdateTheirCases() {
    after.on("2019-05-02");
    after.updates(
        "sca.owner",
        "send-further-information",
        InventedReconsiderations.information(after.caseNumber(), "2019-05-02"));

    assertThat(after.candidateGroups("Task_ReadInformation")).containsExactly("sca-case-owner");
    assertThatThrownBy(
            () ->
                before.updates(
                    "sca.owner",
                    "send-further-information",
                    InventedReconsiderations.information(before.caseNumber(), "2019-05-02")))
        .hasMessageContaining("you don't have access to a case with this number");
  }

  @Test
  void theManagerOfTheSingleAuthorityWatchesItsCases() {
    assertThat(of("sca.manager").get(COCKPIT + "me").body())
        .contains("Cases of SCA")
        .contains("[\"UKHTC\",\"UKBA\",\"SCA\",\"GLASGOW-PANEL\"]");
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
  void figuresAndTimesCanBeFilteredByTheSingleAuthority() {
    for (String page : new String[] {"figures?from=2019-04&to=2019-05&", "time?"}) {
      assertThat(of("sca.manager").get(COCKPIT + page + "authority=SCA").statusCode())
          .as(page)
          .isEqualTo(200);
      assertThat(of("sca.manager").get(COCKPIT + page + "authority=NCA").body())
          .contains("Choose one of the authorities UKHTC, UKBA, SCA");
    }
  }

  @Test
  void dutiesMoveOnTheirDayAndEarlierCasesDoNot() {
    String last = "2025-11-07";
    String first = "2025-11-11";
    Journey stays = new Journey(engine).referred(last, inAProcess(last));
    Journey moves = new Journey(engine).referred(first, inAProcess(first));
    assertThat(stays.candidateGroups("Task_LogReferral")).containsExactly("ukhtc-intake");
    assertThat(moves.candidateGroups("Task_LogReferral")).containsExactly("sca-intake");
    assertThat(of("ukhtc.manager").get(CASELOAD + "/cases").body())
        .contains(stays.caseNumber())
        .doesNotContain(moves.caseNumber());
    assertThat(of("sca.manager").get(CASELOAD + "/cases").body()).contains(moves.caseNumber());
    assertThat(record("sca.intake", moves)).isEqualTo(200);
    assertThat(record("sca.intake", stays)).isEqualTo(404);

    stays.does("ukhtc.intake", "Task_LogReferral", Invented.received(last));
    moves.does("sca.intake", "Task_LogReferral", Invented.received(first)).executeJobs();
    assertThat(stays.candidateGroups("Task_ConfirmRoute"))
        .as("logged after the day, received before it")
        .containsExactly("ukhtc-manager");
    assertThat(moves.candidateGroups("Task_ConfirmRoute")).containsExactly("sca-manager");
    acknowledgedBy(stays, "ukhtc", "sca");
    acknowledgedBy(moves, "sca", "ukhtc");
    assertThat(moves.incidents()).isZero();
  }

  private void acknowledgedBy(Journey child, String by, String notBy) {
    assertThat(letter(child, "acknowledgement").sender()).isEqualToIgnoringCase(by);
    assertThat(queue(by, child)).contains(child.caseNumber());
    assertThat(queue(notBy, child)).doesNotContain(child.caseNumber());
  }

  /**
   * Of the day of the acknowledgement: a page shows fifty letters, and other tests send some too.
   */
  private String queue(String authority, Journey child) {
    LocalDate dated = letter(child, "acknowledgement").dated();
    return page(
        authority + ".intake",
        "/nrm/print-queue?dated=%d/%d/%d"
            .formatted(dated.getDayOfMonth(), dated.getMonthValue(), dated.getYear()));
  }

  private static Map<String, Object> inAProcess(String day) {
    return Invented.with(ukNational(day), "portCase", "yes");
  }

  @Test
  void copiesGoToTheAuthorityOnDutyOnTheirDate() {
    Journey concern = new Journey(engine).referred("2025-11-07", child("2025-11-07"));
    Journey before = concern.copySent("2025-11-07");
    Journey after =
        new Journey(engine).referred("2025-11-11", child("2025-11-11")).copySent("2025-11-11");

    assertThat(before.candidateGroups("Task_RecordUkbaCopy")).containsExactly("ukba-intake");
    assertThat(after.candidateGroups("Task_RecordUkbaCopy")).containsExactly("sca-intake");
    assertThat(page("ukba.intake", "/nrm/copies"))
        .contains(before.caseNumber())
        .doesNotContain(after.caseNumber());
    assertThat(page("sca.intake", "/nrm/copies"))
        .contains(after.caseNumber())
        .doesNotContain(before.caseNumber());
  }

  @Test
  void theAuthorityOnDutyAtReceiptDecidesLeave() {
    Journey stays = new Journey(engine).referred("2025-10-06", child("2025-10-06"));
    stays.logged("2025-10-06").reasonableGrounds("sca", "positive", "2025-10-07");
    stays.executeJobs().conclusiveGrounds("sca", "positive", "2025-11-24").executeJobs();
    Journey moves = new Journey(engine).referred("2025-11-11", child("2025-11-11"));
    moves.does("sca.intake", "Task_LogReferral", Invented.received("2025-11-11"));
    moves.reasonableGrounds("sca", "positive", "2025-11-12").executeJobs();
    moves.conclusiveGrounds("sca", "positive", "2025-12-29").executeJobs();

    assertThat(stays.candidateGroups("Task_DecideLeave")).containsExactly("ukba-case-owner");
    assertThat(moves.candidateGroups("Task_DecideLeave")).containsExactly("sca-case-owner");
    assertThat(record("ukba.owner", stays)).isEqualTo(200);
    assertThat(record("ukba.owner", moves)).isEqualTo(404);
    moves.on("2025-12-30");
    moves.does("sca.owner", "Task_DecideLeave", Invented.leaveRefused("2025-12-30"));
    stays.does("ukba.owner", "Task_DecideLeave", Invented.leaveRefused("2025-12-30"));
    stays.executeJobs();
    assertThat(register.find(stays.caseNumber()).orElseThrow().leaveOutcome()).isNotNull();
    assertThat(register.find(moves.caseNumber()).orElseThrow().leaveOutcome()).isNotNull();
    assertThat(moves.incidents()).isZero();
  }

  private Letter letter(Journey child, String template) {
    return letters.of(child.caseNumber()).stream()
        .filter(one -> one.template().equals(template))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAuthorityWithCasesCannotBeRemovedFromTheFile() {
    assertThatThrownBy(() -> new AuthoritiesInUse(jdbc, KnownAuthorities.OF_THE_FILE, councils))
        .isInstanceOf(StartRefused.class)
        .hasMessageMatching(
            "(?s)Cases belong to (GLASGOW-PANEL, )?SCA, which config/authorities.yaml does not have\\..*");
    assertThatThrownBy(
            () ->
                new AuthoritiesInUse(
                    jdbc, authorities, new Councils(List.of(new Councils.Council("fife", "Fife")))))
        .hasMessageStartingWith(
            "Cases belong to glasgow-city, which config/councils.yaml does not have.");
  }
}
