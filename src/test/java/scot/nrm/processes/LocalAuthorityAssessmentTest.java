package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static scot.nrm.journeys.Invented.with;

import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scot.nrm.calendar.LocalDay;
import scot.nrm.journeys.Invented;

class LocalAuthorityAssessmentTest extends DiagramTest {

  private static final String FRIDAY = "2009-06-05";

  private ProcessInstance assessment;

  LocalAuthorityAssessmentTest() {
    super("local-authority-assessment");
  }

  @BeforeEach
  void aConcernIsReportedOnAFriday() {
    opened(FRIDAY, Invented.concern(FRIDAY));
    assessment = started("believedTrafficked", null, "leadProfessional", null);
  }

  @Test
  void dutySocialWorkAcceptsTheConcernOnTheSameDay() {
    assertThat(assessment).isWaitingAtExactly("Task_AcceptConcern");
    assertThat(due("Task_AcceptConcern")).isEqualTo(endOf(FRIDAY));
    assertThat(followUp("Task_AcceptConcern")).isEqualTo(endOf(FRIDAY));
    assertThat(child.candidateGroups("Task_AcceptConcern")).containsExactly("la-duty-social-work");
  }

  @Test
  void aLeadProfessionalAssessesTheChildWithinTwoCalendarDays() {
    accepted();

    assertThat(assessment).isWaitingAtExactly("Task_AssessChild");
    assertThat(due("Task_AssessChild")).as("a Sunday").isEqualTo(endOf("2009-06-07"));
    assertThat(followUp("Task_AssessChild")).isEqualTo(endOf(FRIDAY));
    assertThat(child.candidateGroups("Task_AssessChild")).containsExactly("la-lead-professional");
  }

  @Test
  void d1TheChosenLeadProfessionalIsAssignedTheAssessment() {
    child.does(
        "glasgow.duty",
        "Task_AcceptConcern",
        with(Invented.acceptance(FRIDAY), "leadProfessionalId", "glasgow.lead2"));

    assertThat(child.task("Task_AssessChild").getAssignee()).isEqualTo("glasgow.lead2");
    assertThat(child.candidateGroups("Task_AssessChild")).containsExactly("la-lead-professional");
  }

  @Test
  void d6EveryTaskIsDueFortyEightHoursAfterTheFirstMeeting() {
    opened(FRIDAY, with(Invented.concern(FRIDAY), "firstEncounterTime", "09:20"));
    assessment = started("believedTrafficked", null, "leadProfessional", null);
    accepted();
    child.on("2009-06-06");

    assertThat(due("Task_AssessChild")).isEqualTo(moment("2009-06-07T08:20:00Z"));

    child.does("glasgow.lead", "Task_AssessChild", Invented.assessment(FRIDAY));
    assertThat(due("Task_NrmFormReferralAndChild"))
        .as("a day later, and still the same")
        .isEqualTo(moment("2009-06-07T08:20:00Z"));

    child.does(
        "glasgow.lead",
        "Task_NrmFormReferralAndChild",
        with(Invented.referralAndChild(FRIDAY), "firstEncounterTime", "09:00"));
    assertThat(due("Task_NrmFormExploitation"))
        .as("the form corrects when the child was met")
        .isEqualTo(moment("2009-06-07T08:00:00Z"));
  }

  @Test
  void thePersonWhoAssessedTheChildFillsInTheNrmFormInParts() {
    accepted();
    child.does("glasgow.lead", "Task_AssessChild", Invented.assessment(FRIDAY));

    assertThat(assessment)
        .isWaitingAtExactly("Task_NrmFormReferralAndChild")
        .hasVariables("leadProfessional");
    Map<String, Map<String, Object>> parts = new LinkedHashMap<>();
    parts.put("Task_NrmFormReferralAndChild", Invented.referralAndChild(FRIDAY));
    parts.put("Task_NrmFormExploitation", Invented.exploitation());
    parts.put("Task_NrmFormIndicators", Invented.indicators());
    parts.put("Task_NrmFormCheckAndSend", Invented.checkAndSend());
    parts.forEach(
        (task, values) -> {
          assertThat(assessment).isWaitingAtExactly(task);
          assertThat(child.task(task).getAssignee()).as(task).isEqualTo("glasgow.lead");
          assertThat(child.candidateGroups(task)).as(task).containsExactly("la-lead-professional");
          assertThat(due(task)).as(task).isEqualTo(endOf("2009-06-07"));
          assertThat(followUp(task)).as(task).isEqualTo(endOf(FRIDAY));
          child.does("glasgow.lead", task, values);
        });

    assertThat(assessment)
        .isEnded()
        .hasPassedInOrder(
            "Event_ConcernReceived",
            "Task_AcceptConcern",
            "Task_AssessChild",
            "Gateway_BelievedTrafficked",
            "Task_NrmFormReferralAndChild",
            "Task_NrmFormExploitation",
            "Task_NrmFormIndicators",
            "Task_NrmFormCheckAndSend",
            "Gateway_NextStep",
            "Event_NrmFormSent")
        .hasNotPassed("Task_ConfirmNotReferred");
    assertThat(variable(assessment, "believedTrafficked")).isEqualTo("yes");
    assertThat(LocalDay.of(nrmCase().now().referralSentAt()))
        .as("D6: from here on it is no longer the local authority's time")
        .isEqualTo(FRIDAY);
  }

