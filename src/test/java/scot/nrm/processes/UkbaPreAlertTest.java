package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedCopies;

class UkbaPreAlertTest extends DiagramTest {

  private static final String DAY = "2009-09-03";

  UkbaPreAlertTest() {
    super("ukba-pre-alert");
  }

  @Test
  void anUnansweredCouncilIsRemindedRepeatedly() {
    ProcessInstance alert = copied("no");

    assertThat(alert)
        .isWaitingAtExactly("Task_RecordUkbaCopy", "SubProcess_Waiting", "Timer_AnswerDue");
    assertThat(child.candidateGroups("Task_RecordUkbaCopy")).containsExactly("ukba-intake");
    assertThat(due("Task_RecordUkbaCopy")).isEqualTo(endOf("2009-09-04"));
    assertThat(followUp("Task_RecordUkbaCopy")).isEqualTo(endOf(DAY));
    assertThat(variable(alert, "answerDueDate"))
        .as("ten working days, D10")
        .isEqualTo(endOf("2009-09-17"));

    child.does("ukba.intake", "Task_RecordUkbaCopy", InventedCopies.noted()).on("2009-09-18");

    assertThat(alert).isWaitingAtExactly("SubProcess_Waiting", "Task_GetConcernAccepted");
    assertThat(lettersSent()).contains("copy-reminder to LOCAL_AUTHORITY");
    assertThat(child.candidateGroups("Task_GetConcernAccepted")).containsExactly("la-manager");
    assertThat(due("Task_GetConcernAccepted"))
        .as("the holiday of 21 September is a Scottish one")
        .isNotNull();

    child.does("glasgow.manager", "Task_GetConcernAccepted", InventedCopies.managerActed());

    assertThat(alert)
        .as("never closed automatically")
        .isWaitingAtExactly("SubProcess_Waiting", "Timer_AnswerDue");
    assertThat(variable(alert, "answerDueDate")).isEqualTo(endOf("2009-10-02"));

    notifyStage("concern-accepted");

    assertThat(alert).isEnded().hasPassed("Event_ConcernAccepted", "Event_CouncilAnswered");
  }

  @Test
  void aCouncilIsNotRemindedAfterAcceptingTheConcern() {
    ProcessInstance alert = copied("yes");

    assertThat(alert).isWaitingAtExactly("Task_RecordUkbaCopy").hasPassed("Event_CouncilAnswered");
  }

  private ProcessInstance copied(String accepted) {
    opened(DAY, Invented.concern(DAY));
    return started("concernAccepted", accepted);
  }
}
