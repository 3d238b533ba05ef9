package scot.nrm.decision.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;
import static scot.nrm.engine.CaseVariables.REFERRAL_TARGET_MISSED;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseTasks;
import scot.nrm.engine.TestExecution;
import scot.nrm.facts.CaseCalendars;
import scot.nrm.facts.DecisionDeadlines;
import scot.nrm.facts.DecisionOutcomes;
import scot.nrm.facts.KnownClocks;
import scot.nrm.register.Act;
import scot.nrm.register.EntryKind;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Outcome;
import scot.nrm.register.Proposal;
import scot.nrm.register.RecordedActs;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase.StageState;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterFacts;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

/** The deadline for reasonable grounds is set, extended, missed and corrected; in June 2009. */
@Tag("quick")
class DeadlineStepsTest {

  private static final String CASE = "NRM-2009-2222-345L";

  private final Register register = mock(Register.class);
  private final RegisterUpdates updates = mock(RegisterUpdates.class);
  private final CaseFile file = mock(CaseFile.class);
  private final CaseInstances instances = mock(CaseInstances.class);
  private final CaseTasks tasks = mock(CaseTasks.class);
  private final TimeLimits limits = DecisionTable.limits();
  private final DecisionDeadlines deadlines = mock(DecisionDeadlines.class);
  private final DecisionOutcomes outcomes = mock(DecisionOutcomes.class);
  private final CaseCalendars calendars = KnownClocks.ENGLAND;
  private final DeadlineSteps steps = new DeadlineSteps(register, file, calendars, deadlines);
  private final ReferralTargetCheck referralTarget =
      new ReferralTargetCheck(file, limits, register, updates, instances, tasks);

  private void file(Map<String, ?> fields) {
    when(file.read(CASE)).thenReturn(new CaseFileContent(new ObjectMapper().valueToTree(fields)));
  }

  private static LocalDate day(int ofJune) {
    return LocalDate.of(2009, 6, ofJune);
  }

  @Test
  void d6TheTimeOfSendingIsRecordedToTheMinute() throws Exception {
    CaseClock clock = mock(CaseClock.class);
    when(clock.now()).thenReturn(Instant.parse("2009-06-02T13:20:41.131Z"));

    steps.recordReferralSent(updates, clock).notify(new TestExecution(CASE, Map.of()));

    verify(updates).referralSent(CASE, Instant.parse("2009-06-02T13:20:00Z"));
  }

  // --- the receipt

  @Test
  void d15OnReceiptTheCaseBecomesAReferralWithFiveWorkingDays() throws Exception {
    file(
        Map.of(
            "childNationalities", List.of("VN"),
            "childSex", "female",
            "childDateOfBirth", "1994-06-03",
            "firstEncounterDate", "2009-06-01"));
    TestExecution step = new TestExecution(CASE, Map.of("referralReceivedDate", "2009-06-02"));

    steps.recordReceipt(limits, referralTarget).execute(step);

    verify(register)
        .referralReceived(CASE, day(2), new RegisterFacts(List.of("VN"), "female", 14, false));
    assertThat(step.getVariable("referralTargetMissed")).isEqualTo(false);
    verify(deadlines).beginReasonableGrounds(step, day(9), day(9));
  }

  @Test
  void d16AHearingMovesTheTargetAndTheFiveDayDateIsKept() throws Exception {
    file(Map.of("courtHearingDate", "2009-06-08", "firstEncounterDate", "2009-05-30"));
    TestExecution step = new TestExecution(CASE, Map.of("referralReceivedDate", "2009-06-02"));

    steps.recordReceipt(limits, referralTarget).execute(step);

    assertThat(step.getVariable("referralTargetMissed")).isEqualTo(true);
    verify(deadlines).beginReasonableGrounds(step, day(9), day(5));
  }

  @ParameterizedTest
  @CsvSource({
    "2009-05-31, 10:00, 10:00, false",
    "2009-05-31, 10:00, 10:01, true",
    "2009-05-31,,, false",
    "2009-05-30,,, true",
    ",,, false" // the day is not known
  })
  void d6AFormMoreThan48HoursAfterTheFirstMeetingIsFlagged(
      String met, String at, String receivedAt, boolean missed) {
    Map<String, String> fields = new HashMap<>();
    fields.put("firstEncounterDate", met);
    fields.put("firstEncounterTime", at);
    fields.put("referralReceivedTime", receivedAt);
    file(fields);

    assertThat(referralTarget.update(CASE, day(2))).isEqualTo(missed);

    verify(updates).referralTargetMissed(CASE, missed);
    verify(instances).set(CASE, REFERRAL_TARGET_MISSED, missed);
  }

