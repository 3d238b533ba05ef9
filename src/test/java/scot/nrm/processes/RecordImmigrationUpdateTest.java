package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scot.nrm.journeys.Invented.with;

import java.util.Map;
import org.junit.jupiter.api.Test;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.engine.CaseNumber;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedTransfers;

class RecordImmigrationUpdateTest extends DiagramTest {

  /** A Wednesday; reasonable grounds are due on Wednesday 10 June. */
  private static final String DAY = "2009-06-03";

  RecordImmigrationUpdateTest() {
    super("record-immigration-update");
  }

  @Test
  void aClaimMovesTheDecisionToUkbaAndNotifiesAsylumColleagues() {
    atReasonableGrounds(Invented.referralAndChild(DAY));

    updates("glasgow.lead", InventedTransfers.asylumClaim(child.caseNumber(), "2009-06-02"));

    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .as("D14")
        .containsExactly("ukba-case-owner");
    assertThat(child.variable("routingBasis")).isEqualTo("D13.1");
    assertThat(lettersSent())
        .contains("transfer to COMPETENT_AUTHORITY", "asylum-colleagues to UKBA_ASYLUM");
    CaseFileContent facts = file.read(child.caseNumber());
    assertThat(facts.text("asylumClaimMade")).isEqualTo("yes");
    assertThat(facts.text("homeOfficeReference")).isEqualTo("B7654321");
    assertThat(facts.text("givenHomeOfficeReference")).isEmpty();
  }

  @Test
  void anotherProcessMovesTheDecisionWithoutANotice() {
    atReasonableGrounds(Invented.referralAndChild(DAY));

    updates("ukhtc.intake", InventedTransfers.process(child.caseNumber(), "enforcement", DAY));

    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukba-case-owner");
    assertThat(lettersSent())
        .contains("transfer to COMPETENT_AUTHORITY")
        .doesNotContain("asylum-colleagues to UKBA_ASYLUM");
    assertThat(file.read(child.caseNumber()).text("enforcementUnderWay")).isEqualTo("yes");
  }

  @Test
  void wordsInsteadOfAReferenceDoNotReplaceIt() {
    atReasonableGrounds(
        Invented.with(Invented.referralAndChild(DAY), "homeOfficeReference", "A1234567"));

    updates(
        "ukhtc.intake",
        Invented.with(
            InventedTransfers.process(child.caseNumber(), "enforcement", DAY),
            "givenHomeOfficeReference",
            "not known"));

    assertThat(file.read(child.caseNumber()).text("homeOfficeReference")).isEqualTo("A1234567");
  }

