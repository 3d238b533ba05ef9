package scot.nrm.changes.closing;

import java.time.LocalDate;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import scot.nrm.age.ComingOfAgeWait;
import scot.nrm.engine.CaseInstances;
import scot.nrm.facts.CaseOutcomes;
import scot.nrm.facts.MissingMark;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.facts.Suspensions;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/**
 * Ends a case without a decision (D43): because it was entered in error, was merged with another,
 * or the child has died. Its path ends at its current stage, with its tasks, timers and parallel
 * processes. The register keeps everything.
 *
 * <p>The local authority's child protection work never ends here, because only the local authority
 * closes it (D1). It is notified that the case has ended.
 */
@Component
public class EndCase {

  /** A reason, as stored in the register. */
  public static final String ENTERED_IN_ERROR = "entered-in-error";

  /** Child protection work, and the processes that end a case, which finish normally. */
  private static final String[] UNAFFECTED = {"child-protection", "merge-cases", "close-case"};

  private final Register register;
  private final RegisterUpdates updates;
  private final RemovalHolds removalHolds;
  private final Suspensions suspensions;
  private final MissingMark missingMark;
  private final CaseOutcomes outcomes;
  private final CaseInstances instances;
  private final ComingOfAgeWait comingOfAge;
  private final RuntimeService runtime;

  EndCase(
      Register register,
      RegisterUpdates updates,
      RemovalHolds removalHolds,
      Suspensions suspensions,
      MissingMark missingMark,
      CaseOutcomes outcomes,
      CaseInstances instances,
      ComingOfAgeWait comingOfAge,
      @Lazy RuntimeService runtime) {
    this.register = register;
    this.updates = updates;
    this.removalHolds = removalHolds;
    this.suspensions = suspensions;
    this.missingMark = missingMark;
    this.outcomes = outcomes;
    this.instances = instances;
    this.comingOfAge = comingOfAge;
    this.runtime = runtime;
  }

  /**
   * Ends the case at any stage, or what still runs after its outcome, which it then keeps. Called
   * by a delegate.
   *
   * @param why {@link #ENTERED_IN_ERROR}, {@link RegisterEvent#MERGED} or {@link
   *     RegisterEvent#CHILD_DIED}
   * @param on the day from which the case counts as ended
   * @param officer who ends it, or {@code null}
   */
  public void end(String caseNumber, String why, LocalDate on, String officer) {
    end(caseNumber, why, on, officer, null);
  }

  /** The same, with a manager's explanation, which is sealed and may be {@code null}. */
  public void end(String caseNumber, String why, LocalDate on, String officer, String detail) {
    RegisterCase nrmCase = register.lock(caseNumber);
    // A separate kind, because the statistics leave such cases out.
    RegisterEvent end =
        why.equals(ENTERED_IN_ERROR)
            ? RegisterEvent.entry(EntryKind.ERROR_CLOSED)
            : RegisterEvent.entry(EntryKind.CASE_ENDED).code(why);
    updates.addEntry(caseNumber, end.from(on).officer(officer).detail(detail));
    if (nrmCase.now().reconsideredStage() != null) {
      updates.reconsiderationEnded(caseNumber, nrmCase.now().reconsideredStage(), "unchanged", on);
    } else {
      unansweredRequest(caseNumber)
          .ifPresent(
              asked ->
                  updates.addEntry(
                      caseNumber,
                      RegisterEvent.entry(EntryKind.RECONSIDERATION_ENDED)
                          .stage(asked.stage())
                          .code("unanswered")
                          .from(on)));
    }
    if (nrmCase.now().suspendedStage() != null) {
      suspensions.end(caseNumber, nrmCase.now().suspendedStage(), on, "case-ended", officer);
    }
    if (nrmCase.now().missingSince() != null) {
      missingMark.removeFromClosed(caseNumber, on, why);
    }
    if (nrmCase.caseOutcome() == null) {
      outcomes.record(caseNumber, CaseOutcome.CLOSED_OTHER, on);
    }
    removalHolds.end(caseNumber);
    endRunningProcesses(caseNumber, why);
    comingOfAge.stop(caseNumber);
    instances.correlate(caseNumber, "case-decided");
  }

  private Optional<RegisterEvent> unansweredRequest(String caseNumber) {
    return register
        .latest(
            caseNumber,
            EntryKind.RECONSIDERATION_ASKED,
            EntryKind.RECONSIDERATION_REFUSED,
            EntryKind.RECONSIDERATION_ACCEPTED,
            EntryKind.RECONSIDERATION_ENDED)
        .filter(last -> last.is(EntryKind.RECONSIDERATION_ASKED));
  }

  private void endRunningProcesses(String caseNumber, String why) {
    // Only top-level instances: called ones end with their caller.
    runtime
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(caseNumber)
        .rootProcessInstances()
        .processDefinitionKeyNotIn(UNAFFECTED)
        .list()
        .forEach(instance -> runtime.deleteProcessInstance(instance.getId(), why));
  }
}
