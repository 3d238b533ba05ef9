package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.InventedChanges;

class HandOverToCouncilTest extends DiagramTest {

  /** A Wednesday; reasonable grounds are due on Wednesday 10 June. */
  private static final String DAY = "2009-06-03";

  HandOverToCouncilTest() {
    super("hand-over-to-council");
  }

  @Test
  void theNewCouncilSeesOnlyOneTaskUntilItAccepts() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    handsOver("fife", DAY);

    assertThat(child.candidateGroups("Task_AcceptHandOver"))
        .as("D41")
        .containsExactlyInAnyOrder("la-manager", "la-duty-social-work");
    assertThat(child.due("Task_AcceptHandOver")).isEqualTo("2009-06-05");
    assertThat(child.sees("fife.duty", "Task_AcceptHandOver")).isTrue();
    assertThat(child.sees("glasgow.manager", "Task_AcceptHandOver")).isFalse();
    assertThat(child.sees("fife.lead", "Task_ProtectChild")).isFalse();
    assertThat(
            child.formValues("fife.manager", "Task_AcceptHandOver").get("showHandOver").toString())
        .contains("**From:** Glasgow City")
        .contains("3 June 2009")
        .contains("Kirkcaldy");

    child.does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted(DAY));

    assertThat(nrmCase().localAuthority()).isEqualTo("fife");
    assertThat(child.sees("fife.lead", "Task_ProtectChild")).isTrue();
    assertThat(child.sees("glasgow.lead", "Task_ProtectChild")).isFalse();
    assertThat(instances.diagrams(child.caseNumber()))
        .doesNotContain("hand-over-to-council", "accept-hand-over");
  }

  @Test
  void aReturnedHandOverChangesNothingAndTheManagerReadsTheReason() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    handsOver("fife", DAY);

    child.does("fife.duty", "Task_AcceptHandOver", InventedChanges.returned());

    assertThat(nrmCase().localAuthority()).isEqualTo("glasgow-city");
    assertThat(child.sees("glasgow.lead", "Task_ProtectChild")).isTrue();
    assertThat(child.candidateGroups("Task_ActOnReturnedCase")).containsExactly("la-manager");
    assertThat(child.sees("fife.manager", "Task_ActOnReturnedCase")).isFalse();
    assertThat(child.due("Task_ActOnReturnedCase")).isEqualTo("2009-06-05");
    assertThat(
            child
                .formValues("glasgow.manager", "Task_ActOnReturnedCase")
                .get("showReturnedHandOver")
                .toString())
        .contains("Returned by:** Fife")
        .contains("has not been agreed");

    child.does("glasgow.manager", "Task_ActOnReturnedCase", InventedChanges.returnRead());

    assertThat(instances.diagrams(child.caseNumber()))
        .doesNotContain("hand-over-to-council", "accept-hand-over");
  }

  @Test
  void anAcceptedLaterHandOverRemovesTheTaskToReadTheReturn() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    handsOver("fife", DAY);
    child.does("fife.duty", "Task_AcceptHandOver", InventedChanges.returned());

    handsOver("fife", DAY);
    child.does("fife.duty", "Task_AcceptHandOver", InventedChanges.accepted(DAY));

    assertThat(child.has("Task_ActOnReturnedCase")).isFalse();
  }

  @Test
  void aLocalAuthorityThatIsAskedAgainInTheSameWordsCanAccept() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    handsOver("fife", DAY);
    child.does("fife.duty", "Task_AcceptHandOver", InventedChanges.returned());
    engine.getIdentityService().createTenantUserMembership("dundee-city", "fife.duty");
    handsOver("dundee-city", DAY);
    child.does("fife.duty", "Task_AcceptHandOver", InventedChanges.returned());
    engine.getIdentityService().deleteTenantUserMembership("dundee-city", "fife.duty");

    handsOver("fife", DAY);
    child.does("fife.duty", "Task_AcceptHandOver", InventedChanges.accepted(DAY));

    assertThat(nrmCase().localAuthority()).as("D41").isEqualTo("fife");
  }

  @Test
  void invalidHandOversAreRefused() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);

    assertThatThrownBy(() -> handsOver("glasgow-city", DAY))
        .hasMessageContaining("this local authority already has the case");
    assertThatThrownBy(() -> handsOver("atlantis", DAY))
        .hasMessageContaining("Local authority area the child is moving to");
    assertThatThrownBy(() -> handsOver("fife", "2009-05-01"))
        .hasMessageContaining("must not be before");
    assertThatThrownBy(() -> child.handedOver("fife.manager", "dundee-city", DAY))
        .hasMessageContaining("access to a case with this number");
    assertThatThrownBy(
            () ->
                child.updates(
                    "glasgow.manager",
                    "hand-over-to-council",
                    InventedChanges.handOver("NRM-2009-2CCC-CCCW", "fife", DAY)))
        .hasMessageContaining("access to a case with this number");
    assertThatThrownBy(
            () ->
                child.updates(
                    "glasgow.manager",
                    "hand-over-to-council",
                    Invented.with(
                        InventedChanges.handOver(child.caseNumber(), "fife", DAY),
                        "handOverReason",
                        null)))
        .hasMessageContaining("What the other local authority needs to know");

    handsOver("fife", DAY);

    assertThatThrownBy(() -> handsOver("dundee-city", DAY))
        .as("while another is waiting")
        .hasMessageContaining("is already waiting for an answer from Fife");
  }

  @Test
  void theAcceptanceCannotBeBeforeTheMove() {
    child.referred(DAY, Invented.ukNational(DAY)).logged(DAY);
    handsOver("fife", "2009-06-05");

    assertThat(child.due("Task_AcceptHandOver"))
        .as("after the move, a Friday")
        .isEqualTo("2009-06-09");
    assertThatThrownBy(
            () -> child.does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted(DAY)))
        .hasMessageContaining("must not be before");
    assertThatThrownBy(
            () ->
                child.does(
                    "fife.manager", "Task_AcceptHandOver", InventedChanges.accepted("2009-06-05")))
        .hasMessageContaining("must not be in the future");

    child
        .on("2009-06-05")
        .does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted("2009-06-05"));

    assertThat(onTheWay.handedOverOn(child.caseNumber(), "glasgow-city"))
        .hasValueSatisfying(day -> assertThat(day).isEqualTo("2009-06-05"));
  }

  @Test
  void theFormsPartsMoveToTheNewCouncilsLeadProfessionals() {
    child
        .on(DAY)
        .concern("first.responder", Invented.concern(DAY))
        .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(DAY))
        .does("glasgow.lead", "Task_AssessChild", Invented.assessment(DAY));
    handsOver("fife", DAY);
    child.does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted(DAY));

    assertThat(child.task("Task_NrmFormReferralAndChild").getAssignee()).isNull();

    child
        .does("fife.lead", "Task_NrmFormReferralAndChild", Invented.ukNational(DAY))
        .does("fife.lead", "Task_NrmFormExploitation", Invented.exploitation());

    assertThat(child.sees("fife.lead", "Task_NrmFormIndicators")).isTrue();
  }

  @Test
  void aMissingChildsOrEndedCaseCanBeHandedOver() {
    child
        .referred(DAY, Invented.ukNational(DAY))
        .logged(DAY)
        .reportedMissing("glasgow.lead", DAY)
        .reasonableGrounds("ukhtc", "negative", DAY);
    handsOver("fife", DAY);
    child.does("fife.manager", "Task_AcceptHandOver", InventedChanges.accepted(DAY));

    assertThat(child.ended()).isTrue();
    assertThat(child.sees("fife.lead", "Task_ProtectChild")).isTrue();
    assertThat(child.sees("fife.duty", "Task_ReportToPolice")).isTrue();
    assertThat(child.sees("glasgow.duty", "Task_ReportToPolice")).isFalse();
  }

  private void handsOver(String council, String moves) {
    child.handedOver("glasgow.manager", council, moves);
  }
}
