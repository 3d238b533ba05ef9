package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.register.RegisterEvent;

/**
 * Children who go missing during their case, as about six in ten suspected victims in care do
 * (D34-D36, D23).
 */
@OnEachDatabase(usually = Kind.POSTGRES)
class MissingChildJourneysTest extends CaseJourneys {

  /** A Monday; reasonable grounds are due on Monday 9 November. */
  private static final String RECEIVED = "2009-11-02";

  @Test
  void aChildMissingBeforeReasonableGroundsIsFoundAndTheCaseDecided() {
    child.referred(RECEIVED, Invented.referralAndChild(RECEIVED)).logged(RECEIVED);
    child.on("2009-11-04").reportedMissing("glasgow.lead", "2009-11-03");

    assertThat(child.variable("missingSince")).as("shown in Cockpit").isEqualTo("2009-11-03");
    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("nothing is suspended automatically")
        .isEqualTo("2009-11-09");
    assertThat(
            child
                .formValues("ukhtc.owner", "Task_ProposeReasonableGrounds")
                .get("showNow")
                .toString())
        .contains("missing")
        .contains("3 November 2009");
    assertThat(letters("child-missing"))
        .containsExactlyInAnyOrder("FIRST_RESPONDER", "LOCAL_AUTHORITY", "COMPETENT_AUTHORITY");

    child
        .does("glasgow.duty", "Task_ReportToPolice", InventedMissing.policeReport("2009-11-04"))
        .on("2009-11-05")
        .does(
            "ukhtc.owner",
            "Task_ProposeReasonableGrounds",
            Invented.reasonableGrounds("suspend", "2009-11-04"));

    assertThatThrownBy(
            () ->
                child.does(
                    "ukhtc.owner",
                    "Task_ConfirmReasonableGrounds",
                    Invented.confirmReasonableGrounds("2009-11-05")))
        .as("two officers, D35")
        .isInstanceOf(RuntimeException.class);

    child.does(
        "ukhtc.second",
        "Task_ConfirmReasonableGrounds",
        Invented.confirmReasonableGrounds("2009-11-05"));

    assertThat(child.variable("suspendedStage")).isEqualTo("reasonable-grounds");
    assertThat(child.has("Task_ConsiderSuspension")).as("two officers have chosen, D35").isFalse();
    assertThat(child.has("Task_ReviewSearch")).as("the search continues, D34").isTrue();
    assertThat(
            child
                .formValues("ukhtc.owner", "Task_MonitorSuspendedStage")
                .get("showDates")
                .toString())
        .contains("so no deadline applies (it was 9 November 2009)");
    assertThat(child.variable("rgOutcome")).as("No decision was made").isNull();
    assertThat(child.variable("rgDecisionDate")).isNull();
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isNull();
    assertThat(letters("stage-suspended"))
        .containsExactlyInAnyOrder("FIRST_RESPONDER", "LOCAL_AUTHORITY");
    assertThat(sent()).doesNotContain("nrm-05");

    child.on("2010-02-10");

    assertThat(child.variable("rgLate")).as("nothing is late while suspended").isNotEqualTo(true);

    child.reportedFound("glasgow.duty", "2010-02-09");

    // 6 and 9 November remained, counted from the day after Tuesday 9 February.
    assertThat(child.due("Task_ProposeReasonableGrounds")).as("D36").isEqualTo("2010-02-11");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2010-02-11"));
    assertThat(child.day("rgTargetDate")).isEqualTo("2010-02-11");
    assertThat(child.day("rgOriginalDueDate"))
        .as("the original date stays")
        .isEqualTo("2009-11-09");
    assertThat(child.variable("suspendedStage")).isNull();
    assertThat(child.variable("missingSince")).isNull();
    assertThat(letters("child-found"))
        .containsExactlyInAnyOrder("FIRST_RESPONDER", "LOCAL_AUTHORITY", "COMPETENT_AUTHORITY");

    child
        .does("glasgow.lead", "Task_TalkToChild", InventedMissing.talk("2010-02-10"))
        .reasonableGrounds("ukhtc", "positive", "2010-02-11");

    assertThat(child.variable("rgOutcome")).isEqualTo("positive");
    assertThat(child.variable("rgLate")).isEqualTo(false);
    assertThat(child.day("reflectionEndDate")).isEqualTo("2010-03-28");
    assertThat(kinds())
        .containsSubsequence("child-missing", "suspended", "child-found", "resumed", "decided");
  }

