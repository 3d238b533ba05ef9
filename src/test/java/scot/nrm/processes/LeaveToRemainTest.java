package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static scot.nrm.journeys.Invented.with;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedTransfers;
import scot.nrm.register.Outcome;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

class LeaveToRemainTest extends DiagramTest {

  /** The Thursday before Christmas 2010, which fell on a Saturday. */
  private static final String RECOGNISED = "2010-12-23";

  LeaveToRemainTest() {
    super("leave-to-remain");
  }

  @Test
  void aUkNationalNeedsNoLeave() {
    ProcessInstance leave = considered(Invented.ukNational(RECOGNISED));

    assertThat(leave)
        .isEnded()
        .hasPassedInOrder(
            "Event_VictimRecognised",
            "Service_CheckLeaveNeed",
            "Gateway_LeaveNeed",
            "Event_LeaveNotNeeded")
        .hasNotPassed("Task_DecideLeave");
    assertThat(variable(leave, "leaveOutcome")).as("D29").isNull();
  }

  @Test
  void anEeaNationalIsRecordedWithNoLeaveToBeGranted() {
    ProcessInstance leave =
        considered(
            with(
                Invented.referralAndChild(RECOGNISED),
                "childNationalities",
                List.of("SK"),
                "immigrationStatus",
                "eea"));

    assertThat(leave)
        .isEnded()
        .hasPassedInOrder(
            "Service_CheckLeaveNeed",
            "Gateway_LeaveNeed",
            "Service_RecordNoLeave",
            "Event_NoLeaveRecorded");
    assertThat(variable(leave, "leaveOutcome")).as("D29").isEqualTo("no-leave-to-be-granted");
    assertThat(nrmCase().leaveOutcome()).isEqualTo("no-leave-to-be-granted");
  }

  @Test
  void aCaseOwnerOfUkbaDecidesWithinTenWorkingDays() {
    ProcessInstance leave = considered(Invented.referralAndChild(RECOGNISED));

    assertThat(leave).isWaitingAtExactly("Task_DecideLeave");
    assertThat(child.candidateGroups("Task_DecideLeave")).containsExactly("ukba-case-owner");
    assertThat(due("Task_DecideLeave"))
        .as("across Christmas and New Year, D39")
        .isEqualTo(endOf("2011-01-11"));
    assertThat(followUp("Task_DecideLeave")).isEqualTo(endOf("2011-01-04"));

    child
        .on("2011-01-05")
        .does("ukba.owner", "Task_DecideLeave", Invented.leaveGranted("2011-01-05", "2012-01-05"));

    assertThat(leave)
        .isEnded()
        .hasPassedInOrder(
            "Task_DecideLeave",
            "Service_RecordLeave",
            "Service_StartLeaveExpiry",
            "Event_LeaveDecided")
        .hasNotPassed("Task_RecordAsylumDecision");
    assertThat(child.timer("Timer_RenewalBegins"))
        .as("60 days before it expires")
        .isEqualTo(moment("2011-11-06T00:00:00Z"));
    assertThat(variable(leave, "leaveOutcome")).isEqualTo("granted");
    assertThat(variable(leave, "leaveExpiryDate")).isEqualTo("2012-01-05");
    assertThat(variable(leave, "leaveOfficer")).isEqualTo("ukba.owner");
  }

