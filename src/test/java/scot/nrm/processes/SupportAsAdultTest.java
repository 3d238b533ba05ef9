package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static scot.nrm.journeys.Invented.with;

import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedAges;

class SupportAsAdultTest extends DiagramTest {

  /** A Wednesday. */
  private static final String DAY = "2009-06-03";

  SupportAsAdultTest() {
    super("support-as-adult");
  }

  @Test
  void aWomanWhoConsentsIsOfferedTara() {
    ProcessInstance support = adult("female");

    assertThat(support).isWaitingAtExactly("Task_RecordConsent");
    assertThat(child.candidateGroups("Task_RecordConsent")).containsExactly("la-lead-professional");
    assertThat(due("Task_RecordConsent")).isEqualTo(endOf("2009-06-10"));
    assertThat(followUp("Task_RecordConsent")).isEqualTo(endOf("2009-06-05"));

    child.does("glasgow.lead", "Task_RecordConsent", InventedAges.consent("given", DAY));

    assertThat(support).isWaitingAtExactly("Task_EngageSupportProvider");
    assertThat(child.candidateGroups("Task_EngageSupportProvider"))
        .containsExactly("la-lead-professional");
    assertThat(due("Task_EngageSupportProvider")).isEqualTo(endOf("2009-06-10"));
    assertThat(followUp("Task_EngageSupportProvider")).isEqualTo(endOf("2009-06-05"));
    assertThat(
            child
                .formValues("glasgow.lead", "Task_EngageSupportProvider")
                .get("showSupportProvider")
                .toString())
        .contains("TARA");

    child.does("glasgow.lead", "Task_EngageSupportProvider", InventedAges.providerEngaged(DAY));

    assertThat(support).isEnded().hasPassed("Event_SupportProviderRecorded");
    assertThat(recorded("consent").code()).isEqualTo("given");
    assertThat(recorded("support-provider"))
        .satisfies(
            provider -> {
              assertThat(provider.code()).isEqualTo("tara");
              assertThat(provider.from()).isEqualTo(DAY);
              assertThat(provider.officer()).isEqualTo("glasgow.lead");
            });
  }

  @Test
  void aManIsOfferedMigrantHelplineAndAnotherProviderMayBeEngaged() {
    adult("male");
    child.does("glasgow.lead", "Task_RecordConsent", InventedAges.consent("given", DAY));

    assertThat(
            child
                .formValues("glasgow.lead", "Task_EngageSupportProvider")
                .get("showSupportProvider")
                .toString())
        .contains("Migrant Helpline");
    child.does(
        "glasgow.lead", "Task_EngageSupportProvider", InventedAges.otherProviderEngaged(DAY));

    assertThat(recorded("support-provider").code()).isEqualTo("other");
    assertThat(recorded("support-provider").detail()).isEqualTo("An invented charity");
  }

  @Test
  void theReasonForHavingNoProviderIsRecorded() {
    adult("male");
    child.does("glasgow.lead", "Task_RecordConsent", InventedAges.consent("given", DAY));

    assertThatThrownBy(
            () ->
                child.does(
                    "glasgow.lead",
                    "Task_EngageSupportProvider",
                    with(InventedAges.noProvider(), "supportProviderNote", "")))
        .hasMessageContaining("enter an answer");
    child.does("glasgow.lead", "Task_EngageSupportProvider", InventedAges.noProvider());

    assertThat(recorded("support-provider").code()).isEqualTo("none-available");
    assertThat(recorded("support-provider").detail()).contains("Both are full");
  }

  @Test
  void consentWithdrawnBeforeAProviderIsEngagedIsRecorded() {
    ProcessInstance support = adult("female");
    child
        .does("glasgow.lead", "Task_RecordConsent", InventedAges.consent("given", DAY))
        .on("2009-06-05")
        .does("glasgow.lead", "Task_EngageSupportProvider", InventedAges.consentTakenBack());

    assertThat(support).isEnded();
    assertThat(recorded("consent"))
        .satisfies(
            answer -> {
              assertThat(answer.code()).as("D7").isEqualTo("taken-back");
              assertThat(answer.from()).isEqualTo("2009-06-05");
              assertThat(answer.detail()).isEqualTo("She will stay with her aunt");
            });
  }

  @Test
  void aRefusalEndsTheSupportAndIsRecorded() {
    ProcessInstance support = adult("female");

    assertThatThrownBy(
            () ->
                child.does(
                    "glasgow.lead", "Task_RecordConsent", Map.of("consentDate", "2009-06-04")))
        .hasMessageContaining("choose an option");
    assertThatThrownBy(
            () ->
                child.does(
                    "glasgow.lead",
                    "Task_RecordConsent",
                    InventedAges.consent("refused", "2009-06-04")))
        .hasMessageContaining("must not be in the future");
    assertThatThrownBy(
            () ->
                child.does(
                    "glasgow.lead",
                    "Task_RecordConsent",
                    InventedAges.consent("refused", "2009-06-02")))
        .hasMessageContaining("must not be before");
    child.does("glasgow.lead", "Task_RecordConsent", InventedAges.consent("refused", DAY));

    assertThat(support)
        .isEnded()
        .hasPassed("Event_SupportRefused")
        .hasNotPassed("Task_EngageSupportProvider");
    assertThat(recorded("consent").code()).as("D7").isEqualTo("refused");
  }

  private ProcessInstance adult(String sex) {
    opened(DAY, Invented.concern(DAY));
    filed(with(Invented.referralAndChild(DAY), "childSex", sex));
    filed(Invented.exploitation());
    return started();
  }
}
