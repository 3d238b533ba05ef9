package scot.nrm.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scot.nrm.journeys.RevisedFiles;

/** Changes that can be deployed, and for which an author has to give a reason. */
class WarningsTest {

  private final ShippedSet shipped = new ShippedSet();
  private final ShippedSet set = new ShippedSet();

  private List<String> warnings() {
    return Warnings.of(shipped.files(), set.files());
  }

  @Test
  void whatIsShippedHasNoWarning() {
    assertThat(warnings()).isEmpty();
  }

  /** The revisions that history brought take nothing away by mistake. */
  @ParameterizedTest
  @MethodSource("revisions")
  void aRightRevisionHasNoWarning(String revision) {
    RevisedFiles.all()
        .get(revision)
        .forEach(
            (file, content) ->
                set.with(file.substring(file.indexOf('/') + 1), new String(content, UTF_8)));

    assertThat(warnings()).isEmpty();
  }

  /** What the review's author forgot is an error. */
  static List<String> revisions() {
    return RevisedFiles.all().keySet().stream()
        .filter(revision -> !revision.equals("review-before-decision"))
        .toList();
  }

  @Test
  void d6ATaskOnTheWayToTheReferral() {
    set.with(
        "local-authority-assessment.bpmn",
        text ->
            text.replaceFirst(
                "(<bpmn:sequenceFlow id=\"\\w+\" sourceRef=\"Task_NrmFormReferralAndChild\""
                    + " targetRef=\")(\\w+)(\")",
                "<bpmn:userTask id=\"Task_AskTheManager\" name=\"Ask the manager\" />"
                    + "<bpmn:sequenceFlow id=\"Flow_Asked\" sourceRef=\"Task_AskTheManager\""
                    + " targetRef=\"$2\" />$1Task_AskTheManager$3"));

    assertThat(warnings())
        .containsExactly(
            "processes/local-authority-assessment.bpmn: D6: the task \"Ask the manager\""
                + " (Task_AskTheManager) is new on the way to the referral, whose deadline"
                + " counts from the first meeting. Every referral waits for it.");
  }

  @Test
  void aTaskWithAnotherGroupOrDueDate() {
    set.with(
        "local-authority-assessment.bpmn",
        "camunda:candidateGroups=\"la-duty-social-work\"",
        "camunda:candidateGroups=\"la-manager\"");
    set.with(
        "reflection-period.bpmn",
        text ->
            text.replace(
                "camunda:dueDate=\"${reflectionReviewDate}\"",
                "camunda:dueDate=\"${reflectionEndDate}\""));

    assertThat(warnings())
        .containsExactly(
            "processes/local-authority-assessment.bpmn: The task \"Accept the concern\""
                + " (Task_AcceptConcern) belonged to la-duty-social-work, whose people no longer see"
                + " it. It now belongs to la-manager.",
            "processes/reflection-period.bpmn: The task \"Review the reflection period\""
                + " (Task_ReviewReflection) was due by ${reflectionReviewDate} and is now due by"
                + " ${reflectionEndDate}.");
  }

  @Test
  void aTimerThatWaitsForAnotherDay() {
    set.with(
        "reflection-period.bpmn",
        text -> text.replace(">${reflectionReminderDate}<", ">${reflectionEndDate}<"));

    assertThat(warnings())
        .containsExactly(
            "processes/reflection-period.bpmn: \"Reminder due\" (Timer_ReminderDue) waited for"
                + " ${reflectionReminderDate} and now waits for ${reflectionEndDate}.");
  }

  @Test
  void lettersThatNothingSendsAndATimerThatIsGone() {
    set.with(
        "reflection-period.bpmn",
        text ->
            text.replaceAll(
                "(?s)<bpmn:(\\w+) id=\"(Service_RemindAgencies|Timer_ReminderDue)\".*?</bpmn:\\1>",
                ""));

    assertThat(warnings())
        .containsExactly(
            "processes/reflection-period.bpmn: \"Reminder due\" (Timer_ReminderDue) is gone, and"
                + " nothing else waits for ${reflectionReminderDate}. What came then no longer"
                + " happens.",
            "processes/reflection-period.bpmn: No diagram sends the letters for review-reminder any"
                + " more.");
  }

  @Test
  void aStepThatNothingRunsAndAFieldThatNothingAsks() {
    set.with("intake.bpmn", text -> text.replace("${recordReceipt}", "${sendLetters}"));
    set.with("assess-child.form", text -> text.replace("believedTrafficked", "trafficked"));

    assertThat(warnings())
        .hasSize(2)
        .contains("processes/intake.bpmn: No diagram runs the step recordReceipt any more.")
        .anyMatch(
            one ->
                one.startsWith("No form asks \"")
                    && one.contains("(believedTrafficked) any more."));
  }

  @Test
  void aPeriodThatIsTypedIntoAText() {
    set.with(
        "assess-child.form", text -> text.replaceFirst("\"label\": \"", "$0Within 48 hours: "));
    set.with("intake.bpmn", text -> text.replace("\"Log the referral\"", "\"Log it in two days\""));

    assertThat(warnings())
        .hasSize(2)
        .anyMatch(one -> one.matches("forms/assess-child.form, .*: A text says \"48 hours\"\\. .*"))
        .anyMatch(
            one ->
                one.startsWith(
                    "processes/intake.bpmn, Task_LogReferral: A text says \"two days\". Periods"
                        + " change in the table time-limits, and this text would stay."));
  }

  @Test
  void whatTheDrawingHides() {
    String shape =
        "(?s)<bpmndi:BPMNShape [^>]*bpmnElement=\"Service_RecordReceipt\".*?</bpmndi:BPMNShape>";
    String bounds = "(?s)(bpmnElement=\"%s\".*?)<dc:Bounds [^>]*>";
    set.with("intake.bpmn", text -> text.replaceFirst(shape, ""));
    set.with(
        "intake.bpmn",
        text -> {
          for (String task : List.of("Task_LogReferral", "Service_AcknowledgeReferral")) {
            text =
                text.replaceFirst(
                    bounds.formatted(task),
                    "$1<dc:Bounds x=\"1\" y=\"9000\" width=\"100\" height=\"80\" />");
          }
          return text;
        });

    assertThat(warnings())
        .containsExactlyInAnyOrder(
            "processes/intake.bpmn: \"Record the receipt\" (Service_RecordReceipt) is no longer"
                + " drawn, so nobody sees it. Draw it in Camunda Modeler.",
            "processes/intake.bpmn: \"Log the referral\" (Task_LogReferral) and \"Acknowledge the"
                + " referral\" (Service_AcknowledgeReferral) overlap in the drawing. Move one of"
                + " them.");
  }
}
