package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedCopies;

class ConfirmDirectReferralTest extends DiagramTest {

  private static final String DAY = "2009-09-03";

  ConfirmDirectReferralTest() {
    super("confirm-direct-referral");
  }

  @Test
  void dutySocialWorkConfirmsAndNamesTheLeadProfessional() {
    ProcessInstance asked = askedOn();

    assertThat(asked).isWaitingAtExactly("SubProcess_Asking", "Task_ConfirmDirectReferral");
    assertThat(child.candidateGroups("Task_ConfirmDirectReferral"))
        .containsExactly("la-duty-social-work");
    assertThat(due("Task_ConfirmDirectReferral"))
        .as("ten working days, D11")
        .isEqualTo(endOf("2009-09-17"));
    assertThat(followUp("Task_ConfirmDirectReferral")).isEqualTo(endOf("2009-09-07"));

    child.does("glasgow.duty", "Task_ConfirmDirectReferral", InventedCopies.confirmed(DAY, "yes"));

    assertThat(asked).isEnded();
    assertThat(file.read(child.caseNumber()).text("leadProfessionalName")).isEqualTo("Lena Hart");
  }

  @Test
  void anUnansweredCouncilIsRemindedAndMayDisagree() {
    ProcessInstance asked = askedOn();

    child.on("2009-09-18");

    assertThat(asked)
        .isWaitingAtExactly(
            "SubProcess_Asking", "Task_ConfirmDirectReferral", "Task_GetDirectReferralConfirmed");
    assertThat(child.candidateGroups("Task_GetDirectReferralConfirmed"))
        .containsExactly("la-manager");
    assertThat(lettersSent()).contains("direct-referral-reminder to LOCAL_AUTHORITY");

    child
        .does(
            "glasgow.manager",
            "Task_GetDirectReferralConfirmed",
            InventedCopies.managerActedOnDirectReferral())
        .does(
            "glasgow.duty",
            "Task_ConfirmDirectReferral",
            InventedCopies.confirmed("2009-09-18", "no"));

    assertThat(asked).isEnded();
    assertThat(register.history(child.caseNumber()))
        .anyMatch(
            event ->
                event.kindCode().equals("direct-referral-answered")
                    && event.code().equals("disagrees"));
  }

  private ProcessInstance askedOn() {
    opened(DAY, Invented.concern(DAY));
    return started();
  }
}
