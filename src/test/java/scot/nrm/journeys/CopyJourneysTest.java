package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RemovalHold;

/**
 * Cases that start or continue with a UKBA copy, or with an NRM form sent directly to UKHTC
 * (D9-D11).
 */
@OnEachDatabase(usually = Kind.POSTGRES)
class CopyJourneysTest extends CaseJourneys {

  /** A Friday; ten working days later, across the early May bank holiday, is Monday 11 May. */
  private static final String COPIED = "2009-04-24";

  @Test
  void aCopyIsFollowedUpUntilTheCouncilRefersTheChild() {
    child
        .on(COPIED)
        .begins("ukba.port", "send-ukba-copy", InventedCopies.copy(COPIED))
        .executeJobs();

    assertThat(now().ukbaCopyOn()).isEqualTo(COPIED);
    assertThat(child.variable("removalHold")).as("D32").isEqualTo("on");
    assertThat(child.variable("referralReceivedDate"))
        .as("a pre-alert, not a referral, D9")
        .isNull();
    assertThat(child.has("Task_ProposeReasonableGrounds"))
        .as("no deadline for reasonable grounds")
        .isFalse();
    assertThat(child.candidateGroups("Task_AcceptConcern")).containsExactly("la-duty-social-work");
    assertThat(child.task("Task_AcceptConcern").getTenantId()).isEqualTo("glasgow-city");
    assertThat(child.candidateGroups("Task_RecordUkbaCopy")).containsExactly("ukba-intake");

    child.does("ukba.intake", "Task_RecordUkbaCopy", InventedCopies.noted()).on("2009-05-11");

    assertThat(child.has("Task_GetConcernAccepted"))
        .as("due only at the end of the tenth day")
        .isFalse();

    child.on("2009-05-12");

    assertThat(letters("copy-reminder")).as("D10").containsExactly("LOCAL_AUTHORITY");
    assertThat(child.candidateGroups("Task_GetConcernAccepted")).containsExactly("la-manager");
    assertThat(child.sees("fife.manager", "Task_GetConcernAccepted")).isFalse();

    child
        .does("glasgow.manager", "Task_GetConcernAccepted", InventedCopies.managerActed())
        .on("2009-05-28");

    assertThat(letters("copy-reminder")).as("again, ten working days later").hasSize(2);
    assertThat(child.ended()).as("never closed automatically").isFalse();

    child.does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance("2009-05-28"));

    assertThat(child.has("Task_GetConcernAccepted"))
        .as("accepting the concern is an answer")
        .isFalse();

    child
        .does("glasgow.lead", "Task_AssessChild", Invented.assessment("2009-05-28"))
        .does(
            "glasgow.lead",
            "Task_NrmFormReferralAndChild",
            Invented.with(Invented.referralAndChild("2009-05-28"), "firstEncounterDate", COPIED))
        .does("glasgow.lead", "Task_NrmFormExploitation", Invented.exploitation())
        .does("glasgow.lead", "Task_NrmFormIndicators", Invented.indicators())
        .does("glasgow.lead", "Task_NrmFormCheckAndSend", Invented.checkAndSend());
    child.logged("2009-05-29").on("2009-08-01");

