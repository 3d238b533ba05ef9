package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static scot.nrm.journeys.Invented.with;

import java.time.LocalDate;
import java.util.List;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RemovalHold;

/** The whole case with the diagrams that it calls. */
class NrmCaseTest extends DiagramTest {

  private static final String DAY = "2010-02-08";
  private static final String DECIDED = "2010-02-12";

  NrmCaseTest() {
    super("nrm-case");
  }

  @Test
  void aReportedConcernStartsProtectionAndAssessmentAtOnce() {
    child.on(DAY).concern("first.responder", Invented.concern(DAY));

    assertThat(theCase())
        .isWaitingAtExactly("Call_LocalAuthorityAssessment")
        .hasPassedInOrder("Event_ConcernReported", "Service_StartChildProtection");
    assertThat(child.sees("glasgow.lead", "Task_ProtectChild")).as("D1").isTrue();
    assertThat(child.sees("glasgow.duty", "Task_AcceptConcern")).isTrue();
    assertThat(theCase().getTenantId()).isEqualTo("glasgow-city");
  }

  @Test
  void aChildWhoIsNotBelievedTraffickedIsRecordedAsNotReferred() {
    child.on(DAY).concern("first.responder", Invented.concern(DAY));
    ProcessInstance theCase = theCase();

    child
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(DAY))
        .does("glasgow.lead", "Task_AssessChild", Invented.notBelieved(DAY))
        .does("glasgow.manager", "Task_ConfirmNotReferred", Invented.confirmedNotReferred(DAY));

