package scot.nrm.decision.suspension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static scot.nrm.forms.check.Submissions.CASE;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.forms.check.FormFile;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.Submissions;
import scot.nrm.register.Act;
import scot.nrm.register.EntryKind;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Proposal;
import scot.nrm.register.RecordedActs;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

@Tag("quick")
class SuspensionRulesTest {

  private final Register register = mock(Register.class);
  private final InventedCase known = new InventedCase();

  @BeforeEach
  void theChildIsNotMissing() {
    when(register.find(CASE)).thenAnswer(asked -> Optional.of(known.build()));
    when(register.lastAct(any(), any(), any())).thenCallRealMethod();
  }

  private void proposed(String outcome) {
    when(register.acts(CASE, Stage.REASONABLE_GROUNDS))
        .thenReturn(
            List.of(
                RecordedActs.act(
                    Stage.REASONABLE_GROUNDS,
                    Act.PROPOSED,
                    "ukhtc.owner",
                    Proposal.of(outcome),
                    "",
                    Instant.EPOCH)));
  }

  private List<String> refusals(String form, String field, String value) {
    return Submissions.refusals(
        new SuspensionRule(register),
        Submissions.of(form, "{'%s': '%s'}".formatted(field, value), Map.of()));
  }

  @Test
  void d35AStageCanBeSuspendedOnlyWhileTheChildIsMissing() {
    assertThat(refusals("propose-reasonable-grounds", "rgProposal", "suspend"))
        .singleElement()
        .asString()
        .startsWith("The stage can be suspended only while the child is missing.");
    assertThat(refusals("propose-reasonable-grounds", "rgProposal", "positive")).isEmpty();

    known.missingSince = LocalDate.of(2009, 8, 30);

    assertThat(refusals("propose-reasonable-grounds", "rgProposal", "suspend")).isEmpty();
  }

  private static FormSchema form(String id) {
    return FormFile.of(id).inItsTask();
  }

  @Test
  void d35SuspendingIsOfferedOnlyWhileTheChildIsMissing() {
    SuspensionRule rule = new SuspensionRule(register);
    assertThat(rule.refusedOptions(CASE, form("propose-conclusive-grounds")))
        .isEqualTo(Map.of("cgProposal", Set.of("suspend")));
    assertThat(rule.refusedOptions(CASE, form("confirm-conclusive-grounds"))).isEmpty();

    known.missingSince = LocalDate.of(2009, 8, 30);

    assertThat(rule.refusedOptions(CASE, form("propose-conclusive-grounds"))).isEmpty();
  }

  @Test
  void d35AProposalToSuspendIsSentBackOnceTheChildIsFound() {
    proposed("suspend");

    assertThat(refusals("confirm-reasonable-grounds", "rgConfirmation", "confirm"))
        .containsExactly(
            "The child is no longer missing, so the stage cannot be suspended. Send the proposal back.");
    assertThat(refusals("confirm-reasonable-grounds", "rgConfirmation", "send-back")).isEmpty();

    proposed("positive");

    assertThat(refusals("confirm-reasonable-grounds", "rgConfirmation", "confirm")).isEmpty();
  }

  @Test
  void d36AStageIsNotSuspendedFromADayBeforeTheChildWentMissing() {
    proposed("suspend");
    known.missingSince = LocalDate.of(2009, 8, 30);

    assertThat(refusals("confirm-reasonable-grounds", "rgDecisionDate", "2009-08-30")).isEmpty();
    assertThat(refusals("confirm-reasonable-grounds", "rgDecisionDate", "2009-08-29"))
        .singleElement()
        .asString()
        .contains("must not be before the child went missing (30 August 2009)");
  }

  @Test
  void d36NoDecisionIsDatedWhileItsStageWasSuspended() {
    proposed("positive");
    RegisterEvent resumed = RegisterEvent.entry(EntryKind.RESUMED).to(LocalDate.of(2009, 8, 30));
    when(register.history(CASE))
        .thenReturn(
            List.of(
                resumed.stage(Stage.REASONABLE_GROUNDS).to(LocalDate.of(2009, 8, 10)),
                resumed.stage(Stage.REASONABLE_GROUNDS),
                resumed.stage(Stage.CONCLUSIVE_GROUNDS).to(LocalDate.of(2009, 8, 31))));

    assertThat(refusals("confirm-reasonable-grounds", "rgDecisionDate", "2009-08-30")).isEmpty();
    assertThat(refusals("confirm-reasonable-grounds", "rgDecisionDate", "2009-08-29"))
        .singleElement()
        .asString()
        .endsWith(
            "must not be before the stage resumed (30 August 2009), because no decision was made while it was suspended.");
  }

  @Test
  void d36ANewTargetCannotBeInThePast() {
    assertThat(newTarget("2009-09-01")).isEmpty();
    assertThat(newTarget("2009-08-31"))
        .singleElement()
        .asString()
        .endsWith(": must not be in the past: it is the day by which the decision will be made.");
  }

  private static List<String> newTarget(String day) {
    return Submissions.refusals(
        new NewTargetRule(),
        Submissions.of("set-new-target", "{'cgNewTargetDate': '%s'}".formatted(day), Map.of()));
  }
}
