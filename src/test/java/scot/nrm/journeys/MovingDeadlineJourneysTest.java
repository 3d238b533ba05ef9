package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;
import scot.nrm.calendar.LocalDay;
import scot.nrm.register.RegisterEvent;

/**
 * Moving deadlines: repeated extensions, a court hearing, a longer reflection period (D15, D16,
 * D22, D23), on each database.
 */
@OnEachDatabase(usually = Kind.POSTGRES)
class MovingDeadlineJourneysTest extends CaseJourneys {

  @Test
  void repeatedExtensionsSkipTheAugustHoliday() {
    child
        .referred("2009-08-21", Invented.ukNational("2009-08-21"))
        .logged("2009-08-21")
        .on("2009-08-27");

    assertThat(child.day("rgOriginalDueDate")).isEqualTo("2009-08-28");

    extendsBy(2);
    assertInForce("2009-09-02"); // D39: Monday 31 August is a holiday in England and Wales
    extendsBy(3);
    assertInForce("2009-09-07");

    assertThat(child.day("rgOriginalDueDate")).isEqualTo("2009-08-28");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("extended"))
        .extracting(RegisterEvent::from, RegisterEvent::to)
        .containsExactly(
            tuple(LocalDate.parse("2009-08-28"), LocalDate.parse("2009-09-02")),
            tuple(LocalDate.parse("2009-09-02"), LocalDate.parse("2009-09-07")));

    child.reasonableGrounds("ukhtc", "positive", "2009-09-07");

