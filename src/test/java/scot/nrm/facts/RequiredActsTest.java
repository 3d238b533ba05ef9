package scot.nrm.facts;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static scot.nrm.register.Stage.CONCLUSIVE_GROUNDS;
import static scot.nrm.register.Stage.REASONABLE_GROUNDS;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import scot.nrm.engine.CaseInstances;
import scot.nrm.register.Act;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryKind;
import scot.nrm.register.InventedCase;
import scot.nrm.register.OfficeAct;
import scot.nrm.register.Outcome;
import scot.nrm.register.RecordedActs;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.RegisterCase.StageState;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;

/** The register takes no outcome, end of a hold, leave or end of protection without its acts. */
@Tag("quick")
class RequiredActsTest {

  private static final String CASE = "NRM-2009-2222-2239";
  private static final LocalDate ON = LocalDate.of(2009, 6, 3);

  private final Register register = mock(Register.class);
  private final CaseInstances instances = mock(CaseInstances.class);
  private InventedCase known;
  private final RequiredActs acts = new RequiredActs(register);
  private final CaseOutcomes outcomes =
      new CaseOutcomes(register, mock(RegisterUpdates.class), instances, acts);
  private final RemovalHolds holds = new RemovalHolds(register, instances, acts);

  @BeforeEach
  void anOpenCaseWithoutDecisions() {
    known = new InventedCase();
    known.removalHold = RemovalHold.ON;
    when(register.lock(CASE)).thenAnswer(asked -> known.build());
    when(register.latest(eq(CASE), any(EntryKind[].class))).thenReturn(Optional.empty());
    when(register.closing(CASE)).thenCallRealMethod();
  }

  @ParameterizedTest
  @EnumSource
  void anOpenCaseGetsNoOutcome(CaseOutcome outcome) {
    refused(() -> outcomes.record(CASE, outcome, ON));

    verify(register, never()).closed(anyString(), any(), any());
    verify(instances, never()).set(anyString(), any(), any());
  }

  @Test
  void d30ReopeningADecisionNeedsACaseOwnersAgreement() {
    refused(() -> acts.requireForReconsideration(CASE));
    when(register.hasAct(CASE, OfficeAct.RECONSIDERATION, EntryKind.RECONSIDERATION_ASKED))
        .thenReturn(true);

    assertThatCode(() -> acts.requireForReconsideration(CASE)).doesNotThrowAnyException();
  }

