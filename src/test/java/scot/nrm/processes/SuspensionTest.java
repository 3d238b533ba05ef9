package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static scot.nrm.register.RecordedActs.act;

import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedMissing;
import scot.nrm.register.Act;
import scot.nrm.register.Deadline;
import scot.nrm.register.Proposal;
import scot.nrm.register.Stage;

class SuspensionTest extends DiagramTest {

  private static final String RECEIVED = "2009-06-01";
  private static final String DUE = "2009-06-08";
  private static final String SUSPENDED = "2009-06-04";

  SuspensionTest() {
    super("suspension");
  }

  @Test
  void reasonableGroundsResumeWithRemainingDaysOnceFound() {
    ProcessInstance suspension = suspended(Stage.REASONABLE_GROUNDS, "UKHTC");

    assertThat(suspension).isWaitingAtExactly("SubProcess_Suspended", "Task_MonitorSuspendedStage");
    assertThat(child.candidateGroups("Task_MonitorSuspendedStage"))
        .containsExactly("ukhtc-case-owner");
    assertThat(due("Task_MonitorSuspendedStage")).as("no deadline, D36").isNull();
    assertThat(followUp("Task_MonitorSuspendedStage")).isEqualTo(endOf("2009-06-11"));
    assertThat(lettersSent())
        .as("and no NRM 05, D35")
        .containsExactlyInAnyOrder(
            "stage-suspended to LOCAL_AUTHORITY", "stage-suspended to FIRST_RESPONDER");

    child.on("2009-06-29");
    found("2009-06-26");

    assertThat(suspension)
        .isEnded()
        .hasPassedInOrder("Event_ChildFound", "Service_ResumeStage", "Event_StageResumes");
    assertThat(variable(suspension, "rgTargetDate"))
        .as("two days remained")
        .isEqualTo(endOf("2009-06-30"));
    assertThat(variable(suspension, "rgOriginalDueDate")).isEqualTo(endOf(DUE));
  }

  @Test
  void conclusiveGroundsGetADateFromTheCaseOwner() {
    ProcessInstance suspension = suspended(Stage.CONCLUSIVE_GROUNDS, "UKBA");

    notifyStage("information-received");

    assertThat(suspension)
        .as("D31")
        .isWaitingAtExactly("Task_SetNewTarget")
        .hasPassed("Event_InformationReceived");
    assertThat(child.candidateGroups("Task_SetNewTarget")).containsExactly("ukba-case-owner");
    assertThat(due("Task_SetNewTarget")).isEqualTo(endOf("2009-06-05"));
    assertThat(followUp("Task_SetNewTarget")).isEqualTo(endOf(SUSPENDED));

    engine.getRuntimeService().setVariable(suspension.getId(), "cgAuthority", "UKHTC");
    notifyStage("decision-changed");

    assertThat(child.candidateGroups("Task_SetNewTarget"))
        .as("D14")
        .containsExactly("ukhtc-case-owner");

    child.does("ukhtc.owner", "Task_SetNewTarget", InventedMissing.newTarget("2009-06-18"));

    assertThat(suspension).isEnded();
    assertThat(variable(suspension, "cgTargetDate")).isEqualTo(endOf("2009-06-18"));
  }

  @Test
  void d36TheStageResumesBeforeItsLettersAreWritten() {
    agreed(Deadline.RG_DUE, Stage.REASONABLE_GROUNDS);
    ProcessInstance suspension = startedWithoutRunningJobs(reasonableGrounds("UKHTC"));

    notifyWithoutRunningJobs("child-found");

    assertThat(suspension).isEnded().hasPassed("Service_ResumeStage");
    child.executeJobs();
    assertThat(lettersSent()).as("about a suspension that is over").isEmpty();
  }

  @Test
  void theDecidingAuthoritysCaseOwnerCanResumeTheStage() {
    ProcessInstance suspension = suspended(Stage.REASONABLE_GROUNDS, "UKHTC");
    engine.getRuntimeService().setVariable(suspension.getId(), "rgAuthority", "UKBA");
    notifyStage("decision-changed");

    assertThat(child.candidateGroups("Task_MonitorSuspendedStage"))
        .as("D14")
        .containsExactly("ukba-case-owner");

    child.on("2009-06-10");
    assertThatThrownBy(
            () ->
                child.does(
                    "ukba.owner",
                    "Task_MonitorSuspendedStage",
                    InventedMissing.resumed("2009-06-03")))
        .hasMessageContaining("must not be before the stage was suspended (4 June 2009)");
    child.does("ukba.owner", "Task_MonitorSuspendedStage", InventedMissing.resumed("2009-06-10"));

    assertThat(suspension).isEnded().hasPassed("Event_OfficerResumes");
    assertThat(variable(suspension, "rgTargetDate")).isEqualTo(endOf("2009-06-12"));
  }

  private ProcessInstance suspended(Stage stage, String authority) {
    if (stage == Stage.REASONABLE_GROUNDS) {
      agreed(Deadline.RG_DUE, stage);
      return started(reasonableGrounds(authority));
    }
    agreed(Deadline.CG_TARGET, stage);
    return started(
        "suspendedStage",
        stage.id(),
        "cgAuthority",
        authority,
        "cgTargetDate",
        endOf(DUE),
        "cgDecisionDate",
        SUSPENDED);
  }

  private static Object[] reasonableGrounds(String authority) {
    return new Object[] {
      "suspendedStage", Stage.REASONABLE_GROUNDS.id(),
      "rgAuthority", authority,
      "rgOriginalDueDate", endOf(DUE),
      "rgDueDate", endOf(DUE),
      "rgTargetDate", endOf(DUE),
      "rgDecisionDate", SUSPENDED
    };
  }

  /** Two officers have agreed to suspend a stage. */
  private void agreed(Deadline deadline, Stage stage) {
    opened(RECEIVED, Invented.concern(RECEIVED));
    filed(Invented.referralAndChild(RECEIVED));
    received(RECEIVED);
    clock(deadline, DUE);
    missing("2009-06-03");
    transaction.executeWithoutResult(
        status -> {
          register.act(
              child.caseNumber(),
              act(stage, Act.PROPOSED, "ukhtc.owner", Proposal.SUSPEND, "She is missing"));
          register.act(
              child.caseNumber(),
              act(stage, Act.CONFIRMED, "ukhtc.second", Proposal.SUSPEND, null));
        });
    child.on(SUSPENDED);
  }
}
