package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.letters.Letter;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.Stage;

/** Reconsidered decisions and reopened cases (D30, D31), on each database. */
@OnEachDatabase(usually = Kind.POSTGRES)
class ReconsiderationJourneysTest extends CaseJourneys {

  /** A Monday; reasonable grounds are due on Monday 9 November. */
  private static final String RECEIVED = "2009-11-02";

  @Test
  void d32TheRemovalHoldOfAReopenedCaseFollowsACorrectedNationality() {
    child
        .referred(RECEIVED, Invented.ukNational(RECEIVED))
        .logged(RECEIVED)
        .reasonableGrounds("ukhtc", "negative", "2009-11-06")
        .on("2009-11-16");
    assertThat(hold()).isEqualTo("not-needed");
    correctNationality("VN");
    asks("glasgow.lead", "local-authority", "2009-11-16");
    child.does(
        "ukhtc.owner2", "Task_DecideReconsideration", InventedReconsiderations.answer("accept"));

    assertThat(hold()).as("no longer a UK national").isEqualTo("on");

    correctNationality("GB");
    assertThat(hold()).isEqualTo("not-needed");
    correctNationality("VN");
    assertThat(hold()).as("while the decision is reconsidered").isEqualTo("on");

    child.reconsideredReasonableGrounds("ukhtc", "negative", "2009-11-17");
    assertThat(hold()).isEqualTo("ended");
  }