  @Test
  void eachPartOfTheNrmFormCanBeChangedBeforeItIsSent() {
    accepted();
    child
        .does("glasgow.lead", "Task_AssessChild", Invented.assessment(FRIDAY))
        .does("glasgow.lead", "Task_NrmFormReferralAndChild", Invented.asylumSeeker(FRIDAY))
        .does("glasgow.lead", "Task_NrmFormExploitation", Invented.exploitation())
        .does("glasgow.lead", "Task_NrmFormIndicators", Invented.indicators());

    change("change-indicators");

    assertThat(assessment).isWaitingAtExactly("Task_NrmFormIndicators");

    child.does("glasgow.lead", "Task_NrmFormIndicators", Invented.indicators());
    change("change-exploitation");

    assertThat(assessment).isWaitingAtExactly("Task_NrmFormExploitation");

    child
        .does("glasgow.lead", "Task_NrmFormExploitation", Invented.exploitation())
        .does("glasgow.lead", "Task_NrmFormIndicators", Invented.indicators());
    change("change-referral-and-child");

    assertThat(assessment).isWaitingAtExactly("Task_NrmFormReferralAndChild");
    assertThat(file.read(child.caseNumber()).text("asylumClaimDate")).isEqualTo(FRIDAY);

    child.does("glasgow.lead", "Task_NrmFormReferralAndChild", Invented.referralAndChild(FRIDAY));

    assertThat(file.read(child.caseNumber()).text("asylumClaimDate"))
        .as("there is no claim, which hides the date")
        .isEmpty();
  }

  @Test
  void aManagerConfirmsThatTheChildIsNotReferred() {
    accepted();
    child.does("glasgow.lead", "Task_AssessChild", Invented.notBelieved(FRIDAY));

    assertThat(assessment).as("D4").isWaitingAtExactly("Task_ConfirmNotReferred");
    assertThat(child.candidateGroups("Task_ConfirmNotReferred")).containsExactly("la-manager");
    assertThat(due("Task_ConfirmNotReferred")).isEqualTo(endOf("2009-06-06"));
    assertThat(followUp("Task_ConfirmNotReferred")).isEqualTo(endOf(FRIDAY));

    child.does("glasgow.manager", "Task_ConfirmNotReferred", Invented.confirmedNotReferred(FRIDAY));

    assertThat(assessment)
        .isEnded()
        .hasPassed("Event_NotReferred")
        .hasNotPassed("Task_NrmFormReferralAndChild");
    assertThat(variable(assessment, "believedTrafficked")).isEqualTo("no");
  }

  @Test
  void aManagerSendsTheAssessmentBackAndTheChildIsReferredAfterAll() {
    accepted();
    child
        .does("glasgow.lead", "Task_AssessChild", Invented.notBelieved(FRIDAY))
        .does("glasgow.manager", "Task_ConfirmNotReferred", Invented.sentBackToAssessment());

    assertThat(assessment).isWaitingAtExactly("Task_AssessChild");

    child.does("glasgow.lead", "Task_AssessChild", Invented.assessment(FRIDAY));

    assertThat(assessment).isWaitingAtExactly("Task_NrmFormReferralAndChild");
  }

  private void accepted() {
    child.does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(FRIDAY));
  }

  private void change(String part) {
    child.does(
        "glasgow.lead",
        "Task_NrmFormCheckAndSend",
        with(Invented.checkAndSend(), "nrmFormNextStep", part));
  }

  @Test
  void aChildWhoIsReferredAfterAllGoesStraightToTheNrmForm() {
    opened(FRIDAY, Invented.concern(FRIDAY));
    ProcessInstance again =
        started("believedTrafficked", "yes", "leadProfessional", "glasgow.lead");

    assertThat(again).as("D31").isWaitingAtExactly("Task_NrmFormReferralAndChild");
    assertThat(child.task("Task_NrmFormReferralAndChild").getAssignee()).isEqualTo("glasgow.lead");
  }
}
