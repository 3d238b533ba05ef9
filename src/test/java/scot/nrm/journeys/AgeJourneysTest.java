package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static scot.nrm.journeys.Invented.with;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.letters.Addressee;
import scot.nrm.letters.Letter;
import scot.nrm.register.RegisterEvent;

/**
 * People who become adults during their case, leave that expires, and the 48 hours (D6, D7, D29),
 * on each database.
 */
@OnEachDatabase(usually = Kind.POSTGRES)
class AgeJourneysTest extends CaseJourneys {

  /** A Monday; reasonable grounds are due on Monday 9 November. */
  private static final String RECEIVED = "2009-11-02";

  @Test
  void aPersonFoundToBeAnAdultGetsTheLettersAndDecisionsDoNotWait() {
    decidedPositive(InventedAges.disputed(Invented.referralAndChild(RECEIVED)));
    child.on("2009-11-16").foundAdult("ukba.owner", "2009-11-13");

    assertThat(datedLetters())
        .as("before the finding")
        .contains(
            "2009-11-02 acknowledgement to LOCAL_AUTHORITY",
            "2009-11-09 NRM 03 to LOCAL_AUTHORITY");
    assertThat(nrmCase().now().adultFrom()).isEqualTo("2009-11-13");
    Task consent = child.task("Task_RecordConsent");
    assertThat(consent.getTenantId()).isEqualTo("glasgow-city");
    assertThat(child.candidateGroups("Task_RecordConsent")).containsExactly("la-lead-professional");
    assertThat(child.due("Task_RecordConsent")).isEqualTo("2009-11-23");
    assertThat(child.sees("glasgow.lead2", "Task_RecordConsent")).isTrue();
    assertThat(child.sees("fife.lead", "Task_RecordConsent")).isFalse();
    assertThat(child.due("Task_ProposeConclusiveGrounds"))
        .as("deadlines don't change")
        .isEqualTo("2009-12-24");

    child.conclusiveGrounds("ukba", "positive", "2009-11-18");

    assertThat(datedLetters())
        .contains("2009-11-18 NRM 07 to PERSON_OR_REPRESENTATIVE")
        .doesNotContain("2009-11-18 NRM 07 to LOCAL_AUTHORITY");
    assertThat(child.has("Task_RecordConsent")).as("consent is still requested, D7").isTrue();

    child.does("glasgow.lead", "Task_RecordConsent", InventedAges.consent("refused", "2009-11-18"));

    assertThat(child.has("Task_EngageSupportProvider")).isFalse();
    assertThat(history("consent"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.code()).isEqualTo("refused");
              assertThat(event.officer()).isEqualTo("glasgow.lead");
            });
    assertThat(child.has("Task_DecideLeave")).as("the case continues").isTrue();
  }

  @Test
  void fromTheEighteenthBirthdayThePersonGetsLettersAndSupport() {
    decidedPositive(with(Invented.referralAndChild(RECEIVED), "childDateOfBirth", "1991-11-20"));
    assertThat(child.birthdayCheck()).isEqualTo("2009-11-10");
    child.on("2009-11-19").longerReflection("glasgow.lead", "other", 14);
    child.does("ukba.owner", "Task_DecideReflectionExtension", InventedTransfers.granted(14));
    child.at(LocalDateTime.parse("2009-11-19T23:59"));

    assertThat(nrmCase().now().adultFrom()).isNull();
    assertThat(datedLetters()).contains("2009-11-19 reflection-extended to LOCAL_AUTHORITY");

    child.at(LocalDateTime.parse("2009-11-20T00:00"));

    assertThat(nrmCase().now().adultFrom()).isEqualTo("2009-11-20");
    assertThat(history("came-of-age"))
        .singleElement()
        .satisfies(event -> assertThat(event.code()).isEqualTo("birthday"));
    assertThat(child.due("Task_RecordConsent")).isEqualTo("2009-11-27");

    child
        .conclusiveGrounds("ukba", "positive", "2009-11-20")
        .does("glasgow.lead", "Task_RecordConsent", InventedAges.consent("given", "2009-11-20"))
        .does(
            "glasgow.lead",
            "Task_EngageSupportProvider",
            InventedAges.providerEngaged("2009-11-20"));

    assertThat(datedLetters())
        .as("on the day itself")
        .contains("2009-11-20 NRM 07 to PERSON_OR_REPRESENTATIVE");
    assertThat(history("support-provider"))
        .singleElement()
        .satisfies(event -> assertThat(event.code()).isEqualTo("tara"));
    assertThat(child.variable("cgOutcome")).isEqualTo("positive");
  }

  @Test
  void reopeningOffersSupportToAPersonWhoCameOfAgeMeanwhile() {
    child
        .referred(
            RECEIVED, with(Invented.referralAndChild(RECEIVED), "childDateOfBirth", "1991-11-20"))
        .logged(RECEIVED)
        .reasonableGrounds("ukhtc", "negative", "2009-11-09")
        .on("2009-11-23");

    assertThat(nrmCase().now().adultFrom()).isEqualTo("2009-11-20");
    assertThat(child.has("Task_RecordConsent")).as("the case is closed").isFalse();

    child
        .updates(
            "glasgow.lead",
            "reconsideration",
            InventedReconsiderations.asks(child.caseNumber(), "local-authority", "2009-11-23"))
        .does(
            "ukhtc.owner2",
            "Task_DecideReconsideration",
            InventedReconsiderations.answer("accept"));

    assertThat(child.due("Task_RecordConsent")).isEqualTo("2009-11-30");

    child.does("glasgow.lead", "Task_RecordConsent", InventedAges.consent("refused", "2009-11-23"));
    child.reconsideredReasonableGrounds("ukhtc", "positive", "2009-11-25");

    assertThat(child.has("Task_RecordConsent")).as("asked once").isFalse();
  }

  @Test
  void aPersonReferredAfterAllAsAnAdultIsOfferedSupport() {
    child
        .on(RECEIVED)
        .concern("first.responder", Invented.concern(RECEIVED))
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(RECEIVED))
        .does("glasgow.lead", "Task_AssessChild", Invented.notBelieved(RECEIVED))
        .does("glasgow.manager", "Task_ConfirmNotReferred", Invented.confirmedNotReferred(RECEIVED))
        .on("2009-11-23")
        .foundAdult("glasgow.lead", "2009-11-23");

    assertThat(child.has("Task_RecordConsent")).as("the case is closed").isFalse();

    child
        .on("2009-11-24")
        .updates(
            "glasgow.lead",
            "refer-after-all",
            InventedReconsiderations.believedAfterAll(child.caseNumber(), "2009-11-24"))
        .does(
            "glasgow.lead",
            "Task_NrmFormReferralAndChild",
            InventedAges.disputed(Invented.referralAndChild(RECEIVED)))
        .does("glasgow.lead", "Task_NrmFormExploitation", Invented.exploitation())
        .does("glasgow.lead", "Task_NrmFormIndicators", Invented.indicators())
        .does("glasgow.lead", "Task_NrmFormCheckAndSend", Invented.checkAndSend())
        .logged("2009-11-24");

    assertThat(child.due("Task_RecordConsent")).isEqualTo("2009-12-01");
  }

  @Test
  void aPersonBornOn29FebruaryComesOfAgeOn1March() {
    String received = "2010-02-22";
    child
        .referred(
            received, with(Invented.referralAndChild(received), "childDateOfBirth", "1992-02-29"))
        .logged(received)
        .reasonableGrounds("ukhtc", "positive", "2010-02-28")
        .conclusiveGrounds("ukba", "positive", "2010-03-01");

    assertThat(nrmCase().now().adultFrom()).isEqualTo("2010-03-01");
    assertThat(datedLetters())
        .as("the address is withheld, so the letter to the person waits, and the case doesn't")
        .contains("2010-02-28 NRM 03 to LOCAL_AUTHORITY", "2010-03-01 NRM 05 to FIRST_RESPONDER")
        .noneMatch(letter -> letter.contains("NRM 07"));
    assertThat(child.has("Task_DecideLeave")).isTrue();
    assertThat(child.due("Task_FindAddress")).isEqualTo("2010-03-03");
    assertThat(child.sees("ukhtc.owner", "Task_FindAddress")).as("UKBA writes it").isFalse();

    child
        .on("2010-03-02")
        .does(
            "ukba.owner",
            "Task_FindAddress",
            InventedAges.addressFound("representative", "Ailsa Rennie, 4 Example Lane, Glasgow"));

    assertThat(datedLetters()).contains("2010-03-02 NRM 07 to PERSON_OR_REPRESENTATIVE");
  }

  @Test
  void d37AWaitingLetterGoesToTheLocalAuthorityIfThePersonIsFoundToBeAChild() {
    child
        .referred(RECEIVED, InventedAges.disputed(Invented.referralAndChild(RECEIVED)))
        .logged(RECEIVED)
        .reasonableGrounds("ukhtc", "positive", "2009-11-09")
        .on("2009-11-20")
        .foundAdult("glasgow.lead", "2009-11-20");
    child.conclusiveGrounds("ukba", "positive", "2009-11-23");
    assertThat(child.has("Task_FindAddress")).isTrue();

    child.updates(
        "glasgow.lead", "record-age-finding", InventedAges.child(child.caseNumber(), "2009-11-23"));

    assertThat(child.has("Task_FindAddress")).isFalse();
    assertThat(datedLetters()).contains("2009-11-23 NRM 07 to LOCAL_AUTHORITY");
  }

  @Test
  void aDisputedDateOfBirthChangesNothingOnTheBirthday() {
    decidedPositive(
        InventedAges.disputed(
            with(Invented.referralAndChild(RECEIVED), "childDateOfBirth", "1991-11-20")));

    child.conclusiveGrounds("ukba", "positive", "2009-11-23");

    assertThat(child.birthdayCheck()).isNull();
    assertThat(nrmCase().now().adultFrom()).isNull();
    assertThat(child.has("Task_RecordConsent")).isFalse();
    assertThat(datedLetters()).contains("2009-11-23 NRM 07 to LOCAL_AUTHORITY");
  }

  @Test
  void anEstimatedAgeChangesNothingUntilTheDateOfBirthIsSupplied() {
    child
        .referred(
            RECEIVED,
            with(
                Invented.referralAndChild(RECEIVED),
                "childDateOfBirth",
                null,
                "childEstimatedAge",
                17))
        .does("ukhtc.intake", "Task_LogReferral", Invented.receivedWithFactsMissing(RECEIVED));
    assertThat(child.birthdayCheck()).isNull();

    child.does("glasgow.lead", "Task_SupplyMissingFacts", Invented.missingFacts());

    assertThat(child.birthdayCheck()).isEqualTo("2012-07-01");
  }

  @Test
  void correctingTheDateOfBirthMakesAChildAnAdultAndAChildAgain() {
    decidedPositive(Invented.referralAndChild(RECEIVED));
    child.on("2009-11-23");
    correctsDateOfBirth("1991-11-20");
    assertThat(nrmCase().now().adultFrom()).as("came of age meanwhile").isEqualTo("2009-11-20");
    assertThat(child.has("Task_RecordConsent")).isTrue();

    correctsDateOfBirth("1992-11-20");

    assertThat(nrmCase().now().adultFrom()).as("D7, D43").isNull();
    assertThat(child.has("Task_RecordConsent")).isFalse();
    assertThat(child.birthdayCheck()).isEqualTo("2010-11-01");

    correctsDateOfBirth("1992-12-01");

    assertThat(child.birthdayCheck()).isEqualTo("2010-12-01");
  }

  @Test
  void d37AWaitingLetterGoesToTheLocalAuthorityIfTheDateOfBirthWasWrong() {
    child
        .referred(
            RECEIVED, with(Invented.referralAndChild(RECEIVED), "childDateOfBirth", "1991-11-20"))
        .logged(RECEIVED)
        .reasonableGrounds("ukhtc", "positive", "2009-11-09")
        .on("2009-11-20");
    child.conclusiveGrounds("ukba", "positive", "2009-11-23");
    assertThat(child.has("Task_FindAddress")).isTrue();

    correctsDateOfBirth("1992-11-20");

    assertThat(child.has("Task_FindAddress")).isFalse();
    assertThat(datedLetters()).contains("2009-11-23 NRM 07 to LOCAL_AUTHORITY");
  }

  @Test
  void lettersGoToTheCouncilAgainOnceAPersonIsFoundToBeAChild() {
    decidedPositive(InventedAges.disputed(Invented.referralAndChild(RECEIVED)));
    child
        .on("2009-11-16")
        .foundAdult("ukba.owner", "2009-11-16")
        .longerReflection("glasgow.lead", "other", 14)
        .does("ukba.owner", "Task_DecideReflectionExtension", InventedTransfers.granted(14));

    child
        .on("2009-11-18")
        .updates(
            "glasgow.manager",
            "record-age-finding",
            InventedAges.born(InventedAges.child(child.caseNumber(), "2009-11-17"), "1992-01-05"))
        .executeJobs();
    child.conclusiveGrounds("ukba", "positive", "2009-11-19");

    assertThat(datedLetters())
        .contains(
            "2009-11-16 reflection-extended-to-adult to PERSON_OR_REPRESENTATIVE",
            "2009-11-18 reflection-extended to LOCAL_AUTHORITY",
            "2009-11-19 NRM 07 to LOCAL_AUTHORITY");
    assertThat(child.has("Task_RecordConsent")).isFalse();

    child.on("2010-01-05");

    assertThat(nrmCase().now().adultFrom())
        .as("by the date of birth in the finding")
        .isEqualTo("2010-01-05");
  }

  @Test
  void d37TheLocalAuthorityGetsTheMinuteIfAnAdultsDateOfBirthWasWrong() {
    child
        .referred(
            RECEIVED,
            with(
                Invented.referralAndChild(RECEIVED),
                "childDateOfBirth",
                "1991-11-04",
                "placementAddress",
                "4 Example Lane, Glasgow"))
        .logged(RECEIVED)
        .on("2009-11-04")
        .reasonableGrounds("ukhtc", "negative", "2009-11-04")
        .executeJobs();
    assertThat(datedLetters()).contains("2009-11-04 NRM 04 to PERSON_OR_REPRESENTATIVE");

    for (String born : List.of("1992-11-04", "1993-11-04")) {
      child.on("2009-11-05");
      correctsDateOfBirth(born);
      child.executeJobs();
    }

    assertThat(letters.of(child.caseNumber()))
        .filteredOn(letter -> letter.code().equals("NRM 04"))
        .extracting(Letter::addressee, Letter::dated, Letter::minuteEnclosed)
        .containsExactly(
            tuple(Addressee.PERSON_OR_REPRESENTATIVE, LocalDate.parse("2009-11-04"), true),
            tuple(Addressee.LOCAL_AUTHORITY, LocalDate.parse("2009-11-05"), true));
    assertThat(child.has("Task_FindAddress")).isFalse();
  }

  @Test
  void theLeadProfessionalRenewsAChildsLeaveAlsoAfterTheEnd() {
    decidedPositive(Invented.referralAndChild(RECEIVED));
    leaveGranted();
    child.on("2010-10-07");
    assertThat(child.ended()).isTrue();
    assertThat(child.has("Task_PrepareLeaveRenewal")).isFalse();

    child.on("2010-10-08");

    assertThat(child.task("Task_PrepareLeaveRenewal").getTenantId()).isEqualTo("glasgow-city");
    assertThat(child.candidateGroups("Task_PrepareLeaveRenewal"))
        .containsExactly("la-lead-professional");
    assertThat(child.due("Task_PrepareLeaveRenewal")).isEqualTo("2010-12-07");
    assertThat(child.sees("fife.lead", "Task_PrepareLeaveRenewal")).isFalse();

    child
        .on("2010-11-29")
        .does(
            "glasgow.lead",
            "Task_PrepareLeaveRenewal",
            InventedAges.leaveRenewed("2010-11-29", "2011-11-29"));

    assertThat(nrmCase().leaveExpiresOn()).isEqualTo("2011-11-29");
    assertThat(child.timer("Timer_RenewalBegins"))
        .isEqualTo(Date.from(Instant.parse("2011-09-29T23:00:00Z")));

    child
        .on("2011-09-30")
        .does("glasgow.lead", "Task_PrepareLeaveRenewal", InventedAges.leaveNotRenewed());

    assertThat(child.timer("Timer_RenewalBegins")).isNull();
    assertThat(history("leave-renewed")).hasSize(1);
    assertThat(history("leave-not-renewed")).hasSize(1);
    assertThat(datedLetters()).noneMatch(letter -> letter.contains("PERSON"));
  }

  @Test
  void anAdultRenewsTheirOwnLeave() {
    decidedPositive(with(Invented.referralAndChild(RECEIVED), "childDateOfBirth", "1992-08-01"));
    leaveGranted();

    child.on("2010-10-08");

    assertThat(nrmCase().now().adultFrom()).as("also after the end").isEqualTo("2010-08-01");
    assertThat(child.has("Task_RecordConsent")).as("the case had ended, D7").isFalse();
    assertThat(child.has("Task_PrepareLeaveRenewal")).isFalse();
    assertThat(datedLetters()).contains("2010-10-08 leave-renewal to PERSON_OR_REPRESENTATIVE");
  }

  @Test
  void aFormOneMinuteAfter48HoursIsFlaggedAndTheCaseContinues() {
    received("10:01");

    assertThat(child.variable("referralTargetMissed")).as("D6").isEqualTo(true);
    assertThat(nrmCase().now().referralTargetMissed()).isTrue();
    assertThat(history("target-missed")).hasSize(1);
    assertThat(flaggedFor("glasgow.manager")).containsExactly("Task_ProposeReasonableGrounds");
    assertThat(flaggedFor("fife.manager")).isEmpty();
    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("the case continues")
        .isEqualTo("2009-11-11");
    assertThat(
            child
                .formValues("ukhtc.owner", "Task_ProposeReasonableGrounds")
                .get("showNow")
                .toString())
        .contains("received late");
  }

  @Test
  void aFormAfterExactly48HoursIsInTime() {
    received("10:00");

    assertThat(child.variable("referralTargetMissed")).isEqualTo(false);
    assertThat(nrmCase().now().referralTargetMissed()).isFalse();
    assertThat(history("target-missed")).isEmpty();
    assertThat(flaggedFor("glasgow.manager")).isEmpty();
  }

  /** A child found on Monday at ten, whose form UKHTC receives on Wednesday. */
  private void received(String time) {
    child
        .referred(
            RECEIVED, with(Invented.referralAndChild(RECEIVED), "firstEncounterTime", "10:00"))
        .at(LocalDateTime.parse("2009-11-04T12:00"))
        .does(
            "ukhtc.intake",
            "Task_LogReferral",
            with(Invented.received("2009-11-04"), "referralReceivedTime", time));
  }

  private List<String> flaggedFor(String user) {
    return child.as(
        user,
        () -> {
          String filter =
              engine
                  .getFilterService()
                  .createTaskFilterQuery()
                  .filterName("Referred late")
                  .singleResult()
                  .getId();
          return engine.getFilterService().<Task>list(filter).stream()
              .filter(task -> task.getName().endsWith(child.caseNumber()))
              .map(Task::getTaskDefinitionKey)
              .toList();
        });
  }

  private void correctsDateOfBirth(String born) {
    child.corrected("glasgow.lead", "date-of-birth", "correctedDateOfBirth", born);
  }

  private void decidedPositive(Map<String, Object> referralAndChild) {
    child
        .referred(RECEIVED, with(referralAndChild, "placementAddress", "3 Example Road, Glasgow"))
        .logged(RECEIVED)
        .reasonableGrounds("ukhtc", "positive", "2009-11-09");
  }

  private void leaveGranted() {
    child
        .conclusiveGrounds("ukba", "positive", "2009-11-16")
        .on("2009-12-07")
        .does("ukba.owner", "Task_DecideLeave", Invented.leaveGranted("2009-12-07", "2010-12-07"));
  }

  private List<RegisterEvent> history(String kind) {
    return register.history(child.caseNumber()).stream()
        .filter(event -> event.kindCode().equals(kind))
        .toList();
  }

  private List<String> datedLetters() {
    return letters.of(child.caseNumber()).stream()
        .map(
            letter ->
                letter.dated()
                    + " "
                    + (letter.code().startsWith("NRM") ? letter.code() : letter.template())
                    + " to "
                    + letter.addressee())
        .toList();
  }
}