  @Test
  void anAsylumClaimIsDecidedBeforeLeave() {
    ProcessInstance leave = considered(Invented.asylumSeeker(RECOGNISED));

    assertThat(leave).as("D29").isWaitingAtExactly("Task_RecordAsylumDecision");
    assertThat(child.candidateGroups("Task_RecordAsylumDecision"))
        .containsExactly("ukba-asylum-liaison");
    assertThat(due("Task_RecordAsylumDecision")).isEqualTo(endOf("2011-01-25"));
    assertThat(followUp("Task_RecordAsylumDecision")).isEqualTo(endOf("2011-01-11"));

    child
        .does(
            "ukba.asylum",
            "Task_RecordAsylumDecision",
            Invented.asylumDecision("refused", RECOGNISED))
        .does("ukba.owner", "Task_DecideLeave", Invented.leaveRefused(RECOGNISED));

    assertThat(leave)
        .isEnded()
        .hasPassedInOrder(
            "Task_RecordAsylumDecision",
            "Gateway_AsylumGranted",
            "Task_DecideLeave",
            "Event_LeaveDecided")
        .hasNotPassed("Service_StartLeaveExpiry");
    assertThat(variable(leave, "leaveOutcome")).isEqualTo("refused");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("immigration-update"))
        .as("D32: no barrier any more")
        .extracting(RegisterEvent::code)
        .containsExactly("asylum-claim-refused");
  }

  @Test
  void aChildWhoIsGrantedAsylumNeedsNoOtherLeave() {
    ProcessInstance leave = considered(Invented.asylumSeeker(RECOGNISED));

    child.does(
        "ukba.asylum", "Task_RecordAsylumDecision", Invented.asylumDecision("granted", RECOGNISED));

    assertThat(leave)
        .isEnded()
        .hasPassedInOrder("Gateway_AsylumGranted", "Service_RecordNoLeave", "Event_NoLeaveRecorded")
        .hasNotPassed("Task_DecideLeave");
    assertThat(variable(leave, "leaveOutcome")).isEqualTo("no-leave-to-be-granted");
  }

  @Test
  void d29AnAlreadyDecidedClaimIsNotDecidedAgain() {
    ProcessInstance refused = consideredAfterAClaim("refused");

    assertThat(refused).isWaitingAtExactly("Task_DecideLeave");

    ProcessInstance granted = consideredAfterAClaim("granted");

    assertThat(granted)
        .as("permission comes with asylum")
        .isEnded()
        .hasPassedInOrder("Gateway_LeaveNeed", "Service_RecordNoLeave", "Event_NoLeaveRecorded")
        .hasNotPassed("Gateway_AsylumClaim", "Task_DecideLeave");
    assertThat(nrmCase().leaveOutcome()).isEqualTo("no-leave-to-be-granted");
  }

  @Test
  void d29TheAsylumDecisionThatLeaveWaitsForIsRecordedInItsTask() {
    ProcessInstance leave = considered(Invented.asylumSeeker(RECOGNISED));

    assertThatThrownBy(
            () ->
                child.updates(
                    "ukba.asylum",
                    "record-immigration-update",
                    InventedTransfers.claimDecided(child.caseNumber(), "granted", RECOGNISED)))
        .hasMessageContaining("“Record the asylum decision”");

    assertThat(leave).isWaitingAtExactly("Task_RecordAsylumDecision");
  }

  @Test
  void d43AChildFoundToBeBritishIsNeitherGrantedNorRefusedLeave() {
    ProcessInstance leave = considered(Invented.referralAndChild(RECOGNISED));

    assertLeaveRefused(noLeaveNeeded(), "needs permission to stay");

    filed(Map.of("childNationalities", List.of("GB")));

    assertLeaveRefused(
        Invented.leaveGranted(RECOGNISED, "2011-12-23"), "does not need permission to stay");
    assertLeaveRefused(Invented.leaveRefused(RECOGNISED), "does not need permission to stay");

    child.does("ukba.owner", "Task_DecideLeave", noLeaveNeeded());

    assertThat(leave).isEnded().hasNotPassed("Service_StartLeaveExpiry");
    assertThat(nrmCase().leaveOutcome()).isEqualTo("no-leave-to-be-granted");
  }

  private static Map<String, Object> noLeaveNeeded() {
    return with(
        Invented.leaveRefused(RECOGNISED),
        "leaveDecision",
        "no-leave-to-be-granted",
        "leaveReasons",
        "Her birth certificate has been found");
  }

  private void assertLeaveRefused(Map<String, Object> decision, String sentence) {
    assertThatThrownBy(() -> child.does("ukba.owner", "Task_DecideLeave", decision))
        .hasMessageContaining(sentence);
  }

  @Test
  void aLaterClaimIsDecidedFirstUnlessItIsWithdrawn() {
    ProcessInstance leave = considered(Invented.referralAndChild(RECOGNISED));
    brings(InventedTransfers.asylumClaim(child.caseNumber(), RECOGNISED));

    assertThat(leave).as("D14, D29").isWaitingAtExactly("Task_RecordAsylumDecision");

    brings(InventedTransfers.claimWithdrawn(child.caseNumber(), RECOGNISED));

    assertThat(leave).isWaitingAtExactly("Task_DecideLeave");
  }

  private void brings(Map<String, Object> update) {
    child.updates("glasgow.lead", "record-immigration-update", update);
  }

  private ProcessInstance consideredAfterAClaim(String decision) {
    prepared(Invented.asylumSeeker(RECOGNISED));
    transaction.executeWithoutResult(
        status ->
            register.routed(
                child.caseNumber(), Stage.CONCLUSIVE_GROUNDS, KnownAuthorities.UKBA, "D13.1"));
    child.updates(
        "ukba.asylum",
        "record-immigration-update",
        InventedTransfers.claimDecided(child.caseNumber(), decision, RECOGNISED));
    return recognised();
  }

  private ProcessInstance considered(Map<String, Object> referralAndChild) {
    prepared(referralAndChild);
    return recognised();
  }

  private void prepared(Map<String, Object> referralAndChild) {
    opened(RECOGNISED, Invented.concern(RECOGNISED));
    filed(referralAndChild);
    received(RECOGNISED);
  }

  private ProcessInstance recognised() {
    decided(Stage.CONCLUSIVE_GROUNDS, Outcome.POSITIVE, RECOGNISED);
    return started("referralReceivedDate", RECOGNISED, "cgDecisionDate", RECOGNISED);
  }
}
