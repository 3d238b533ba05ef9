package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.LocalDateTime;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.register.Act;
import scot.nrm.register.Deadline;
import scot.nrm.register.Register;
import scot.nrm.register.Stage;

class ConclusiveGroundsTest extends DiagramTest {

  private static final String BEGUN = "2010-02-12";
  private static final String DAY_45 = "2010-03-29";

  ConclusiveGroundsTest() {
    super("conclusive-grounds");
  }

  @Test
  void twoOfficersDecideByTheEndOfTheReflectionPeriod() {
    ProcessInstance stage = begunBy("UKHTC");

    assertThat(stage)
        .isWaitingAtExactly("SubProcess_DecideConclusiveGrounds", "Task_ProposeConclusiveGrounds");
    assertThat(child.timer("Timer_ConclusiveGroundsDue"))
        .as("summer time, D24, D40")
        .isEqualTo(moment("2010-03-29T22:59:59Z"));
    assertThat(child.candidateGroups("Task_ProposeConclusiveGrounds"))
        .containsExactly("ukhtc-case-owner");
    assertThat(due("Task_ProposeConclusiveGrounds")).isEqualTo(endOf(DAY_45));
    assertThat(followUp("Task_ProposeConclusiveGrounds"))
        .as("ten working days before")
        .isEqualTo(endOf("2010-03-15"));

    proposed("ukhtc", "positive", "2010-03-22");

    assertThat(stage)
        .isWaitingAtExactly("SubProcess_DecideConclusiveGrounds", "Task_ConfirmConclusiveGrounds");
    assertThat(child.candidateGroups("Task_ConfirmConclusiveGrounds"))
        .containsExactly("ukhtc-second-officer");
    assertThat(due("Task_ConfirmConclusiveGrounds")).isEqualTo(endOf(DAY_45));
    assertThat(followUp("Task_ConfirmConclusiveGrounds"))
        .as("five working days before")
        .isEqualTo(endOf("2010-03-22"));

    confirmed("ukhtc", "2010-03-22");

    assertThat(stage)
        .isEnded()
        .hasPassedInOrder(
            "Event_ConclusiveWorkStarted",
            "Event_DecisionOpened",
            "Task_ProposeConclusiveGrounds",
            "Task_ConfirmConclusiveGrounds",
            "Event_Confirmed",
            "Service_RecordConclusiveGrounds",
            "Event_NotifyReflectionPeriod",
            "Service_SendConclusiveGroundsLetters",
            "Event_ConclusiveGroundsDecided");
    assertThat(variable(stage, "cgOutcome")).isEqualTo("positive");
    assertThat(variable(stage, "cgDecisionDate")).isEqualTo("2010-03-22");
    assertThat(variable(stage, "cgLate")).isEqualTo(false);
    assertThat(lettersSent()).contains("nrm-07 to LOCAL_AUTHORITY", "nrm-05 to FIRST_RESPONDER");
  }

  @Test
  void aSecondOfficerSendsTheProposalBack() {
    ProcessInstance stage = begunBy("UKHTC");
    proposed("ukhtc", "negative", "2010-03-22");

    child.does(
        "ukhtc.second", "Task_ConfirmConclusiveGrounds", Invented.sentBackConclusiveGrounds());

    assertThat(stage)
        .as("D18")
        .isWaitingAt("Task_ProposeConclusiveGrounds")
        .hasNotPassed("Service_RecordConclusiveGrounds");
    assertThat(child.task("Task_ProposeConclusiveGrounds").getAssignee())
        .as("the case owner decides again, D18")
        .isEqualTo("ukhtc.owner");
    assertThat(child.timer("Timer_ConclusiveGroundsDue"))
        .as("the deadline doesn't change")
        .isEqualTo(endOf(DAY_45));
    assertThat(register.acts(child.caseNumber(), Stage.CONCLUSIVE_GROUNDS))
        .extracting(Register.OfficerAct::act)
        .containsExactly(Act.PROPOSED, Act.SENT_BACK);
  }

  @Test
  void aNegativeDecisionOnTheNextWorkingDayIsNotLate() {
    ProcessInstance stage = begunBy("UKBA");

    proposed("ukba", "negative", "2010-03-29");
    confirmed("ukba", "2010-03-30");

    assertThat(stage).isEnded().hasPassed("Service_MarkConclusiveGroundsLate");
    assertThat(variable(stage, "cgOutcome")).isEqualTo("negative");
    assertThat(variable(stage, "cgLate")).as("D25, D28: the mark is withdrawn").isEqualTo(false);
    assertThat(lettersSent()).contains("negative-conclusive-grounds to LOCAL_AUTHORITY");
  }

