package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedSameChild;
import scot.nrm.register.RegisterEvent;

class ChildProtectionTest extends DiagramTest {

  ChildProtectionTest() {
    super("child-protection");
  }

  @Test
  void theCouncilProtectsTheChildUntilItClosesTheWork() {
    opened("2009-06-03", Invented.concern("2009-06-03"));
    ProcessInstance protection = started();

    assertThat(protection).isWaitingAtExactly("Task_ProtectChild");
    assertThat(due("Task_ProtectChild")).as("never overdue, D1").isNull();
    assertThat(followUp("Task_ProtectChild"))
        .as("in five working days")
        .isEqualTo(endOf("2009-06-10"));
    assertThat(child.candidateGroups("Task_ProtectChild")).containsExactly("la-lead-professional");

    child
        .on("2010-06-03")
        .does("glasgow.lead", "Task_ProtectChild", Invented.protectionClosed("2010-06-03"));

    assertThat(protection)
        .isEnded()
        .hasPassedInOrder(
            "Event_ProtectionStarted",
            "Task_ProtectChild",
            "Service_RecordProtectionClosed",
            "Event_ProtectionClosed");
    assertThat(register.history(child.caseNumber()))
        .extracting(RegisterEvent::kindCode)
        .as("D33")
        .contains("protection-closed");
  }

  @Test
  void aDecidedCaseLeadsToAPlanReviewButProtectionContinues() {
    opened("2009-06-03", Invented.concern("2009-06-03"));
    ProcessInstance protection = started();

    engine
        .getRuntimeService()
        .createMessageCorrelation("case-decided")
        .processInstanceBusinessKey(child.caseNumber())
        .correlateWithResult();
    child.executeJobs();

    assertThat(protection)
        .as("D1")
        .isWaitingAtExactly(
            "Task_ProtectChild", "SubProcess_CaseDecided", "Task_ReviewProtectionPlan");
    assertThat(due("Task_ReviewProtectionPlan")).isNull();
    assertThat(followUp("Task_ReviewProtectionPlan")).isEqualTo(endOf("2009-06-05"));

    child.does("glasgow.lead", "Task_ReviewProtectionPlan", Invented.planReview("2009-06-03"));

    assertThat(protection).isWaitingAtExactly("Task_ProtectChild").hasPassed("Event_PlanReviewed");
  }

  @Test
  void aLaterOutcomeReplacesAnOpenReview() {
    opened("2009-06-03", Invented.concern("2009-06-03"));
    ProcessInstance protection = started();
    notifyStage("case-decided");

    child.on("2009-06-24");
    notifyStage("case-decided");

    assertThat(protection)
        .as("one review, with the later outcome, D1")
        .isWaitingAtExactly(
            "Task_ProtectChild", "SubProcess_CaseDecided", "Task_ReviewProtectionPlan")
        .hasPassed("Event_ReviewReplaced");
    assertThat(followUp("Task_ReviewProtectionPlan")).isEqualTo(endOf("2009-06-26"));

    child.does("glasgow.lead", "Task_ReviewProtectionPlan", Invented.planReview("2009-06-24"));

    assertThat(protection).isWaitingAtExactly("Task_ProtectChild").hasPassed("Event_PlanReviewed");
  }

  @Test
  void aSiblingsCaseIsConsideredInThePlanButProtectionContinues() {
    opened("2009-06-03", Invented.concern("2009-06-03"));
    ProcessInstance protection = started();

    engine
        .getRuntimeService()
        .createMessageCorrelation("sibling-linked")
        .processInstanceBusinessKey(child.caseNumber())
        .correlateWithResult();
    child.executeJobs();

    assertThat(protection)
        .as("D1, D5")
        .isWaitingAtExactly(
            "Task_ProtectChild", "SubProcess_SiblingLinked", "Task_ConsiderSibling");
    assertThat(due("Task_ConsiderSibling")).isNull();
    assertThat(followUp("Task_ConsiderSibling")).isEqualTo(endOf("2009-06-05"));
    assertThat(child.candidateGroups("Task_ConsiderSibling"))
        .containsExactly("la-lead-professional");

    child.does(
        "glasgow.lead", "Task_ConsiderSibling", InventedSameChild.siblingConsidered("2009-06-03"));

    assertThat(protection)
        .isWaitingAtExactly("Task_ProtectChild")
        .hasPassed("Event_SiblingConsidered");
  }
}
