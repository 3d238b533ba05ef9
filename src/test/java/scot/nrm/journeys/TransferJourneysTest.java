package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/** Cases that move to the other authority and back (D14), on each database. */
@OnEachDatabase(usually = Kind.POSTGRES)
class TransferJourneysTest extends CaseJourneys {

  /** A Monday; reasonable grounds are due on Monday 9 November. */
  private static final String RECEIVED = "2009-11-02";

  @Test
  void anAsylumClaimMovesReasonableGroundsToUkbaWithTheDeadline() {
    child.referred(RECEIVED, Invented.referralAndChild(RECEIVED)).logged(RECEIVED);
    child
        .on("2009-11-04")
        .does(
            "ukhtc.owner",
            "Task_ProposeReasonableGrounds",
            Invented.reasonableGrounds("negative", "2009-11-04"));

    assertThat(child.sees("ukhtc.second", "Task_ConfirmReasonableGrounds")).isTrue();

    child.on("2009-11-05");
    claims("glasgow.lead", "2009-11-05");

    assertThat(child.has("Task_ConfirmReasonableGrounds"))
        .as("the other authority makes its own proposal")
        .isFalse();
    assertThat(child.sees("ukhtc.owner", "Task_ProposeReasonableGrounds")).isFalse();
    assertThat(child.sees("ukba.owner", "Task_ProposeReasonableGrounds")).isTrue();
    Map<String, Object> opened = child.formValues("ukba.owner", "Task_ProposeReasonableGrounds");
    assertThat(opened.get("rgReasons")).as("not the other authority's minute").isNull();
    assertThat(opened.get("localAuthorityContactedDate")).isNull();
    assertThat(KnownAuthorities.named(opened.get("showNow").toString()))
        .contains("to UKBA on 5 November 2009")
        .contains("there is also an asylum claim");
    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("from the original receipt")
        .isEqualTo("2009-11-09");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2009-11-09"));
    assertThat(child.day("rgOriginalDueDate")).isEqualTo("2009-11-09");
    assertThat(child.variable("rgAuthority")).isEqualTo("UKBA");
    assertThat(child.variable("routingBasis")).isEqualTo("D13.1");
    assertThat(child.variable("removalHold")).isEqualTo("on");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("authority-changed"))
        .singleElement()
        .satisfies(
            move -> {
              assertThat(move.stage()).isEqualTo(Stage.REASONABLE_GROUNDS);
              assertThat(move.code()).isEqualTo("UKBA");
              assertThat(move.from()).isEqualTo("2009-11-05");
              assertThat(move.officer()).isEqualTo("glasgow.lead");
              assertThat(move.detail()).isEqualTo("D13.1");
            });
    assertThat(lettersSent())
        .contains("transfer to COMPETENT_AUTHORITY", "asylum-colleagues to UKBA_ASYLUM");

    assertThatThrownBy(() -> claims("ukba.owner", "2009-11-05"))
        .as("the same update twice")
        .hasMessageContaining("already recorded");

    child.reasonableGrounds("ukba", "positive", "2009-11-09");

