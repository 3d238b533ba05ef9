package scot.nrm.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static scot.nrm.engine.authorities.KnownAuthorities.UKHTC;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.calendar.Length;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.decision.DecidingOfficers.Officers;
import scot.nrm.decision.deadline.DecisionTable;
import scot.nrm.decision.deadline.Limit;
import scot.nrm.decision.deadline.TimeLimit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.TestExecution;
import scot.nrm.facts.CaseOutcomes;
import scot.nrm.facts.CaseRoutes;
import scot.nrm.facts.DecisionOutcomes;
import scot.nrm.facts.KnownClocks;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.register.Act;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Outcome;
import scot.nrm.register.Proposal;
import scot.nrm.register.RecordedActs;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterCase.StageState;
import scot.nrm.register.Stage;

/** The entries made when a stage or the case is decided. */
@Tag("quick")
class DecisionStepsTest {

  private static final String CASE = "NRM-2009-2222-345L";
  private static final LocalDate TODAY = LocalDate.of(2009, 7, 1);
  private static final LocalDate RECEIVED = LocalDate.of(2009, 4, 14);
  private static final LocalDate RG_DECIDED = LocalDate.of(2009, 4, 21);

  private final DecidingOfficers officers = mock(DecidingOfficers.class);
  private final Register register = mock(Register.class);
  private final DecisionOutcomes decisions = mock(DecisionOutcomes.class);
  private final CaseFile file = mock(CaseFile.class);
  private final CaseOutcomes outcomes = mock(CaseOutcomes.class);
  private final RemovalHolds removalHolds = mock(RemovalHolds.class);
  private final CaseInstances instances = mock(CaseInstances.class);
  private final CaseClock clock = mock(CaseClock.class);
  private final TimeLimits limits = spy(DecisionTable.limits());
  private final DecisionSteps steps =
      new DecisionSteps(
          register,
          officers,
          decisions,
          mock(CaseRoutes.class),
          file,
          clock,
          KnownClocks.ENGLAND,
          limits);

  @BeforeEach
  void fillFile() {
    Map<String, String> reasons = Map.of("rgReasons", "A first sign", "cgReasons", "The evidence");
    when(file.read(CASE)).thenReturn(new CaseFileContent(new ObjectMapper().valueToTree(reasons)));
    when(clock.today()).thenReturn(TODAY);
  }

  private void agreed(Stage stage, Proposal proposal) {
    when(officers.of(any(), any(), eq(stage), any()))
        .thenReturn(
            new Officers(
                RecordedActs.act(stage, Act.PROPOSED, "case.owner", proposal, "", Instant.EPOCH),
                RecordedActs.act(stage, Act.CONFIRMED, "second", proposal, "", Instant.EPOCH),
                UKHTC));
  }

  private static TestExecution due(Stage stage, String decidedOn, String target) {
    Date inForce = LocalDay.endOf(LocalDate.parse(target));
    String prefix = stage.prefix();
    return new TestExecution(
        CASE, Map.of(prefix + "DecisionDate", decidedOn, prefix + "TargetDate", inForce));
  }

  private void verifyRecorded(
      TestExecution step,
      Stage stage,
      Proposal proposal,
      String reasons,
      String decidedOn,
      String target,
      int daysLate) {
    Decision decision =
        new Decision(
            stage,
            Outcome.of(proposal.id()),
            LocalDate.parse(decidedOn),
            "case.owner",
            "second",
            reasons,
            daysLate > 0,
            daysLate,
            UKHTC);
    verify(decisions).record(step, decision, LocalDate.parse(target));
  }

  @Test
  void d33ADecisionOnReasonableGroundsIsRecordedWithOfficersAndReasons() throws Exception {
    recordsReasonableGrounds(Proposal.POSITIVE, "2009-04-21", "2009-04-21", 0);
  }

  /** The date in force is a Friday, and the Monday is the first working day after it. */
  @ParameterizedTest
  @CsvSource({
    "positive, 2009-06-05, 0",
    "positive, 2009-06-06, 1",
    "positive, 2009-06-08, 3",
    "negative, 2009-06-08, 0",
    "negative, 2009-06-09, 4"
  })
  void d28ANegativeConclusiveDecisionHasOneMoreWorkingDay(
      String proposal, String decidedOn, int daysLate) throws Exception {
    recordsConclusiveGrounds(Proposal.of(proposal), "2009-06-05", decidedOn, daysLate);
  }

  /**
   * The case owner may set a new date after a suspension (D36), and a reconsideration has one of
   * its own (D30).
   */
  @ParameterizedTest
  @CsvSource({
    "2009-05-29, 2009-06-08, 0",
    "2009-05-29, 2009-06-09, 11",
    "2009-06-12, 2009-06-12, 0",
    "2009-06-12, 2009-06-15, 3"
  })
  void d28TheExtraDayFollowsTheReflectionPeriodNotTheTarget(
      String target, String decidedOn, int daysLate) throws Exception {
    recordsConclusiveGrounds(Proposal.NEGATIVE, target, decidedOn, daysLate);
  }