  @Test
  void theCouncilsRequestReopensACaseAndChangesItsOutcome() {
    child.referred(RECEIVED, Invented.referralAndChild(RECEIVED)).logged(RECEIVED);
    assertThat(hold()).isEqualTo("on");
    child.reasonableGrounds("ukhtc", "negative", "2009-11-06");
    assertThat(child.ended()).isTrue();
    assertThat(hold()).isEqualTo("ended");

    child.on("2009-11-16");
    asks("ukhtc.intake", "legal-representative", "2009-11-16");

    assertThat(letter("reconsideration-not-entitled"))
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letter.council()).as("to the lawyer, not to the council").isEmpty());
    assertThat(child.has("Task_DecideReconsideration")).isFalse();
    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.NO_REASONABLE_GROUNDS);
    assertThat(hold()).isEqualTo("ended");

    child.on("2009-11-24");
    asks("glasgow.lead", "local-authority", "2009-11-23");

    assertThat(child.task("Task_DecideReconsideration").getTenantId()).isEqualTo("glasgow-city");
    assertThat(child.candidateGroups("Task_DecideReconsideration"))
        .containsExactly("ukhtc-case-owner");
    assertThat(child.due("Task_DecideReconsideration")).isEqualTo("2009-11-26");
    assertThat(hold()).as("not accepted yet").isEqualTo("ended");

    child
        .on("2009-11-25")
        .does(
            "ukhtc.owner2",
            "Task_DecideReconsideration",
            InventedReconsiderations.answer("accept"));

    assertThat(hold()).as("D32").isEqualTo("on");
    assertThat(nrmCase().caseOutcome()).isNull();
    assertThat(nrmCase().now().reconsideredStage()).isEqualTo(Stage.REASONABLE_GROUNDS);
    assertThat(child.task("Task_ProposeReasonableGrounds").getTenantId()).isEqualTo("glasgow-city");
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukhtc-case-owner");
    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("30 November is a working day in England")
        .isEqualTo("2009-11-30");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2009-11-30"));
    assertThat(nrmCase().reasonableGrounds().originalDue()).isEqualTo("2009-11-30");

    child.reconsideredReasonableGrounds("ukhtc", "positive", "2009-11-27");

    assertThat(hold()).isEqualTo("on");
    assertThat(nrmCase().now().reconsideredStage()).isNull();
    assertThat(nrmCase().reasonableGrounds().late()).isFalse();
    assertThat(letter("nrm-03"))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.code()).isEqualTo("NRM 03");
              assertThat(letter.council()).contains("glasgow-city");
              assertThat(letter.dated()).isEqualTo("2009-11-27");
              assertThat(letters.text(letter).replaceAll("\\s+", " "))
                  .as("D13.5: conclusive grounds are UKBA's")
                  .contains(
                      "The United Kingdom Border Agency is responsible for the case from 27 November");
            });
    assertThat(letter("nrm-04")).hasSize(1);
    assertThat(child.day("reflectionEndDate")).as("D20").isEqualTo("2010-01-11");
    assertThat(child.timer("Timer_ReflectionEnds")).isEqualTo(endOf("2010-01-11"));
    assertThat(child.candidateGroups("Task_ProposeConclusiveGrounds"))
        .containsExactly("ukba-case-owner");
    assertThat(child.task("Task_ProposeConclusiveGrounds").getTenantId()).isEqualTo("glasgow-city");
    assertThat(nrmCase().routingBasis()).isEqualTo("D13.5");

    child.on("2009-12-27");
    assertThat(child.due("Task_ReviewReflection"))
        .as("D21: day 30, a Sunday")
        .isEqualTo("2009-12-27");

    child
        .conclusiveGrounds("ukba", "positive", "2010-01-11")
        .does("ukba.owner", "Task_DecideLeave", Invented.leaveRefused("2010-01-11"))
        .on("2010-01-13");

    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.RECOGNISED);
    assertThat(hold()).isEqualTo("ended");
    assertThat(child.ended()).isTrue();
    assertThat(register.decisions(child.caseNumber()))
        .extracting(Register.Decision::outcome)
        .containsExactly(Outcome.NEGATIVE, Outcome.POSITIVE, Outcome.POSITIVE);
  }

  @Test
  void reconsideredConclusiveGroundsStayNegative() {
    child
        .referred(RECEIVED, Invented.referralAndChild(RECEIVED))
        .logged(RECEIVED)
        .reasonableGrounds("ukhtc", "positive", "2009-11-06")
        .conclusiveGrounds("ukba", "negative", "2009-12-22");
    assertThat(child.ended()).isTrue();
    assertThat(nrmCase().conclusiveGrounds().due()).isEqualTo("2009-12-21");

    child.on("2010-01-05");
    asks("ukba.intake", "referring-agency", "2010-01-04");
    assertThat(child.candidateGroups("Task_DecideReconsideration"))
        .containsExactly("ukba-case-owner");
    child.does(
        "ukba.owner2", "Task_DecideReconsideration", InventedReconsiderations.answer("accept"));

    assertThat(hold()).isEqualTo("on");
    assertThat(child.due("Task_ProposeConclusiveGrounds"))
        .as("45 days from the request")
        .isEqualTo("2010-02-18");
    assertThat(child.timer("Timer_ConclusiveGroundsDue")).isEqualTo(endOf("2010-02-18"));

    child.reconsideredConclusiveGrounds("ukba", "negative", "2010-01-20");

    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.NOT_RECOGNISED);
    assertThat(hold()).isEqualTo("ended");
    assertThat(letter("negative-conclusive-grounds"))
        .hasSize(2)
        .allSatisfy(letter -> assertThat(letter.minuteEnclosed()).as("D37").isTrue());
    assertThat(child.ended()).isTrue();
    assertThat(child.has("Task_ProtectChild")).as("the council's work continues, D1").isTrue();
    assertThat(register.decisions(child.caseNumber()))
        .filteredOn(made -> made.stage() == Stage.CONCLUSIVE_GROUNDS)
        .flatMap(made -> Set.of(made.caseOwner(), made.secondOfficer()))
        .containsExactlyInAnyOrder("ukba.owner", "ukba.second", "ukba.owner2", "ukba.second2");
  }

  @Test
  void theCaseOwnerReadsFurtherInformationAfterTheEnd() {
    child
        .referred(RECEIVED, Invented.referralAndChild(RECEIVED))
        .logged(RECEIVED)
        .reasonableGrounds("ukhtc", "negative", "2009-11-06")
        .on("2009-12-07");

    child.updates(
        "first.responder",
        "send-further-information",
        InventedReconsiderations.information(child.caseNumber(), "2009-12-04"));

    assertThat(child.task("Task_ReadInformation").getTenantId()).isEqualTo("glasgow-city");
    assertThat(child.candidateGroups("Task_ReadInformation")).containsExactly("ukhtc-case-owner");
    assertThat(
            child
                .formValues("ukhtc.owner", "Task_ReadInformation")
                .get("showInformation")
                .toString())
        .contains("an aunt sets a price");
    assertThat(nrmCase().caseOutcome())
        .as("unchanged")
        .isEqualTo(CaseOutcome.NO_REASONABLE_GROUNDS);
    assertThat(hold()).isEqualTo("ended");

    child.does("ukhtc.owner", "Task_ReadInformation", InventedReconsiderations.read("no"));

    assertThat(child.has("Task_ReadInformation")).isFalse();
    assertThat(child.ended()).isTrue();
  }

  @Test
  void aChildOfAUkbaCopyIsReferredAfterAll() {
    child.on(RECEIVED).begins("ukba.port", "send-ukba-copy", InventedCopies.copy(RECEIVED));
    assertThat(hold()).as("D9").isEqualTo("on");
    child
        .does("ukba.intake", "Task_RecordUkbaCopy", InventedCopies.noted())
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(RECEIVED))
        .does("glasgow.lead", "Task_AssessChild", Invented.notBelieved(RECEIVED))
        .does(
            "glasgow.manager", "Task_ConfirmNotReferred", Invented.confirmedNotReferred(RECEIVED));
    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.NOT_REFERRED);
    assertThat(hold()).as("D10").isEqualTo("ended");

    child
        .on("2009-11-16")
        .updates(
            "glasgow.lead",
            "refer-after-all",
            InventedReconsiderations.believedAfterAll(child.caseNumber(), "2009-11-16"));

    assertThat(hold()).as("before the form is written, D32").isEqualTo("on");
    assertThat(child.candidateGroups("Task_RecordUkbaCopy")).containsExactly("ukba-intake");
    assertThat(child.due("Task_RecordUkbaCopy")).isEqualTo("2009-11-17");
    assertThat(child.timer("Timer_AnswerDue")).as("the concern was accepted, D10").isNull();

    child
        .does(
            "glasgow.lead", "Task_NrmFormReferralAndChild", Invented.referralAndChild("2009-11-16"))
        .does("glasgow.lead", "Task_NrmFormExploitation", Invented.exploitation())
        .does("glasgow.lead", "Task_NrmFormIndicators", Invented.indicators())
        .does("glasgow.lead", "Task_NrmFormCheckAndSend", Invented.checkAndSend())
        .logged("2009-11-16");

    assertThat(hold()).isEqualTo("on");
    assertThat(nrmCase().referralReceivedOn()).isEqualTo("2009-11-16");
    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .as("a copy is a process, D13.1")
        .containsExactly("ukba-case-owner");
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-11-23");

    child.reasonableGrounds("ukba", "negative", "2009-11-17");

    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.NO_REASONABLE_GROUNDS);
    assertThat(hold()).isEqualTo("ended");
  }

  private void asks(String user, String who, String on) {
    child.updates(
        user, "reconsideration", InventedReconsiderations.asks(child.caseNumber(), who, on));
  }

  private String hold() {
    return nrmCase().removalHold().id();
  }

  private List<Letter> letter(String template) {
    return letters.of(child.caseNumber()).stream()
        .filter(letter -> letter.template().equals(template))
        .toList();
  }
}
