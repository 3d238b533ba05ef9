package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static scot.nrm.journeys.Invented.with;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.register.Act;
import scot.nrm.register.Deadline;
import scot.nrm.register.Register;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;

class ReasonableGroundsTest extends DiagramTest {

  /** A Thursday; the clocks went back on 25 October. */
  private static final String RECEIVED = "2009-10-22";

  private static final String DUE = "2009-10-29";

  ReasonableGroundsTest() {
    super("reasonable-grounds");
  }

  @Test
  void twoOfficersDecideByTheFifthWorkingDay() {
    ProcessInstance stage = routedTo("UKHTC", "no");

    assertThat(stage)
        .isWaitingAtExactly("SubProcess_DecideReasonableGrounds", "Task_ProposeReasonableGrounds");
    assertThat(child.timer("Timer_ReasonableGroundsDue"))
        .as("D15, D40")
        .isEqualTo(moment("2009-10-29T23:59:59Z"));
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukhtc-case-owner");
    assertThat(due("Task_ProposeReasonableGrounds")).isEqualTo(endOf(DUE));
    assertThat(followUp("Task_ProposeReasonableGrounds")).isEqualTo(endOf("2009-10-27"));

    proposed("ukhtc", "positive");

    assertThat(stage)
        .isWaitingAtExactly("SubProcess_DecideReasonableGrounds", "Task_ConfirmReasonableGrounds");
    assertThat(child.candidateGroups("Task_ConfirmReasonableGrounds"))
        .containsExactly("ukhtc-second-officer");
    assertThat(due("Task_ConfirmReasonableGrounds")).isEqualTo(endOf(DUE));
    assertThat(followUp("Task_ConfirmReasonableGrounds")).isEqualTo(endOf("2009-10-28"));

    child.does(
        "ukhtc.second",
        "Task_ConfirmReasonableGrounds",
        Invented.confirmReasonableGrounds(RECEIVED));

    assertThat(stage)
        .isEnded()
        .hasPassedInOrder(
            "Event_ReferralRouted",
            "Event_DecisionOpened",
            "Task_ProposeReasonableGrounds",
            "Task_ConfirmReasonableGrounds",
            "Event_Confirmed",
            "Service_RecordReasonableGrounds",
            "Service_SendReasonableGroundsLetters",
            "Event_ReasonableGroundsDecided");
    assertThat(variable(stage, "rgOutcome")).isEqualTo("positive");
    assertThat(variable(stage, "rgDecisionDate")).isEqualTo(RECEIVED);
    assertThat(variable(stage, "rgLate")).isEqualTo(false);
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isNull();
    assertThat(lettersSent()).contains("nrm-03 to LOCAL_AUTHORITY", "nrm-05 to FIRST_RESPONDER");
  }

  @Test
  void theDecidingAuthorityProvidesOfficersAndManager() {
    ProcessInstance stage = routedTo("UKBA", "no");

    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukba-case-owner");

    proposed("ukba", "negative");

    assertThat(child.candidateGroups("Task_ConfirmReasonableGrounds"))
        .containsExactly("ukba-second-officer");

    child.on("2009-10-30");

    assertThat(child.candidateGroups("Task_ActOnLateReasonableGrounds"))
        .containsExactly("ukba-manager");

    child.does(
        "ukba.second",
        "Task_ConfirmReasonableGrounds",
        Invented.confirmReasonableGrounds("2009-10-30"));

    assertThat(stage).as("the late decision's task ends with the stage").isEnded();
    assertThat(variable(stage, "rgOutcome")).isEqualTo("negative");
    assertThat(variable(stage, "rgLate")).isEqualTo(true);
    assertThat(lettersSent()).contains("nrm-04 to LOCAL_AUTHORITY", "nrm-05 to FIRST_RESPONDER");
  }

  @Test
  void aSecondOfficerSendsTheProposalBack() {
    ProcessInstance stage = routedTo("UKHTC", "no");
    proposed("ukhtc", "negative");

    child.does(
        "ukhtc.second", "Task_ConfirmReasonableGrounds", Invented.sentBackReasonableGrounds());

    assertThat(stage)
        .as("D18")
        .isWaitingAt("Task_ProposeReasonableGrounds")
        .hasNotPassed("Service_RecordReasonableGrounds");
    assertThat(child.task("Task_ProposeReasonableGrounds").getAssignee())
        .as("the case owner decides again, D18")
        .isEqualTo("ukhtc.owner");
    assertThat(child.timer("Timer_ReasonableGroundsDue"))
        .as("the deadline doesn't change")
        .isEqualTo(endOf(DUE));
    assertThat(register.acts(child.caseNumber(), Stage.REASONABLE_GROUNDS))
        .extracting(Register.OfficerAct::act)
        .containsExactly(Act.PROPOSED, Act.SENT_BACK);
  }