  /** The first day is 10 days after the reflection period, Monday 15 June. */
  @ParameterizedTest
  @CsvSource({"2009-06-15, 0", "2009-06-16, 11"})
  void d28ANegativeDecisionIsInTimeOnItsFirstDay(String decidedOn, int daysLate) throws Exception {
    Map<Limit, Length> lengths = new HashMap<>(limits.on(RG_DECIDED).lengths());
    lengths.put(Limit.EARLIEST_NEGATIVE, new Length(10, Length.Unit.DAYS));
    doReturn(new TimeLimit(lengths)).when(limits).of(RECEIVED, RG_DECIDED);

    recordsConclusiveGrounds(Proposal.NEGATIVE, "2009-06-05", decidedOn, daysLate);
  }

  /** The reflection period ends on Friday 5 June. */
  private void recordsConclusiveGrounds(
      Proposal proposal, String target, String decidedOn, int daysLate) throws Exception {
    when(register.lock(CASE)).thenReturn(periodUntil(LocalDate.of(2009, 6, 5)));
    agreed(Stage.CONCLUSIVE_GROUNDS, proposal);
    TestExecution step = due(Stage.CONCLUSIVE_GROUNDS, decidedOn, target);

    steps.recordConclusiveGrounds().execute(step);

    verifyRecorded(
        step, Stage.CONCLUSIVE_GROUNDS, proposal, "The evidence", decidedOn, target, daysLate);
  }

  private static RegisterCase periodUntil(LocalDate end) {
    return InventedCase.with(
        known -> {
          known.referralReceivedOn = RECEIVED;
          known.reasonableGrounds =
              new StageState(null, null, Outcome.POSITIVE, RG_DECIDED, false, 0, null);
          known.reflectionEnd = end;
        });
  }

  @Test
  void d28ANegativeDecisionOnReasonableGroundsHasNoExtraDay() throws Exception {
    recordsReasonableGrounds(Proposal.NEGATIVE, "2009-06-05", "2009-06-08", 3);
  }

  private void recordsReasonableGrounds(
      Proposal proposal, String target, String decidedOn, int daysLate) throws Exception {
    agreed(Stage.REASONABLE_GROUNDS, proposal);
    TestExecution step = due(Stage.REASONABLE_GROUNDS, decidedOn, target);

    steps.recordReasonableGrounds().execute(step);

    verifyRecorded(
        step, Stage.REASONABLE_GROUNDS, proposal, "A first sign", decidedOn, target, daysLate);
  }

  @ParameterizedTest
  @CsvSource({
    // D10: a pre-alert closes
    ",,, not-referred, true",
    "negative,,, no-reasonable-grounds, true",
    "positive, negative,, not-recognised, true",
    // D32: until leave is decided, the child must not be removed
    "positive, positive,, recognised, false",
    "positive, positive, refused, recognised, true"
  })
  void d32TheHoldEndsWithEveryOutcomeButRecognitionWithoutALeaveDecision(
      String reasonable, String conclusive, String leave, String outcome, boolean holdEnds)
      throws Exception {
    Map<String, Object> decided = new HashMap<>();
    decided.put("rgOutcome", reasonable);
    decided.put("cgOutcome", conclusive);
    decided.put("leaveOutcome", leave);
    decided.values().removeIf(value -> value == null);
    TestExecution step = new TestExecution(CASE, decided);

    steps.recordCaseOutcome(outcomes, removalHolds, instances, clock).execute(step);

    verify(outcomes).record(step, CaseOutcome.of(outcome), TODAY);
    verify(removalHolds, holdEnds ? times(1) : never()).end(step);
    verify(instances).correlate(CASE, "case-decided"); // D1
  }

  @Test
  void d18AProposalSentBackNoLongerCounts() throws Exception {
    TestExecution step =
        new TestExecution(
            CASE, Map.of("rgProposal", "negative", "cgProposal", "suspend", "rgLate", true));

    steps.forgetProposal().notify(step);

    assertThat(step.getVariables()).containsOnly(Map.entry("rgLate", true));
  }

  @Test
  void d29TheSignedInPersonIsRecordedInsteadOfTheAssignee() {
    TestExecution step = new TestExecution(CASE, Map.of()).signIn("ukba.deputy");

    steps.rememberLeaveOfficer().notify(assigned("ukba.owner", step));
    steps.rememberLeadProfessional().notify(assigned("la.duty", step));

    assertThat(step.getVariables())
        .containsEntry("leaveOfficer", "ukba.deputy")
        .containsEntry("leadProfessional", "ukba.deputy");
  }

  @Test
  void d33TheAssigneeIsRecordedIfNoOneIsSignedIn() {
    TestExecution step = new TestExecution(CASE, Map.of());

    steps.rememberLeaveOfficer().notify(assigned("ukba.owner", step));
    steps.rememberLeadProfessional().notify(assigned("la.lead", step));

    assertThat(step.getVariables())
        .containsEntry("leaveOfficer", "ukba.owner")
        .containsEntry("leadProfessional", "la.lead");
  }

  private static DelegateTask assigned(String assignee, TestExecution step) {
    DelegateTask task = mock(DelegateTask.class);
    when(task.getAssignee()).thenReturn(assignee);
    when(task.getExecution()).thenReturn(step);
    return task;
  }
}
