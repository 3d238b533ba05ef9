package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.casefile.CaseFile;
import scot.nrm.letters.Addressee;
import scot.nrm.letters.Letter;
import scot.nrm.letters.Letters;

/**
 * Revisions 3, 5, 6, 9, 11 and 12, each as policy staff wrote it, deployed together over cases that
 * are under way. So 9 and 11 are merged into one table.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevisionsTest extends RevisedApplication {

  private static final String DEPLOYED = "2009-05-30";

  @Autowired Letters letters;
  @Autowired CaseFile file;

  private Journey lawfulBefore;
  private Journey acceptedAfter;
  private Journey lawfulAfter;

  @BeforeAll
  void startCases() throws IOException {
    lawfulBefore =
        new Journey(engine).referred("2009-05-29", lawful("2009-05-29")).logged("2009-05-29");
    acceptedAfter =
        new Journey(engine)
            .on("2009-05-29")
            .concern("first.responder", Invented.concern("2009-05-29"));
    lawfulBefore.on(DEPLOYED);
    deploy(revised("competent-authority.dmn", "lawful-to-home-office"), "competent-authority");
    deploy(
        revised(
            "time-limits.dmn",
            "no-early-decision",
            "scottish-calendar",
            "thirty-days",
            "one-extension"),
        "time-limits");
    deploy(revised("letters.dmn", "childrens-reporter"), "letters");
    Path guardian = REVISIONS.resolve("guardian");
    deploy(
        Map.of(
            "appoint-guardian.bpmn", Files.readString(guardian.resolve("appoint-guardian.bpmn")),
            "appoint-guardian.form", Files.readString(guardian.resolve("appoint-guardian.form"))),
        "appoint-guardian");
    lawfulAfter =
        new Journey(engine).referred("2009-06-02", lawful("2009-06-02")).logged("2009-06-02");
  }

  /** Other tests of this application use the shipped tables. */
  @AfterAll
  void restoreTables() throws IOException {
    for (String table : new String[] {"competent-authority", "time-limits", "letters"}) {
      deploy(revised(table + ".dmn"), table);
    }
    guardianNoLonger();
  }

  private static Map<String, String> revised(String table, String... revisions) throws IOException {
    return Map.of(table, revise("processes", table, revisions));
  }

  private static Map<String, Object> lawful(String day) {
    return Invented.with(
        Invented.with(Invented.referralAndChild(day), "immigrationStatus", "leave"),
        "leaveUntil",
        "2010-12-31");
  }

  private static Map<String, Object> ukNational(String day, String born) {
    return Invented.with(Invented.ukNational(day), "childDateOfBirth", born);
  }

  private Journey received(String day, String born) {
    return new Journey(engine).referred(day, ukNational(day, born)).logged(day);
  }

  @Test
  void revision3EarlierCasesKeepTheirAuthorityForConclusiveGroundsToo() {
    assertThat(lawfulBefore.variable("rgAuthority")).isEqualTo("UKHTC");
    assertThat(lawfulAfter.variable("rgAuthority")).isEqualTo("UKBA");
    assertThat(lawfulAfter.variable("cgAuthority")).isEqualTo("UKBA");
    assertThat(lawfulAfter.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukba-case-owner");

    lawfulBefore.reasonableGrounds("ukhtc", "positive", "2009-06-02").executeJobs();

    assertThat(lawfulBefore.variable("cgAuthority")).isEqualTo("UKHTC");
    lawfulBefore.conclusiveGrounds("ukhtc", "positive", "2009-06-15").executeJobs();
    assertThat(lawfulBefore.variable("cgOutcome"))
        .as("revision 5: received before, so on day 13")
        .isEqualTo("positive");
  }

  @Test
  void revision5ConclusiveDecisionsStartOnDay45AndTheReviewIsOnDay30() {
    Journey child = received("2009-07-06", "1995-07-23");
    child.reasonableGrounds("ukhtc", "positive", "2009-07-07").executeJobs();
    assertThat(
            child
                .formValues("ukhtc.owner", "Task_ProposeConclusiveGrounds")
                .get("limitPositiveDecision"))
        .isEqualTo("from day 45");

    assertThatThrownBy(() -> child.conclusiveGrounds("ukhtc", "positive", "2009-08-06"))
        .hasMessageContaining("a positive decision can't be made before 21 August 2009");
    assertThat(child.due("Task_ReviewReflection")).isEqualTo("2009-08-06");
    child
        .on("2009-08-21")
        .does(
            "ukhtc.second",
            "Task_ConfirmConclusiveGrounds",
            Invented.confirmConclusiveGrounds("2009-08-21"))
        .executeJobs();

    assertThat(child.variable("cgOutcome")).isEqualTo("positive");
  }

  @Test
  void d22TheFormRefusesOneExtensionTooMany() {
    Journey child = received("2009-10-05", "1995-07-23");
    child.reasonableGrounds("ukhtc", "positive", "2009-10-06").executeJobs();
    extend(child, "severe-mental-health");
    LocalDate end = child.day("reflectionEndDate");

    assertThatThrownBy(() -> extend(child, "victim-intimidation"))
        .hasMessageContaining(
            "the reflection period has been extended once, and no more is allowed. Refuse the request");
    assertThat(child.day("reflectionEndDate")).isEqualTo(end);
    child.does(
        "ukhtc.owner",
        "Task_DecideReflectionExtension",
        Map.of(
            "reflectionExtensionDecision", "refuse",
            "reflectionExtensionReason", "It has been extended once"));
    assertThat(child.has("Task_DecideReflectionExtension")).isFalse();
  }

  private static void extend(Journey child, String kind) {
    child
        .longerReflection("glasgow.lead", kind, 7)
        .does("ukhtc.owner", "Task_DecideReflectionExtension", InventedTransfers.granted(7));
  }

  @Test
  void revision6AppointingAGuardianDelaysNothing() {
    assertThat(lawfulBefore.has("Task_AppointGuardian")).as("accepted before").isFalse();
    assertThat(lawfulAfter.has("Task_AppointGuardian")).as("logged at UKHTC meanwhile").isTrue();
    assertThat(lawfulAfter.due("Task_AppointGuardian")).isEqualTo("2009-06-07");

    acceptedAfter
        .on("2009-06-03")
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance("2009-06-03"))
        .executeJobs();

    assertThat(acceptedAfter.has("Task_AppointGuardian")).isTrue();
    assertThat(acceptedAfter.has("Task_AssessChild")).isTrue();
    acceptedAfter.does(
        "glasgow.duty",
        "Task_AppointGuardian",
        Map.of("independentGuardianName", "A Guardian", "independentGuardianDate", "2009-06-03"));
    assertThat(file.read(acceptedAfter.caseNumber()).text("independentGuardianName"))
        .isEqualTo("A Guardian");
    assertThat(acceptedAfter.has("Task_AppointGuardian")).isFalse();
    assertThat(acceptedAfter.has("Task_ProtectChild")).isTrue();
  }

  @Test
  void revision6AParallelTaskBeforeTheReferralIsRefused() throws IOException {
    String assessment =
        Files.readString(Path.of("processes/local-authority-assessment.bpmn"))
            .replaceFirst(
                "(?=<bpmn:sequenceFlow )",
                "<bpmn:userTask id=\"Task_AppointGuardian\" name=\"Appoint a guardian\" camunda:candidateGroups=\"la-duty-social-work\" /><bpmn:sequenceFlow id=\"Flow_Guardian\" sourceRef=\"Event_ConcernAccepted\" targetRef=\"Task_AppointGuardian\" />");

    assertThatThrownBy(
            () ->
                deploy(
                    Map.of("local-authority-assessment.bpmn", assessment),
                    "local-authority-assessment"))
        .hasMessageContaining(
            "a task beside the others holds up the referral (D6), because this diagram ends with its last task. Draw it as a diagram of its own that starts beside the case with a message, such as concern-accepted");
  }

  /** Mistake 6 of the review by policy staff. */
  @Test
  void aTableWithoutAnAnswerIsRefused() throws IOException {
    String gap =
        Files.readString(Path.of("processes/competent-authority.dmn"))
            .replaceFirst("(?s)<rule id=\"Rule_Unknown\">.*?</rule>", "");

    assertThatThrownBy(() -> deploy(Map.of("competent-authority.dmn", gap), "competent-authority"))
        .hasMessageContaining(
            "competent-authority.dmn: No row answers if \"Raised in an immigration process?\" is no and \"Nationality\" is unknown. Add a row for this, or a last row without conditions.");
  }

  @Test
  void revision11TheCalendarAndTheLimitFollowTheDateOfReceipt() {
    Journey english = received("2009-08-14", "1995-07-23");
    english
        .on("2009-08-20")
        .does("ukhtc.owner", "Task_ProposeReasonableGrounds", Invented.extension(6));
    assertThat(english.due("Task_ProposeReasonableGrounds"))
        .as("received before the Scottish calendar: 31 August is a holiday")
        .isEqualTo("2009-09-01");
    assertThat(received("2010-04-01", "1996-07-23").due("Task_ProposeReasonableGrounds"))
        .as("Easter Monday is a working day, and there are five")
        .isEqualTo("2010-04-09");
    assertThat(received("2010-04-06", "1996-07-23").due("Task_ProposeReasonableGrounds"))
        .as("three")
        .isEqualTo("2010-04-09");
  }

  @Test
  void revision12TheReporterGetsACopyFromThatDay() {
    Journey before = received("2011-06-28", "1997-07-23");
    Journey after = received("2011-06-28", "1997-07-23");
    before.reasonableGrounds("ukhtc", "positive", "2011-06-30").executeJobs();
    after.reasonableGrounds("ukhtc", "positive", "2011-07-01").executeJobs();

    assertThat(letters.of(before.caseNumber()))
        .extracting(Letter::template)
        .contains("nrm-03", "nrm-05");
    assertThat(letters.of(before.caseNumber()))
        .extracting(Letter::addressee)
        .doesNotContain(Addressee.CHILDRENS_REPORTER);
    assertThat(letters.of(after.caseNumber()))
        .filteredOn(letter -> letter.addressee() == Addressee.CHILDRENS_REPORTER)
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.code()).isEqualTo("NRM 05");
              assertThat(letter.dated()).isEqualTo("2011-07-01");
            });
  }

  @Test
  void revisions9And11CanBeCombined() {
    Journey before = received("2023-01-16", "2009-07-23");
    Journey after = received("2023-01-16", "2009-07-23");
    assertThat(before.due("Task_ProposeReasonableGrounds"))
        .as("11: three working days")
        .isEqualTo("2023-01-19");

    before.reasonableGrounds("ukhtc", "positive", "2023-01-20").executeJobs();
    after.reasonableGrounds("ukhtc", "positive", "2023-01-31").executeJobs();

    assertThat(before.day("reflectionEndDate")).as("9: 45 days").isEqualTo("2023-03-06");
    assertThat(before.day("reflectionReviewDate")).isEqualTo("2023-02-19");
    assertThat(after.day("reflectionEndDate")).as("9: 30 days").isEqualTo("2023-03-02");
    assertThat(after.day("reflectionReviewDate")).isEqualTo("2023-02-20");
    assertThat(after.due("Task_ProposeConclusiveGrounds")).isEqualTo("2023-03-02");
    assertThat(letters.of(after.caseNumber()))
        .filteredOn(letter -> letter.template().equals("nrm-03"))
        .singleElement()
        .satisfies(letter -> assertThat(letters.text(letter)).contains("2 March 2023"));
    assertThat(
            after
                .formValues("ukhtc.owner", "Task_ProposeConclusiveGrounds")
                .get("limitNegativeDecision"))
        .isEqualTo("day 31");
  }
}
