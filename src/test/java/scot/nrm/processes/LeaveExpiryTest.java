package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static scot.nrm.journeys.Invented.with;

import java.time.LocalDate;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedAges;
import scot.nrm.journeys.InventedChanges;

class LeaveExpiryTest extends DiagramTest {

  private static final String GRANTED = "2010-01-11";
  private static final String EXPIRES = "2011-01-11";

  LeaveExpiryTest() {
    super("leave-expiry");
  }

  @Test
  void theLeadProfessionalPreparesAChildsRenewal60DaysBefore() {
    ProcessInstance leave = granted(Invented.BORN);

    assertThat(leave).isWaitingAtExactly("Timer_RenewalBegins");
    assertThat(child.timer("Timer_RenewalBegins"))
        .as("60 days before")
        .isEqualTo(moment("2010-11-12T00:00:00Z"));

    child.on("2010-11-12");

    assertThat(leave).isWaitingAtExactly("Task_PrepareLeaveRenewal");
    assertThat(child.candidateGroups("Task_PrepareLeaveRenewal"))
        .containsExactly("la-lead-professional");
    assertThat(due("Task_PrepareLeaveRenewal")).isEqualTo(endOf(EXPIRES));
    assertThat(followUp("Task_PrepareLeaveRenewal"))
        .as("20 working days before, D39")
        .isEqualTo(endOf("2010-12-09"));
    assertThat(lettersSent()).as("nothing to a child, D37").isEmpty();
  }

  @Test
  void aRenewalIsRecordedAndItsExpirySetsTheNextTimer() {
    ProcessInstance leave = granted(Invented.BORN);
    child
        .on("2010-12-20")
        .does(
            "glasgow.lead",
            "Task_PrepareLeaveRenewal",
            InventedAges.leaveRenewed("2010-12-20", "2011-12-20"));

    assertThat(leave).hasPassed("Gateway_LeaveRenewed").isWaitingAtExactly("Timer_RenewalBegins");
    assertThat(child.timer("Timer_RenewalBegins")).isEqualTo(moment("2011-10-20T23:00:00Z"));
    assertThat(nrmCase().leaveExpiresOn()).isEqualTo("2011-12-20");
    assertThat(nrmCase().leaveDecidedOn()).as("unchanged").isEqualTo(GRANTED);
    assertThat(recorded("leave-renewed"))
        .satisfies(
            renewal -> {
              assertThat(renewal.from()).isEqualTo("2010-12-20");
              assertThat(renewal.to()).isEqualTo("2011-12-20");
              assertThat(renewal.officer()).isEqualTo("glasgow.lead");
            });
    child.on("2011-10-21");
    assertThat(due("Task_PrepareLeaveRenewal")).isEqualTo(endOf("2011-12-20"));
  }

  @Test
  void theReasonForNotRenewingLeaveIsRecorded() {
    ProcessInstance leave = granted(Invented.BORN);
    child
        .on("2011-01-10")
        .does("glasgow.lead", "Task_PrepareLeaveRenewal", InventedAges.leaveNotRenewed());

    assertThat(leave).isEnded().hasPassed("Event_LeaveNotRenewed");
    assertThat(recorded("leave-not-renewed").detail()).contains("asylum");
    assertThat(nrmCase().leaveExpiresOn()).isEqualTo(EXPIRES);
  }

  @Test
  void aPersonWhoIsAnAdultByThenGetsALetter() {
    ProcessInstance leave = granted("1992-11-12");

    child.on("2010-11-12");

    assertThat(leave)
        .as("18 on that day")
        .isEnded()
        .hasPassed("Service_NotifyPerson", "Event_PersonNotified")
        .hasNotPassed("Task_PrepareLeaveRenewal");
    assertThat(lettersSent()).containsExactly("leave-renewal to PERSON_OR_REPRESENTATIVE");

    child.updates(
        "glasgow.lead", "record-age-finding", InventedAges.child(child.caseNumber(), "2010-11-12"));
    child.executeJobs().on("2010-11-13");
    assertThat(due("Task_PrepareLeaveRenewal"))
        .as("a child again, whose leave expires soon")
        .isEqualTo(endOf(EXPIRES));
  }

  @Test
  void theLeadProfessionalKeepsARenewalThatIsOpenWhenThePersonComesOfAge() {
    ProcessInstance leave = granted(Invented.BORN);
    received(GRANTED);
    child.on("2010-11-12");
    child.foundAdult("glasgow.lead", "2010-11-12");

    assertThat(leave).isWaitingAtExactly("Task_PrepareLeaveRenewal");
    assertThat(lettersSent()).isEmpty();
  }

