package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.drafts.Draft;
import scot.nrm.drafts.Drafts;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedTransfers;
import scot.nrm.register.RegisterEvent;

class RecordCourtHearingTest extends DiagramTest {

  /** A Wednesday; reasonable grounds are due on Wednesday 10 June. */
  private static final String DAY = "2009-06-03";

  RecordCourtHearingTest() {
    super("record-court-hearing");
  }

  @Test
  void aHearingBeforeTheDueDateMovesTaskTimerAndTarget() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    hearing("ukhtc.owner", "2009-06-09");

    assertThat(child.due("Task_ProposeReasonableGrounds")).as("D16").isEqualTo("2009-06-08");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2009-06-08"));
    assertThat(child.day("rgTargetDate")).isEqualTo("2009-06-08");
    assertThat(child.day("rgDueDate")).as("unchanged").isEqualTo("2009-06-10");
    assertThat(child.day("rgOriginalDueDate")).isEqualTo("2009-06-10");
  }

  @Test
  void theOfficerWhoHadBegunAProposalKeepsItWithWhatTheyHadTyped(@Autowired Drafts drafts) {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    Map<String, JsonNode> typed = Map.of("rgReasons", new TextNode("Half of the minute"));
    for (String hearing : List.of("2009-06-09", "2009-06-08")) {
      String begun = child.task("Task_ProposeReasonableGrounds").getId();
      engine.getTaskService().setOwner(begun, "ukhtc.owner2"); // is away
      engine.getTaskService().setAssignee(begun, "ukhtc.owner");
      child.as("ukhtc.owner", () -> drafts.save(Drafts.Kind.TASK, begun, "ukhtc.owner", typed));

      hearing("glasgow.lead", hearing);

      Task again = child.task("Task_ProposeReasonableGrounds");
      assertThat(again.getId()).isNotEqualTo(begun);
      assertThat(again.getAssignee()).isEqualTo("ukhtc.owner");
      assertThat(again.getOwner()).isEqualTo("ukhtc.owner2");
      assertThat(
              child.as(
                  "ukhtc.owner", () -> drafts.find(Drafts.Kind.TASK, again.getId(), "ukhtc.owner")))
          .map(Draft::values)
          .contains(typed);
      child
          .does(
              "ukhtc.owner",
              "Task_ProposeReasonableGrounds",
              Invented.reasonableGrounds("positive", DAY))
          .does(
              "ukhtc.second",
              "Task_ConfirmReasonableGrounds",
              Invented.sentBackReasonableGrounds());
    }

    child.claimedAsylum("ukhtc.intake", DAY);
    child.does("ukhtc.manager", "Task_ConfirmRoute", Invented.route("yes")).executeJobs();

    assertThat(child.candidateGroups("Task_ProposeReasonableGrounds"))
        .containsExactly("ukba-case-owner");
    assertThat(child.task("Task_ProposeReasonableGrounds").getAssignee())
        .as("UKBA makes its own proposal, D14")
        .isNull();
  }

  @Test
  void d16AHearingCountsWhileTheAcknowledgementCannotBeWritten() {
    child.referred(DAY, Invented.ukNational(DAY));
    Task log = child.task("Task_LogReferral");
    child.as(
        "ukhtc.intake",
        () -> {
          engine.getTaskService().claim(log.getId(), "ukhtc.intake");
          engine.getFormService().submitTaskForm(log.getId(), Invented.received(DAY));
          return null;
        });
    ManagementService jobs = engine.getManagementService();
    String letters = jobs.createJobQuery().messages().singleResult().getId();
    jobs.setJobRetries(letters, 0);

    hearing("glasgow.lead", "2009-06-09");
    jobs.setJobRetries(letters, 1);
    child.executeJobs();

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-08");
  }

  @Test
  void d16AHearingCountsWhileTheRouteIsConfirmed() {
    child.referred(DAY, Invented.with(Invented.ukNational(DAY), "portCase", "yes")).logged(DAY);

    hearing("glasgow.lead", "2009-06-09");
    child.does("ukhtc.manager", "Task_ConfirmRoute", Invented.route("yes"));

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-08");
    assertThat(nrmCase().reasonableGrounds().due()).isEqualTo("2009-06-08");
  }

  @Test
  void theEntryGivesTheHearingInWords() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    hearing("glasgow.lead", "2009-06-05");

    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("deadline-set"))
        .extracting(RegisterEvent::detail)
        .contains("Court hearing on 5 June 2009");
  }

  @Test
  void aPostponedHearingMovesTheTargetTowardsTheDueDate() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    hearing("glasgow.lead", "2009-06-05");

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-04");

    hearing("glasgow.lead", "2009-06-09");

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-08");

    hearing("glasgow.lead", "2009-07-01");

    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("not beyond the due date")
        .isEqualTo("2009-06-10");
  }

  @Test
  void aHearingAfterTheDueDateMovesNothing() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    String task = child.task("Task_ProposeReasonableGrounds").getId();

    hearing("ukhtc.intake", "2009-06-10");

    assertThat(child.task("Task_ProposeReasonableGrounds").getId())
        .as("the task stays the same")
        .isEqualTo(task);
    assertThat(child.day("rgTargetDate")).isEqualTo("2009-06-10");
    assertThat(file.read(child.caseNumber()).text("courtHearingDate")).isEqualTo("2009-06-10");
    assertThat(register.history(child.caseNumber()))
        .extracting(RegisterEvent::kindCode)
        .contains("hearing-recorded");
  }

  @Test
  void aHearingThatWillNotTakePlaceNoLongerCounts() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    hearing("glasgow.lead", "2009-06-09");
    hearing("glasgow.lead", "2009-06-05");
    child.on("2009-06-05");
    assertThat(child.variable("rgLate")).isEqualTo(true);

    cancelled("glasgow.lead");

    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("not as with the hearing that the second one replaced")
        .isEqualTo("2009-06-10");
    assertThat(child.timer("Timer_ReasonableGroundsDue")).isEqualTo(endOf("2009-06-10"));
    assertThat(child.day("rgTargetDate")).isEqualTo("2009-06-10");
    assertThat(child.variable("rgLate")).as("late only by the hearing").isEqualTo(false);
    assertThat(file.read(child.caseNumber()).text("courtHearingDate")).isEmpty();
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("hearing-cancelled"))
        .extracting(RegisterEvent::from, RegisterEvent::detail)
        .containsExactly(tuple(LocalDate.parse("2009-06-05"), "Clerk of the court"));

    assertThatThrownBy(() -> cancelled("ukhtc.owner"))
        .hasMessageContaining("no hearing is recorded");

    hearing("ukhtc.owner", "2009-06-09");

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-08");
  }

  @Test
  void aHearingCancelledByMistakeIsRecordedAgain() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    hearing("glasgow.lead", "2009-06-09");
    cancelled("glasgow.lead");
    hearing("glasgow.lead", "2009-06-09");
    cancelled("glasgow.lead");
    hearing("glasgow.lead", "2009-06-09");

    assertThat(register.history(child.caseNumber()))
        .extracting(RegisterEvent::kindCode)
        .filteredOn(kind -> kind.startsWith("hearing-"))
        .as("the last entry says whether it takes place, D16")
        .containsExactly(
            "hearing-recorded",
            "hearing-cancelled",
            "hearing-recorded",
            "hearing-cancelled",
            "hearing-recorded");
  }

  @Test
  void cancellingAHearingBeforeTheReceiptOrAfterTheDecisionMovesNothing() {
    child.referred(DAY, Invented.ukNational(DAY));
    hearing("glasgow.lead", "2009-06-05");
    cancelled("glasgow.duty");
    child.logged(DAY);

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-10");

    hearing("glasgow.lead", "2009-06-09");
    child.reasonableGrounds("ukhtc", "positive", DAY);
    cancelled("glasgow.lead");

    assertThat(child.day("rgTargetDate")).isEqualTo("2009-06-08");
  }

  @Test
  void theTargetIsNeverBeforeTheReceipt() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    hearing("glasgow.duty", DAY);

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo(DAY);
  }

  @Test
  void repeatedDaysAndDaysBeforeTheReceiptAreRefused() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    hearing("glasgow.lead", "2009-06-09");

    assertThatThrownBy(() -> hearing("ukhtc.owner", "2009-06-09"))
        .hasMessageContaining("already recorded");
    assertThatThrownBy(() -> hearing("ukhtc.owner", "2009-06-02"))
        .hasMessageContaining("must not be before UKHTC received the NRM form (3 June 2009)");
  }

  @Test
  void aHearingBeforeTheReceiptCountsFromTheReceipt() {
    child.referred(DAY, Invented.ukNational(DAY));

    hearing("glasgow.lead", "2009-06-05");

    assertThatThrownBy(() -> hearing("glasgow.lead", "2009-06-02"))
        .hasMessageContaining("must not be before the concern was reported");

    child.logged(DAY);

    assertThat(child.due("Task_ProposeReasonableGrounds")).isEqualTo("2009-06-04");
  }

  @Test
  void aHearingAfterTheDecisionOrTheEndMovesNothing() {
    child
        .referred(DAY, Invented.ukNational(DAY))
        .logged(DAY)
        .reasonableGrounds("ukhtc", "positive", DAY);

    hearing("glasgow.lead", "2009-06-09");

    assertThat(child.day("rgTargetDate")).isEqualTo("2009-06-10");
    assertThat(child.due("Task_ProposeConclusiveGrounds")).isEqualTo("2009-07-18");

    child.conclusiveGrounds("ukhtc", "positive", "2009-06-08").on("2009-07-20");

    assertThatThrownBy(() -> hearing("glasgow.lead", "2009-08-03"))
        .hasMessageContaining("the case has ended");
  }

  private void hearing(String user, String on) {
    child.hearing(user, on);
  }

  private void cancelled(String user) {
    child.updates(
        user, "record-court-hearing", InventedTransfers.hearingCancelled(child.caseNumber()));
  }
}