  @Test
  void aMissingChildsCaseIsStillDecided() {
    child.referred(RECEIVED, Invented.referralAndChild(RECEIVED)).logged(RECEIVED);
    child.on("2009-11-04").reportedMissing("glasgow.manager", "2009-11-03");

    child.reasonableGrounds("ukhtc", "positive", "2009-11-06");

    assertThat(child.variable("rgOutcome"))
        .as("the information was enough, D35")
        .isEqualTo("positive");
    assertThat(child.has("Task_ConsiderSuspension")).as("decided without an answer").isFalse();
    assertThat(child.has("Task_ReportToPolice")).as("the search continues").isTrue();
    assertThat(child.day("reflectionEndDate")).as("D23").isEqualTo("2009-12-21");

    child.on("2009-12-01").reportedFound("glasgow.lead", "2009-11-30");

    assertThat(child.day("reflectionEndDate"))
        .as("neither stopped nor extended, D23")
        .isEqualTo("2009-12-21");
    assertThat(child.timer("Timer_ReflectionEnds")).isEqualTo(endOf("2009-12-21"));
    assertThat(child.day("cgTargetDate")).isEqualTo("2009-12-21");
  }

  @Test
  void aCaseSuspendedAtConclusiveGroundsContinuesAfterASecondAbsence() {
    child
        .referred(RECEIVED, Invented.asylumSeeker(RECEIVED))
        .logged(RECEIVED)
        .reasonableGrounds("ukba", "positive", "2009-11-06");
    child
        .on("2009-12-10")
        .reportedMissing("ukba.owner", "2009-12-08")
        .conclusiveGrounds("ukba", "suspend", "2009-12-10");

    assertThat(child.variable("suspendedStage")).isEqualTo("conclusive-grounds");
    assertThat(child.timer("Timer_ConclusiveGroundsDue")).isNull();
    assertThat(child.timer("Timer_ReflectionEnds")).as("D23").isEqualTo(endOf("2009-12-21"));
    assertThat(child.sees("ukba.owner", "Task_MonitorSuspendedStage")).isTrue();

    child
        .on("2010-01-15")
        .reportedFound("glasgow.lead", "2010-01-14")
        .does("ukba.owner", "Task_SetNewTarget", InventedMissing.newTarget("2010-01-29"));

    assertThat(child.due("Task_ProposeConclusiveGrounds")).isEqualTo("2010-01-29");
    assertThat(child.timer("Timer_ConclusiveGroundsDue")).isEqualTo(endOf("2010-01-29"));
    assertThat(child.day("cgTargetDate")).isEqualTo("2010-01-29");
    assertThat(nrmCase().conclusiveGrounds().originalDue())
        .as("unchanged, D36")
        .isEqualTo("2009-12-21");

    child.reportedMissing("glasgow.lead", "2010-01-15");

    assertThat(child.has("Task_TalkToChild"))
        .as("one talk is enough, after the next return")
        .isFalse();
    assertThat(child.has("Task_ReportToPolice")).as("there is a new search").isTrue();

    child.conclusiveGrounds("ukba", "positive", "2010-01-28");

    assertThat(child.variable("cgOutcome")).isEqualTo("positive");
    assertThat(child.variable("cgLate")).isEqualTo(false);
  }

