package scot.nrm.decision.suspension;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static scot.nrm.engine.CaseVariables.CG_DECISION_DATE;
import static scot.nrm.engine.CaseVariables.CG_PROPOSAL;
import static scot.nrm.engine.CaseVariables.RG_DECISION_DATE;
import static scot.nrm.engine.CaseVariables.RG_PROPOSAL;
import static scot.nrm.register.RecordedActs.act;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holunda.camunda.bpm.data.factory.VariableFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.decision.DecidingOfficers;
import scot.nrm.decision.DecidingOfficers.Officers;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.TestExecution;
import scot.nrm.facts.CaseCalendars;
import scot.nrm.facts.DecisionDeadlines;
import scot.nrm.facts.DecisionOutcomes;
import scot.nrm.facts.KnownClocks;
import scot.nrm.facts.Suspensions;
import scot.nrm.register.Act;
import scot.nrm.register.EntryKind;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Proposal;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/** A stage is suspended (D35) and resumes (D36); all days are in June 2009. */
@Tag("quick")
class SuspensionStepsTest {

  private static final String CASE = "NRM-2009-2222-345L";
  private static final LocalDate SUSPENDED = day(4);
  private static final LocalDate TODAY = day(24);

  private final Register register = mock(Register.class);
  private final Suspensions suspensions = mock(Suspensions.class);
  private final DecisionDeadlines deadlines = mock(DecisionDeadlines.class);
  private final CaseClock clock = mock(CaseClock.class);
  private final CaseInstances instances = mock(CaseInstances.class);
  private final DecisionOutcomes outcomes = mock(DecisionOutcomes.class);
  private final CaseFile file = mock(CaseFile.class);
  private final CaseCalendars calendars = KnownClocks.ENGLAND;
  private final SuspensionSteps steps =
      new SuspensionSteps(register, suspensions, deadlines, clock);

  @BeforeEach
  void suspendStage() {
    when(clock.today()).thenReturn(TODAY);
    InventedCase known = new InventedCase();
    known.caseNumber = CASE;
    known.referralReceivedOn = day(2);
    known.suspendedOn = SUSPENDED;
    when(register.lock(CASE)).thenReturn(known.build());
    update(null);
    file(Map.of());
  }

  private void update(RegisterEvent latest) {
    for (EntryKind kind : List.of(EntryKind.CHILD_FOUND, EntryKind.INFORMATION_RECEIVED)) {
      when(register.latest(CASE, EntryKind.SUSPENDED, kind))
          .thenReturn(Optional.ofNullable(latest).filter(event -> event.is(kind)));
    }
  }

  private void file(Map<String, String> fields) {
    when(file.read(CASE)).thenReturn(new CaseFileContent(new ObjectMapper().valueToTree(fields)));
  }

  private static LocalDate day(int ofJune) {
    return LocalDate.of(2009, 6, ofJune);
  }

  // --- D35

  @Test
  void d35ASuspensionOfReasonableGroundsIsNoDecisionAndNothingIsLate() throws Exception {
    suspend(Stage.REASONABLE_GROUNDS, RG_DECISION_DATE, RG_PROPOSAL);
  }

  @Test
  void d35ASuspensionOfConclusiveGroundsIsNoDecisionAndNothingIsLate() throws Exception {
    suspend(Stage.CONCLUSIVE_GROUNDS, CG_DECISION_DATE, CG_PROPOSAL);
  }

  private void suspend(
      Stage stage, VariableFactory<String> decisionDate, VariableFactory<String> proposal)
      throws Exception {
    DecidingOfficers officers = mock(DecidingOfficers.class);
    when(officers.of(any(), any(), eq(stage), eq(SUSPENDED)))
        .thenReturn(
            new Officers(
                act(stage, Act.PROPOSED, "case.owner", Proposal.SUSPEND, "", Instant.EPOCH),
                act(stage, Act.CONFIRMED, "second", Proposal.SUSPEND, "", Instant.EPOCH),
                null));

    steps
        .recordSuspension(instances, outcomes, officers, file)
        .execute(
            new TestExecution(
                CASE, Map.of("suspendedStage", stage.id(), decisionDate.getName(), "2009-06-04")));

    verify(suspensions).begin(CASE, stage, SUSPENDED, "second");
    verify(instances).set(CASE, decisionDate, null);
    verify(instances).set(CASE, proposal, null);
    verify(outcomes).withdrawLateMark(CASE, stage, "Suspended on 4 June 2009");
    verify(instances).correlate(CASE, "decision-changed");
  }

