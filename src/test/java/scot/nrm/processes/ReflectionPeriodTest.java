package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static scot.nrm.journeys.Invented.with;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.calendar.LocalDay;
import scot.nrm.journeys.Invented;

class ReflectionPeriodTest extends DiagramTest {

  /** The clocks went forward on 28 March 2010, in the reflection period. */
  private static final String DECIDED = "2010-02-12";

  private static final String DAY_30 = "2010-03-14";
  private static final String DAY_45 = "2010-03-29";

  ReflectionPeriodTest() {
    super("reflection-period");
  }

  @Test
  void thePeriodEndsAfterDay45WithoutADecision() {
    ProcessInstance period = granted("UKBA");

    assertThat(period)
        .isWaitingAtExactly(
            "SubProcess_Reflection",
            "Timer_ReflectionEnds",
            "SubProcess_Review",
            "Timer_ReviewOpens");
    assertThat(child.timer("Timer_ReflectionEnds"))
        .as("summer time, D20, D40")
        .isEqualTo(moment("2010-03-29T22:59:59Z"));
    assertThat(child.timer("Timer_ReviewOpens"))
        .as("winter time, D21, D40")
        .isEqualTo(moment("2010-03-14T00:00:00Z"));

    child.at(LocalDateTime.parse("2010-03-29T23:59:58"));

    assertThat(period).isWaitingAt("Timer_ReflectionEnds");

    child.at(LocalDateTime.parse("2010-03-30T00:00:00"));

    assertThat(period)
        .hasPassedInOrder("Event_ReflectionBegins", "Timer_ReflectionEnds", "Event_ReflectionEnds")
        .hasPassed("Event_ReflectionOver")
        .isWaitingAtExactly("SubProcess_Review", "Task_ReviewReflection");
  }

  @Test
  void theReviewStartsAtTheBeginningOfDay30EvenOnASunday() {
    ProcessInstance period = granted("UKHTC");

    child.at(LocalDateTime.parse("2010-03-13T23:59:59"));

    assertThat(period).isNotWaitingAt("Task_ReviewReflection");

    child.at(LocalDateTime.parse("2010-03-14T00:00:00"));

    assertThat(period).isWaitingAt("Task_ReviewReflection");
    assertThat(child.candidateGroups("Task_ReviewReflection")).containsExactly("ukhtc-case-owner");
    assertThat(due("Task_ReviewReflection")).isEqualTo(endOf(DAY_30));
    assertThat(followUp("Task_ReviewReflection")).isEqualTo(endOf(DAY_30));

    child
        .on("2010-03-15")
        .does("ukhtc.owner", "Task_ReviewReflection", Invented.review("2010-03-15", "yes"));

    assertThat(period)
        .hasPassedInOrder("Timer_ReviewOpens", "Task_ReviewReflection", "Event_Reviewed")
        .hasPassed("Event_ReviewOver")
        .hasNotPassed("Timer_ReminderDue")
        .isWaitingAtExactly("SubProcess_Reflection", "Timer_ReflectionEnds");

    child.on("2010-03-30");

    assertThat(period).isEnded();
  }

  @Test
  void d21LateAnswersAreNotOverdueWhereBankHolidaysDelayTheReminder() {
    ProcessInstance period = granted("UKBA");
    engine
        .getRuntimeService()
        .setVariable(period.getId(), "reflectionReminderDate", endOf("2010-03-30"));
    child
        .on("2010-03-15")
        .does("ukba.owner", "Task_ReviewReflection", Invented.review("2010-03-15", "no"))
        .on("2010-03-31");

    assertThat(due("Task_RecordReviewAnswers"))
        .as("two working days after the reminder, because the period is over")
        .isEqualTo(endOf("2010-04-01"));
  }

  @Test
  void missingReviewAnswersAreRemindedAndRecordedLate() {
    ProcessInstance period = granted("UKBA");
    child.on("2010-03-15");

    assertThat(child.candidateGroups("Task_ReviewReflection")).containsExactly("ukba-case-owner");

    child.does("ukba.owner", "Task_ReviewReflection", Invented.review("2010-03-15", "no"));

    assertThat(child.timer("Timer_ReminderDue"))
        .as("ten working days after day 30, D21")
        .isEqualTo(moment("2010-03-26T23:59:59Z"));

    child.on("2010-03-27");

    assertThat(period)
        .isWaitingAt("Task_RecordReviewAnswers")
        .hasPassedInOrder("Task_ReviewReflection", "Timer_ReminderDue", "Service_RemindAgencies");
    assertThat(child.candidateGroups("Task_RecordReviewAnswers"))
        .containsExactly("ukba-case-owner");
    assertThat(due("Task_RecordReviewAnswers")).isEqualTo(endOf(DAY_45));
    assertThat(followUp("Task_RecordReviewAnswers"))
        .as("not after the due date")
        .isEqualTo(endOf(DAY_45));
    assertThat(lettersSent())
        .contains("review-reminder to POLICE")
        .doesNotContain("review-reminder to LOCAL_AUTHORITY");

    child.does("ukba.owner", "Task_RecordReviewAnswers", Invented.reviewAnswers("2010-03-27"));

    assertThat(period)
        .hasPassed("Event_Reviewed", "Event_ReviewOver")
        .isWaitingAt("Timer_ReflectionEnds");
  }

  @Test
  void anEarlyConclusiveDecisionEndsTheReviewButNotThePeriod() {
    ProcessInstance period = granted("UKHTC");

    engine
        .getRuntimeService()
        .createMessageCorrelation("conclusive-grounds-decided")
        .processInstanceBusinessKey(child.caseNumber())
        .correlateWithResult();

    assertThat(period)
        .as("D21, D25")
        .hasPassed("Event_ConclusiveGroundsDecided", "Event_ReviewNotNeeded")
        .isWaitingAtExactly("SubProcess_Reflection", "Timer_ReflectionEnds");
    assertThat(child.timer("Timer_ReviewOpens")).isNull();
    assertThat(child.timer("Timer_ReflectionEnds")).isEqualTo(endOf(DAY_45));
  }

  @Test
  void aMovedEndMovesTheTimerAndLeavesTheReview() {
    ProcessInstance period = granted("UKHTC");

    engine
        .getRuntimeService()
        .setVariable(period.getId(), "reflectionEndDate", endOf("2010-05-03"));
    notifyStage("reflection-end-moved");

    assertThat(period).as("D22").isWaitingAt("Timer_ReflectionEnds", "Timer_ReviewOpens");
    assertThat(child.timer("Timer_ReflectionEnds")).isEqualTo(endOf("2010-05-03"));
    assertThat(child.timer("Timer_ReviewOpens"))
        .isEqualTo(LocalDay.startOf(LocalDate.parse(DAY_30)));
  }

  private ProcessInstance granted(String authority) {
    opened(DECIDED, Invented.concern(DECIDED));
    filed(with(Invented.referralAndChild(DECIDED), "firstResponderAgency", "education"));
    received(DECIDED);
    return started(
        "rgAuthority", "UKHTC",
        "cgAuthority", authority,
        "rgDecisionDate", DECIDED,
        "reflectionReviewOpens", LocalDay.startOf(LocalDate.parse(DAY_30)),
        "reflectionReviewDate", endOf(DAY_30),
        "reflectionReminderDate", endOf("2010-03-26"),
        "reflectionEndDate", endOf(DAY_45));
  }
}
