package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedChanges;
import scot.nrm.journeys.InventedTransfers;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RemovalHold;

class CloseCaseTest extends DiagramTest {

  private static final String DAY = "2009-06-03";

  CloseCaseTest() {
    super("close-case");
  }

  @Test
  void aCaseEnteredInErrorEndsAllButTheProtectionWork() {
    child
        .referred(DAY, Invented.ukNational(DAY))
        .logged(DAY)
        .reportedMissing("glasgow.lead", DAY)
        .updates(
            "glasgow.lead",
            "record-withdrawal-request",
            InventedTransfers.withdrawal(child.caseNumber(), "other", DAY))
        .handedOver("glasgow.manager", "fife", DAY);

    closes("glasgow.manager", "entered-in-error");

    assertThat(instances.diagrams(child.caseNumber()))
        .as("D1, D43")
        .containsExactlyInAnyOrder("child-protection", "close-case");
    assertThat(child.candidateGroups("Task_NoteCaseClosed")).containsExactly("ukhtc-manager");
    assertThat(child.due("Task_NoteCaseClosed")).isEqualTo("2009-06-05");
    assertThat(
            child.formValues("ukhtc.manager", "Task_NoteCaseClosed").get("showClosing").toString())
        .contains("entered in error")
        .contains("training session");
    assertThat(child.sees("glasgow.lead", "Task_ReviewProtectionPlan"))
        .as("the council is notified")
        .isTrue();
    RegisterCase nrmCase = nrmCase();
    assertThat(nrmCase.caseOutcome()).isEqualTo(CaseOutcome.CLOSED_OTHER);
    assertThat(nrmCase.closedOn()).isEqualTo(DAY);
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("error-closed"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.officer()).isEqualTo("glasgow.manager");
              assertThat(event.detail()).isEqualTo(InventedChanges.WHY_CLOSED);
            });
    assertThatThrownBy(() -> closes("glasgow.manager", "child-died"))
        .as("no more updates")
        .hasMessageContaining("this case is closed: it was entered in error");
    assertThatThrownBy(() -> child.hearing("glasgow.lead", "2009-06-09"))
        .hasMessageContaining("this case is closed");

    child.does("ukhtc.manager", "Task_NoteCaseClosed", InventedChanges.closingNoted());

    assertThat(instances.diagrams(child.caseNumber())).containsExactly("child-protection");
  }

  @Test
  void aChildWhoHasDiedIsCountedAndTheRemovalHoldEnds() {
    child.referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ON);

    closes("ukhtc.manager", "child-died");

    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("case-ended"))
        .singleElement()
        .satisfies(event -> assertThat(event.code()).isEqualTo("child-died"));
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ENDED);
    assertThat(child.has("Task_ProposeReasonableGrounds")).isFalse();
  }

  @Test
  void d43ADeathEndsTheSuspensionOfAStage() {
    child
        .referred(DAY, Invented.referralAndChild(DAY))
        .logged(DAY)
        .reportedMissing("glasgow.lead", DAY)
        .does(
            "ukhtc.owner",
            "Task_ProposeReasonableGrounds",
            Invented.reasonableGrounds("suspend", DAY))
        .does(
            "ukhtc.second",
            "Task_ConfirmReasonableGrounds",
            Invented.confirmReasonableGrounds(DAY));

    closes("glasgow.manager", "child-died");

    assertThat(nrmCase().now().suspendedStage()).isNull();
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ENDED);
    assertThat(child.has("Task_MonitorSuspendedStage")).isFalse();
  }

  @Test
  void anAuthoritysManagerClosesOnlyItsOwnCases() {
    child.referred(DAY, Invented.asylumSeeker(DAY)).logged(DAY);

    assertThatThrownBy(() -> closes("ukhtc.manager", "child-died"))
        .hasMessageContaining("UKBA has this case");
    assertThatThrownBy(() -> closes("fife.manager", "child-died"))
        .hasMessageContaining("access to a case with this number");

    closes("ukba.manager", "child-died");

    assertThat(child.ended()).isTrue();
    assertThat(child.has("Task_NoteCaseClosed"))
        .as("the authority that closed it needs no notice")
        .isFalse();
  }

  @Test
  void d43TheLocalAuthoritysManagerIsNotifiedIfProtectionWorkHasEnded() {
    child
        .referred(DAY, Invented.referralAndChild(DAY))
        .logged(DAY)
        .does("glasgow.lead", "Task_ProtectChild", Invented.protectionClosed(DAY));

    closes("ukhtc.manager", "entered-in-error");

    assertThat(child.candidateGroups("Task_NoteCaseClosed")).containsExactly("la-manager");
    assertThat(
            child
                .formValues("glasgow.manager", "Task_NoteCaseClosed")
                .get("showClosing")
                .toString())
        .contains("(ukhtc.manager)")
        .contains("entered in error");
    child.does("glasgow.manager", "Task_NoteCaseClosed", InventedChanges.closingNoted());
    assertThat(child.ended()).isTrue();
  }

  @Test
  void noAuthorityIsNotifiedBeforeItHasTheCase() {
    child.on(DAY).concern("first.responder", Invented.concern(DAY));

    closes("glasgow.manager", "entered-in-error");

    assertThat(child.has("Task_NoteCaseClosed")).isFalse();
    assertThat(child.has("Task_AcceptConcern")).isFalse();
    assertThat(child.has("Task_ProtectChild")).isTrue();
  }

  @Test
  void theAuthorityThatHasNotLoggedTheFormYetIsNotified() {
    child.referred(DAY, Invented.ukNational(DAY));

    closes("glasgow.manager", "child-died");

    assertThat(child.has("Task_LogReferral")).isFalse();
    assertThat(child.candidateGroups("Task_NoteCaseClosed")).containsExactly("ukhtc-manager");
    child.does("ukhtc.manager", "Task_NoteCaseClosed", InventedChanges.closingNoted());
  }

  @Test
  void aCaseWithAnOutcomeAndAnIncompleteAnswerAreRefused() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    assertThatThrownBy(
            () ->
                child.updates(
                    "glasgow.manager",
                    "close-case",
                    Invented.with(
                        InventedChanges.close(child.caseNumber(), "child-died", DAY),
                        "caseCloseText",
                        "")))
        .hasMessageContaining("What happened");
    assertThatThrownBy(() -> closes("glasgow.manager", "child-missing"))
        .hasMessageContaining("Why are you closing the case");
    assertThatThrownBy(
            () ->
                child.updates(
                    "glasgow.manager",
                    "close-case",
                    InventedChanges.close(child.caseNumber(), "child-died", "2009-06-04")))
        .hasMessageContaining("in the future");

    child.reasonableGrounds("ukhtc", "negative", DAY);

    assertThatThrownBy(() -> closes("glasgow.manager", "entered-in-error"))
        .hasMessageContaining("already has its outcome");
  }

  @Test
  void d43ADeathAfterTheOutcomeKeepsTheOutcomeAndEndsOpenTasks() {
    child
        .referred(DAY, Invented.ukNational(DAY))
        .logged(DAY)
        .reasonableGrounds("ukhtc", "negative", DAY)
        .does("glasgow.lead", "Task_ReviewProtectionPlan", Invented.planReview(DAY))
        .reportedMissing("glasgow.lead", DAY);

    closes("glasgow.manager", "child-died");

    assertThat(instances.diagrams(child.caseNumber()))
        .containsExactlyInAnyOrder("child-protection", "close-case");
    assertThat(child.sees("ukhtc.manager", "Task_NoteCaseClosed")).isTrue();
    assertThat(child.formValues("glasgow.lead", "Task_ReviewProtectionPlan").get("showClosing"))
        .asString()
        .contains("the child has died");
    RegisterCase nrmCase = nrmCase();
    assertThat(nrmCase.caseOutcome()).isEqualTo(CaseOutcome.NO_REASONABLE_GROUNDS);
    assertThat(nrmCase.now().missingSince()).isNull();
    assertThatThrownBy(() -> closes("glasgow.manager", "child-died"))
        .hasMessageContaining("this case is closed");
    assertThatThrownBy(() -> child.reportedMissing("glasgow.lead", DAY))
        .hasMessageContaining("this case is closed");
  }

  private void closes(String user, String why) {
    child.updates(user, "close-case", InventedChanges.close(child.caseNumber(), why, DAY));
  }
}
