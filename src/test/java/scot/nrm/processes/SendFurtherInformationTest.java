package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedReconsiderations;

class SendFurtherInformationTest extends DiagramTest {

  /** A Wednesday. */
  private static final String DAY = "2009-06-03";

  private static final String READ = "Task_ReadInformation";

  SendFurtherInformationTest() {
    super("send-further-information");
  }

  @Test
  void theCaseOwnerReadsInformationWithoutDelayingTheCase() {
    child.referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);

    sends("first.responder", "2009-06-02");

    assertThat(child.candidateGroups(READ)).containsExactly("ukhtc-case-owner");
    assertThat(child.task(READ).getTenantId()).isEqualTo("glasgow-city");
    assertThat(followUp(READ)).isEqualTo(endOf("2009-06-05"));
    assertThat(child.due(READ)).isEqualTo("2009-06-10");
    assertThat(child.formValues("ukhtc.owner", READ).get("showInformation").toString())
        .contains("A document or picture")
        .contains("2 June 2009")
        .contains("an aunt sets a price");
    assertThat(file.read(child.caseNumber()).text("informationText"))
        .isEqualTo(InventedReconsiderations.NEW);
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("information-received"))
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.code()).isEqualTo("document");
              assertThat(kept.officer()).isEqualTo("first.responder");
              assertThat(kept.from()).isEqualTo("2009-06-02");
              assertThat(kept.detail()).isEqualTo(InventedReconsiderations.NEW);
            });

    child.reasonableGrounds("ukhtc", "negative", DAY);

    assertThat(child.ended()).as("the task delays nothing").isTrue();

    child.does("ukhtc.owner", READ, InventedReconsiderations.read("no"));

    assertThat(child.has(READ)).isFalse();
  }

  @Test
  void dutySocialWorkReadsInformationUntilTheConcernIsAccepted() {
    child.on(DAY).concern("first.responder", Invented.concern(DAY));
    sends("first.responder", DAY);

    assertThat(child.candidateGroups(READ)).containsExactly("la-duty-social-work");
    assertThat(child.sees("fife.duty", READ)).isFalse();

    child
        .does("glasgow.duty", READ, InventedReconsiderations.read("no"))
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(DAY));
    sends("glasgow.duty", DAY);

    assertThat(child.candidateGroups(READ)).containsExactly("la-lead-professional");
    child.does("glasgow.lead", READ, InventedReconsiderations.readWhereNoneIsSuspended());
  }

  @Test
  void duringIntakeUkhtcsCaseOwnerReadsInformation() {
    child.referred(DAY, Invented.referralAndChild(DAY));
    sends("glasgow.lead", DAY);

    assertThat(child.candidateGroups(READ)).containsExactly("ukhtc-case-owner");
  }

  @Test
  void ukbasCaseOwnerReadsInformationAlsoAfterTheEnd() {
    child
        .referred(DAY, Invented.asylumSeeker(DAY))
        .logged(DAY)
        .reasonableGrounds("ukba", "negative", DAY)
        .on("2009-07-01");
    sends("glasgow.manager", "2009-06-30");

    assertThat(child.candidateGroups(READ)).containsExactly("ukba-case-owner");
  }

  @Test
  void thePortOfficerOfALaterCopyCanSendInformation() {
    child.referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    assertThatThrownBy(() -> sends("ukba.port", DAY))
        .hasMessageContaining("you don't have access to a case with this number");

    child.copied(DAY);
    sends("ukba.port", DAY);

    assertThat(child.candidateGroups(READ))
        .as("the copy has moved the case, D13")
        .containsExactly("ukba-case-owner");
  }

  @Test
  void theCaseOwnerCanResumeASuspendedStage() {
    child
        .referred(DAY, Invented.referralAndChild(DAY))
        .logged(DAY)
        .reportedMissing("glasgow.lead", DAY);
    child.reasonableGrounds("ukhtc", "suspend", "2009-06-05").on("2009-06-15");
    sends("glasgow.lead", "2009-06-12");
    assertThat(child.has("Task_MonitorSuspendedStage"))
        .as("nothing resumes automatically")
        .isTrue();
    assertThatThrownBy(
            () ->
                child.does(
                    "ukhtc.owner", READ, InventedReconsiderations.readWhereNoneIsSuspended()))
        .hasMessageContaining("Should the suspended stage resume");

    child.on("2009-06-17").does("ukhtc.owner", READ, InventedReconsiderations.read("yes"));

    assertThat(child.has("Task_MonitorSuspendedStage")).isFalse();
    assertThat(child.due("Task_ProposeReasonableGrounds"))
        .as("three working days remained, counted from the day of the officer's decision, D36")
        .isEqualTo("2009-06-22");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("resumed"))
        .singleElement()
        .satisfies(resumed -> assertThat(resumed.code()).isEqualTo("information-received"));
  }

  @Test
  void resumingIsOfferedOnlyWhileAStageIsSuspended() {
    child.referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    sends("glasgow.lead", DAY);
    assertThat(child.formValues("ukhtc.owner", READ)).doesNotContainKey("suspendedStage");

    child.reportedMissing("glasgow.lead", DAY);
    child.reasonableGrounds("ukhtc", "suspend", "2009-06-05");
    assertThat(child.formValues("ukhtc.owner", READ))
        .as("suspended since the information was sent")
        .containsEntry("suspendedStage", "reasonable-grounds");

    child
        .on("2009-06-08")
        .reportedFound("glasgow.lead", "2009-06-08")
        .does("ukhtc.owner", READ, InventedReconsiderations.read("yes"));
    assertThat(child.has(READ))
        .as("the stage had resumed, so the answer changes nothing")
        .isFalse();
  }

  @Test
  void repeatedEmptyAndInaccessibleInformationIsRefused() {
    child.referred(DAY, Invented.referralAndChild(DAY)).logged(DAY);
    sends("glasgow.lead", DAY);

    assertThatThrownBy(() -> sends("glasgow.lead", DAY))
        .hasMessageContaining("you have already sent this");
    assertThatThrownBy(() -> sends("glasgow.lead", "2009-06-02"))
        .hasMessageContaining("you have already sent this");
    assertThatThrownBy(() -> sends("fife.lead", DAY))
        .hasMessageContaining("you don't have access to a case with this number");
    assertThatThrownBy(() -> sends("ukhtc.owner", "2009-06-04"))
        .hasMessageContaining("must not be in the future");
    assertThatThrownBy(
            () ->
                child.updates(
                    "ukhtc.owner",
                    "send-further-information",
                    Invented.with(
                        InventedReconsiderations.information(child.caseNumber(), DAY),
                        "informationText",
                        "")))
        .hasMessageContaining("What is the information");

    sends("ukhtc.owner", DAY);

    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("information-received"))
        .as("it counts when someone else sends it")
        .hasSize(2);
  }

  private void sends(String user, String on) {
    child.updates(
        user,
        "send-further-information",
        InventedReconsiderations.information(child.caseNumber(), on));
  }
}
