package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.changes.closing.EndCase;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedReconsiderations;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;

class ReconsiderationTest extends DiagramTest {

  /** A Wednesday. */
  private static final String DAY = "2009-06-03";

  private static final String LOCAL_AUTHORITY = "local-authority";
  private static final String ANSWER = "Task_DecideReconsideration";

  @Autowired EndCase endCase;

  ReconsiderationTest() {
    super("reconsideration");
  }

  @Test
  void anApplicantWithoutEntitlementIsReferredToTheCouncil() {
    negativeReasonableGrounds();

    child.on("2009-06-09");
    asks("ukhtc.intake", "legal-representative", "2009-06-08");

    assertThat(child.has(ANSWER)).as("no task").isFalse();
    assertThat(child.ended()).isTrue();
    assertThat(lettersSent()).endsWith("reconsideration-not-entitled to WHO_ASKED");
    assertThat(nrmCase().reasonableGrounds().due()).as("no deadline").isEqualTo("2009-06-10");
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ENDED);
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("reconsideration-not-entitled"))
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.code()).isEqualTo("legal-representative");
              assertThat(kept.from()).isEqualTo("2009-06-08");
              assertThat(kept.officer()).isEqualTo("ukhtc.intake");
              assertThat(kept.detail()).isEqualTo(InventedReconsiderations.NEW);
            });
  }

  @Test
  void anotherOfficerRefusesAndTheApplicantGetsALetter() {
    negativeReasonableGrounds();
    child.on("2009-06-09");
    asks("glasgow.lead", LOCAL_AUTHORITY, "2009-06-08");

    assertThat(child.candidateGroups(ANSWER)).containsExactly("ukhtc-case-owner");
    assertThat(child.due(ANSWER)).isEqualTo("2009-06-11");
    assertThat(followUp(ANSWER)).isEqualTo(endOf("2009-06-10"));
    assertThat(child.task(ANSWER).getTenantId()).isEqualTo("glasgow-city");
    assertThat(
            child.formValues("ukhtc.owner2", ANSWER).get("showReconsiderationRequest").toString())
        .contains("The local authority")
        .contains("8 June 2009")
        .contains("an aunt sets a price");
    assertThatThrownBy(
            () -> child.does("ukhtc.owner", ANSWER, InventedReconsiderations.answer("refuse")))
        .hasMessageContaining("You took part in this decision");
    unassigned(ANSWER);

    child.does("ukhtc.owner2", ANSWER, InventedReconsiderations.answer("refuse"));

    assertThat(letters.of(child.caseNumber()))
        .filteredOn(letter -> letter.template().equals("reconsideration-refused"))
        .singleElement()
        .satisfies(letter -> assertThat(letter.council()).contains("glasgow-city"));
    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.NO_REASONABLE_GROUNDS);
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ENDED);
    assertThat(kinds())
        .contains("reconsideration-asked", "reconsideration-refused")
        .doesNotContain("reopened");
  }

  @Test
  void reconsideredReasonableGroundsRunFromTheRequest() {
    negativeReasonableGrounds();
    child.on("2009-06-09");
    asks("glasgow.manager", LOCAL_AUTHORITY, "2009-06-08");
    child.on("2009-06-10").does("ukhtc.owner2", ANSWER, InventedReconsiderations.answer("accept"));

    assertThat(nrmCase().now().reconsideredStage()).isEqualTo(Stage.REASONABLE_GROUNDS);
    assertThat(nrmCase().caseOutcome()).as("open again").isNull();
    assertThat(nrmCase().removalHold()).as("D32").isEqualTo(RemovalHold.ON);
    assertThat(nrmCase().reasonableGrounds().originalDue()).isEqualTo("2009-06-15");
    assertThat(nrmCase().reasonableGrounds().due()).isEqualTo("2009-06-15");
    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("5 working days from the request")
        .isEqualTo("2009-06-15");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2009-06-15"));
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("deadline-set"))
        .extracting(RegisterEvent::to)
        .extracting(Object::toString)
        .as("the earlier decision stays in the register")
        .containsExactly("2009-06-10", "2009-06-15");
    assertThat(child.formValues("ukhtc.owner2", "Task_ProposeReasonableGrounds"))
        .satisfies(
            form -> {
              assertThat(form.get("showNow").toString())
                  .contains("so not Daniel Oakeshott \\(ukhtc\\.owner\\), Gwen Selwood")
                  .contains("**Removal:** on hold");
              assertThat(form.get("showReconsiderationRequest").toString())
                  .contains("an aunt sets a price");
              assertThat(form.get("showReasons").toString())
                  .as("the earlier minute")
                  .contains("consistent with the findings");
              assertThat(form.get("rgReasons")).as("a separate minute").isNull();
            });

    assertThatThrownBy(
            () ->
                child.does(
                    "ukhtc.owner",
                    "Task_ProposeReasonableGrounds",
                    Invented.reasonableGrounds("positive", "2009-06-10")))
        .hasMessageContaining("being reconsidered");
    unassigned("Task_ProposeReasonableGrounds");
    child.does(
        "ukhtc.owner2",
        "Task_ProposeReasonableGrounds",
        Invented.reasonableGrounds("positive", "2009-06-10"));
    assertThatThrownBy(
            () ->
                child.does(
                    "ukhtc.second",
                    "Task_ConfirmReasonableGrounds",
                    Invented.confirmReasonableGrounds("2009-06-10")))
        .hasMessageContaining("being reconsidered");
    unassigned("Task_ConfirmReasonableGrounds");
    assertThatThrownBy(
            () ->
                child.does(
                    "ukhtc.second2",
                    "Task_ConfirmReasonableGrounds",
                    Invented.confirmReasonableGrounds("2009-06-06")))
        .hasMessageContaining("reconsideration was requested (8 June");
    child.does(
        "ukhtc.second2",
        "Task_ConfirmReasonableGrounds",
        Invented.confirmReasonableGrounds("2009-06-10"));

    assertThat(nrmCase().now().reconsideredStage()).isNull();
    assertThat(child.ended()).isFalse();
    assertThat(child.variable("rgOutcome")).isEqualTo("positive");
    assertThat(child.day("reflectionEndDate")).as("D20").isEqualTo("2009-07-25");
    assertThat(child.candidateGroups("Task_ProposeConclusiveGrounds"))
        .as("routed again, D14")
        .containsExactly("ukba-case-owner");
    assertThat(child.due("Task_ProposeConclusiveGrounds")).isEqualTo("2009-07-25");
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ON);
    assertThat(lettersSent()).contains("nrm-04 to LOCAL_AUTHORITY", "nrm-03 to LOCAL_AUTHORITY");
    assertThat(ended()).isEqualTo("changed");
  }

  @Test
  void theSameConclusiveDecisionClosesTheCaseAgain() {
    negativeConclusiveGrounds();

    asks("ukba.intake", "referring-agency", "2009-07-21");

    assertThat(child.candidateGroups(ANSWER)).containsExactly("ukba-case-owner");

    child.does("ukba.owner2", ANSWER, InventedReconsiderations.answer("accept"));

    assertThat(child.due("Task_ProposeConclusiveGrounds"))
        .as("45 days from the request")
        .isEqualTo("2009-09-04");
    assertThat(child.timer("Timer_ConclusiveGroundsDue")).isEqualTo(endOf("2009-09-04"));
    assertThat(nrmCase().conclusiveGrounds().originalDue()).isEqualTo("2009-09-04");
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ON);

    child.reconsideredConclusiveGrounds("ukba", "negative", "2009-07-27");

    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.NOT_RECOGNISED);
    assertThat(nrmCase().closedOn()).isEqualTo("2009-07-27");
    assertThat(nrmCase().removalHold()).as("D32").isEqualTo(RemovalHold.ENDED);
    assertThat(ended()).isEqualTo("unchanged");
    assertThat(child.ended()).isTrue();
    assertThat(register.decisions(child.caseNumber())).hasSize(3);
    assertThat(lettersSent())
        .filteredOn("negative-conclusive-grounds to LOCAL_AUTHORITY"::equals)
        .as("one for each decision")
        .hasSize(2);
  }

  @Test
  void aPositiveConclusiveDecisionLeadsToLeave() {
    negativeConclusiveGrounds();
    asks("ukhtc.intake", LOCAL_AUTHORITY, "2009-07-21");
    child.does("ukba.owner2", ANSWER, InventedReconsiderations.answer("accept"));
    child.reconsideredConclusiveGrounds("ukba", "positive", "2009-07-27");

    assertThat(child.candidateGroups("Task_DecideLeave"))
        .as("D29")
        .containsExactly("ukba-case-owner");
    assertThat(nrmCase().caseOutcome()).isNull();

    child.does("ukba.owner", "Task_DecideLeave", Invented.leaveRefused("2009-07-27"));

    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.RECOGNISED);
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ENDED);
    assertThat(child.ended()).isTrue();
  }

  @Test
  void duringReflectionTheRunningInstanceContinues() {
    earlyNegativeConclusiveGrounds();
    assertThat(child.ended()).as("the reflection period runs, D25").isFalse();

    asks("ukba.owner", LOCAL_AUTHORITY, "2009-06-15");
    child.does("ukba.owner2", ANSWER, InventedReconsiderations.answer("accept"));

    assertThat(child.variable("removalHold")).isEqualTo("on");
    assertThat(child.variable("caseOutcome")).isNull();
    assertThat(child.timer("Timer_ReflectionEnds")).isEqualTo(endOf("2009-07-20"));
    assertThat(child.due("Task_ProposeConclusiveGrounds")).isEqualTo("2009-07-30");
    Map<String, Object> form = child.formValues("ukba.owner2", "Task_ProposeConclusiveGrounds");
    for (String field :
        List.of("policeConsultedDate", "childInterviewed", "localAuthorityAgreedEarly")) {
      assertThat(form.get(field)).as("%s applies again, D25, D26", field).isNull();
    }

    child.reconsideredConclusiveGrounds("ukba", "positive", "2009-06-17");

    assertThat(child.ended()).isFalse();
    assertThat(child.has("Task_DecideLeave")).isTrue();
    assertThat(child.timer("Timer_ReflectionEnds")).isEqualTo(endOf("2009-07-20"));

    child
        .does("ukba.owner", "Task_DecideLeave", Invented.leaveRefused("2009-06-17"))
        .on("2009-07-22");

    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.RECOGNISED);
    assertThat(child.ended()).isTrue();
  }

  @Test
  void aReconsideredStageCanBeSuspendedAndResumed() {
    negativeReasonableGrounds();
    asks("glasgow.lead", LOCAL_AUTHORITY, "2009-06-05");
    child
        .does("ukhtc.owner2", ANSWER, InventedReconsiderations.answer("accept"))
        .on("2009-06-08")
        .reportedMissing("glasgow.lead", "2009-06-08");
    assertThat(child.candidateGroups("Task_ConsiderSuspension"))
        .containsExactly("ukhtc-case-owner");

    child.reconsideredReasonableGrounds("ukhtc", "suspend", "2009-06-09");

    assertThat(nrmCase().now().suspendedStage()).isEqualTo(Stage.REASONABLE_GROUNDS);
    assertThat(child.has("Task_MonitorSuspendedStage")).isTrue();
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isNull();

    child.on("2009-06-22").reportedFound("glasgow.lead", "2009-06-22");

    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("three working days remained, D36")
        .isEqualTo("2009-06-25");

    child.reconsideredReasonableGrounds("ukhtc", "negative", "2009-06-25");

    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.NO_REASONABLE_GROUNDS);
    assertThat(ended()).isEqualTo("unchanged");
  }

  @Test
  void aLateReconsiderationIsLateByTheNewDate() {
    negativeReasonableGrounds();
    child.on("2009-06-12");
    asks("glasgow.lead", LOCAL_AUTHORITY, "2009-06-08");
    child.does("ukhtc.owner2", ANSWER, InventedReconsiderations.answer("accept")).on("2009-06-16");

    assertThat(nrmCase().reasonableGrounds().lateMark()).isEqualTo("2009-06-15");
    assertThat(child.candidateGroups("Task_ActOnLateReasonableGrounds"))
        .containsExactly("ukhtc-manager");

    child.reconsideredReasonableGrounds("ukhtc", "negative", "2009-06-17");

    assertThat(nrmCase().reasonableGrounds().daysLate()).isEqualTo(2);
    assertThat(register.decisions(child.caseNumber()))
        .extracting(decision -> decision.late())
        .containsExactly(false, true);
    assertThat(child.has("Task_ActOnLateReasonableGrounds")).isFalse();
  }

  @Test
  void theSameDecisionDuringReflectionKeepsThePeriod() {
    earlyNegativeConclusiveGrounds();
    asks("glasgow.lead", LOCAL_AUTHORITY, "2009-06-15");
    child
        .does("ukba.owner2", ANSWER, InventedReconsiderations.answer("accept"))
        .on("2009-06-17")
        .does("ukba.owner2", "Task_ProposeConclusiveGrounds", agreedEarly("2009-06-17"))
        .does(
            "ukba.second2",
            "Task_ConfirmConclusiveGrounds",
            Invented.confirmConclusiveGrounds("2009-06-17"));

    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.NOT_RECOGNISED);
    assertThat(child.variable("caseOutcome")).isEqualTo("not-recognised");
    assertThat(child.variable("removalHold")).isEqualTo("ended");
    assertThat(child.timer("Timer_ReflectionEnds")).isEqualTo(endOf("2009-07-20"));
  }

  @Test
  void closingTheCaseEndsTheReconsideration() {
    negativeReasonableGrounds();
    asks("glasgow.lead", LOCAL_AUTHORITY, "2009-06-05");
    child.does("ukhtc.owner2", ANSWER, InventedReconsiderations.answer("accept"));

    childDied();

    assertThat(child.has("Task_ProposeReasonableGrounds")).isFalse();
    assertThat(nrmCase().now().reconsideredStage()).isNull();
    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.CLOSED_OTHER);
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ENDED);
    assertThat(reconsiderationEnds()).containsExactly("unchanged");
  }

  @Test
  void closingTheCaseEndsAnUnansweredRequest() {
    negativeReasonableGrounds();
    asks("glasgow.lead", LOCAL_AUTHORITY, "2009-06-05");
    childDied();
    childDied();

    assertThat(reconsiderationEnds()).as("once").containsExactly("unanswered");
  }

  @Test
  void closingTheCaseAfterARefusalEndsNoReconsideration() {
    negativeReasonableGrounds();
    asks("glasgow.lead", LOCAL_AUTHORITY, "2009-06-05");
    child.does("ukhtc.owner2", ANSWER, InventedReconsiderations.answer("refuse"));
    childDied();

    assertThat(reconsiderationEnds()).isEmpty();
  }

  private void childDied() {
    transaction.executeWithoutResult(
        status ->
            endCase.end(
                child.caseNumber(),
                RegisterEvent.CHILD_DIED,
                nrmCase().openedOn(),
                "ukhtc.manager"));
  }

  private List<String> reconsiderationEnds() {
    return register.history(child.caseNumber()).stream()
        .filter(event -> event.is(EntryKind.RECONSIDERATION_ENDED))
        .map(RegisterEvent::code)
        .toList();
  }

  @Test
  void invalidRequestsAreRefused() {
    child.referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);

    assertThatThrownBy(() -> asks("glasgow.lead", LOCAL_AUTHORITY, DAY))
        .hasMessageContaining("this case has no negative decision to reconsider");

    child.reasonableGrounds("ukhtc", "negative", "2009-06-05").on("2009-06-08");

    assertThatThrownBy(() -> asks("fife.lead", LOCAL_AUTHORITY, "2009-06-08"))
        .hasMessageContaining("you don't have access to a case with this number");
    assertThatThrownBy(() -> asks("glasgow.lead", LOCAL_AUTHORITY, "2009-06-04"))
        .hasMessageContaining("must not be before the decision (5 June 2009)");
    assertThatThrownBy(() -> asks("glasgow.lead", LOCAL_AUTHORITY, "2009-06-09"))
        .hasMessageContaining("must not be in the future");
    assertThatThrownBy(
            () ->
                child.updates(
                    "glasgow.lead",
                    "reconsideration",
                    Invented.with(
                        InventedReconsiderations.asks(
                            child.caseNumber(), LOCAL_AUTHORITY, "2009-06-08"),
                        "reconsiderationText",
                        "")))
        .hasMessageContaining("Give details");
    assertThatThrownBy(
            () ->
                child.updates(
                    "ukhtc.intake",
                    "reconsideration",
                    Invented.with(
                        InventedReconsiderations.asks(
                            child.caseNumber(), "embassy-or-consulate", "2009-06-08"),
                        "reconsiderationAskedByName",
                        "")))
        .hasMessageContaining("the answer will be sent to them");
    assertThatThrownBy(
            () ->
                child.updates(
                    "ukhtc.intake",
                    "reconsideration",
                    Invented.with(
                        InventedReconsiderations.asks(
                            child.caseNumber(), "child-or-carer", "2009-06-08"),
                        "reconsiderationAskedByAddress",
                        "",
                        "reconsiderationAskedByEmail",
                        "")))
        .hasMessageContaining("the answer will be sent there");

    asks("glasgow.lead", "other", "2009-06-08");

    assertThatThrownBy(() -> asks("ukhtc.owner", "other", "2009-06-08"))
        .hasMessageContaining("already recorded");

    asks("glasgow.lead", LOCAL_AUTHORITY, "2009-06-08");

    assertThatThrownBy(() -> asks("ukhtc.owner", "referring-agency", "2009-06-08"))
        .hasMessageContaining("a request is already waiting for a decision");

    child.does("ukhtc.owner2", ANSWER, InventedReconsiderations.answer("refuse"));

    assertThatThrownBy(() -> asks("ukhtc.owner", LOCAL_AUTHORITY, "2009-06-08"))
        .as("the same request twice")
        .hasMessageContaining("in these words is already recorded");

    child.updates(
        "glasgow.lead",
        "reconsideration",
        Invented.with(
            InventedReconsiderations.asks(child.caseNumber(), LOCAL_AUTHORITY, "2009-06-08"),
            "reconsiderationText",
            "The general practitioner has found burns that nobody knew of"));

    assertThat(child.has(ANSWER)).as("a second request on the same day").isTrue();

    child.does("ukhtc.owner2", ANSWER, InventedReconsiderations.answer("accept"));

    assertThatThrownBy(() -> asks("ukhtc.owner", "referring-agency", "2009-06-08"))
        .hasMessageContaining("the decision is already being reconsidered");
  }

  @Test
  void aRefusedAgencyIsAnsweredDirectly() {
    negativeReasonableGrounds();
    asks("ukhtc.intake", "referring-agency", "2009-06-05");
    child.does("ukhtc.owner2", ANSWER, InventedReconsiderations.answer("refuse"));

    assertThat(letters.of(child.caseNumber()))
        .filteredOn(letter -> letter.template().equals("reconsideration-refused"))
        .singleElement()
        .satisfies(letter -> assertThat(letter.council()).isEmpty());
  }

  @Test
  void theAnswerToAChildGoesToTheCouncil() {
    negativeReasonableGrounds();

    child.updates(
        "ukhtc.intake",
        "reconsideration",
        Invented.with(
            InventedReconsiderations.asks(child.caseNumber(), "child-or-carer", "2009-06-05"),
            "reconsiderationAskedByName",
            Invented.CHILD));

    assertThat(letters.of(child.caseNumber()))
        .filteredOn(letter -> letter.template().equals("reconsideration-not-entitled"))
        .singleElement()
        .satisfies(letter -> assertThat(letter.council()).as("D37").contains("glasgow-city"));
  }

  private void negativeReasonableGrounds() {
    child
        .referred(DAY, Invented.referralAndChild(DAY))
        .logged(DAY)
        .reasonableGrounds("ukhtc", "negative", "2009-06-05");
    assertThat(nrmCase().removalHold()).isEqualTo(RemovalHold.ENDED);
  }

  /** Decides negatively on 21 July, after the reflection period, so that the case has ended. */
  private void negativeConclusiveGrounds() {
    child
        .referred(DAY, Invented.referralAndChild(DAY))
        .logged(DAY)
        .reasonableGrounds("ukhtc", "positive", "2009-06-05")
        .conclusiveGrounds("ukba", "negative", "2009-07-21");
    assertThat(child.ended()).isTrue();
  }

  /** Decides negatively on 15 June, in the reflection period, with the council's agreement. */
  private void earlyNegativeConclusiveGrounds() {
    child
        .referred(DAY, Invented.referralAndChild(DAY))
        .logged(DAY)
        .reasonableGrounds("ukhtc", "positive", "2009-06-05")
        .on("2009-06-15")
        .does("ukba.owner", "Task_ProposeConclusiveGrounds", agreedEarly("2009-06-15"))
        .does(
            "ukba.second",
            "Task_ConfirmConclusiveGrounds",
            Invented.confirmConclusiveGrounds("2009-06-15"));
  }

  private static Map<String, Object> agreedEarly(String day) {
    return Invented.with(
        Invented.conclusiveGrounds("negative", day), "localAuthorityAgreedEarly", "yes");
  }

  private void asks(String user, String who, String on) {
    child.updates(
        user, "reconsideration", InventedReconsiderations.asks(child.caseNumber(), who, on));
  }

  /** The claim was refused, so the task is still there for the team. */
  private void unassigned(String task) {
    assertThat(child.task(task).getAssignee()).as(task).isNull();
  }

  private String ended() {
    return register.history(child.caseNumber()).stream()
        .filter(event -> event.kindCode().equals("reconsideration-ended"))
        .findFirst()
        .orElseThrow()
        .code();
  }
}