    assertThat(child.variable("cgAuthority")).isEqualTo("UKBA");
    assertThat(register.decisions(child.caseNumber()))
        .singleElement()
        .satisfies(decision -> assertThat(decision.caseOwner()).isEqualTo("ukba.owner"));
    assertThat(child.sees("ukba.owner", "Task_ProposeConclusiveGrounds")).isTrue();
  }

  @Test
  void aLateCaseStaysLateAfterATransfer() {
    child.referred(RECEIVED, Invented.referralAndChild(RECEIVED)).logged(RECEIVED).on("2009-11-10");

    assertThat(child.candidateGroups("Task_ActOnLateReasonableGrounds"))
        .containsExactly("ukhtc-manager");

    claims("glasgow.lead", "2009-11-10");

    assertThat(child.variable("rgLate")).as("a transfer gives no extra time").isEqualTo(true);
    child.on("2009-11-11");
    assertThat(child.candidateGroups("Task_ActOnLateReasonableGrounds"))
        .containsExactly("ukba-manager");
  }

  @Test
  void aCaseWithAnAsylumClaimWhileSuspendedResumesAtUkba() {
    child
        .referred(RECEIVED, Invented.referralAndChild(RECEIVED))
        .logged(RECEIVED)
        .on("2009-11-04")
        .reportedMissing("glasgow.lead", "2009-11-03");
    assertThat(child.candidateGroups("Task_ConsiderSuspension"))
        .containsExactly("ukhtc-case-owner");

    child.reasonableGrounds("ukhtc", "suspend", "2009-11-05");

    assertThat(child.candidateGroups("Task_MonitorSuspendedStage"))
        .containsExactly("ukhtc-case-owner");

    child.on("2009-11-09");
    claims("ukhtc.intake", "2009-11-06");

    assertThat(child.variable("suspendedStage"))
        .as("still suspended")
        .isEqualTo("reasonable-grounds");
    assertThat(child.candidateGroups("Task_MonitorSuspendedStage"))
        .containsExactly("ukba-case-owner");
    assertThat(child.timer("Timer_ReasonableGroundsDue"))
        .as("no deadline while suspended")
        .isNull();

    child.on("2009-11-16").reportedFound("glasgow.lead", "2009-11-16");

    assertThat(child.sees("ukhtc.owner", "Task_ProposeReasonableGrounds")).isFalse();
    assertThat(child.sees("ukba.owner", "Task_ProposeReasonableGrounds")).isTrue();
    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("two working days remained, D36")
        .isEqualTo("2009-11-18");
  }

  @Test
  void anAsylumClaimDuringReflectionMovesConclusiveGroundsAndReview() {
    lawfulChild("2009-11-09").on("2009-12-09");
    assertThat(child.candidateGroups("Task_ReviewReflection")).containsExactly("ukhtc-case-owner");
    child.as(
        "ukhtc.owner",
        () -> {
          engine.getTaskService().claim(child.task("Task_ReviewReflection").getId(), "ukhtc.owner");
          return null;
        });
    child.longerReflection("glasgow.lead", "other", 14);

    claims("glasgow.lead", "2009-12-09");

    for (String task :
        List.of(
            "Task_ProposeConclusiveGrounds",
            "Task_ReviewReflection",
            "Task_DecideReflectionExtension")) {
      assertThat(child.candidateGroups(task)).as(task).containsExactly("ukba-case-owner");
      assertThat(child.sees("ukhtc.owner", task)).as(task).isFalse();
      assertThat(child.sees("ukba.owner", task)).as(task).isTrue();
    }
    assertThat(child.due("Task_ReviewReflection")).isEqualTo("2009-12-09");
    assertThat(child.due("Task_ProposeConclusiveGrounds")).isEqualTo("2009-12-24");
    assertThat(child.day("reflectionEndDate")).as("unchanged").isEqualTo("2009-12-24");
    assertThat(child.timer("Timer_ReflectionEnds")).isEqualTo(endOf("2009-12-24"));
    assertThat(child.variable("rgAuthority")).as("unchanged").isEqualTo("UKHTC");
    assertThat(child.variable("rgOutcome")).isEqualTo("positive");
    assertThat(child.variable("cgAuthority")).isEqualTo("UKBA");
    assertThat(child.variable("routingBasis")).isEqualTo("D13.1");
    assertThat(lettersSent()).contains("transfer to COMPETENT_AUTHORITY");

    child
        .does("ukba.owner", "Task_ReviewReflection", Invented.review("2009-12-09", "no"))
        .on("2009-12-24");

    assertThat(child.candidateGroups("Task_RecordReviewAnswers"))
        .as("later tasks are UKBA's too")
        .containsExactly("ukba-case-owner");

    child.conclusiveGrounds("ukba", "positive", "2009-12-24");

    assertThat(child.variable("cgLate")).isEqualTo(false);
    assertThat(register.decisions(child.caseNumber()))
        .extracting(Register.Decision::caseOwner)
        .containsExactly("ukhtc.owner", "ukba.owner");
  }

  @Test
  void afterAClaimWhileSuspendedUkbaResumesAndSetsTheDate() {
    lawfulChild("2009-11-09")
        .on("2009-11-23")
        .updates(
            "glasgow.lead",
            "report-child-missing",
            InventedMissing.missing(child.caseNumber(), "2009-11-23"));
    child.conclusiveGrounds("ukhtc", "suspend", "2009-11-25");

    claims("glasgow.lead", "2009-11-25");

    assertThat(child.candidateGroups("Task_MonitorSuspendedStage"))
        .containsExactly("ukba-case-owner");

    child.on("2009-12-01").reportedFound("glasgow.lead", "2009-12-01");
    child.does("ukba.owner", "Task_SetNewTarget", InventedMissing.newTarget("2010-01-15"));

    assertThat(child.candidateGroups("Task_ProposeConclusiveGrounds"))
        .containsExactly("ukba-case-owner");
    assertThat(child.due("Task_ProposeConclusiveGrounds")).isEqualTo("2010-01-15");

    child
        .longerReflection("glasgow.lead", "other", 14)
        .does("ukba.owner", "Task_DecideReflectionExtension", InventedTransfers.granted(14));

    assertThat(child.day("reflectionEndDate")).isEqualTo("2010-01-07");
    assertThat(child.due("Task_ProposeConclusiveGrounds"))
        .as("the later target stays, D22, D36")
        .isEqualTo("2010-01-15");
    assertThat(child.timer("Timer_ConclusiveGroundsDue")).isEqualTo(endOf("2010-01-15"));
  }

  @Test
  void aClaimAfterConclusiveGroundsOnlyDelaysLeave() {
    child
        .referred(RECEIVED, Invented.referralAndChild(RECEIVED))
        .logged(RECEIVED)
        .reasonableGrounds("ukhtc", "positive", "2009-11-09")
        .conclusiveGrounds("ukba", "positive", "2009-11-16");
    assertThat(child.has("Task_DecideLeave")).isTrue();

    claims("glasgow.lead", "2009-11-16");

    assertThat(child.variable("cgAuthority")).isEqualTo("UKBA");
    assertThat(child.variable("routingBasis")).as("no transfer").isEqualTo("D13.5");
    assertThat(lettersSent())
        .contains("asylum-colleagues to UKBA_ASYLUM")
        .as("only that of the positive decision, D13.5")
        .containsOnlyOnce("transfer to COMPETENT_AUTHORITY");
    assertThat(child.has("Task_DecideLeave")).as("the claim first, D29").isFalse();
    assertThat(child.sees("ukba.asylum", "Task_RecordAsylumDecision")).isTrue();

    child
        .on("2009-11-23")
        .updates(
            "ukba.asylum",
            "record-immigration-update",
            InventedTransfers.claimWithdrawn(child.caseNumber(), "2009-11-20"));

    assertThat(child.has("Task_RecordAsylumDecision")).isFalse();

    child.does("ukba.owner", "Task_DecideLeave", Invented.leaveRefused("2009-11-23"));

    assertThat(child.variable("caseOutcome")).isEqualTo("recognised");
    assertThat(child.variable("removalHold")).isEqualTo("ended");
    assertThat(register.history(child.caseNumber()))
        .extracting(RegisterEvent::kindCode)
        .doesNotContain("authority-changed");
  }

  @Test
  void aWithdrawnClaimLeavesTheCaseWithUkba() {
    child.referred(RECEIVED, Invented.referralAndChild(RECEIVED)).logged(RECEIVED);
    claims("glasgow.lead", RECEIVED);
    String task = child.task("Task_ProposeReasonableGrounds").getId();

    child
        .on("2009-11-04")
        .updates(
            "ukba.asylum",
            "record-immigration-update",
            InventedTransfers.claimWithdrawn(child.caseNumber(), "2009-11-04"));

    assertThat(child.task("Task_ProposeReasonableGrounds").getId()).as("unchanged").isEqualTo(task);

    child.reasonableGrounds("ukba", "positive", "2009-11-06");

    assertThat(child.variable("cgAuthority")).as("unchanged after routing again").isEqualTo("UKBA");
    assertThat(child.variable("routingBasis")).isEqualTo("D13.1");

    child.conclusiveGrounds("ukba", "positive", "2009-11-16");

    assertThat(child.has("Task_DecideLeave")).as("no claim to decide first, D29").isTrue();
  }

  @Test
  void aCaseWithoutAProcessReturnsToUkhtcWithItsDeadline() {
    child.referred(RECEIVED, Invented.referralAndChild(RECEIVED)).logged(RECEIVED);
    child
        .on("2009-11-03")
        .updates(
            "ukhtc.owner",
            "record-immigration-update",
            InventedTransfers.process(child.caseNumber(), "port-case", "2009-11-03"));

    assertThat(child.sees("ukba.owner", "Task_ProposeReasonableGrounds")).isTrue();
    assertThat(lettersSent())
        .contains("transfer to COMPETENT_AUTHORITY")
        .doesNotContain("asylum-colleagues to UKBA_ASYLUM");

    child
        .on("2009-11-05")
        .updates(
            "ukba.owner",
            "record-immigration-update",
            InventedTransfers.nothingFound(child.caseNumber(), "2009-11-05"));

    assertThat(child.sees("ukba.owner", "Task_ProposeReasonableGrounds")).isFalse();
    assertThat(child.sees("ukhtc.owner", "Task_ProposeReasonableGrounds")).isTrue();
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-11-09");
    assertThat(child.variable("routingBasis")).isEqualTo("D13.7");
    assertThat(lettersSent()).contains("transfer to COMPETENT_AUTHORITY");

    child.reasonableGrounds("ukhtc", "positive", "2009-11-09");

    assertThat(child.variable("cgAuthority")).isEqualTo("UKHTC");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("authority-changed"))
        .extracting(RegisterEvent::code)
        .containsExactly("UKBA", "UKHTC");
  }

  @Test
  void afterReasonableGroundsAUkbaCaseStaysWithUkba() {
    child
        .referred(RECEIVED, Invented.asylumSeeker(RECEIVED))
        .logged(RECEIVED)
        .reasonableGrounds("ukba", "positive", "2009-11-09");

    assertThatThrownBy(
            () ->
                child.updates(
                    "ukba.manager",
                    "record-immigration-update",
                    InventedTransfers.nothingFound(child.caseNumber(), "2009-11-09")))
        .hasMessageContaining("only while reasonable grounds are being decided");
  }

  @Test
  void anEmbassysWithdrawalRequestDoesNotStopTheCase() {
    child.referred(RECEIVED, Invented.referralAndChild(RECEIVED)).logged(RECEIVED);
    child
        .on("2009-11-04")
        .updates(
            "glasgow.lead",
            "record-withdrawal-request",
            InventedTransfers.withdrawal(child.caseNumber(), "embassy-or-consulate", "2009-11-03"));

    assertThat(child.formValues("policy.adviser", "Task_AdviseOnWithdrawal").toString())
        .contains(child.caseNumber())
        .contains("look after its own")
        .doesNotContain(Invented.CHILD);
    assertThat(child.sees("policy.adviser", "Task_ProposeReasonableGrounds")).isFalse();

    child.does("policy.adviser", "Task_AdviseOnWithdrawal", InventedTransfers.advice());

    assertThat(child.candidateGroups("Task_AnswerWithdrawalRequest"))
        .containsExactly("ukhtc-case-owner");

    claims("glasgow.lead", "2009-11-04");

    assertThat(child.candidateGroups("Task_AnswerWithdrawalRequest"))
        .as("the task moves with the case")
        .containsExactly("ukba-case-owner");

    child
        .does("ukba.owner", "Task_AnswerWithdrawalRequest", InventedTransfers.answered())
        .reasonableGrounds("ukba", "positive", "2009-11-09");

    assertThat(child.variable("rgOutcome"))
        .as("a child cannot withdraw, D19")
        .isEqualTo("positive");
    assertThat(register.history(child.caseNumber()))
        .extracting(RegisterEvent::kindCode)
        .contains("withdrawal-requested", "withdrawal-advice");
  }

  /**
   * A child with leave to remain (UKHTC decides both stages by D13.7), with a positive reasonable
   * grounds decision on a day.
   */
  private Journey lawfulChild(String decided) {
    return child
        .referred(RECEIVED, Invented.lawfulChild(RECEIVED))
        .logged(RECEIVED)
        .reasonableGrounds("ukhtc", "positive", decided);
  }

  private void claims(String user, String on) {
    child.claimedAsylum(user, on);
  }
}