  @Test
  void d43CorrectingADeadlineNeedsTwoOfficers() {
    refused(() -> acts.requireForCorrection(CASE, "owner", "owner"));
    refused(() -> acts.requireForCorrection(CASE, "owner", null));

    assertThatCode(() -> acts.requireForCorrection(CASE, "owner", "second"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "NO_REASONABLE_GROUNDS, reasonable-grounds, negative",
    "NOT_RECOGNISED, conclusive-grounds, negative",
    "RECOGNISED, conclusive-grounds, positive"
  })
  void anOutcomeNeedsADecisionOfTwoOfficers(CaseOutcome outcome, String stageId, String decided) {
    Stage stage = Stage.of(stageId);
    Outcome other = decided.equals("positive") ? Outcome.NEGATIVE : Outcome.POSITIVE;
    decided(stage, other, "owner", "second");
    refused(() -> outcomes.record(CASE, outcome, ON));
    decided(stage, Outcome.of(decided), "owner", "owner");
    refused(() -> outcomes.record(CASE, outcome, ON));
    decided(stage, Outcome.of(decided), "owner", "second");
    when(register.acts(CASE, stage)).thenReturn(List.of(act(stage, Act.PROPOSED, "owner")));
    refused(() -> outcomes.record(CASE, outcome, ON));
    decided(stage, Outcome.of(decided), "owner", "second");
    known.reconsideredStage = stage;
    refused(() -> outcomes.record(CASE, outcome, ON));
    known.reconsideredStage = null;

    outcomes.record(CASE, outcome, ON);

    verify(register).closed(CASE, outcome, ON);
  }

  @Test
  void d4NotReferredNeedsTheManagerOfTheLocalAuthority() {
    when(register.hasAct(CASE, OfficeAct.NOT_REFERRED, EntryKind.REOPENED)).thenReturn(true);

    outcomes.record(CASE, CaseOutcome.NOT_REFERRED, ON);

    verify(register).closed(CASE, CaseOutcome.NOT_REFERRED, ON);
  }

  @Test
  void d43OnlyAManagerOrAMergeAtIntakeClosesACase() {
    latest(EntryKind.CASE_ENDED, null);
    refused(() -> outcomes.record(CASE, CaseOutcome.CLOSED_OTHER, ON));
    latest(EntryKind.REOPENED, "ukhtc.manager");
    refused(() -> outcomes.record(CASE, CaseOutcome.CLOSED_OTHER, ON));
    latest(EntryKind.ERROR_CLOSED, "ukhtc.manager");
    outcomes.record(CASE, CaseOutcome.CLOSED_OTHER, ON);

    known.mergedInto = "NRM-2009-2222-2255"; // where the second case continues
    when(register.history(CASE))
        .thenReturn(
            List.of(
                entry(EntryKind.MERGED, "NRM-2009-2222-2247", "ukhtc.intake"),
                entry(EntryKind.MERGED, "NRM-2009-2222-2255", "ukhtc.intake")));
    refused(() -> outcomes.record(CASE, CaseOutcome.CLOSED_OTHER, ON));
    when(register.history("NRM-2009-2222-2247"))
        .thenReturn(List.of(entry(EntryKind.MATCH_DECIDED, "merge", "ukhtc.intake")));
    outcomes.record(CASE, CaseOutcome.CLOSED_OTHER, ON);
  }

  @Test
  void d32TheHoldEndsOnlyAfterADecision() {
    refused(() -> holds.end(CASE));
    verify(register, never()).removalHold(anyString(), any());

    known.reasonableGrounds = decided(Outcome.NEGATIVE);
    known.reconsideredStage = REASONABLE_GROUNDS;
    refused(() -> holds.end(CASE));
    known.reconsideredStage = null;
    allowed(() -> holds.end(CASE));

    anOpenCaseWithoutDecisions();
    known.conclusiveGrounds = decided(Outcome.POSITIVE);
    refused(() -> holds.end(CASE));
    known.leaveOutcome = "refused";
    allowed(() -> holds.end(CASE));

    anOpenCaseWithoutDecisions();
    known.caseOutcome = CaseOutcome.NOT_REFERRED;
    allowed(() -> holds.end(CASE));
    anOpenCaseWithoutDecisions();
    known.mergedInto = "NRM-2009-2222-2247";
    allowed(() -> holds.end(CASE));
    anOpenCaseWithoutDecisions();
    known.caseOutcome = CaseOutcome.RECOGNISED; // whose hold stays on without a decision on leave
    refused(() -> holds.end(CASE));
    latest(EntryKind.CASE_ENDED, "glasgow.manager");
    allowed(() -> holds.end(CASE));
  }

  @Test
  void d29LeaveNeedsARecognisedChildAndTheOfficerOfUkba() {
    when(register.hasAct(CASE, OfficeAct.LEAVE, EntryKind.DECIDED)).thenReturn(true);
    refused(() -> acts.requireForLeave(CASE));
    refused(() -> acts.requireForNoLeave(CASE));
    decided(CONCLUSIVE_GROUNDS, Outcome.POSITIVE, "owner", "second");
    allowed(() -> acts.requireForLeave(CASE));
    allowed(() -> acts.requireForNoLeave(CASE));
    when(register.hasAct(CASE, OfficeAct.LEAVE, EntryKind.DECIDED)).thenReturn(false);
    refused(() -> acts.requireForLeave(CASE));
  }

  @Test
  void d1OnlyTheLocalAuthorityClosesProtection() {
    refused(() -> acts.requireForProtectionClosed(CASE));
    when(register.hasAct(CASE, OfficeAct.PROTECTION_CLOSED, EntryKind.PROTECTION_CLOSED))
        .thenReturn(true);
    allowed(() -> acts.requireForProtectionClosed(CASE));
  }

  private static StageState decided(Outcome outcome) {
    return new StageState(null, null, outcome, null, null, null, null);
  }

  private void decided(Stage stage, Outcome outcome, String owner, String second) {
    when(register.decisions(CASE))
        .thenReturn(List.of(RecordedActs.decision(stage, outcome, ON, owner, second, null, 0)));
    when(register.acts(CASE, stage))
        .thenReturn(List.of(act(stage, Act.PROPOSED, owner), act(stage, Act.CONFIRMED, second)));
  }

  private void latest(EntryKind kind, String officer) {
    when(register.latest(eq(CASE), any(EntryKind[].class)))
        .thenReturn(Optional.of(entry(kind, null, officer)));
  }

  private static RegisterEvent entry(EntryKind kind, String code, String officer) {
    return new RegisterEvent(Instant.EPOCH, kind.id(), null, code, ON, null, officer, null, null);
  }

  private static OfficerAct act(Stage stage, Act act, String officer) {
    return RecordedActs.act(stage, act, officer, null, null, Instant.EPOCH);
  }

  private static void refused(ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Case " + CASE + ": D")
        .hasMessageContaining("The register was not changed");
  }

  private static void allowed(ThrowingCallable work) {
    assertThatCode(work).doesNotThrowAnyException();
  }
}