    assertThat(theCase)
        .as("D4")
        .isEnded()
        .hasPassedInOrder("Gateway_Referred", "Event_NotReferred")
        .hasNotPassed("Call_Intake");
    assertThat(child.variable("caseOutcome")).isEqualTo("not-referred");
  }

  @Test
  void aTokenMovedToAnEndEventRecordsNoOutcome() {
    child.referred(DAY, Invented.asylumSeeker(DAY)).logged(DAY);
    RegisterCase before = nrmCase();
    assertThat(before.removalHold()).isEqualTo(RemovalHold.ON);

    for (String end :
        List.of(
            "Event_NotReferred",
            "Event_NoReasonableGrounds",
            "Event_NotRecognised",
            "Event_Recognised")) {
      assertThatThrownBy(
              () ->
                  engine
                      .getRuntimeService()
                      .createProcessInstanceModification(theCase().getId())
                      .startBeforeActivity(end)
                      .execute())
          .as(end)
          .hasStackTraceContaining("The register was not changed");
    }

    assertThat(register.find(child.caseNumber())).contains(before);
    assertThat(child.variable("removalHold")).isEqualTo("on");
    assertThat(theCase()).isWaitingAtExactly("Call_ReasonableGrounds");
  }

  @Test
  void aUkbaCopyOpensACaseButIsNotAReferral() {
    child.on(DAY).of(file.nextCaseNumber(LocalDate.parse(DAY)));

    begunBy("ukba-copy-received");

    assertThat(theCase())
        .as("D9")
        .isWaitingAtExactly("Call_LocalAuthorityAssessment")
        .hasPassedInOrder("Event_UkbaCopyReceived", "Service_StartChildProtection");
    assertThat(child.variable("referralReceivedDate")).isNull();
  }

  @Test
  void aFormThatReachesUkhtcDirectlyIsLogged() {
    opened(DAY, Invented.concern(DAY));
    filed(Invented.referralAndChild(DAY));

    begunBy("nrm-form-received");

    assertThat(theCase())
        .as("D11")
        .isWaitingAtExactly("Call_Intake")
        .hasNotPassed("Call_LocalAuthorityAssessment");
    assertThat(child.sees("ukhtc.intake", "Task_LogReferral")).isTrue();
  }

  private void begunBy(String message) {
    engine
        .getRuntimeService()
        .createMessageCorrelation(message)
        .processInstanceBusinessKey(child.caseNumber())
        .setVariable("localAuthority", "glasgow-city")
        .correlateStartMessage();
    child.executeJobs();
  }

  @Test
  void aManagerConfirmsAnUnclearRoute() {
    child.referred(DAY, with(Invented.ukNational(DAY), "portCase", "yes")).logged(DAY);

    assertThat(theCase()).as("D13").isWaitingAtExactly("Call_Route");
    assertThat(child.candidateGroups("Task_ConfirmRoute")).containsExactly("ukhtc-manager");
    assertThat(due("Task_ConfirmRoute")).isEqualTo(endOf("2010-02-09"));
    assertThat(followUp("Task_ConfirmRoute")).isEqualTo(endOf(DAY));

    child.does("ukhtc.manager", "Task_ConfirmRoute", Invented.route("no"));

    assertThat(theCase()).isWaitingAtExactly("Call_ReasonableGrounds");
    assertThat(child.variable("routingBasis")).isEqualTo("D13.2");
  }

  @Test
  void negativeReasonableGroundsAreRecordedAndEndTheCase() {
    child.referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    ProcessInstance theCase = theCase();

    assertThat(child.variable("removalHold")).as("D32").isEqualTo("on");

    child.reasonableGrounds("ukhtc", "negative", DECIDED);

    assertThat(theCase)
        .isEnded()
        .hasPassedInOrder("Call_ReasonableGrounds", "Event_NoReasonableGrounds")
        .hasNotPassed("Service_GrantReflectionPeriod");
    assertThat(child.variable("caseOutcome")).as("D33").isEqualTo("no-reasonable-grounds");
    assertThat(child.variable("removalHold")).isEqualTo("ended");
    assertThat(child.sees("glasgow.lead", "Task_ReviewProtectionPlan")).as("D1").isTrue();
  }

  @Test
  void conclusiveGroundsRunBesideThe45DayReflectionPeriod() {
    child.referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);

    child.reasonableGrounds("ukhtc", "positive", DECIDED);

    assertThat(theCase())
        .as("D24")
        .isWaitingAtExactly("Call_ConclusiveGrounds", "Call_ReflectionPeriod");
    assertThat(child.variable("rgAuthority")).isEqualTo("UKHTC");
    assertThat(child.variable("cgAuthority")).as("the hybrid, D13.5").isEqualTo("UKBA");
    assertThat(lettersSent())
        .as("D14: the case is transferred, with the minute in the file")
        .contains("transfer to COMPETENT_AUTHORITY");
    assertThat(child.variable("reflectionReviewOpens")).isEqualTo(moment("2010-03-14T00:00:00Z"));
    assertThat(child.variable("reflectionReviewDate")).as("D21").isEqualTo(endOf("2010-03-14"));
    assertThat(child.variable("reflectionReminderDate")).isEqualTo(endOf("2010-03-26"));
    assertThat(child.variable("reflectionEndDate")).as("D20").isEqualTo(endOf("2010-03-29"));
    assertThat(child.variable("cgTargetDate")).as("D24").isEqualTo(endOf("2010-03-29"));
  }

  @Test
  void negativeConclusiveGroundsAreRecordedAndEndTheCase() {
    child.referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    ProcessInstance theCase = theCase();
    child
        .reasonableGrounds("ukhtc", "positive", DECIDED)
        .conclusiveGrounds("ukba", "negative", "2010-03-30");

    assertThat(theCase)
        .isEnded()
        .hasPassed("Event_ReflectionOver", "Event_NotRecognised")
        .hasNotPassed("Call_LeaveToRemain");
    assertThat(child.variable("caseOutcome")).as("D27, D33").isEqualTo("not-recognised");
  }

  @Test
  void aRecognisedChildKeepsTheReflectionPeriod() {
    child.referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    ProcessInstance theCase = theCase();
    child
        .reasonableGrounds("ukhtc", "positive", DECIDED)
        .conclusiveGrounds("ukba", "positive", "2010-03-01");

    assertThat(theCase).as("D29").isWaitingAtExactly("Call_LeaveToRemain", "Call_ReflectionPeriod");
    assertThat(child.variable("caseOutcome")).as("not before the last decision, D33").isNull();

    child.does("ukba.owner", "Task_DecideLeave", Invented.leaveGranted("2010-03-01", "2011-03-01"));

    assertThat(theCase)
        .as("D25")
        .isWaitingAtExactly("Call_ReflectionPeriod")
        .hasPassedInOrder(
            "Service_RouteConclusiveGrounds",
            "Gateway_Fork",
            "Call_ConclusiveGrounds",
            "Call_LeaveToRemain",
            "Event_Recognised");
    assertThat(child.variable("caseOutcome")).isEqualTo("recognised");
    assertThat(child.variable("leaveExpiryDate")).isEqualTo("2011-03-01");

    child.on("2010-03-30");

    assertThat(theCase).isEnded();
  }

  private ProcessInstance theCase() {
    return child.instance("nrm-case");
  }
}
