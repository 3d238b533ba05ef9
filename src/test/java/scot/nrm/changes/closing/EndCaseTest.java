package scot.nrm.changes.closing;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.age.ComingOfAgeWait;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.facts.CaseOutcomes;
import scot.nrm.facts.MissingMark;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.facts.RequiredActs;
import scot.nrm.facts.Suspensions;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryKind;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;

/** Ends a case without a decision (D43). */
@Tag("quick")
class EndCaseTest {

  private static final String CASE = "NRM-2009-2222-2239";
  private static final LocalDate ON = LocalDate.of(2009, 6, 3);

  private final Register register = mock(Register.class);
  private final RegisterUpdates onTheWay = mock(RegisterUpdates.class);
  private final CaseInstances instances = mock(CaseInstances.class);
  private final RuntimeService runtime = mock(RuntimeService.class, RETURNS_DEEP_STUBS);
  private final ComingOfAgeWait comingOfAge = mock(ComingOfAgeWait.class);
  private final EndCase endCase =
      new EndCase(
          register,
          onTheWay,
          new RemovalHolds(register, instances, mock(RequiredActs.class)),
          new Suspensions(onTheWay, instances),
          new MissingMark(onTheWay, instances),
          new CaseOutcomes(register, onTheWay, instances, mock(RequiredActs.class)),
          instances,
          comingOfAge,
          runtime);

  private void given(String outcome, String removalHold, Stage reconsidered, String... running) {
    InventedCase known = new InventedCase();
    known.caseOutcome = CaseOutcome.of(outcome);
    known.removalHold = RemovalHold.of(removalHold);
    known.reconsideredStage = reconsidered;
    when(register.lock(CASE)).thenReturn(known.build());
    List<ProcessInstance> found = Stream.of(running).map(EndCaseTest::instance).toList();
    when(runtime
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(CASE)
            .rootProcessInstances()
            .processDefinitionKeyNotIn("child-protection", "merge-cases", "close-case")
            .list())
        .thenReturn(found);
  }

  @Test
  void d43ClosingACaseEndsAMissingEpisode() {
    InventedCase known = new InventedCase();
    known.missingSince = ON.minusDays(1);
    when(register.lock(CASE)).thenReturn(known.build());

    endCase.end(CASE, RegisterEvent.MERGED, ON, "ukhtc.intake");
    verify(onTheWay).searchEnded(CASE, ON, RegisterEvent.MERGED);
    verify(instances).set(CASE, CaseVariables.MISSING_SINCE, null);

    endCase.end(CASE, RegisterEvent.CHILD_DIED, ON, "glasgow.manager");
    verify(onTheWay).searchEnded(CASE, ON, RegisterEvent.CHILD_DIED);
  }

  private static ProcessInstance instance(String diagram) {
    ProcessInstance instance = mock(ProcessInstance.class);
    when(instance.getId()).thenReturn("the " + diagram);
    return instance;
  }

  @Test
  void d43ClosingACaseRecordsItsOutcomeAndEndsAllButProtection() {
    given(null, "on", null, "nrm-case", "missing-child");

    endCase.end(CASE, RegisterEvent.CHILD_DIED, ON, "ukhtc.manager");

    verify(register).closed(CASE, CaseOutcome.CLOSED_OTHER, ON);
    verify(instances).set(CASE, CaseVariables.CASE_OUTCOME, "closed-other");
    verify(register).removalHold(CASE, RemovalHold.ENDED);
    verify(onTheWay)
        .addEntry(
            CASE,
            RegisterEvent.entry(EntryKind.CASE_ENDED)
                .code(RegisterEvent.CHILD_DIED)
                .from(ON)
                .officer("ukhtc.manager"));
    verify(runtime).deleteProcessInstance("the nrm-case", RegisterEvent.CHILD_DIED);
    verify(runtime).deleteProcessInstance("the missing-child", RegisterEvent.CHILD_DIED);
    verify(instances).correlate(CASE, "case-decided");
  }

  @Test
  void aDecidedCaseKeepsItsOutcomeWhenItIsMergedAndWhenTheChildDies() {
    given("no-reasonable-grounds", "ended", null);

    endCase.end(CASE, RegisterEvent.MERGED, ON, "ukhtc.intake");
    endCase.end(CASE, RegisterEvent.CHILD_DIED, ON, "ukhtc.manager");

    verify(register, never()).closed(anyString(), any(), any());
    verify(register, never()).removalHold(anyString(), any());
  }

  @Test
  void aReconsiderationInProgressEndsWithTheDecisionUnchanged() {
    given("not-recognised", "on", Stage.CONCLUSIVE_GROUNDS, "reconsideration");

    endCase.end(CASE, RegisterEvent.CHILD_DIED, ON, null);

    verify(onTheWay).reconsiderationEnded(CASE, Stage.CONCLUSIVE_GROUNDS, "unchanged", ON);
    verify(runtime).deleteProcessInstance("the reconsideration", RegisterEvent.CHILD_DIED);
  }
}
