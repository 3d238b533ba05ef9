package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scot.nrm.journeys.Invented.with;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedReconsiderations;
import scot.nrm.journeys.InventedTransfers;
import scot.nrm.journeys.Journey;

class RequestReflectionExtensionTest extends DiagramTest {

  /** A Wednesday; the reflection period lasts until Saturday 18 July. */
  private static final String DAY = "2009-06-03";

  RequestReflectionExtensionTest() {
    super("request-reflection-extension");
  }

  @Test
  void aGrantMovesTheEndAndTheTargetButNotTheReview() {
    inReflection().on("2009-06-15");

    asks("glasgow.lead", "serious-health", 30);

    assertThat(child.candidateGroups("Task_DecideReflectionExtension"))
        .as("D22")
        .containsExactly("ukhtc-case-owner");
    assertThat(child.due("Task_DecideReflectionExtension")).isEqualTo("2009-06-22");
    assertThat(
            child
                .formValues("ukhtc.owner", "Task_DecideReflectionExtension")
                .get("showExtensionRequest")
                .toString())
        .contains("**Days requested:** 30", "**Requested by:** Isla Lochhead ")
        .contains("Serious physical health problem")
        .contains("She is in hospital");

    child.does("ukhtc.owner", "Task_DecideReflectionExtension", InventedTransfers.granted(21));

    assertThat(child.day("reflectionEndDate")).isEqualTo("2009-08-08");
    assertThat(child.timer("Timer_ReflectionEnds")).isEqualTo(endOf("2009-08-08"));
    assertThat(child.due("Task_ProposeConclusiveGrounds")).isEqualTo("2009-08-08");
    assertThat(child.timer("Timer_ConclusiveGroundsDue")).isEqualTo(endOf("2009-08-08"));
    assertThat(child.day("reflectionReviewDate")).isEqualTo("2009-07-03");
    assertThat(nrmCase().reflectionOriginalEnd()).isEqualTo("2009-07-18");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("extended"))
        .singleElement()
        .satisfies(
            extension -> {
              assertThat(extension.from()).isEqualTo("2009-07-18");
              assertThat(extension.to()).isEqualTo("2009-08-08");
              assertThat(extension.officer()).isEqualTo("ukhtc.owner");
              assertThat(extension.detail()).contains("hospital");
            });
    assertThat(lettersSent()).contains("reflection-extended to LOCAL_AUTHORITY");
  }

  @Test
  void aRefusalMovesNothingAndItsReasonIsRecorded() {
    inReflection();
    asks("ukhtc.owner", "other", 10);

    child.does("ukhtc.owner", "Task_DecideReflectionExtension", InventedTransfers.refused());

    assertThat(child.day("reflectionEndDate")).isEqualTo("2009-07-18");
    assertThat(lettersSent()).doesNotContain("reflection-extended to LOCAL_AUTHORITY");
    assertThat(register.history(child.caseNumber()))
        .anySatisfy(
            event -> {
              assertThat(event.kindCode()).isEqualTo("extension-refused");
              assertThat(event.detail()).contains("three weeks");
            });
  }

  @Test
  void severalOpenRequestsAreDecidedSeparately() {
    inReflection();
    asks("glasgow.lead", "serious-health", 10);
    asks("glasgow.lead", "victim-intimidation", 20);

    List<Task> open =
        engine
            .getTaskService()
            .createTaskQuery()
            .processInstanceBusinessKey(child.caseNumber())
            .taskDefinitionKey("Task_DecideReflectionExtension")
            .orderByTaskCreateTime()
            .asc()
            .orderByTaskId()
            .asc()
            .list();
    assertThat(open).hasSize(2);
    assertThatThrownBy(() -> asks("glasgow.lead", "serious-health", 10))
        .as("the same request twice")
        .hasMessageContaining("has already been requested today, in the same words");

    open.forEach(task -> decides(task, InventedTransfers.granted(10)));

    assertThat(child.day("reflectionEndDate")).as("one after the other").isEqualTo("2009-08-07");
    assertThat(child.day("cgTargetDate")).isEqualTo("2009-08-07");
  }

  @Test
  void afterThePeriodARequestCanOnlyBeRefused() {
    inReflection().on("2009-07-15");
    asks("glasgow.lead", "other", 10);

    assertThat(child.due("Task_DecideReflectionExtension"))
        .as("by the end of the period")
        .isEqualTo("2009-07-18");

    child.on("2009-07-19");

    assertThatThrownBy(
            () ->
                child.does(
                    "ukhtc.owner", "Task_DecideReflectionExtension", InventedTransfers.granted(10)))
        .hasMessageContaining("ended on 18 July 2009")
        .hasMessageContaining("Refuse");
    assertThatThrownBy(() -> asks("glasgow.duty", "other", 5))
        .as("while the review is still open")
        .hasMessageContaining("ended on 18 July 2009");

    child.does("ukhtc.owner", "Task_DecideReflectionExtension", InventedTransfers.refused());

    assertThat(child.day("reflectionEndDate")).isEqualTo("2009-07-18");
  }

  @Test
  void onlyARunningPeriodCanBeExtended() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    assertThatThrownBy(() -> asks("glasgow.lead", "other", 5))
        .hasMessageContaining("has not started");

    child.reasonableGrounds("ukhtc", "negative", DAY);

    assertThatThrownBy(() -> asks("glasgow.lead", "other", 5))
        .hasMessageContaining("this case has no reflection period");
  }

  @Test
  void lateAnswersDueWithThePeriodMoveToTheNewEnd() {
    inReflection()
        .on("2009-07-03")
        .does("ukhtc.owner", "Task_ReviewReflection", Invented.review("2009-07-03", "no"))
        .on("2009-07-18");

    assertThat(child.due("Task_RecordReviewAnswers")).isEqualTo("2009-07-18");

    asks("glasgow.manager", "severe-mental-health", 7);
    child.does("ukhtc.owner", "Task_DecideReflectionExtension", InventedTransfers.granted(7));

    assertThat(child.due("Task_RecordReviewAnswers")).isEqualTo("2009-07-25");
  }

  @Test
  void anEarlyDecisionKeepsItsDateWhileSupportIsExtended() {
    inReflection().conclusiveGrounds("ukhtc", "positive", "2009-06-10");
    asks("glasgow.lead", "serious-health", 10);

    child.does("ukhtc.owner", "Task_DecideReflectionExtension", InventedTransfers.granted(10));

    assertThat(child.timer("Timer_ReflectionEnds")).as("D25").isEqualTo(endOf("2009-07-28"));
    assertThat(child.day("cgTargetDate")).isEqualTo("2009-07-18");
  }

  @Test
  void d30AReconsideredDecisionIsDueWithTheLongerPeriod() {
    inReflection()
        .on("2009-06-10")
        .does(
            "ukhtc.owner",
            "Task_ProposeConclusiveGrounds",
            with(
                Invented.conclusiveGrounds("negative", "2009-06-10"),
                "localAuthorityAgreedEarly",
                "yes"))
        .does(
            "ukhtc.second",
            "Task_ConfirmConclusiveGrounds",
            Invented.confirmConclusiveGrounds("2009-06-10"))
        .updates(
            "glasgow.lead",
            "reconsideration",
            InventedReconsiderations.asks(child.caseNumber(), "local-authority", "2009-06-10"))
        .does(
            "ukhtc.owner2",
            "Task_DecideReconsideration",
            InventedReconsiderations.answer("accept"));
    assertThat(child.due("Task_ProposeConclusiveGrounds")).isEqualTo("2009-07-25");
    asks("glasgow.lead", "serious-health", 10);

    child.does("ukhtc.owner", "Task_DecideReflectionExtension", InventedTransfers.granted(10));

    assertThat(child.due("Task_ProposeConclusiveGrounds")).isEqualTo("2009-07-28");
    assertThat(child.timer("Timer_ConclusiveGroundsDue")).isEqualTo(endOf("2009-07-28"));
    assertThat(letters.of(child.caseNumber()))
        .filteredOn(letter -> letter.template().equals("reflection-extended"))
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letters.text(letter).replaceAll("\\s+", " "))
                    .contains("The decision on conclusive grounds is now due by 28 July 2009."));
  }

  private Journey inReflection() {
    return child
        .referred(DAY, Invented.ukNational(DAY))
        .logged(DAY)
        .reasonableGrounds("ukhtc", "positive", DAY);
  }

  private void asks(String user, String kind, int days) {
    child.longerReflection(user, kind, days);
  }

  private void decides(Task task, Map<String, Object> values) {
    child.as(
        "ukhtc.owner",
        () -> {
          engine.getTaskService().claim(task.getId(), "ukhtc.owner");
          engine.getFormService().submitTaskForm(task.getId(), values);
          return null;
        });
    child.executeJobs();
  }
}