  @Test
  void aFormerMembersProposalReturnsToTheTeam() {
    routedTo("UKHTC", "no");
    proposed("ukhtc", "negative");
    engine.getIdentityService().deleteMembership("ukhtc.owner", "ukhtc-case-owner");
    try {
      child.does(
          "ukhtc.second", "Task_ConfirmReasonableGrounds", Invented.sentBackReasonableGrounds());

      assertThat(child.task("Task_ProposeReasonableGrounds").getAssignee()).as("D18").isNull();
      assertThat(child.sees("ukhtc.owner2", "Task_ProposeReasonableGrounds")).isTrue();
    } finally {
      engine.getIdentityService().createMembership("ukhtc.owner", "ukhtc-case-owner");
    }
  }

  @Test
  void anExtensionRunsFromTheDueDate() {
    ProcessInstance stage = routedTo("UKHTC", "no");

    child.does("ukhtc.owner", "Task_ProposeReasonableGrounds", Invented.extension(3));

    assertThat(stage)
        .isWaitingAt("Task_ProposeReasonableGrounds")
        .hasPassedInOrder(
            "Event_ExtensionWanted", "Service_ExtendReasonableGrounds", "Service_NotifyExtension");
    assertThat(variable(stage, "rgOriginalDueDate")).as("never changes, D15").isEqualTo(endOf(DUE));
    assertThat(variable(stage, "rgDueDate")).isEqualTo(endOf("2009-11-03"));
    assertThat(variable(stage, "rgTargetDate")).isEqualTo(endOf("2009-11-03"));
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(moment("2009-11-03T23:59:59Z"));
    assertThat(due("Task_ProposeReasonableGrounds")).isEqualTo(endOf("2009-11-03"));
    assertThat(lettersSent()).contains("reasonable-grounds-extended to LOCAL_AUTHORITY");
  }

  @Test
  void missingFactsAreSuppliedBesideTheDecision() {
    ProcessInstance stage = routedTo("UKHTC", "yes");

    assertThat(stage)
        .as("D12")
        .isWaitingAt("Task_SupplyMissingFacts", "Task_ProposeReasonableGrounds");
    assertThat(child.candidateGroups("Task_SupplyMissingFacts"))
        .containsExactly("la-lead-professional");
    assertThat(due("Task_SupplyMissingFacts")).isEqualTo(endOf(DUE));
    assertThat(followUp("Task_SupplyMissingFacts")).isEqualTo(endOf("2009-10-26"));

    child.does("glasgow.lead", "Task_SupplyMissingFacts", Invented.missingFacts());

    assertThat(stage)
        .isWaitingAt("Task_ProposeReasonableGrounds")
        .isNotWaitingAt("Task_SupplyMissingFacts")
        .hasPassed("Event_FactsSupplied");
  }

