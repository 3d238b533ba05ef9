package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RemovalHold;

/** Cases with a fact recorded wrongly, or entered in error (D43), on each database. */
@OnEachDatabase(usually = Kind.POSTGRES)
class CorrectionJourneysTest extends CaseJourneys {

  /** A Monday; reasonable grounds are due on Monday 9 November. */
  private static final String RECEIVED = "2009-11-02";

  @Autowired CaseInstances instances;

  @Test
  void aCorrectedReceiptMovesTheDeadlineAfterASecondOfficerConfirms() {
    lawfulChild("2009-10-30").logged("2009-11-04").on("2009-11-05");
    assertThat(nrmCase().now().referralTargetMissed()).as("D6").isTrue();
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-11-11");

    child.correctedReceipt("ukhtc.intake", "2009-10-30");

    assertThat(child.sees("ukhtc.intake", "Task_ConfirmCorrection")).isFalse();
    assertThat(child.sees("ukhtc.second", "Task_ConfirmCorrection")).isTrue();
    assertThat(child.task("Task_ConfirmCorrection").getTenantId()).isEqualTo("glasgow-city");
    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("not before it is confirmed")
        .isEqualTo("2009-11-11");

    child.does("ukhtc.second", "Task_ConfirmCorrection", InventedChanges.confirmCorrection());

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-11-06");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2009-11-06"));
    assertThat(child.day("rgOriginalDueDate")).isEqualTo("2009-11-06");
    assertThat(child.day("rgTargetDate")).isEqualTo("2009-11-06");
    assertThat(nrmCase().reasonableGrounds().originalDue()).isEqualTo("2009-11-06");
    assertThat(nrmCase().reasonableGrounds().due()).isEqualTo("2009-11-06");
    assertThat(nrmCase().now().referralTargetMissed()).isFalse();
    assertThat(child.candidateGroups("Task_CorrectEarlierLetters"))
        .containsExactly("ukhtc-case-owner");
    assertThat(
            child
                .formValues("ukhtc.intake", "Task_CorrectEarlierLetters")
                .get("showWrongLetters")
                .toString())
        .contains("Acknowledgement")
        .contains("Glasgow")
        .contains("4 November 2009");

    child.on("2009-11-07");

    assertThat(child.variable("rgLate")).as("late by the corrected date").isEqualTo(true);
    assertThat(child.candidateGroups("Task_ActOnLateReasonableGrounds"))
        .containsExactly("ukhtc-manager");
  }

  @Test
  void correctedDatesSetAndRemoveTheLateMarkAtOnce() {
    lawfulChild("2009-10-26").logged("2009-10-26").on("2009-11-03");
    assertThat(child.variable("rgLate")).isEqualTo(true);

    child
        .correctedReceipt("ukhtc.owner", "2009-10-30")
        .does("ukhtc.second", "Task_ConfirmCorrection", InventedChanges.confirmCorrection());

    assertThat(child.variable("rgLate")).isEqualTo(false);
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-11-06");

    child
        .correctedReceipt("ukhtc.owner", "2009-10-26")
        .does("ukhtc.second", "Task_ConfirmCorrection", InventedChanges.confirmCorrection())
        .on("2009-11-03");

    assertThat(child.variable("rgLate")).isEqualTo(true);
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-11-02");
  }

  @Test
  void afterAPositiveDecisionOnlyTheReceiptIsCorrected() {
    lawfulChild("2009-10-30")
        .logged(RECEIVED)
        .reasonableGrounds("ukhtc", "positive", "2009-11-09")
        .on("2009-11-10");
    String task = child.task("Task_ProposeConclusiveGrounds").getId();

    child
        .correctedReceipt("ukhtc.owner", "2009-10-30")
        .does("ukhtc.second", "Task_ConfirmCorrection", InventedChanges.confirmCorrection());

    assertThat(nrmCase().referralReceivedOn()).isEqualTo("2009-10-30");
    assertThat(nrmCase().reasonableGrounds().originalDue()).isEqualTo("2009-11-06");
    assertThat(nrmCase().reasonableGrounds().late()).as("it was late, by three days").isTrue();
    assertThat(nrmCase().reasonableGrounds().daysLate()).isEqualTo(3);
    assertThat(register.decisions(child.caseNumber()))
        .as("as the record lists it")
        .extracting(Decision::late, Decision::daysLate)
        .containsExactly(tuple(true, 3));
    assertThat(nrmCase().reasonableGrounds().decidedOn()).isEqualTo("2009-11-09");
    assertThat(child.task("Task_ProposeConclusiveGrounds").getId())
        .as("the task stays the same")
        .isEqualTo(task);
    assertThat(child.due("Task_ProposeConclusiveGrounds")).isEqualTo("2009-12-24");
    assertThat(child.timer("Timer_ReflectionEnds")).isEqualTo(endOf("2009-12-24"));
    assertThat(child.day("reflectionReviewDate")).isEqualTo("2009-12-09");
  }

  @Test
  void correctingTheNationalityMovesTheCaseWithItsDeadline() {
    child
        .referred(
            RECEIVED,
            Invented.with(Invented.referralAndChild(RECEIVED), "homeOfficeReference", "A1234567"))
        .logged(RECEIVED)
        .on("2009-11-04");
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .as("D13.6")
        .containsExactly("ukba-case-owner");

    child.corrected("glasgow.lead", "nationality", "correctedNationalities", List.of("GB"));
    child.executeJobs();

    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukhtc-case-owner");
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-11-09");
    assertThat(child.variable("routingBasis")).isEqualTo("D13.2");
    assertThat(child.variable("removalHold")).isEqualTo("not-needed");
    assertThat(letters.of(child.caseNumber()))
        .anySatisfy(
            letter -> {
              assertThat(letter.template()).isEqualTo("transfer");
              assertThat(letter.addresseeName())
                  .isEqualTo("United Kingdom Human Trafficking Centre");
            });

    child
        .reasonableGrounds("ukhtc", "positive", "2009-11-09")
        .conclusiveGrounds("ukhtc", "positive", "2009-11-30");

    child.corrected("glasgow.lead", "nationality", "correctedNationalities", List.of("VN"));

    assertThat(nrmCase().cgAuthority())
        .as("never after conclusive grounds")
        .isEqualTo(KnownAuthorities.UKHTC);
    assertThat(nrmCase().nationalities()).containsExactly("VN");
  }

  @Test
  void d32ALaterRemovalDecisionPutsTheRemovalOfAnEeaNationalOnHold() {
    child
        .referred(
            RECEIVED,
            Invented.with(
                Invented.referralAndChild(RECEIVED),
                "childNationalities",
                List.of("RO"),
                "immigrationStatus",
                "eea"))
        .logged(RECEIVED);
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.NOT_NEEDED);

    child.updates(
        "ukhtc.owner",
        "correct-recorded-fact",
        Invented.with(
            InventedChanges.correction(
                child.caseNumber(), "immigration-status", "correctedImmigrationStatus", "eea"),
            "correctedRemovalDecision",
            "yes"));

    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ON);
    assertThat(nrmCase().routingBasis()).isEqualTo("D13.3");
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukba-case-owner");
  }

  @Test
  void d29LeaveOfAChildWhoIsNotAUkNationalAfterAllIsDecided() {
    recognised(Invented.ukNational(RECEIVED));
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.NOT_NEEDED);

    correctNationality("GB", "NG");
    assertThat(nrmCase().caseOutcome()).as("still a UK national").isEqualTo(CaseOutcome.RECOGNISED);
    assertThat(child.has("Task_CorrectEarlierLetters")).isFalse();
    correctNationality("VN");

    assertReopenedForLeave();
    assertThat(
            child
                .formValues("glasgow.lead", "Task_CorrectEarlierLetters")
                .get("showWrongLetters")
                .toString())
        .as("it announced no decision on leave, D43")
        .contains("NRM 07")
        .doesNotContain("NRM 05");

    child.does("ukba.owner", "Task_DecideLeave", Invented.leaveRefused("2010-02-01")).executeJobs();

    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.RECOGNISED);
    assertThat(nrmCase().closedOn()).isEqualTo("2010-02-01");
    assertThat(nrmCase().leaveOutcome()).isEqualTo("refused");
    assertThat(nrmCase().removalHold()).as("D32").isEqualTo(RemovalHold.ENDED);
    assertThat(instances.diagrams(child.caseNumber())).doesNotContain("nrm-case");

    correctNationality("NG");

    assertThat(nrmCase().caseOutcome()).as("leave was decided").isEqualTo(CaseOutcome.RECOGNISED);
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ENDED);
  }

  @Test
  void d29LeaveOfAChildWhoseLeaveWasCutShortBeforeTheDecisionIsDecided() {
    recognised(Invented.lawfulChild(RECEIVED));

    correctLeave("2009-11-16");
    assertThat(nrmCase().caseOutcome()).as("until the day").isEqualTo(CaseOutcome.RECOGNISED);
    correctLeave("2009-11-15");

    assertReopenedForLeave();

    child
        .does("ukba.owner", "Task_DecideLeave", Invented.leaveGranted("2010-02-01", "2011-02-01"))
        .executeJobs();

    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.RECOGNISED);
    assertThat(nrmCase().leaveExpiresOn()).isEqualTo("2011-02-01");
    assertThat(instances.diagrams(child.caseNumber())).contains("leave-expiry");
  }

  @Test
  void d29LeaveOfAChildWhoIsNotAnEeaNationalAfterAllIsDecided() {
    recognised(
        Invented.with(
            Invented.referralAndChild(RECEIVED),
            "childNationalities",
            List.of("RO"),
            "immigrationStatus",
            "none"));
    assertThat(nrmCase().leaveOutcome()).isEqualTo(RegisterCase.NO_LEAVE);

    correctNationality("VN");

    assertReopenedForLeave();
  }

  @Test
  void d29AReopenedCaseContinuesBesideItsReflectionPeriod() {
    child
        .referred(RECEIVED, Invented.ukNational(RECEIVED))
        .logged(RECEIVED)
        .reasonableGrounds("ukhtc", "positive", "2009-11-09")
        .conclusiveGrounds("ukhtc", "positive", "2009-11-16");

    correctNationality("VN");
    assertThat(child.has("Task_DecideLeave")).isTrue();
    child.does("ukba.owner", "Task_DecideLeave", Invented.leaveRefused("2009-11-16")).executeJobs();

    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.RECOGNISED);
    assertThat(instances.diagrams(child.caseNumber())).contains("reflection-period");
  }

  /** Recognised by UKHTC on 16 November; the reflection period is over. */
  private void recognised(Map<String, Object> referralAndChild) {
    child.referred(RECEIVED, referralAndChild).logged(RECEIVED);
    String authority = nrmCase().rgAuthority().id().toLowerCase(Locale.ROOT);
    child.reasonableGrounds(authority, "positive", "2009-11-09");
    child
        .conclusiveGrounds(
            nrmCase().cgAuthority().id().toLowerCase(Locale.ROOT), "positive", "2009-11-16")
        .on("2010-02-01");
    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.RECOGNISED);
    assertThat(instances.diagrams(child.caseNumber())).doesNotContain("nrm-case");
  }

  private void correctLeave(String until) {
    child.updates(
        "ukhtc.owner",
        "correct-recorded-fact",
        Invented.with(
            InventedChanges.correction(
                child.caseNumber(), "immigration-status", "correctedImmigrationStatus", "leave"),
            "correctedLeaveUntil",
            until));
  }

  private void assertReopenedForLeave() {
    assertThat(child.candidateGroups("Task_DecideLeave")).containsExactly("ukba-case-owner");
    assertThat(child.due("Task_DecideLeave")).isEqualTo("2010-02-15");
    assertThat(nrmCase().caseOutcome()).isNull();
    assertThat(nrmCase().closedOn()).isNull();
    assertThat(nrmCase().leaveOutcome()).isNull();
    assertThat(nrmCase().conclusiveGrounds().outcome()).isEqualTo(Outcome.POSITIVE);
    assertThat(nrmCase().removalHold()).as("D32").isEqualTo(RemovalHold.ON);
    assertThat(child.variable("removalHold")).isEqualTo("on");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.is(EntryKind.REOPENED))
        .singleElement()
        .extracting(RegisterEvent::code)
        .isEqualTo("leave-needed");
  }

  @Test
  void closingACaseInErrorEndsAllButTheProtectionWork() {
    lawfulChild(RECEIVED)
        .logged(RECEIVED)
        .reasonableGrounds("ukhtc", "positive", "2009-11-09")
        .on("2009-11-10");

    child.updates(
        "glasgow.manager",
        "close-case",
        InventedChanges.close(child.caseNumber(), "entered-in-error", "2009-11-10"));

    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.CLOSED_OTHER);
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ENDED);
    assertThat(child.tasks())
        .extracting(Task::getTaskDefinitionKey)
        .containsExactlyInAnyOrder(
            "Task_ProtectChild", "Task_ReviewProtectionPlan", "Task_NoteCaseClosed");
    assertThat(child.candidateGroups("Task_NoteCaseClosed")).containsExactly("ukhtc-manager");

    child
        .does("ukhtc.manager", "Task_NoteCaseClosed", InventedChanges.closingNoted())
        .on("2009-12-28");

    assertThat(instances.diagrams(child.caseNumber()))
        .as("no timer is left")
        .containsExactly("child-protection");
    assertThatThrownBy(() -> child.reportedMissing("glasgow.lead", "2009-12-28"))
        .hasMessageContaining("this case is closed");
  }

  /** A child with leave to remain: UKHTC decides both stages by D13.7. */
  private Journey lawfulChild(String day) {
    return child.referred(day, Invented.lawfulChild(day));
  }
}
