package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static scot.nrm.journeys.Invented.with;

import java.time.Instant;
import java.time.LocalDate;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.demo.Caseworkers;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedSameChild;
import scot.nrm.register.Links;

class IntakeTest extends DiagramTest {

  @Autowired Links links;

  IntakeTest() {
    super("intake");
  }

  @Test
  void loggingTheReferralStartsTheTimeLimitOnTheDayOfReceipt() {
    opened("2009-04-08", Invented.concern("2009-04-08"));
    filed(Invented.referralAndChild("2009-04-08"));
    ProcessInstance intake = started();

    assertThat(intake).isWaitingAtExactly("Task_LogReferral");
    assertThat(child.candidateGroups("Task_LogReferral")).containsExactly("ukhtc-intake");
    assertThat(due("Task_LogReferral")).isEqualTo(endOf("2009-04-08"));
    assertThat(followUp("Task_LogReferral")).isEqualTo(endOf("2009-04-08"));

    child
        .on("2009-04-09")
        .does("ukhtc.intake", "Task_LogReferral", Invented.received("2009-04-08"));

    assertThat(intake)
        .isEnded()
        .hasPassedInOrder(
            "Event_NrmFormReceived",
            "Task_LogReferral",
            "Service_RecordReceipt",
            "Service_AcknowledgeReferral",
            "Service_MergeOrLink",
            "Gateway_FactsMissing",
            "Event_ReferralLogged")
        .hasNotPassed("Service_AskForMissingFacts");
    assertThat(variable(intake, "referralTargetMissed")).as("D6").isEqualTo(false);
    assertThat(child.birthdayCheck()).as("D7").isEqualTo("2012-07-01");
    assertThat(variable(intake, "rgOriginalDueDate"))
        .as("Good Friday and Easter Monday do not count, D15, D39")
        .isEqualTo(endOf("2009-04-17"));
    assertThat(variable(intake, "rgDueDate")).isEqualTo(endOf("2009-04-17"));
    assertThat(variable(intake, "rgTargetDate")).isEqualTo(endOf("2009-04-17"));
    assertThat(nrmCase().referralReceivedOn()).as("D33").isEqualTo(LocalDate.parse("2009-04-08"));
    assertThat(lettersSent())
        .as("D12")
        .containsExactlyInAnyOrder(
            "acknowledgement to LOCAL_AUTHORITY",
            "acknowledgement-to-first-responder to FIRST_RESPONDER");
  }

  /** The local authority sent it late on Thursday evening, in summer time. */
  @Test
  void aFormLoggedLateCountsAsReceivedWhenItWasSent() {
    opened("2009-06-04", Invented.concern("2009-06-03"));
    filed(Invented.referralAndChild("2009-06-03"));
    started();
    assertThat(child.on("2009-06-08").formValues("ukhtc.intake", "Task_LogReferral"))
        .as("not known when it was sent")
        .containsEntry("referralReceivedDate", "2009-06-08")
        .doesNotContainKey("referralReceivedTime");

    transaction.executeWithoutResult(
        status -> onTheWay.referralSent(child.caseNumber(), Instant.parse("2009-06-04T22:40:00Z")));

    assertThat(child.formValues("ukhtc.intake", "Task_LogReferral"))
        .as("D6, D15")
        .containsEntry("referralReceivedDate", "2009-06-04")
        .containsEntry("referralReceivedTime", "23:40");
  }

  /** In a rehearsal of a revision that moves the task to another team than the scenario has. */
  @Test
  void aMemberOfTheTaskTeamLogsTheReferralInARehearsal() {
    opened("2009-04-08", Invented.concern("2009-04-08"));
    filed(Invented.referralAndChild("2009-04-08"));
    ProcessInstance intake = started();

    new Caseworkers(engine)
        .completeInTeam(
            "ukhtc.manager",
            child.caseNumber(),
            "Task_LogReferral",
            task -> Invented.received("2009-04-08"));

    assertThat(intake).isEnded();
  }

  @Test
  void aFormAfter48HoursIsFlaggedAndContinues() {
    opened("2009-06-06", Invented.concern("2009-06-03"));
    filed(Invented.referralAndChild("2009-06-03"));
    ProcessInstance intake = started();

    child.does("ukhtc.intake", "Task_LogReferral", Invented.received("2009-06-06"));

    assertThat(variable(intake, "referralTargetMissed")).as("D6").isEqualTo(true);
    assertThat(nrmCase().now().referralTargetMissed()).isTrue();
    assertThat(intake).isEnded();
  }

  @Test
  void missingFactsAreRequestedWithoutMovingTheDeadline() {
    opened("2009-06-03", Invented.concern("2009-06-03"));
    filed(Invented.referralAndChild("2009-06-03"));
    ProcessInstance intake = started();

    child.does("ukhtc.intake", "Task_LogReferral", Invented.receivedWithFactsMissing("2009-06-03"));

    assertThat(intake)
        .isEnded()
        .hasPassedInOrder("Gateway_FactsMissing", "Service_AskForMissingFacts");
    assertThat(variable(intake, "factsMissing")).isEqualTo("yes");
    assertThat(variable(intake, "rgTargetDate")).as("D12, D15").isEqualTo(endOf("2009-06-10"));
    assertThat(lettersSent()).contains("request-for-missing-facts to LOCAL_AUTHORITY");
  }

  @Test
  void aHearingBeforeTheDueDateMovesOnlyTheTarget() {
    opened("2009-06-03", Invented.concern("2009-06-03"));
    filed(with(Invented.referralAndChild("2009-06-03"), "courtHearingDate", "2009-06-09"));
    ProcessInstance intake = started();

    child.does("ukhtc.intake", "Task_LogReferral", Invented.received("2009-06-03"));

    assertThat(variable(intake, "rgDueDate")).isEqualTo(endOf("2009-06-10"));
    assertThat(variable(intake, "rgTargetDate"))
        .as("the working day before, D16")
        .isEqualTo(endOf("2009-06-08"));
  }

  @Test
  void aPossibleMatchIsLinkedAndBothCasesContinue() {
    opened("2009-06-03", Invented.concern("2009-06-03"));
    String other = child.caseNumber();
    opened("2009-06-03", Invented.concern("2009-06-03"));
    filed(Invented.referralAndChild("2009-06-03"));
    ProcessInstance intake = started();

    child.does(
        "ukhtc.intake",
        "Task_LogReferral",
        InventedSameChild.received("2009-06-03", "link", other));

    assertThat(intake).isEnded().hasPassed("Service_MergeOrLink");
    assertThat(links.of(child.caseNumber()))
        .as("D12")
        .extracting(Links.Link::caseNumber)
        .containsExactly(other);
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("match-decided"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.code()).isEqualTo("link");
              assertThat(event.officer()).isEqualTo("ukhtc.intake");
            });
  }
}