  // --- the extension, and lateness

  @Test
  void d15AnExtensionAddsWorkingDaysToTheDueDateWithAReason() throws Exception {
    file(Map.of("rgExtensionReason", "The school answers on Monday"));
    when(register.lastAct(CASE, Stage.REASONABLE_GROUNDS, Act.PROPOSED))
        .thenReturn(
            Optional.of(
                RecordedActs.act(
                    Stage.REASONABLE_GROUNDS, Act.PROPOSED, "case.owner", Proposal.EXTEND, "")));
    TestExecution step =
        new TestExecution(
            CASE,
            Map.of(
                "rgDueDate",
                LocalDay.endOf(day(9)),
                "rgTargetDate",
                LocalDay.endOf(day(5)),
                "rgExtensionWorkingDays",
                4,
                "rgProposal",
                "extend"));

    when(register.lock(CASE))
        .thenReturn(InventedCase.with(known -> known.referralReceivedOn = day(2)));

    steps.extendReasonableGrounds().execute(step);

    verify(register)
        .extended(
            CASE,
            Stage.REASONABLE_GROUNDS,
            day(9),
            day(15),
            "The school answers on Monday",
            "case.owner");
    verify(deadlines).moveReasonableGrounds(CASE, day(15), day(15), null);
    assertThat(step.getVariable("rgProposal")).isNull();
  }

  @Test
  void d28AStageUndecidedAtItsTargetIsLate() throws Exception {
    TestExecution step =
        new TestExecution(
            CASE, Map.of("stage", "conclusive-grounds", "cgTargetDate", LocalDay.endOf(day(5))));

    steps.markLate(outcomes).execute(step);

    verify(outcomes).markLate(CASE, Stage.CONCLUSIVE_GROUNDS, day(5));
  }

  // --- the receipt was wrong (D43)

  private void received(LocalDate on, StageState reasonableGrounds, RegisterEvent... history) {
    file(Map.of());
    InventedCase known = new InventedCase();
    known.referralReceivedOn = on;
    known.reasonableGrounds = reasonableGrounds;
    when(register.lock(CASE)).thenReturn(known.build());
    when(register.history(CASE)).thenReturn(List.of(history));
  }

  private void recalculate() {
    new DeadlineCorrection(register, outcomes, file, limits, calendars, deadlines)
        .recalculate(CASE);
  }

  private static StageState open() {
    return new StageState(day(9), day(9), null, null, null, null, null);
  }

  private static StageState decided(LocalDate on) {
    return new StageState(day(9), day(9), Outcome.POSITIVE, on, false, 0, null);
  }

  private static RegisterEvent extended() {
    return RegisterEvent.entry(EntryKind.EXTENDED)
        .stage(Stage.REASONABLE_GROUNDS)
        .from(day(10))
        .to(day(12));
  }

  private static RegisterEvent reconsidered(Stage stage) {
    return RegisterEvent.entry(EntryKind.RECONSIDERATION_ACCEPTED).stage(stage);
  }

  @Test
  void d43CorrectingTheReceiptOfAnOpenStageMovesEveryDate() {
    received(day(2), open(), extended());

    recalculate();

    verify(deadlines).moveReasonableGrounds(CASE, day(9), day(11), day(11), null);
    verifyNoInteractions(outcomes);
  }

  @ParameterizedTest
  @CsvSource({"9, 0", "12, 3"})
  void d43CorrectingTheReceiptAfterTheDecisionChangesOnlyRegisterAndLateness(
      int decided, int daysLate) {
    received(day(2), decided(day(decided)), reconsidered(Stage.CONCLUSIVE_GROUNDS));

    recalculate();

    verify(deadlines).correctReasonableGrounds(CASE, day(9), day(9));
    verify(outcomes).correctLateness(CASE, Stage.REASONABLE_GROUNDS, daysLate);
  }

  @Test
  void d30AReconsideredDecisionKeepsItsOwnDeadline() {
    received(day(2), open(), extended(), reconsidered(Stage.REASONABLE_GROUNDS));

    recalculate();

    verifyNoInteractions(deadlines, outcomes);
  }

  @Test
  void d9ACaseWithoutAnNrmFormHasNoDeadline() {
    received(null, open());

    recalculate();

    verifyNoInteractions(deadlines, outcomes);
  }
}