  @Test
  void aLateDecisionIsFlaggedToTheManagerAndNeverAutomatic() {
    ProcessInstance stage = begunBy("UKBA");

    child.at(LocalDateTime.parse("2010-03-29T23:59:58"));

    assertThat(variable(stage, "cgLate")).isNull();

    child.on("2010-03-30");

    assertThat(stage)
        .as("D28")
        .isWaitingAt("Task_ProposeConclusiveGrounds", "Task_ActOnLateConclusiveGrounds");
    assertThat(variable(stage, "cgLate")).isEqualTo(true);
    assertThat(variable(stage, "cgOutcome")).isNull();
    assertThat(child.candidateGroups("Task_ProposeConclusiveGrounds"))
        .containsExactly("ukba-case-owner");
    assertThat(child.candidateGroups("Task_ActOnLateConclusiveGrounds"))
        .containsExactly("ukba-manager");
    assertThat(due("Task_ActOnLateConclusiveGrounds"))
        .as("the next working day")
        .isEqualTo(endOf("2010-03-30"));
    assertThat(followUp("Task_ActOnLateConclusiveGrounds")).isEqualTo(endOf("2010-03-30"));

    child.does("ukba.manager", "Task_ActOnLateConclusiveGrounds", Invented.lateAction());

    assertThat(stage)
        .isWaitingAt("Task_ProposeConclusiveGrounds")
        .hasPassed("Event_LateDecisionActedOn");

    proposed("ukba", "positive", "2010-04-06");

    assertThat(child.candidateGroups("Task_ConfirmConclusiveGrounds"))
        .containsExactly("ukba-second-officer");

    confirmed("ukba", "2010-04-06");

    assertThat(stage).isEnded();
    assertThat(variable(stage, "cgLate")).isEqualTo(true);
    assertThat(register.decisions(child.caseNumber()).get(0).daysLate())
        .as("calendar days")
        .isEqualTo(8);
  }

  @Test
  void aMovedDateKeepsTheProposalAndRemovesTheLateTask() {
    ProcessInstance stage = begunBy("UKBA");
    proposed("ukba", "positive", "2010-03-25");
    child.on("2010-03-30");
    assertThat(stage).isWaitingAt("Task_ActOnLateConclusiveGrounds");

    engine.getRuntimeService().setVariable(stage.getId(), "cgTargetDate", endOf("2010-04-29"));
    notifyStage("decision-changed");

    assertThat(stage)
        .as("D22")
        .isWaitingAtExactly("SubProcess_DecideConclusiveGrounds", "Task_ConfirmConclusiveGrounds");
    assertThat(due("Task_ConfirmConclusiveGrounds")).isEqualTo(endOf("2010-04-29"));
    assertThat(child.timer("Timer_ConclusiveGroundsDue")).isEqualTo(endOf("2010-04-29"));
  }

  @Test
  void aSuspendedStageResumesWithTheCaseOwnersDate() {
    ProcessInstance stage = begunBy("UKBA");
    missing("2010-03-01");
    proposed("ukba", "suspend", "2010-03-10");
    confirmed("ukba", "2010-03-10");

    assertThat(stage).as("D35").isWaitingAtExactly("Call_Suspension");
    assertThat(child.timer("Timer_ConclusiveGroundsDue")).isNull();
    assertThat(variable(stage, "cgOutcome")).isNull();

    child.on("2010-05-10");
    found("2010-05-09");

    assertThat(child.formValues("ukba.owner", "Task_SetNewTarget"))
        .as("14 days by default, D36")
        .containsEntry("cgNewTargetDate", "2010-05-24");

    child.does(
        "ukba.owner",
        "Task_SetNewTarget",
        Map.of(
            "cgNewTargetDate", "2010-05-21",
            "cgNewTargetReason", "She has told the police everything"));

    assertThat(stage)
        .isWaitingAtExactly("SubProcess_DecideConclusiveGrounds", "Task_ProposeConclusiveGrounds");
    assertThat(child.timer("Timer_ConclusiveGroundsDue")).isEqualTo(endOf("2010-05-21"));
    assertThat(variable(stage, "cgLate")).as("nothing is late while suspended").isNotEqualTo(true);
  }

  private ProcessInstance begunBy(String authority) {
    opened(BEGUN, Invented.concern(BEGUN));
    filed(Invented.referralAndChild(BEGUN));
    received(BEGUN);
    clock(Deadline.CG_TARGET, DAY_45);
    return started(
        "cgAuthority",
        authority,
        "rgDecisionDate",
        BEGUN,
        "reflectionEndDate",
        endOf(DAY_45),
        "cgTargetDate",
        endOf(DAY_45));
  }

  private void proposed(String authority, String outcome, String day) {
    child
        .on(day)
        .does(
            authority + ".owner",
            "Task_ProposeConclusiveGrounds",
            Invented.conclusiveGrounds(outcome, day));
  }

  private void confirmed(String authority, String day) {
    child
        .on(day)
        .does(
            authority + ".second",
            "Task_ConfirmConclusiveGrounds",
            Invented.confirmConclusiveGrounds(day));
  }
}