    assertThat(nrmCase().referralReceivedOn())
        .as("one case number from copy to decision")
        .isEqualTo("2009-05-29");
    assertThat(child.variable("routingBasis")).as("a copy is a process, D13").isEqualTo("D13.1");
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukba-case-owner");
    assertThat(letters("copy-reminder")).as("no more reminders").hasSize(2);
    assertThat(child.variable("removalHold")).isEqualTo("on");
  }

  @Test
  void aCopyOfAChildWhoWasNotTraffickedClosesAndEndsTheHold() {
    child
        .on(COPIED)
        .begins("ukba.port", "send-ukba-copy", InventedCopies.copy(COPIED))
        .executeJobs()
        .does("ukba.intake", "Task_RecordUkbaCopy", InventedCopies.noted())
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(COPIED))
        .does("glasgow.lead", "Task_AssessChild", Invented.notBelieved(COPIED));

    assertThat(child.variable("removalHold")).as("until the manager has confirmed").isEqualTo("on");

    child.does("glasgow.manager", "Task_ConfirmNotReferred", Invented.confirmedNotReferred(COPIED));

    RegisterCase closed = nrmCase();
    assertThat(closed.caseOutcome()).as("D10").isEqualTo(CaseOutcome.NOT_REFERRED);
    assertThat(closed.removalHold()).isEqualTo(RemovalHold.ENDED);
    assertThat(closed.referralReceivedOn()).as("a copy alone never counts as a referral").isNull();
    assertThat(child.has("Task_ProtectChild"))
        .as("ordinary child protection continues, D4")
        .isTrue();

    child.on("2009-07-01");

    assertThat(child.has("Task_GetConcernAccepted")).isFalse();
    assertThat(letters("copy-reminder")).isEmpty();
  }

  @Test
  void aCopyAfterTheFormIsAddedToTheCaseOnce() {
    child.referred(COPIED, Invented.referralAndChild(COPIED)).logged(COPIED);
    LocalDate due = child.due("Task_ProposeReasonableGrounds");

    Journey copy = child.copySent(COPIED);

    assertThat(now().ukbaCopyOn()).as("not confirmed yet").isNull();
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukhtc-case-owner");

    copy.does(
        "ukhtc.intake",
        "Task_ConfirmSameChild",
        InventedCopies.compared("merge", child.caseNumber()));

    assertThat(now().ukbaCopyOn()).isEqualTo(COPIED);
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .as("D14")
        .containsExactly("ukba-case-owner");
    assertThat(copy.candidateGroups("Task_ReadMergedCase"))
        .as("of the case that continues, after its transfer")
        .containsExactly("ukba-case-owner");
    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("the deadline doesn't change")
        .isEqualTo(due);
    assertThat(shownCopy())
        .as("what the port officer wrote, D9")
        .containsOnlyOnce("Was met by a man")
        .doesNotContain("Found with an adult");
    child.does("ukba.intake", "Task_RecordUkbaCopy", InventedCopies.noted());
    child.copied(COPIED);
    assertThat(shownCopy().split("Was met by a man")).as("UKBA intake reads both").hasSize(3);

    child.on("2009-06-30");

    assertThat(letters("copy-reminder")).as("the council has already answered").isEmpty();
    assertThat(kinds()).containsOnlyOnce("ukba-copy-received");
  }

  /** D12, D29: a claim that has ended is no reason to wait. */
  @ParameterizedTest
  @ValueSource(strings = {"withdrawn", "granted", "refused"})
  void leaveDoesNotWaitForAClaimThatEndedInTheMergedCase(String end) {
    child
        .referred(COPIED, Invented.referralAndChild(COPIED))
        .logged(COPIED)
        .reasonableGrounds("ukhtc", "positive", COPIED)
        .conclusiveGrounds("ukba", "positive", COPIED);
    Journey copy = child.copySent(COPIED).claimedAsylum("ukba.asylum", "2009-04-20");
    copy.updates(
            "ukba.asylum",
            "record-immigration-update",
            end.equals("withdrawn")
                ? InventedTransfers.claimWithdrawn(copy.caseNumber(), "2009-04-22")
                : InventedTransfers.claimDecided(copy.caseNumber(), end, "2009-04-22"))
        .does(
            "ukhtc.intake",
            "Task_ConfirmSameChild",
            InventedCopies.compared("merge", child.caseNumber()));
    child.executeJobs();

    assertThat(kinds()).as("the claim and how it ended").contains("immigration-update");
    assertThat(child.has("Task_RecordAsylumDecision")).isFalse();
    assertThat(child.sees("ukba.owner", "Task_DecideLeave")).isTrue();
  }

  /** D9, D12, D35: the copy moves the case before the port officer is notified. */
  @Test
  void theNoticeOfASuspensionDoesNotNameAnAuthorityThatDidNotSuspend() {
    child
        .referred(COPIED, Invented.referralAndChild(COPIED))
        .logged(COPIED)
        .reportedMissing("glasgow.lead", COPIED)
        .reasonableGrounds("ukhtc", "suspend", COPIED);
    Journey copy = child.copySent(COPIED);

    copy.does(
        "ukhtc.intake",
        "Task_ConfirmSameChild",
        InventedCopies.compared("merge", child.caseNumber()));

    assertThat(child.candidateGroups("Task_MonitorSuspendedStage"))
        .containsExactly("ukba-case-owner");
    assertThat(letters.of(copy.caseNumber()))
        .filteredOn(letter -> letter.template().equals("stage-suspended"))
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letters.text(letter).replaceAll("\\s+", " "))
                    .contains("Two officers of the competent authority have therefore suspended")
                    .doesNotContain("Border Agency does not have enough information"));
  }

  @Test
  void d32ACopyThatIsMergedWithAnEndedCasePutsNothingOnHold() {
    child
        .referred(COPIED, Invented.ukNational(COPIED))
        .logged(COPIED)
        .reasonableGrounds("ukhtc", "positive", COPIED)
        .conclusiveGrounds("ukhtc", "positive", COPIED)
        .on("2009-06-30")
        .copied("2009-06-30");

    assertThat(nrmCase().now().ukbaCopyOn()).isEqualTo("2009-06-30");
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.NOT_NEEDED);
  }

  @Test
  void d9ACopyAfterTheFindingThatThereIsNoProcessMovesTheCase() {
    child
        .referred(COPIED, Invented.asylumSeeker(COPIED))
        .logged(COPIED)
        .updates(
            "ukba.owner",
            "record-immigration-update",
            InventedTransfers.nothingFound(child.caseNumber(), COPIED));
    assertThat(nrmCase().routingBasis()).isEqualTo("D13.7");

    child.on("2009-04-27").copied("2009-04-27");

    assertThat(nrmCase().routingBasis()).isEqualTo("D13.1");
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .as("D14")
        .containsExactly("ukba-case-owner");
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-05-01");
  }

  @Test
  void d13ACopyAfterAManagersAnswerIsAskedAboutAgain() {
    child
        .referred(COPIED, Invented.with(Invented.ukNational(COPIED), "portCase", "yes"))
        .logged(COPIED)
        .does("ukhtc.manager", "Task_ConfirmRoute", Invented.route("no"));
    assertThat(nrmCase().routingBasis()).isEqualTo("D13.2");

    child.on("2009-04-27").copied("2009-04-27");

    assertThat(child.has("Task_ConfirmRoute")).as("the answer didn't know of the copy").isTrue();
    child.does("ukhtc.manager", "Task_ConfirmRoute", Invented.route("yes"));
    assertThat(nrmCase().routingBasis()).isEqualTo("D13.1");
  }

  @Test
  void aDirectFormIsDecidedThoughTheCouncilDisagreesLate() {
    child
        .on(COPIED)
        .begins("first.responder", "send-nrm-form-to-ukhtc", InventedCopies.directForm(COPIED))
        .executeJobs();

    assertThat(child.candidateGroups("Task_LogReferral")).containsExactly("ukhtc-intake");
    assertThat(child.candidateGroups("Task_ConfirmDirectReferral"))
        .containsExactly("la-duty-social-work");
    assertThat(child.task("Task_ConfirmDirectReferral").getTenantId()).isEqualTo("glasgow-city");
    assertThat(letters("child-not-known"))
        .as("notified at once, D12")
        .containsExactly("LOCAL_AUTHORITY");

    child.logged(COPIED);

    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("time runs from the date of receipt")
        .isEqualTo("2009-05-01");

    child.reasonableGrounds("ukhtc", "positive", "2009-04-30").on("2009-05-12");

    assertThat(letters("direct-referral-reminder")).containsExactly("LOCAL_AUTHORITY");
    assertThat(child.candidateGroups("Task_GetDirectReferralConfirmed"))
        .containsExactly("la-manager");

    child
        .does(
            "glasgow.manager",
            "Task_GetDirectReferralConfirmed",
            InventedCopies.managerActedOnDirectReferral())
        .does(
            "glasgow.duty",
            "Task_ConfirmDirectReferral",
            InventedCopies.confirmed("2009-05-12", "no"));

    assertThat(kinds()).contains("direct-referral-answered");
    assertThat(child.day("reflectionEndDate"))
        .as("the authority still decides, D11")
        .isEqualTo("2009-06-14");

    child.conclusiveGrounds("ukba", "positive", "2009-06-12");

    assertThat(child.variable("cgOutcome")).isEqualTo("positive");
  }

  private String shownCopy() {
    return child.formValues("ukba.intake", "Task_RecordUkbaCopy").get("showCopy").toString();
  }

  private RegisterCase.Now now() {
    return nrmCase().now();
  }
}