  @Test
  void d43LeaveOfAChildWhoHasDiedIsNoLongerMonitored() {
    ProcessInstance leave = granted(Invented.BORN);

    child.updates(
        "glasgow.manager",
        "close-case",
        InventedChanges.close(child.caseNumber(), "child-died", GRANTED));

    assertThat(leave).isEnded().hasNotPassed("Service_NotifyPerson");
  }

  @Test
  void d29LeaveThatIsCutShortIsMonitoredUntilItsNewLastDay() {
    granted(Invented.BORN);
    received(GRANTED);
    correctLeave("leave", "2010-06-30");
    assertThat(nrmCase().leaveExpiresOn()).isEqualTo("2010-06-30");
    assertThat(child.timer("Timer_RenewalBegins")).isEqualTo(moment("2010-04-30T23:00:00Z"));

    child.on("2010-05-01");
    correctLeave("leave", EXPIRES);
    assertThat(child.has("Task_PrepareLeaveRenewal")).as("not cut short after all").isFalse();

    correctLeave("leave", "2010-05-31");
    child.on("2010-05-02");
    assertThat(due("Task_PrepareLeaveRenewal")).isEqualTo(endOf("2010-05-31"));

    String task = child.task("Task_PrepareLeaveRenewal").getId();
    correctLeave("overstayed", "2010-05-31");
    assertThat(child.task("Task_PrepareLeaveRenewal").getId()).as("the same day").isEqualTo(task);

    assertThat(followUp("Task_PrepareLeaveRenewal")).isEqualTo(endOf("2010-04-30"));
    correctLeave("overstayed", "2010-04-29");
    assertThat(child.task("Task_PrepareLeaveRenewal").getId())
        .as("with its officer")
        .isEqualTo(task);
    assertThat(due("Task_PrepareLeaveRenewal")).isEqualTo(endOf("2010-04-29"));
    assertThat(followUp("Task_PrepareLeaveRenewal")).isEqualTo(endOf("2010-04-29"));
    assertThat(engine.getTaskService().getVariable(task, "leaveExpires"))
        .isEqualTo(endOf("2010-04-29"));
    correctLeave("overstayed", "2010-05-31");

    correctLeave("overstayed", "2009-12-31");
    correctLeave("leave", GRANTED);
    correctLeave("leave", "2011-01-12");
    assertThat(nrmCase().leaveExpiresOn()).as("other leave").isEqualTo("2010-05-31");
  }

  private void correctLeave(String status, String until) {
    child.updates(
        "ukhtc.owner",
        "correct-recorded-fact",
        with(
            InventedChanges.correction(
                child.caseNumber(), "immigration-status", "correctedImmigrationStatus", status),
            "correctedLeaveUntil",
            until));
  }

  @Test
  void newLeaveFollowsTheLimitsOnTheDayOfItsGrant() {
    granted(Invented.BORN);
    child.on("2010-12-20");

    refused(InventedAges.leaveRenewed("2010-12-20", "2011-12-21"), "must be 20 December 2011");
    refused(InventedAges.leaveRenewed("2010-12-21", "2011-12-21"), "must not be in the future");
    refused(
        InventedAges.leaveRenewed("2010-01-10", "2011-01-10"),
        "must not be before leave was first granted");
    refused(
        InventedAges.leaveRenewed("2010-01-11", "2011-01-11"),
        "must be after the current expiry date");
    refused(with(InventedAges.leaveNotRenewed(), "leaveNotRenewedReason", ""), "enter an answer");
    refused(Map.of(), "choose an option");
  }

  private void refused(Map<String, Object> values, String why) {
    assertThatThrownBy(() -> child.does("glasgow.lead", "Task_PrepareLeaveRenewal", values))
        .hasMessageContaining(why);
  }

  private ProcessInstance granted(String born) {
    opened(GRANTED, Invented.concern(GRANTED));
    filed(with(Invented.referralAndChild(GRANTED), "childDateOfBirth", born));
    filed(Map.of("placementAddress", "3 Example Road, Glasgow"));
    transaction.executeWithoutResult(
        status ->
            register.leaveDecided(
                child.caseNumber(),
                "granted",
                "personal-circumstances",
                LocalDate.parse(GRANTED),
                LocalDate.parse(EXPIRES),
                "ukba.owner"));
    return started();
  }
}