  @Test
  void repeatedUpdatesAreRefused() {
    atReasonableGrounds(Invented.referralAndChild(DAY));
    updates("glasgow.lead", InventedTransfers.asylumClaim(child.caseNumber(), "2009-06-02"));
    updates("glasgow.lead", InventedTransfers.process(child.caseNumber(), "port-case", DAY));

    assertRefused(
        "glasgow.lead",
        InventedTransfers.asylumClaim(child.caseNumber(), DAY),
        "already recorded, with the date 2 June 2009");
    assertRefused(
        "ukhtc.owner",
        InventedTransfers.process(child.caseNumber(), "port-case", DAY),
        "already recorded");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("authority-changed"))
        .hasSize(1);
  }

  @Test
  void onlyAnExistingClaimCanBeWithdrawnOnce() {
    atReasonableGrounds(Invented.referralAndChild(DAY));

    assertRefused(
        "glasgow.lead",
        InventedTransfers.claimWithdrawn(child.caseNumber(), DAY),
        "no asylum claim is recorded");

    updates("glasgow.lead", InventedTransfers.asylumClaim(child.caseNumber(), "2009-06-02"));

    assertRefused(
        "glasgow.lead",
        InventedTransfers.claimWithdrawn(child.caseNumber(), "2009-06-01"),
        "must not be before the day of the claim (2 June 2009)");

    updates("glasgow.lead", InventedTransfers.claimWithdrawn(child.caseNumber(), DAY));

    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .as("the case stays with UKBA, D14")
        .containsExactly("ukba-case-owner");
    assertThat(file.read(child.caseNumber()).text("asylumClaimMade"))
        .as("the claim was made")
        .isEqualTo("yes");
    assertRefused(
        "glasgow.lead",
        InventedTransfers.claimWithdrawn(child.caseNumber(), DAY),
        "already recorded as withdrawn");

    child.on("2009-06-04");

    assertRefused(
        "glasgow.lead",
        InventedTransfers.asylumClaim(child.caseNumber(), "2009-06-02"),
        "must not be before the day on which the earlier claim was withdrawn");

    updates("glasgow.lead", InventedTransfers.asylumClaim(child.caseNumber(), "2009-06-04"));

    assertThat(file.read(child.caseNumber()).text("asylumClaimWithdrawnDate"))
        .as("claimed again")
        .isEmpty();
  }

  @Test
  void d32AClaimDecidedBeforeConclusiveGroundsIsNoLongerABarrier() {
    atReasonableGrounds(with(Invented.asylumSeeker(DAY), "asylumClaimDate", "2009-06-02"));
    String task = child.task("Task_ProposeReasonableGrounds").getId();
    child.on("2009-06-04");

    for (String other : new String[] {"glasgow.lead", "ukhtc.intake"}) {
      assertRefused(
          other,
          InventedTransfers.claimDecided(child.caseNumber(), "granted", DAY),
          "only UKBA's asylum liaison, case owner or manager");
    }
    assertRefused(
        "ukba.asylum",
        InventedTransfers.claimDecided(child.caseNumber(), "refused", "2009-06-01"),
        "must not be before the day of the claim (2 June 2009)");

    updates("ukba.asylum", InventedTransfers.claimDecided(child.caseNumber(), "refused", DAY));

    assertThat(child.task("Task_ProposeReasonableGrounds").getId())
        .as("it still counts as a process, D14")
        .isEqualTo(task);
    assertThat(child.variable("removalHold")).as("the case is not decided").isEqualTo("on");
    assertThat(ImmigrationFacts.isAsylumClaimed(file.read(child.caseNumber()))).isFalse();
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("immigration-update"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.code()).isEqualTo("asylum-claim-refused");
              assertThat(event.from()).isEqualTo(DAY);
              assertThat(event.officer()).isEqualTo("ukba.asylum");
            });
    assertRefused(
        "ukba.owner",
        InventedTransfers.claimDecided(child.caseNumber(), "granted", "2009-06-04"),
        "already recorded as withdrawn or decided");
    assertRefused(
        "glasgow.lead",
        InventedTransfers.claimWithdrawn(child.caseNumber(), "2009-06-04"),
        "already recorded as withdrawn or decided");
    assertRefused(
        "glasgow.lead",
        InventedTransfers.asylumClaim(child.caseNumber(), "2009-06-02"),
        "must not be before the day on which the earlier claim was decided (3 June 2009)");

    updates("glasgow.lead", InventedTransfers.asylumClaim(child.caseNumber(), "2009-06-04"));

    CaseFileContent claimedAgain = file.read(child.caseNumber());
    assertThat(ImmigrationFacts.isAsylumClaimed(claimedAgain)).isTrue();
    assertThat(claimedAgain.text("asylumDecision")).isEmpty();
    assertThat(claimedAgain.text("asylumDecisionDate")).isEmpty();
  }

  @Test
  void aCaseWithoutProcessAndIssueReturnsToUkhtc() {
    atReasonableGrounds(Invented.asylumSeeker(DAY));

    for (String other : new String[] {"glasgow.lead", "ukhtc.owner", "ukba.asylum"}) {
      assertRefused(
          other,
          InventedTransfers.nothingFound(child.caseNumber(), DAY),
          "only UKBA's case owner or manager");
    }
    assertRefused(
        "ukba.owner",
        with(
            InventedTransfers.nothingFound(child.caseNumber(), DAY),
            "immigrationStatus",
            "overstayed",
            "leaveUntil",
            null),
        "there is still an immigration issue");
    assertThat(file.read(child.caseNumber()).text("asylumClaimMade"))
        .as("nothing has changed")
        .isEqualTo("yes");

    updates("ukba.owner", InventedTransfers.nothingFound(child.caseNumber(), DAY));

    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .as("D14")
        .containsExactly("ukhtc-case-owner");
    assertThat(child.variable("routingBasis")).isEqualTo("D13.7");
    assertThat(lettersSent()).contains("transfer to COMPETENT_AUTHORITY");
    assertRefused(
        "ukba.manager",
        InventedTransfers.nothingFound(child.caseNumber(), DAY),
        "you don't have access to a case");
  }

  @Test
  void aUkbaCopyNoLongerCountsOnceUkbaFindsNoProcess() {
    child.referred(DAY, Invented.referralAndChild(DAY));
    filed(Map.of("ukbaCopyReceivedDate", DAY));
    child.logged(DAY);

    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .as("D13.1")
        .containsExactly("ukba-case-owner");

    updates("ukba.manager", InventedTransfers.nothingFound(child.caseNumber(), DAY));

    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukhtc-case-owner");
  }

  @Test
  void aUkbaCopyMovesAUkhtcCaseLikeAnyProcess() {
    atReasonableGrounds(Invented.referralAndChild(DAY));

    child.copied(DAY);

    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .as("D13, D14")
        .containsExactly("ukba-case-owner");
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-10");
    assertThat(child.variable("routingBasis")).isEqualTo("D13.1");
    assertThat(lettersSent())
        .contains("transfer to COMPETENT_AUTHORITY")
        .doesNotContain("asylum-colleagues to UKBA_ASYLUM");
  }

  @Test
  void aManagerConfirmsTheRouteOfAUkNationalBeforeATransfer() {
    atReasonableGrounds(Invented.ukNational(DAY));

    updates("glasgow.lead", InventedTransfers.asylumClaim(child.caseNumber(), DAY));

    assertThat(child.candidateGroups("Task_ConfirmRoute"))
        .as("D13")
        .containsExactly("ukhtc-manager");
    assertThat(child.due("Task_ConfirmRoute")).isEqualTo("2009-06-04");
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .as("the deadline doesn't change")
        .containsExactly("ukhtc-case-owner");

    child.does("ukhtc.manager", "Task_ConfirmRoute", Invented.route("yes"));

    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukba-case-owner");
    assertThat(child.variable("removalHold"))
        .as("never for a UK national, D32")
        .isEqualTo("not-needed");
  }

  @Test
  void aUkNationalWithoutAProcessStaysWithUkhtc() {
    atReasonableGrounds(Invented.ukNational(DAY));
    updates("glasgow.lead", InventedTransfers.asylumClaim(child.caseNumber(), DAY));

    child.does("ukhtc.manager", "Task_ConfirmRoute", Invented.route("no"));

    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukhtc-case-owner");
    assertThat(child.has("Task_ConfirmRoute")).isFalse();
    assertThat(lettersSent())
        .doesNotContain("transfer to COMPETENT_AUTHORITY", "asylum-colleagues to UKBA_ASYLUM");
  }

  @Test
  void inAUkbaCaseAClaimOnlyNotifiesAsylumColleagues() {
    atReasonableGrounds(with(Invented.referralAndChild(DAY), "portCase", "yes"));
    String task = child.task("Task_ProposeReasonableGrounds").getId();

    updates("ukba.asylum", InventedTransfers.asylumClaim(child.caseNumber(), DAY));

    assertThat(child.task("Task_ProposeReasonableGrounds").getId())
        .as("the task stays the same")
        .isEqualTo(task);
    assertThat(lettersSent())
        .contains("asylum-colleagues to UKBA_ASYLUM")
        .doesNotContain("transfer to COMPETENT_AUTHORITY");
  }

  @Test
  void d14AsylumColleaguesAreNotifiedOfAClaimBetweenAgreementAndRecord() {
    atReasonableGrounds(Invented.referralAndChild(DAY));
    child.does(
        "ukhtc.owner",
        "Task_ProposeReasonableGrounds",
        Invented.reasonableGrounds("positive", DAY));

    agreed(
        "ukhtc.second",
        "Task_ConfirmReasonableGrounds",
        Invented.confirmReasonableGrounds(DAY),
        () -> updates("glasgow.lead", InventedTransfers.asylumClaim(child.caseNumber(), DAY)));

    assertThat(nrmCase().rgAuthority()).as("decided").isEqualTo(KnownAuthorities.UKHTC);
    assertThat(nrmCase().cgAuthority()).as("D14").isEqualTo(KnownAuthorities.UKBA);
    assertThat(nrmCase().routingBasis()).isEqualTo("D13.1");
    assertThat(lettersSent()).containsOnlyOnce("asylum-colleagues to UKBA_ASYLUM");
  }

  @Test
  void d14TheAsylumLiaisonRecordsAClaimInAUkhtcCaseWithASecondFact() {
    atReasonableGrounds(Invented.referralAndChild(DAY));
    Map<String, Object> claim = InventedTransfers.asylumClaim(child.caseNumber(), DAY);

    assertRefused("ukba.asylum", claim, CaseNumber.NO_ACCESS);
    assertRefused(
        "ukba.asylum", with(claim, "confirmedDateOfBirth", "1994-07-24"), CaseNumber.NO_ACCESS);
    assertRefused(
        "ukba.asylum",
        with(
            InventedTransfers.process(child.caseNumber(), "enforcement", DAY),
            "confirmedDateOfBirth",
            Invented.BORN),
        "");
    assertRefused("ukba.port", with(claim, "confirmedDateOfBirth", Invented.BORN), "");

    for (String nothing : new String[] {"-", "unknown"}) {
      assertRefused(
          "ukba.asylum", with(claim, "givenHomeOfficeReference", nothing), CaseNumber.NO_ACCESS);
    }
    updates("ukba.asylum", with(claim, "confirmedDateOfBirth", Invented.BORN));

    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukba-case-owner");
    assertThat(lettersSent())
        .contains("transfer to COMPETENT_AUTHORITY", "asylum-colleagues to UKBA_ASYLUM");
  }

  @Test
  void aClaimBeforeTheReferralCountsAtTheFirstRouting() {
    opened(DAY, Invented.concern(DAY));

    updates("glasgow.duty", InventedTransfers.asylumClaim(child.caseNumber(), DAY));

    assertThat(file.read(child.caseNumber()).text("asylumClaimMade")).isEqualTo("yes");
    assertThat(register.history(child.caseNumber()))
        .anySatisfy(
            event -> {
              assertThat(event.kindCode()).isEqualTo("immigration-update");
              assertThat(event.code()).isEqualTo("asylum-claim");
              assertThat(event.officer()).isEqualTo("glasgow.duty");
            });
    assertThat(lettersSent()).isEmpty();
    assertRefused(
        "ukba.owner",
        InventedTransfers.claimWithdrawn(child.caseNumber(), DAY),
        "you don't have access to a case");
  }

  private void atReasonableGrounds(Map<String, Object> referralAndChild) {
    child.referred(DAY, referralAndChild).logged(DAY);
  }

  private void updates(String user, Map<String, Object> values) {
    child.updates(user, "record-immigration-update", values);
  }

  private void assertRefused(String user, Map<String, Object> values, String sentence) {
    assertThatThrownBy(() -> updates(user, values)).hasMessageContaining(sentence);
  }
}