  @Test
  void d36AStageResumesFromTheReturnIfInformationComesBeforeTheNewTarget() {
    child
        .referred(RECEIVED, Invented.asylumSeeker(RECEIVED))
        .logged(RECEIVED)
        .reasonableGrounds("ukba", "positive", "2009-11-09")
        .on("2009-12-23")
        .reportedMissing("glasgow.lead", "2009-12-23")
        .conclusiveGrounds("ukba", "suspend", "2009-12-23")
        .on("2009-12-25")
        .reportedFound("glasgow.lead", "2009-12-25")
        .updates(
            "glasgow.lead",
            "send-further-information",
            InventedReconsiderations.information(child.caseNumber(), "2009-12-25"))
        .on("2009-12-29")
        .does("ukba.owner", "Task_SetNewTarget", InventedMissing.newTarget("2010-01-08"));

    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("resumed"))
        .extracting(RegisterEvent::code, RegisterEvent::to)
        .containsExactly(tuple("child-found", LocalDate.parse("2009-12-25")));
  }

  @Test
  void newInformationLetsTheStageResumeWhileTheChildIsMissing() {
    child.referred(RECEIVED, Invented.referralAndChild(RECEIVED)).logged(RECEIVED);
    child
        .on("2009-11-05")
        .reportedMissing("glasgow.lead", "2009-11-03")
        .reasonableGrounds("ukhtc", "suspend", "2009-11-05");
    child
        .on("2009-11-16")
        .updates(
            "glasgow.lead",
            "send-further-information",
            InventedReconsiderations.information(child.caseNumber(), "2009-11-16"));

    assertThat(child.variable("suspendedStage"))
        .as("not automatically, D31")
        .isEqualTo("reasonable-grounds");

    child
        .on("2009-11-18")
        .does("ukhtc.owner", "Task_ReadInformation", InventedReconsiderations.read("yes"));

    assertThat(child.variable("suspendedStage")).isNull();
    assertThat(child.variable("missingSince")).as("the search continues").isEqualTo("2009-11-03");
    // 6 and 9 November remained, counted from the day after Wednesday 18 November.
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-11-20");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2009-11-20"));

    child.reasonableGrounds("ukhtc", "positive", "2009-11-20");

    assertThat(child.variable("rgOutcome")).isEqualTo("positive");
    assertThat(child.variable("rgLate")).isEqualTo(false);
  }

  @Test
  void updatesAreRefusedAlikeForUnknownAndInaccessibleCases() {
    child.referred(RECEIVED, Invented.referralAndChild(RECEIVED)).logged(RECEIVED);

    String unknown =
        refusal("glasgow.lead", InventedMissing.missing("NRM-2009-2CCC-CCCW", RECEIVED));
    String outOfReach = refusal("fife.lead", InventedMissing.missing(child.caseNumber(), RECEIVED));
    String notYetTheirs =
        refusal("ukba.owner", InventedMissing.missing(child.caseNumber(), RECEIVED));
    String mistyped = refusal("glasgow.lead", InventedMissing.missing("12", RECEIVED));
    String future =
        refusal("glasgow.lead", InventedMissing.missing(child.caseNumber(), "2009-11-03"));

    assertThat(unknown)
        .isEqualTo(
            "Case number: you don't have access to a case with this number. Check it on a letter or a task: it looks like NRM-2009-7Q4X-8KD9.");
    assertThat(List.of(outOfReach, notYetTheirs)).containsOnly(unknown);
    assertThat(mistyped)
        .isEqualTo(
            "Case number: that isn't a case number. Check it on a letter or a task: it looks like NRM-2009-7Q4X-8KD9.");
    assertThat(future).isEqualTo("Date the child went missing: must not be in the future.");
    assertThat(kinds()).doesNotContain("child-missing");
    assertThat(child.has("Task_ReportToPolice")).isFalse();

    child.updates(
        "first.responder",
        "report-child-missing",
        InventedMissing.missing(" " + child.caseNumber().toLowerCase() + " ", RECEIVED));

    assertThat(kinds())
        .as("the person who reported the concern may, with any spelling of the number")
        .contains("child-missing");
  }

  private String refusal(String user, Map<String, Object> values) {
    try {
      child.updates(user, "report-child-missing", values);
      return "accepted";
    } catch (RuntimeException refused) {
      return refused.getMessage();
    }
  }

  private List<String> sent() {
    return letters.of(child.caseNumber()).stream().map(letter -> letter.template()).toList();
  }
}