  @Test
  void d32D33TheHoldAndTheRegisterFollowSuppliedFacts() {
    ProcessInstance stage = routedTo("UKHTC", "yes");
    filed(Map.of("childNationalities", List.of("GB"), "immigrationStatus", "uk-national"));
    transaction.executeWithoutResult(
        status -> register.removalHold(child.caseNumber(), RemovalHold.NOT_NEEDED));

    child.does(
        "glasgow.lead",
        "Task_SupplyMissingFacts",
        with(
            Invented.missingFacts(),
            "childNationalities",
            List.of("CN"),
            "childDateOfBirth",
            "1993-07-23"));

    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ON);
    assertThat(variable(stage, "removalHold")).isEqualTo("on");
    assertThat(nrmCase().nationalities()).containsExactly("CN");
    assertThat(nrmCase().age()).isEqualTo(16);
  }

  @Test
  void aDecisionDoesNotWaitForMissingFacts() {
    ProcessInstance stage = routedTo("UKHTC", "yes");

    proposed("ukhtc", "positive");
    child.does(
        "ukhtc.second",
        "Task_ConfirmReasonableGrounds",
        Invented.confirmReasonableGrounds(RECEIVED));

    assertThat(stage).isEnded().hasNotPassed("Event_FactsSupplied");
  }

  @Test
  void aLateDecisionIsFlaggedToTheManagerAndNeverAutomatic() {
    ProcessInstance stage = routedTo("UKHTC", "no");

    child.at(LocalDateTime.parse("2009-10-29T23:59:58"));

    assertThat(variable(stage, "rgLate")).isNull();

    child.on("2009-10-30");

    assertThat(stage)
        .as("D28")
        .isWaitingAt("Task_ProposeReasonableGrounds", "Task_ActOnLateReasonableGrounds");
    assertThat(variable(stage, "rgLate")).isEqualTo(true);
    assertThat(variable(stage, "rgOutcome")).isNull();
    assertThat(child.candidateGroups("Task_ActOnLateReasonableGrounds"))
        .containsExactly("ukhtc-manager");
    assertThat(due("Task_ActOnLateReasonableGrounds"))
        .as("the next working day")
        .isEqualTo(endOf("2009-10-30"));
    assertThat(followUp("Task_ActOnLateReasonableGrounds")).isEqualTo(endOf("2009-10-30"));

    child.does("ukhtc.manager", "Task_ActOnLateReasonableGrounds", Invented.lateAction());

    assertThat(stage)
        .isWaitingAt("Task_ProposeReasonableGrounds")
        .hasPassed("Event_LateDecisionActedOn");
  }

  @Test
  void aMovedDateKeepsTheOpenProposal() {
    ProcessInstance stage = routedTo("UKHTC", "no");
    proposed("ukhtc", "positive");

    engine.getRuntimeService().setVariable(stage.getId(), "rgTargetDate", endOf("2009-10-26"));
    notifyStage("decision-changed");

    assertThat(stage)
        .as("D16")
        .isWaitingAtExactly("SubProcess_DecideReasonableGrounds", "Task_ConfirmReasonableGrounds");
    assertThat(due("Task_ConfirmReasonableGrounds")).isEqualTo(endOf("2009-10-26"));
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2009-10-26"));
  }

  @Test
  void anotherAuthorityMakesItsOwnProposalWithTheSameDate() {
    ProcessInstance stage = routedTo("UKHTC", "no");
    proposed("ukhtc", "positive");

    engine.getRuntimeService().setVariable(stage.getId(), "rgAuthority", "UKBA");
    engine.getRuntimeService().removeVariable(stage.getId(), "rgProposal");
    notifyStage("decision-changed");

    assertThat(stage)
        .as("D14")
        .isWaitingAtExactly("SubProcess_DecideReasonableGrounds", "Task_ProposeReasonableGrounds");
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukba-case-owner");
    assertThat(due("Task_ProposeReasonableGrounds")).isEqualTo(endOf(DUE));
  }

  @Test
  void anExtensionAfterTheDateRemovesTheLateTask() {
    ProcessInstance stage = routedTo("UKHTC", "no");
    child.on("2009-10-30");
    assertThat(stage).isWaitingAt("Task_ActOnLateReasonableGrounds");

    child.does("ukhtc.owner", "Task_ProposeReasonableGrounds", Invented.extension(3));

    assertThat(stage)
        .as("D15, D28")
        .isWaitingAtExactly("SubProcess_DecideReasonableGrounds", "Task_ProposeReasonableGrounds")
        .hasPassed("Event_DeadlineChanged");
    assertThat(variable(stage, "rgLate")).isEqualTo(false);
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2009-11-03"));
  }

  @Test
  void aSuspendedStageHasNoDeadlineAndResumesWithTheRemainingDays() {
    ProcessInstance stage = routedTo("UKHTC", "no");
    missing("2009-10-23");
    child.on("2009-10-26");
    proposed("ukhtc", "suspend");

    child.does(
        "ukhtc.second",
        "Task_ConfirmReasonableGrounds",
        Invented.confirmReasonableGrounds("2009-10-26"));

    assertThat(stage).as("D35").isWaitingAtExactly("Call_Suspension");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isNull();
    assertThat(variable(stage, "rgOutcome")).isNull();
    assertThat(variable(stage, "rgDecisionDate")).isNull();
    assertThat(variable(stage, "suspendedStage")).isEqualTo("reasonable-grounds");
    assertThat(child.sees("ukhtc.owner", "Task_MonitorSuspendedStage")).isTrue();

    child.on("2009-11-20");
    found("2009-11-19");

    // D36: three working days remained (27, 28, 29 October), counted from the day after the return
    // on a Thursday.
    assertThat(stage)
        .isWaitingAtExactly("SubProcess_DecideReasonableGrounds", "Task_ProposeReasonableGrounds");
    assertThat(variable(stage, "rgTargetDate")).isEqualTo(endOf("2009-11-24"));
    assertThat(variable(stage, "rgOriginalDueDate")).isEqualTo(endOf(DUE));
    assertThat(variable(stage, "suspendedStage")).isNull();
    assertThat(due("Task_ProposeReasonableGrounds")).isEqualTo(endOf("2009-11-24"));
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2009-11-24"));
  }

  private ProcessInstance routedTo(String authority, String factsMissing) {
    opened(RECEIVED, Invented.concern(RECEIVED));
    filed(Invented.referralAndChild(RECEIVED));
    received(RECEIVED);
    clock(Deadline.RG_DUE, DUE);
    return started(
        "referralReceivedDate",
        RECEIVED,
        "factsMissing",
        factsMissing,
        "rgAuthority",
        authority,
        "rgOriginalDueDate",
        endOf(DUE),
        "rgDueDate",
        endOf(DUE),
        "rgTargetDate",
        endOf(DUE));
  }

  private void proposed(String authority, String outcome) {
    child.does(
        authority + ".owner",
        "Task_ProposeReasonableGrounds",
        Invented.reasonableGrounds(outcome, RECEIVED));
  }
}
