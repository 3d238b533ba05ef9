package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scot.nrm.journeys.Invented.with;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.spin.plugin.variable.SpinValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.changes.PathVariables;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedChanges;
import scot.nrm.journeys.InventedTransfers;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Outcome;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;
import scot.nrm.routing.Routes;

class CorrectRecordedFactTest extends DiagramTest {

  /** A Wednesday; reasonable grounds are due on Wednesday 10 June. */
  private static final String DAY = "2009-06-03";

  @Autowired Routes routes;

  CorrectRecordedFactTest() {
    super("correct-recorded-fact");
  }

  @Test
  void aCorrectedReceiptTakesEffectOnceASecondOfficerConfirms() {
    child.referred("2009-06-01", Invented.ukNational("2009-06-01")).logged(DAY);

    receipt("ukhtc.intake", "2009-06-02");

    assertThat(child.candidateGroups("Task_ConfirmCorrection"))
        .containsExactly("ukhtc-second-officer");
    assertThat(child.due("Task_ConfirmCorrection")).isEqualTo("2009-06-04");
    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("nothing changes before it is confirmed")
        .isEqualTo("2009-06-10");
    assertThat(
            child
                .formValues("ukhtc.second", "Task_ConfirmCorrection")
                .get("showCorrection")
                .toString())
        .contains("3 June 2009, corrected to 2 June 2009")
        .contains("mistyped");
    assertThatThrownBy(() -> receipt("ukhtc.owner", "2009-06-01"))
        .hasMessageContaining("is already waiting for a second officer");

    child.does("ukhtc.second", "Task_ConfirmCorrection", InventedChanges.confirmCorrection());

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-09");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2009-06-09"));
    assertThat(child.day("rgOriginalDueDate")).isEqualTo("2009-06-09");
    assertThat(child.day("rgDueDate")).isEqualTo("2009-06-09");
    assertThat(child.day("rgTargetDate")).isEqualTo("2009-06-09");
    assertThat(nrmCase().referralReceivedOn()).isEqualTo("2009-06-02");
    assertThat(nrmCase().reasonableGrounds().originalDue()).isEqualTo("2009-06-09");
    assertThat(child.variable("referralReceivedDate")).isEqualTo("2009-06-02");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("corrected"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.code()).isEqualTo("referralReceivedDate");
              assertThat(event.officer()).isEqualTo("ukhtc.second");
              assertThat(event.detail())
                  .contains("3 June 2009, corrected to 2 June 2009")
                  .contains(InventedChanges.WHY_CORRECTED);
            });
    assertThat(child.task("Task_CorrectEarlierLetters").getAssignee()).isEqualTo("ukhtc.intake");
    assertThat(
            child
                .formValues("ukhtc.intake", "Task_CorrectEarlierLetters")
                .get("showWrongLetters")
                .toString())
        .contains("Acknowledgement");

    child.does("ukhtc.intake", "Task_CorrectEarlierLetters", InventedChanges.lettersCorrected());

    assertThat(instances.diagrams(child.caseNumber())).doesNotContain("correct-recorded-fact");
    assertThatThrownBy(() -> receipt("ukhtc.intake", "2009-06-02"))
        .as("the same twice")
        .hasMessageContaining("already what the register says");
  }

  @Test
  void nothingChangesIfTheSecondOfficerRefuses() {
    child.referred("2009-06-01", Invented.ukNational("2009-06-01")).logged(DAY);
    receipt("ukhtc.owner", "2009-06-02");

    child.does("ukhtc.second", "Task_ConfirmCorrection", InventedChanges.refuseCorrection());

    assertThat(nrmCase().referralReceivedOn()).isEqualTo(DAY);
    assertThat(child.task("Task_ReadRefusedCorrection").getAssignee()).isEqualTo("ukhtc.owner");
    assertThat(
            child
                .formValues("ukhtc.owner", "Task_ReadRefusedCorrection")
                .get("showRefusedCorrection")
                .toString())
        .contains("3 June 2009, corrected to 2 June 2009")
        .contains("**Refused**, by")
        .contains("shows the date that is recorded");

    child.does("ukhtc.owner", "Task_ReadRefusedCorrection", InventedChanges.refusalNoted());

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-10");
  }

  @Test
  void extensionsAreAppliedAgainAndThe48HoursCheckedAgain() {
    child.referred("2009-06-01", Invented.ukNational("2009-06-01")).logged("2009-06-04");
    assertThat(nrmCase().now().referralTargetMissed()).as("three calendar days, D6").isTrue();
    child.does("ukhtc.owner", "Task_ProposeReasonableGrounds", Invented.extension(3));
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-16");

    receipt("ukhtc.owner", "2009-06-02");
    child.does("ukhtc.second", "Task_ConfirmCorrection", InventedChanges.confirmCorrection());

    assertThat(child.day("rgOriginalDueDate")).isEqualTo("2009-06-09");
    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("with the three working days of the extension")
        .isEqualTo("2009-06-12");
    assertThat(nrmCase().now().referralTargetMissed()).isFalse();
  }

  /** The second officer compared with a date that an update has replaced since. */
  @Test
  void aCorrectionIsNotConfirmedOverALaterUpdate() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    hearing("2009-06-09");
    child.corrected("ukhtc.owner", "hearing-date", "correctedHearingDate", "2009-06-10");
    hearing("2009-06-08");

    assertThatThrownBy(
            () ->
                child.does(
                    "ukhtc.second", "Task_ConfirmCorrection", InventedChanges.confirmCorrection()))
        .hasMessageContaining("is no longer the one that was to be corrected")
        .hasMessageContaining("Refuse the correction");

    child.does("ukhtc.second", "Task_ConfirmCorrection", InventedChanges.refuseCorrection());
    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("the working day before the later hearing")
        .isEqualTo("2009-06-05");
  }

  /** D29: leave that was to last beyond the conclusive grounds decision. */
  @Test
  void shortenedLeaveIsConsidered() {
    child
        .referred(DAY, Invented.lawfulChild(DAY))
        .logged(DAY)
        .reasonableGrounds("ukhtc", "positive", DAY);

    child.updates(
        "ukhtc.owner",
        "correct-recorded-fact",
        Invented.with(
            InventedChanges.correction(
                child.caseNumber(), "immigration-status", "correctedImmigrationStatus", "leave"),
            "correctedLeaveUntil",
            "2009-06-30"));
    assertThat(child.has("Task_ProposeConclusiveGrounds")).as("nothing moves").isTrue();
    child.on("2009-07-01").conclusiveGrounds("ukhtc", "positive", "2009-07-01");

    assertThat(child.candidateGroups("Task_DecideLeave")).containsExactly("ukba-case-owner");
  }

  /** D29, D7: the case ended while the person was a child. */
  @Test
  void aCaseThatIsReopenedForLeaveOffersSupportToAnAdult() {
    child
        .referred("2012-06-01", Invented.ukNational("2012-06-01"))
        .logged("2012-06-01")
        .reasonableGrounds("ukhtc", "positive", "2012-06-01")
        .conclusiveGrounds("ukhtc", "positive", "2012-06-04")
        .on("2012-08-01");
    assertThat(instances.diagrams(child.caseNumber())).doesNotContain("support-as-adult");

    nationality("glasgow.lead", "VN");

    assertThat(child.candidateGroups("Task_DecideLeave")).containsExactly("ukba-case-owner");
    assertThat(instances.diagrams(child.caseNumber())).contains("nrm-case", "support-as-adult");
  }

  private void hearing(String on) {
    child.hearing("ukhtc.owner", on);
  }

  @Test
  void correctingAHearingMovesTheTarget() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    hearing("2009-06-09");
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-08");

    correctedHearing("2009-06-19");

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-10");
    assertThat(file.read(child.caseNumber()).text("courtHearingDate")).isEqualTo("2009-06-19");

    String open = child.task("Task_ProposeReasonableGrounds").getId();
    correctedHearing("2009-06-22");

    assertThat(child.task("Task_ProposeReasonableGrounds").getId())
        .as("no date has changed")
        .isEqualTo(open);
  }

  private void correctedHearing(String on) {
    child.corrected("ukhtc.owner", "hearing-date", "correctedHearingDate", on);
    child.does("ukhtc.second", "Task_ConfirmCorrection", InventedChanges.confirmCorrection());
  }

  @Test
  void correctingTheNationalityChangesTheRouteAtOnce() {
    child
        .referred(DAY, Invented.with(Invented.referralAndChild(DAY), "immigrationStatus", "none"))
        .logged(DAY)
        .reasonableGrounds("ukhtc", "positive", DAY);
    assertThat(child.variable("cgAuthority")).isEqualTo("UKBA");

    nationality("glasgow.lead", "GB");
    child.executeJobs();

    assertThat(child.variable("cgAuthority")).isEqualTo("UKHTC");
    assertThat(child.variable("routingBasis")).isEqualTo("D13.2");
    assertThat(child.variable("removalHold")).isEqualTo("not-needed");
    assertThat(child.candidateGroups("Task_ProposeConclusiveGrounds"))
        .containsExactly("ukhtc-case-owner");
    assertThat(nrmCase().nationalities()).containsExactly("GB");
    assertThat(lettersSent()).contains("transfer to COMPETENT_AUTHORITY");

    nationality("ukhtc.owner", "VN");
    child.executeJobs();

    assertThat(child.variable("cgAuthority")).isEqualTo("UKBA");
    assertThat(child.candidateGroups("Task_ProposeConclusiveGrounds"))
        .containsExactly("ukba-case-owner");
    assertThat(lettersSent()).contains("transfer to COMPETENT_AUTHORITY");
  }

  /** D14: before the transfer, another correction has transferred the case or says otherwise. */
  @ParameterizedTest
  @CsvSource({
    "immigration-status, correctedImmigrationStatus, uk-national, UKHTC, 2",
    "nationality, correctedNationalities, CN, UKBA, 1",
  })
  void d43TheLatestCorrectionDecidesOnATransferThatWaits(
      String fact, String field, String right, String authority, int letters) {
    child
        .referred(DAY, Invented.with(Invented.referralAndChild(DAY), "immigrationStatus", "none"))
        .logged(DAY)
        .reasonableGrounds("ukhtc", "positive", DAY);
    sentBeforeTheJob(
        "glasgow.lead",
        "correct-recorded-fact",
        InventedChanges.correction(
            child.caseNumber(), "nationality", "correctedNationalities", List.of("GB")),
        () ->
            child.corrected(
                "ukhtc.owner", fact, field, fact.equals("nationality") ? List.of(right) : right));

    assertThat(child.variable("cgAuthority")).isEqualTo(authority);
    assertThat(nrmCase().authority(Stage.CONCLUSIVE_GROUNDS).id()).isEqualTo(authority);
    assertThat(lettersSent())
        .filteredOn("transfer to COMPETENT_AUTHORITY"::equals)
        .as("the first one after reasonable grounds")
        .hasSize(letters);
    assertThat(engine.getManagementService().createJobQuery().messages().count()).isZero();
  }

  @Test
  void aManagerConfirmsTheRouteOfAUkNationalBeforeATransfer() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    processes("ukhtc.owner", List.of("port-case"));

    assertThat(child.candidateGroups("Task_ConfirmRoute")).containsExactly("ukhtc-manager");
    assertThat(child.variable("rgAuthority")).isEqualTo("UKHTC");

    child.does("ukhtc.manager", "Task_ConfirmRoute", Invented.route("yes")).executeJobs();

    assertThat(child.variable("rgAuthority")).isEqualTo("UKBA");
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-10");

    processes("ukba.owner", List.of());
    child.executeJobs();

    assertThat(child.variable("rgAuthority")).isEqualTo("UKHTC");
  }

  @Test
  void removingAClaimRemovesTheDecisionOnIt() {
    child.referred(DAY, Invented.asylumSeeker(DAY)).logged(DAY);
    child.updates(
        "ukba.asylum",
        "record-immigration-update",
        InventedTransfers.claimDecided(child.caseNumber(), "granted", DAY));

    processes("ukba.owner", List.of());

    assertThat(file.read(child.caseNumber()).text("asylumDecision")).as("D29").isEmpty();
    assertThat(file.read(child.caseNumber()).text("asylumDecisionDate")).isEmpty();
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.is(EntryKind.CORRECTED))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.detail()).contains("Granted").contains("Date the claim ended"));
  }

  @Test
  void theCouncilCorrectsFactsAboutTheChildAtOnce() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    child.corrected("glasgow.lead", "date-of-birth", "correctedDateOfBirth", "1993-02-01");

    assertThat(file.read(child.caseNumber()).text("childDateOfBirth")).isEqualTo("1993-02-01");
    assertThat(nrmCase().age()).isEqualTo(16);
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.is(EntryKind.REFERRAL_RECEIVED))
        .as("the form was received once")
        .hasSize(1);
    assertThat(child.task("Task_CorrectEarlierLetters").getAssignee()).isEqualTo("glasgow.lead");

    child.corrected("glasgow.manager", "sex", "correctedSex", "male");

    assertThat(nrmCase().sex()).isEqualTo("male");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("corrected"))
        .extracting(RegisterEvent::code)
        .containsExactly("childDateOfBirth", "childSex");
  }

  @Test
  void twoCorrectionsOfOneFactShareATask() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    correct("glasgow.lead", "date-of-birth", "correctedDateOfBirth", "1993-02-01");
    String first = child.task("Task_CorrectEarlierLetters").getId();
    child.on("2009-06-04");

    correct("glasgow.manager", "date-of-birth", "correctedDateOfBirth", "1995-02-01");

    Task second = child.task("Task_CorrectEarlierLetters");
    assertThat(second.getId()).isNotEqualTo(first);
    assertThat(second.getAssignee()).isEqualTo("glasgow.manager");
    assertThat(shown("glasgow.manager", "showCorrected"))
        .containsSubsequence(
            "Corrected on 3 June 2009",
            "23 July 1994, corrected to 1 February 1993",
            "Corrected on 4 June 2009",
            "1 February 1993, corrected to 1 February 1995",
            "Only the last correction is right");

    correct("ukhtc.owner", "names", "correctedNames", "An Nguyen");

    assertThat(lettersToCorrect())
        .as("another fact has a task of its own")
        .extracting(Task::getAssignee)
        .containsExactlyInAnyOrder("glasgow.manager", "ukhtc.owner");
  }

  @Test
  void lettersDatedAfterTheCorrectionAreNotListedAsWrong() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    correct("glasgow.lead", "date-of-birth", "correctedDateOfBirth", "1993-02-01");

    child.on("2009-06-04").reasonableGrounds("ukhtc", "positive", "2009-06-04").executeJobs();

    assertThat(lettersSent()).contains("nrm-03 to LOCAL_AUTHORITY");
    assertThat(shown("glasgow.lead", "showWrongLetters"))
        .contains("[Acknowledgement](/nrm/cases/")
        .as("the local authority may not open it")
        .contains("- Acknowledgement to first responder, 3 June 2009, to Strathclyde Police")
        .doesNotContain("NRM 03");
    assertThat(child.formValues("glasgow.lead", "Task_ProtectChild").get("showLetters").toString())
        .contains("NRM 03, to Glasgow City Council](", "- 4 June 2009, NRM 05, to Strathclyde");
  }

  @Test
  void lettersToAWrongForceAreListedEvenIfItReportedTheConcern() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    correct("glasgow.lead", "police-force", "correctedPoliceForce", "fife");

    assertThat(
            child
                .formValues("glasgow.lead", "Task_CorrectEarlierLetters")
                .get("showWrongLetters")
                .toString())
        .contains("Strathclyde Police")
        .doesNotContain("Glasgow");
  }

  @Test
  void d7ARepresentativeOrGuardianFoundLaterIsRecorded() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    child.corrected(
        "glasgow.lead",
        "legal-representative",
        "correctedLegalRepresentative",
        "Ailsa Rennie, 4 Example Lane, Glasgow");
    child.corrected("ukhtc.owner", "guardian", "correctedGuardian", "Iona Kerr, 9 Example Road");

    assertThat(file.read(child.caseNumber()).text("legalRepresentative"))
        .isEqualTo("Ailsa Rennie, 4 Example Lane, Glasgow");
    assertThat(file.read(child.caseNumber()).text("guardian"))
        .isEqualTo("Iona Kerr, 9 Example Road");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("corrected"))
        .extracting(RegisterEvent::code)
        .containsExactly("legalRepresentative", "guardian");
  }

  @Test
  void theChildsNamesAreCorrectedByEitherSide() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    correct("ukhtc.owner", "names", "correctedNames", "نور المثال");

    assertThat(child.task("Task_CorrectEarlierLetters").getAssignee())
        .as("the acknowledgement has the wrong name")
        .isEqualTo("ukhtc.owner");
    child.does("ukhtc.owner", "Task_CorrectEarlierLetters", InventedChanges.lettersCorrected());

    correct("glasgow.lead", "other-names", "correctedOtherNames", "Noor, Nora");

    assertThat(file.read(child.caseNumber()).text("childNames")).isEqualTo("نور المثال");
    assertThat(file.read(child.caseNumber()).text("childAlsoKnownAs")).isEqualTo("Noor, Nora");
    assertThatThrownBy(() -> correct("glasgow.lead", "names", "correctedNames", "نور المثال"))
        .hasMessageContaining("already what the register says");
    assertThatThrownBy(() -> correct("glasgow.lead", "names", "correctedNames", ""))
        .hasMessageContaining("Correct names of the child");

    correct("glasgow.lead", "other-names", "correctedOtherNames", "");

    assertThat(file.read(child.caseNumber()).text("childAlsoKnownAs")).isEmpty();
  }

  @Test
  void aNewLeadProfessionalIsRecordedWithTheirOwnNumber() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    Map<String, Object> successor =
        Invented.with(
            InventedChanges.correction(
                child.caseNumber(),
                "lead-professional",
                "correctedLeadProfessional",
                "Eilidh Ross"),
            "correctedLeadProfessionalPhone",
            "0141 496 0777");

    assertThatThrownBy(() -> child.updates("ukhtc.owner", "correct-recorded-fact", successor))
        .hasMessageContaining("Ask its lead professional");
    child.updates("glasgow.manager", "correct-recorded-fact", successor);

    CaseFileContent now = file.read(child.caseNumber());
    assertThat(now.text("leadProfessionalName")).isEqualTo("Eilidh Ross");
    assertThat(now.text("leadProfessionalPhone")).isEqualTo("0141 496 0777");
    assertThat(now.text("leadProfessionalEmail")).as("the predecessor's").isEmpty();
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("corrected"))
        .singleElement()
        .extracting(RegisterEvent::detail)
        .asString()
        .contains("Lena Hart, corrected to Eilidh Ross")
        .doesNotContain("not-listed");
    assertThat(instances.diagrams(child.caseNumber()))
        .as("no letter was wrong when it was written")
        .doesNotContain("correct-recorded-fact");
  }

  @Test
  void aWrongHomeOfficeReferenceChangesTheRoute() {
    child
        .referred(
            DAY,
            Invented.with(
                Invented.referralAndChild(DAY),
                "homeOfficeReference",
                "A7654321",
                "immigrationStatus",
                "none"))
        .logged(DAY);
    assertThat(child.variable("routingBasis")).isEqualTo("D13.6");

    correct("ukba.owner", "home-office-reference", "correctedHomeOfficeReference", "");
    child.executeJobs();

    assertThat(child.variable("routingBasis")).isEqualTo("D13.5");
    assertThat(child.variable("rgAuthority")).isEqualTo("UKHTC");
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukhtc-case-owner");
  }

  @Test
  void aReceiptCannotBeCorrectedBeforeItIsLogged() {
    child.referred(DAY, Invented.ukNational(DAY));

    assertThatThrownBy(() -> receipt("ukhtc.intake", DAY))
        .hasMessageContaining("before UKHTC has logged the form");
  }

  @Test
  void impossibleDatesAndFactsOfOtherAuthoritiesAreRefused() {
    child
        .referred("2009-06-01", Invented.ukNational("2009-06-01"))
        .logged(DAY)
        .reasonableGrounds("ukhtc", "positive", "2009-06-04")
        .on("2009-06-08");

    assertThatThrownBy(() -> receipt("ukhtc.owner", "2009-06-05"))
        .hasMessageContaining("the decision on reasonable grounds");
    assertThatThrownBy(() -> receipt("ukhtc.owner", "2009-05-29"))
        .hasMessageContaining("must not be before the first meeting with the child (1 June 2009)")
        .as("refused once")
        .hasMessageNotContaining("Date the child was first met");
    assertThatThrownBy(() -> receipt("ukhtc.owner", "2009-03-31"))
        .hasMessageContaining("1 April 2009");
    assertThatThrownBy(() -> receipt("ukhtc.owner", "2009-06-09"))
        .hasMessageContaining("in the future");
    assertThatThrownBy(() -> receipt("ukhtc.owner", ""))
        .hasMessageContaining("Correct date received at UKHTC");
    assertThatThrownBy(() -> receipt("glasgow.lead", "2009-06-02"))
        .hasMessageContaining("Ask its case owner");
    assertThatThrownBy(() -> child.corrected("ukhtc.owner", "sex", "correctedSex", "male"))
        .hasMessageContaining("Ask its lead professional");
    assertThatThrownBy(
            () ->
                child.corrected(
                    "glasgow.lead", "first-encounter-date", "correctedEncounterDate", "2009-06-04"))
        .hasMessageContaining("the receipt at UKHTC");
    assertThatThrownBy(
            () -> correct("glasgow.lead", "date-of-birth", "correctedDateOfBirth", "1904-07-23"))
        .hasMessageContaining("104 when first met");
    assertThatThrownBy(
            () ->
                child.corrected(
                    "ukhtc.owner", "hearing-date", "correctedHearingDate", "2009-07-01"))
        .hasMessageContaining("no hearing is recorded");
    assertThatThrownBy(() -> child.corrected("fife.lead", "sex", "correctedSex", "male"))
        .hasMessageContaining("access to a case with this number");
  }

  @Test
  void correctingTheDateOfBirthMakesAnAdultAChildAgain() {
    child.referred("2012-07-18", Invented.ukNational("2012-07-18")).logged("2012-07-24");
    assertThat(nrmCase().now().adultFrom()).as("born on 23 July 1994").isEqualTo("2012-07-23");
    assertThatThrownBy(
            () ->
                correct(
                    "glasgow.lead", "first-encounter-date", "correctedEncounterDate", "2012-07-23"))
        .hasMessageContaining("18 when first met");
    assertThat(instances.diagrams(child.caseNumber())).contains("support-as-adult");

    child.corrected("glasgow.lead", "date-of-birth", "correctedDateOfBirth", "1994-08-23");

    assertThat(nrmCase().now().adultFrom()).as("D7, D43").isNull();
    assertThat(instances.diagrams(child.caseNumber())).doesNotContain("support-as-adult");
    assertThat(child.birthdayCheck()).isEqualTo("2012-08-01");

    child.on("2012-08-23");

    assertThat(nrmCase().now().adultFrom()).isEqualTo("2012-08-23");
  }

  private List<Task> lettersToCorrect() {
    return child.tasks("Task_CorrectEarlierLetters");
  }

  private String shown(String user, String text) {
    return child.formValues(user, "Task_CorrectEarlierLetters").get(text).toString();
  }

  private void receipt(String user, String right) {
    child.correctedReceipt(user, right);
  }

  private void correct(String user, String fact, String field, String right) {
    child.corrected(user, fact, field, right);
  }

  private void nationality(String user, String country) {
    child.corrected(user, "nationality", "correctedNationalities", List.of(country));
  }

  private void processes(String user, List<String> really) {
    child.corrected(user, "immigration-processes", "correctedProcesses", really);
  }

  @Test
  void d32RemovalIsOnHoldAlsoIfTheCorrectionComesBetweenAgreementAndRecord() {
    child
        .referred(DAY, Invented.ukNational(DAY))
        .logged(DAY)
        .reasonableGrounds("ukhtc", "positive", DAY)
        .does(
            "ukhtc.owner",
            "Task_ProposeConclusiveGrounds",
            Invented.conclusiveGrounds("positive", DAY));

    agreed(
        "ukhtc.second",
        "Task_ConfirmConclusiveGrounds",
        Invented.confirmConclusiveGrounds(DAY),
        () ->
            child.corrected(
                "glasgow.lead", "nationality", "correctedNationalities", List.of("VN")));

    assertThat(child.has("Task_DecideLeave")).as("D29").isTrue();
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ON);
    assertThat(child.variable("removalHold")).isEqualTo("on");
  }

  /**
   * What was recorded of a recognised child, what is right, and what then applies: the removal
   * hold, the outcome of leave, and whether an officer is asked. As if it had been right from the
   * start (D43), except that the hold of a recognised child ends only with a decision on leave
   * (D32).
   */
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "uk, lawful, on, , false",
    "uk, eea, not-needed, , false",
    "uk, eeaRemoved, ended, no-leave-to-be-granted, false",
    "uk, asylum, ended, no-leave-to-be-granted, false",
    "uk, none, on, , true",
    "lawful, uk, on, , false",
    "lawful, eea, ended, no-leave-to-be-granted, false",
    "lawful, eeaRemoved, ended, no-leave-to-be-granted, false",
    "lawful, asylum, ended, no-leave-to-be-granted, false",
    "lawful, none, on, , true",
    "eea, uk, not-needed, no-leave-to-be-granted, false",
    "eea, lawful, on, , false",
    "eea, eeaRemoved, ended, no-leave-to-be-granted, false",
    "eea, asylum, ended, no-leave-to-be-granted, false",
    "eea, none, on, , true",
    "eeaRemoved, uk, ended, no-leave-to-be-granted, false",
    "eeaRemoved, lawful, on, , false",
    "eeaRemoved, eea, ended, no-leave-to-be-granted, false",
    "eeaRemoved, asylum, ended, no-leave-to-be-granted, false",
    "eeaRemoved, none, on, , true",
    "asylum, uk, ended, no-leave-to-be-granted, false",
    "asylum, lawful, on, , false",
    "asylum, eea, ended, no-leave-to-be-granted, false",
    "asylum, eeaRemoved, ended, no-leave-to-be-granted, false",
    "asylum, none, on, , true",
  })
  void d29D32ACorrectionAfterTheEndIsFollowedByWhatItNeeds(
      String recorded, String right, String hold, String leave, boolean asked) {
    Immigration before = Immigration.valueOf(recorded);
    Immigration after = Immigration.valueOf(right);
    ended(before, after);

    child.updates(
        "ukhtc.owner", "correct-recorded-fact", before.correctedTo(after, child.caseNumber()));
    child.executeJobs();

    assertThat(nrmCase().removalHold().id()).as("removal hold").isEqualTo(hold);
    assertThat(nrmCase().leaveOutcome()).as("leave").isEqualTo(leave);
    assertThat(child.has("Task_DecideLeave")).as("decision on leave").isEqualTo(asked);
    assertThat(nrmCase().caseOutcome())
        .as("outcome")
        .isEqualTo(asked ? null : CaseOutcome.RECOGNISED);
    int history = kinds().size();

    child.corrected("ukhtc.owner", "names", "correctedNames", "Nguyen Thi Dao");
    child.executeJobs();

    assertThat(kinds().subList(history, kinds().size()))
        .as("nothing follows from another fact")
        .doesNotContain("reopened", "removal-hold");
  }

  /** In the engine's own map, whose lists are still text. */
  @Test
  void aListIsReadAsTheRestApiHandsItOver() {
    child.referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);

    child.updates(
        "glasgow.lead",
        "correct-recorded-fact",
        Variables.createVariables()
            .putValue("caseNumber", child.caseNumber().toLowerCase(Locale.ROOT))
            .putValue("correctedFact", "nationality")
            .putValue("correctedNationalities", SpinValues.jsonValue("[\"CN\"]").create())
            .putValue("correctionReason", "As in her passport"));

    assertThat(nrmCase().nationalities()).containsExactly("CN");
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void d32ACorrectionAfterANegativeDecisionPutsNothingOnHold(Stage stage) {
    opened(DAY, Invented.concern(DAY));
    filed(Immigration.uk.filedBefore(Immigration.none));
    received(DAY);
    decided(stage, Outcome.NEGATIVE, DAY);
    String caseNumber = child.caseNumber();
    transaction.executeWithoutResult(
        status -> {
          register.routed(caseNumber, Stage.REASONABLE_GROUNDS, KnownAuthorities.UKHTC, "D13.2");
          register.removalHold(caseNumber, RemovalHold.NOT_NEEDED);
          register.closed(caseNumber, CaseOutcome.negative(stage), LocalDate.parse(DAY));
        });

    child.updates(
        "ukhtc.owner",
        "correct-recorded-fact",
        Immigration.uk.correctedTo(Immigration.none, caseNumber));

    assertThat(nrmCase().removalHold()).as("until it is reconsidered").isNotEqualTo(RemovalHold.ON);
    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.negative(stage));
  }

  /** What decides on the hold and on leave (D29, D32). */
  private enum Immigration {
    uk("GB", "uk-national", "no"),
    lawful("VN", "leave", "no"),
    eea("RO", "eea", "no"),
    eeaRemoved("RO", "eea", "yes"),
    asylum("VN", "none", "no"),
    none("VN", "none", "no");

    private final String nationality;
    private final String status;
    private final String removalDecision;

    Immigration(String nationality, String status, String removalDecision) {
      this.nationality = nationality;
      this.status = status;
      this.removalDecision = removalDecision;
    }

    /** The file before the correction: all but the one fact that is wrong is as it will be. */
    Map<String, Object> filedBefore(Immigration after) {
      boolean byStatus = nationality.equals("VN");
      boolean byRemoval = nationality.equals("RO");
      boolean granted = this == asylum || after == asylum;
      return with(
          Invented.referralAndChild(DAY),
          "childNationalities",
          List.of(nationality),
          "immigrationStatus",
          byStatus ? status : after.status,
          "leaveUntil",
          (byStatus ? this : after) == lawful ? "2012-08-31" : null,
          "removalOrExclusionDecision",
          byRemoval ? removalDecision : after.removalDecision,
          "asylumClaimMade",
          granted ? "yes" : "no",
          "asylumDecision",
          granted ? "granted" : null,
          "asylumDecisionDate",
          granted ? DAY : null);
    }

    Map<String, Object> correctedTo(Immigration after, String caseNumber) {
      if (!nationality.equals(after.nationality)) {
        return InventedChanges.correction(
            caseNumber, "nationality", "correctedNationalities", List.of(after.nationality));
      }
      return status.equals(after.status) && removalDecision.equals(after.removalDecision)
          ? InventedChanges.correction(
              caseNumber, "immigration-processes", "correctedProcesses", List.of("port-case"))
          : with(
              InventedChanges.correction(
                  caseNumber, "immigration-status", "correctedImmigrationStatus", after.status),
              "correctedLeaveUntil",
              after == lawful ? "2012-08-31" : null,
              "correctedRemovalDecision",
              after.removalDecision);
    }
  }

  /** Recognised by UKHTC; whether leave is considered was checked with the facts on file. */
  private void ended(Immigration before, Immigration after) {
    opened(DAY, Invented.concern(DAY));
    filed(before.filedBefore(after));
    received(DAY);
    decided(Stage.REASONABLE_GROUNDS, Outcome.POSITIVE, DAY);
    decided(Stage.CONCLUSIVE_GROUNDS, Outcome.POSITIVE, DAY);
    String caseNumber = child.caseNumber();
    transaction.executeWithoutResult(
        status -> {
          register.routed(caseNumber, Stage.REASONABLE_GROUNDS, KnownAuthorities.UKHTC, "D13.2");
          register.routed(caseNumber, Stage.CONCLUSIVE_GROUNDS, KnownAuthorities.UKHTC, "D13.2");
          register.removalHold(
              caseNumber, routes.askNow(nrmCase(), Stage.CONCLUSIVE_GROUNDS).removalHold());
          instances.resume(caseNumber, "Call_LeaveToRemain", PathVariables.of(nrmCase()));
        });
    child.executeJobs();
    assertThat(nrmCase().caseOutcome()).as("ended").isEqualTo(CaseOutcome.RECOGNISED);
  }
}
