package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedMissing;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;

class MissingChildTest extends DiagramTest {

  /** A Thursday. */
  private static final String DAY = "2009-05-14";

  MissingChildTest() {
    super("missing-child");
  }

  @Test
  void aMissingChildIsReportedToPoliceAndSearchedForUntilFound() {
    ProcessInstance search = missingWhileDecidedBy("none");

    assertThat(search)
        .isWaitingAtExactly("SubProcess_Missing", "Task_ReportToPolice")
        .hasPassed("Event_Considered");
    assertThat(child.candidateGroups("Task_ReportToPolice")).containsExactly("la-duty-social-work");
    assertThat(due("Task_ReportToPolice")).as("at once, D34").isEqualTo(endOf(DAY));
    assertThat(followUp("Task_ReportToPolice")).isEqualTo(endOf(DAY));

    child.does("glasgow.duty", "Task_ReportToPolice", InventedMissing.policeReport(DAY));

    assertThat(register.history(child.caseNumber()))
        .extracting(RegisterEvent::kind)
        .contains(EntryKind.MISSING_REPORTED_TO_POLICE);
    assertThat(due("Task_ReviewSearch")).isEqualTo(endOf("2009-05-21"));
    assertThat(followUp("Task_ReviewSearch")).isEqualTo(endOf("2009-05-20"));

    child
        .on("2009-05-21")
        .does("glasgow.lead", "Task_ReviewSearch", InventedMissing.searchReview("2009-05-21"));

    assertThat(due("Task_ReviewSearch")).as("each week").isEqualTo(endOf("2009-05-28"));

    child.on("2009-05-22");
    found("2009-05-22");

    assertThat(search)
        .as("D36")
        .isWaitingAtExactly("Task_TalkToChild")
        .hasPassed("Service_NotifyChildFound");
    assertThat(child.candidateGroups("Task_TalkToChild")).containsExactly("la-lead-professional");
    assertThat(due("Task_TalkToChild")).as("across a bank holiday").isEqualTo(endOf("2009-05-28"));
    assertThat(followUp("Task_TalkToChild")).isEqualTo(endOf("2009-05-26"));

    child.does("glasgow.lead", "Task_TalkToChild", InventedMissing.talk("2009-05-22"));

    assertThat(search).isEnded();
  }

  @Test
  void theDecidingAuthorityDecidesOrSuspends() {
    ProcessInstance search = missingWhileDecidedBy("UKBA");

    assertThat(search).isWaitingAt("Task_ReportToPolice", "Task_ConsiderSuspension");
    assertThat(child.candidateGroups("Task_ConsiderSuspension"))
        .as("D35")
        .containsExactly("ukba-case-owner");
    assertThat(due("Task_ConsiderSuspension")).isEqualTo(endOf("2009-05-18"));
    assertThat(followUp("Task_ConsiderSuspension")).isEqualTo(endOf("2009-05-15"));

    child.does("ukba.owner", "Task_ConsiderSuspension", InventedMissing.considered("suspend"));

    assertThat(search).isWaitingAtExactly("SubProcess_Missing", "Task_ReportToPolice");
  }

  @Test
  void theChoiceEndsOnceTheStageIsDecidedOrSuspendedAndTheSearchContinues() {
    ProcessInstance search = missingWhileDecidedBy("UKHTC");

    notifyStage("decided-or-suspended");

    assertThat(search)
        .as("D35")
        .isWaitingAtExactly("SubProcess_Missing", "Task_ReportToPolice")
        .hasPassed("Event_DecidedOrSuspended");
  }

  @Test
  void aChildWhoGoesMissingAgainHasOneConversation() {
    ProcessInstance search = missingWhileDecidedBy("none");
    found(DAY);
    assertThat(search).isWaitingAtExactly("Task_TalkToChild");

    child.reportedMissing("glasgow.lead", DAY);

    assertThat(search).as("the next search ends with a talk").isEnded();
    assertThat(search).hasPassed("Event_TalkReplaced");
    assertThat(child.has("Task_TalkToChild")).isFalse();
  }

  @Test
  void d34NeitherTheSearchNorTheConversationWaitsForLetters() {
    opened(DAY, Invented.concern(DAY));
    filed(InventedMissing.missing(child.caseNumber(), DAY));
    missing(DAY);
    ProcessInstance search = startedWithoutRunningJobs("decidingAuthority", "none");

    assertThat(child.has("Task_ReportToPolice")).as("at once").isTrue();

    notifyWithoutRunningJobs("child-found");

    assertThat(child.has("Task_ReportToPolice")).as("the search is over").isFalse();
    assertThat(child.has("Task_TalkToChild")).isTrue();

    notifyWithoutRunningJobs("missing-again");

    assertThat(child.has("Task_TalkToChild")).as("the next search ends with a talk").isFalse();

    child.executeJobs();

    assertThat(search).isEnded();
    assertThat(search).hasPassed("Event_ReturnNotified").hasNotPassed("Event_AgenciesNotified");
  }

  private ProcessInstance missingWhileDecidedBy(String authority) {
    opened(DAY, Invented.concern(DAY));
    filed(InventedMissing.missing(child.caseNumber(), DAY));
    missing(DAY);
    return started("decidingAuthority", authority);
  }
}