    assertThat(child.variable("rgLate")).isEqualTo(false);
  }

  @Test
  void d12MissingFactsAreDueOnTheDateInForce() {
    child
        .referred("2009-11-02", Invented.ukNational("2009-11-02"))
        .does("ukhtc.intake", "Task_LogReferral", Invented.receivedWithFactsMissing("2009-11-02"));
    assertThat(child.due("Task_SupplyMissingFacts")).isEqualTo("2009-11-09");

    child.hearing("glasgow.lead", "2009-11-06");
    assertThat(child.due("Task_SupplyMissingFacts")).isEqualTo("2009-11-05");

    child.updates(
        "glasgow.lead",
        "record-court-hearing",
        InventedTransfers.hearingCancelled(child.caseNumber()));
    extendsBy(2);
    assertThat(child.due("Task_SupplyMissingFacts")).isEqualTo("2009-11-11");
  }

  @Test
  void aHearingMovesTheTargetEarlierAndLimitsExtensions() {
    child
        .referred("2009-08-26", Invented.ukNational("2009-08-26"))
        .logged("2009-08-26")
        .does(
            "ukhtc.owner",
            "Task_ProposeReasonableGrounds",
            Invented.reasonableGrounds("positive", "2009-08-26"))
        .hearing("glasgow.lead", "2009-09-01");

    assertThat(child.has("Task_ProposeReasonableGrounds")).as("the open proposal stays").isFalse();
    assertThat(child.due("Task_ConfirmReasonableGrounds"))
        .as("Monday 31 August is a holiday, D39")
        .isEqualTo("2009-08-28");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2009-08-28"));
    assertThat(child.day("rgDueDate")).as("unchanged, D16").isEqualTo("2009-09-03");

    child.does(
        "ukhtc.second", "Task_ConfirmReasonableGrounds", Invented.sentBackReasonableGrounds());

    assertThatThrownBy(() -> extendsBy(2))
        .hasMessageContaining("court hearing is on 1 September 2009");

    child.hearing("ukhtc.intake", "2009-08-28");

    assertInForce("2009-08-27");

    child.on("2009-08-28");

    assertThat(child.variable("rgLate")).as("late by the target in force").isEqualTo(true);

    child.hearing("ukhtc.owner", "2009-10-01");

    assertInForce("2009-09-03");
    assertThat(child.variable("rgLate")).as("postponed: no longer late, D28").isEqualTo(false);
    assertThat(child.has("Task_ActOnLateReasonableGrounds")).isFalse();
  }

  @Test
  void d30AHearingBeforeTheRequestForReconsiderationMovesNothing() {
    child
        .referred("2009-08-26", Invented.ukNational("2009-08-26"))
        .logged("2009-08-26")
        .reasonableGrounds("ukhtc", "negative", "2009-08-28")
        .on("2009-09-14")
        .updates(
            "glasgow.lead",
            "reconsideration",
            InventedReconsiderations.asks(child.caseNumber(), "local-authority", "2009-09-14"))
        .does(
            "ukhtc.owner2",
            "Task_DecideReconsideration",
            InventedReconsiderations.answer("accept"));

    assertDue("2009-09-21");

    child.hearing("glasgow.lead", "2009-09-02");

    assertDue("2009-09-21");

    child.hearing("glasgow.lead", "2009-09-17");

    assertDue("2009-09-16");
  }

  @Test
  void aHearingWhileSuspendedCountsOnResumingAndAWrongOneDoesNot() {
    child
        .referred(
            "2009-11-02",
            Invented.with(Invented.ukNational("2009-11-02"), "courtHearingDate", "2009-11-05"))
        .logged("2009-11-02")
        .on("2009-11-03")
        .reportedMissing("glasgow.lead", "2009-11-03");
    child
        .reasonableGrounds("ukhtc", "suspend", "2009-11-03")
        .corrected("ukhtc.owner", "hearing-date", "correctedHearingDate", "2009-12-01")
        .does("ukhtc.second", "Task_ConfirmCorrection", InventedChanges.confirmCorrection())
        .hearing("glasgow.lead", "2009-11-19");

    assertThat(child.timer("Timer_ReasonableGroundsDue"))
        .as("no deadline while suspended")
        .isNull();

    child.on("2009-11-16").reportedFound("glasgow.lead", "2009-11-16");

    assertThat(child.day("rgDueDate"))
        .as("four working days remained, not those up to a wrong hearing, D36, D43")
        .isEqualTo("2009-11-20");
    assertInForce("2009-11-18");

    child.hearing("glasgow.lead", "2009-11-12");

    assertInForce("2009-11-20"); // that one was over before the return
  }

  @Test
  void repeatedlyExtendedReflectionMayEndOnAHoliday() {
    child
        .referred("2009-07-10", Invented.ukNational("2009-07-10"))
        .logged("2009-07-10")
        .reasonableGrounds("ukhtc", "positive", "2009-07-10");
    assertThat(child.day("reflectionEndDate")).isEqualTo("2009-08-24");
    child.on("2009-07-20").reportedMissing("glasgow.lead", "2009-07-19");

    longer("glasgow.lead", "severe-mental-health", 7);

    assertReflectionEnds(
        "2009-08-31"); // a holiday in England and Wales: calendar days, not moved (D20, D22)
    assertThat(child.day("reflectionReviewDate")).isEqualTo("2009-08-09");

    child.on("2009-07-27").reportedFound("glasgow.lead", "2009-07-27");

    assertReflectionEnds("2009-08-31"); // D23
    assertThat(child.timer("Timer_ReviewOpens"))
        .isEqualTo(LocalDay.startOf(LocalDate.parse("2009-08-09")));

    child
        .on("2009-08-10")
        .does("ukhtc.owner", "Task_ReviewReflection", Invented.review("2009-08-10", "yes"));
    longer("ukhtc.owner", "victim-intimidation", 10);

    assertReflectionEnds("2009-09-10");
    assertThat(nrmCase().reflectionOriginalEnd()).isEqualTo("2009-08-24");
    assertThat(nrmCase().conclusiveGrounds().originalDue()).isEqualTo("2009-08-24");
    assertThat(lettersSent())
        .filteredOn("reflection-extended to LOCAL_AUTHORITY"::equals)
        .hasSize(2);

    child.on("2009-09-10");
    assertThat(child.variable("cgLate")).isNull();

    assertThatThrownBy(
            () ->
                child
                    .does(
                        "ukhtc.owner",
                        "Task_ProposeConclusiveGrounds",
                        Invented.conclusiveGrounds("negative", "2009-09-10"))
                    .does(
                        "ukhtc.second",
                        "Task_ConfirmConclusiveGrounds",
                        Invented.confirmConclusiveGrounds("2009-09-10")))
        .as("a negative decision waits for the end, D25")
        .hasMessageContaining("before 11 September 2009");
  }

  private void extendsBy(int days) {
    child.does("ukhtc.owner", "Task_ProposeReasonableGrounds", Invented.extension(days));
  }

  private void longer(String user, String kind, int days) {
    child
        .longerReflection(user, kind, days)
        .does("ukhtc.owner", "Task_DecideReflectionExtension", InventedTransfers.granted(days));
  }

  /** Asserts that task, timer and target agree. */
  private void assertInForce(String day) {
    assertDue(day);
    assertThat(child.day("rgTargetDate")).isEqualTo(day);
  }

  private void assertDue(String day) {
    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo(day);
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf(day));
  }

  private void assertReflectionEnds(String day) {
    assertThat(child.day("reflectionEndDate")).isEqualTo(day);
    assertThat(child.timer("Timer_ReflectionEnds")).isEqualTo(endOf(day));
    assertThat(child.day("cgTargetDate")).isEqualTo(day);
    assertThat(child.timer("Timer_ConclusiveGroundsDue")).isEqualTo(endOf(day));
    assertThat(child.due("Task_ProposeConclusiveGrounds")).isEqualTo(day);
  }
}
