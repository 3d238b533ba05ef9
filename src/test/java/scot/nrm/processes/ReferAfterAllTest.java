package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.camunda.bpm.engine.AuthorizationException;
import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedReconsiderations;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.RegisterEvent;

class ReferAfterAllTest extends DiagramTest {

  /** A Wednesday. */
  private static final String DAY = "2009-06-03";

  ReferAfterAllTest() {
    super("refer-after-all");
  }

  @Test
  void theCaseContinuesWithTheReferrersNrmForm() {
    notReferred();
    child
        .on("2009-07-01")
        .does("glasgow.lead", "Task_ReviewProtectionPlan", Invented.planReview("2009-07-01"));

    believes("glasgow.lead2", "2009-06-30");

    assertThat(nrmCase().caseOutcome()).isNull();
    assertThat(child.has("Task_AcceptConcern")).isFalse();
    assertThat(child.task("Task_NrmFormReferralAndChild").getAssignee()).isEqualTo("glasgow.lead2");
    assertThat(child.task("Task_NrmFormReferralAndChild").getTenantId()).isEqualTo("glasgow-city");
    assertThat(child.due("Task_NrmFormReferralAndChild"))
        .as("D6: 48 hours after the first meeting, so late")
        .isEqualTo("2009-06-05");
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("reopened"))
        .singleElement()
        .satisfies(
            reopened -> {
              assertThat(reopened.code()).isEqualTo("referred-after-all");
              assertThat(reopened.from()).isEqualTo("2009-06-30");
              assertThat(reopened.officer()).isEqualTo("glasgow.lead2");
            });
    assertThat(register.history(child.caseNumber()))
        .filteredOn(event -> event.kindCode().equals("believed-after-all"))
        .extracting(RegisterEvent::detail)
        .containsExactly(InventedReconsiderations.NEW);

    assertThatThrownBy(() -> believes("glasgow.manager", "2009-06-30"))
        .as("the same update twice")
        .hasMessageContaining("you can use this only for a child who was not referred");
  }

  @Test
  void aManagersReferralReopensProtectionWork() {
    notReferred();
    child
        .does("glasgow.lead", "Task_ReviewProtectionPlan", Invented.planReview(DAY))
        .does("glasgow.lead", "Task_ProtectChild", Invented.protectionClosed(DAY));
    assertThat(instances.diagrams(child.caseNumber())).isEmpty();

    believes("glasgow.manager", DAY);

    assertThat(child.task("Task_NrmFormReferralAndChild").getAssignee()).isNull();
    assertThat(child.candidateGroups("Task_NrmFormReferralAndChild"))
        .containsExactly("la-lead-professional");
    assertThat(instances.diagrams(child.caseNumber())).as("D1").contains("child-protection");
  }

  /** D1, D31 */
  @Test
  void protectionWorkStartsAgainBesideAnOpenPlanReview() {
    notReferred();
    child.does("glasgow.lead", "Task_ProtectChild", Invented.protectionClosed(DAY));

    believes("glasgow.lead", DAY);

    assertThat(child.has("Task_ProtectChild")).isTrue();
    child
        .does("glasgow.lead", "Task_ReviewProtectionPlan", Invented.planReview(DAY))
        .does("glasgow.lead", "Task_ProtectChild", Invented.protectionClosed(DAY));
    assertThat(instances.diagrams(child.caseNumber())).doesNotContain("child-protection");
  }

  @Test
  void openProtectionWorkIsNotStartedTwice() {
    notReferred();

    believes("glasgow.lead", DAY);

    child.task("Task_ProtectChild"); // the only one
    child.task("Task_ReviewProtectionPlan");
  }

  @Test
  void invalidReferralsAreRefused() {
    notReferred();

    assertThatThrownBy(() -> believes("fife.lead", DAY))
        .hasMessageContaining("you don't have access to a case with this number");
    assertThatThrownBy(() -> believes("glasgow.lead", "2009-06-02"))
        .hasMessageContaining("must not be before");
    assertThatThrownBy(() -> believes("glasgow.lead", "2009-06-04"))
        .hasMessageContaining("must not be in the future");
    assertThatThrownBy(
            () ->
                child.updates(
                    "glasgow.lead",
                    "refer-after-all",
                    Invented.with(
                        InventedReconsiderations.believedAfterAll(child.caseNumber(), DAY),
                        "believedAfterAllReason",
                        "")))
        .hasMessageContaining("What has changed: enter an answer");
    assertThatThrownBy(() -> believes("glasgow.duty", DAY))
        .isInstanceOf(AuthorizationException.class);
  }

  private void notReferred() {
    child
        .on(DAY)
        .concern("first.responder", Invented.concern(DAY))
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(DAY))
        .does("glasgow.lead", "Task_AssessChild", Invented.notBelieved(DAY))
        .does("glasgow.manager", "Task_ConfirmNotReferred", Invented.confirmedNotReferred(DAY));
    assertThat(nrmCase().caseOutcome()).isEqualTo(CaseOutcome.NOT_REFERRED);
  }

  private void believes(String user, String on) {
    child.updates(
        user, "refer-after-all", InventedReconsiderations.believedAfterAll(child.caseNumber(), on));
  }
}