  // --- D36

  /** Suspended on Thursday the 4th and due on Tuesday the 9th: three working days remained. */
  private TestExecution reasonableGrounds() {
    return new TestExecution(
        CASE,
        new HashMap<>(
            Map.of(
                "suspendedStage", "reasonable-grounds", "rgTargetDate", LocalDay.endOf(day(9)))));
  }

  private void resume(TestExecution step) throws Exception {
    steps.resumeStage(file, calendars).execute(step);
  }

  private void resumed(String why, LocalDate on) {
    verify(suspensions).end(CASE, Stage.REASONABLE_GROUNDS, on, why, null);
  }

  @Test
  void d36TheRemainingDaysCountStrictlyAfterTheDayOfReturn() throws Exception {
    update(RegisterEvent.entry(EntryKind.CHILD_FOUND).from(day(3)).to(day(22)));

    resume(reasonableGrounds());

    verify(deadlines).moveReasonableGrounds(CASE, day(25), day(25), null);
    resumed("child-found", day(22));
  }

  @Test
  void d36AChildFoundBeforeTheSuspensionIsBackOnTheDayOfTheSuspension() throws Exception {
    update(RegisterEvent.entry(EntryKind.CHILD_FOUND).from(day(1)).to(day(3)));

    resume(reasonableGrounds());

    verify(deadlines).moveReasonableGrounds(CASE, day(9), day(9), null);
    resumed("child-found", SUSPENDED);
  }

  @Test
  void d35InformationResumesTheStageOnTheDayItIsRead() throws Exception {
    update(RegisterEvent.entry(EntryKind.INFORMATION_RECEIVED).from(day(10)));

    resume(reasonableGrounds());

    verify(deadlines).moveReasonableGrounds(CASE, day(29), day(29), null);
    resumed("information-received", TODAY);
  }

  @Test
  void d36AnOfficerWhoResumesTheStageIsNamed() throws Exception {
    resume(reasonableGrounds().signIn("ukhtc.owner"));

    verify(suspensions).end(CASE, Stage.REASONABLE_GROUNDS, TODAY, "officer", "ukhtc.owner");
  }

  @Test
  void d36AnOfficerResumesTheStageTodayIfThereIsNoUpdate() throws Exception {
    resume(reasonableGrounds());

    resumed("officer", TODAY);
  }

  @Test
  void d36TheDateAnOfficerEntersTakesPrecedenceOverUpdates() throws Exception {
    update(RegisterEvent.entry(EntryKind.CHILD_FOUND).from(day(3)).to(day(22)));
    TestExecution step = reasonableGrounds();
    step.setVariable("resumedDate", "2009-06-19");

    resume(step);

    verify(deadlines).moveReasonableGrounds(CASE, day(24), day(24), null);
    resumed("officer", day(19));
  }

  /** The child is found on Monday the 22nd, so the new due date is Thursday the 25th. */
  @ParameterizedTest
  @CsvSource({"25, 25", "24, 23", "23, 22", "22, 25", "8, 25"})
  void d16OnReturnOnlyAFutureHearingLimitsTheTarget(int hearing, int target) throws Exception {
    file(Map.of("courtHearingDate", day(hearing).toString()));
    update(RegisterEvent.entry(EntryKind.CHILD_FOUND).from(day(3)).to(day(22)));

    resume(reasonableGrounds());

    verify(deadlines).moveReasonableGrounds(CASE, day(25), day(target), null);
  }

  @Test
  void d36ForConclusiveGroundsTheCaseOwnerSetsTheTargetWithAReason() throws Exception {
    file(Map.of("cgNewTargetReason", "The interview is on the 30th"));
    update(RegisterEvent.entry(EntryKind.CHILD_FOUND).from(day(3)).to(day(22)));

    resume(
        new TestExecution(
            CASE, Map.of("suspendedStage", "conclusive-grounds", "cgNewTargetDate", "2009-07-06")));

    verify(deadlines)
        .moveConclusiveGrounds(CASE, LocalDate.of(2009, 7, 6), "The interview is on the 30th");
    verify(deadlines, never()).moveReasonableGrounds(anyString(), any(), any(), any());
    verify(suspensions).end(CASE, Stage.CONCLUSIVE_GROUNDS, day(22), "child-found", null);
  }
}
