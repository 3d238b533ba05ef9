package scot.nrm.decision;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.facts.CaseOutcomes;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.register.Outcome;

/**
 * Records how the case ended, with its last decision (D33), ends the removal hold if the outcome
 * requires it (D32), and notifies the local authority's child protection work, which continues
 * (D1).
 */
@Component
class RecordCaseOutcome implements JavaDelegate {

  private final CaseOutcomes outcomes;
  private final RemovalHolds removalHolds;
  private final CaseClock clock;

  RecordCaseOutcome(CaseOutcomes outcomes, RemovalHolds removalHolds, CaseClock clock) {
    this.outcomes = outcomes;
    this.removalHolds = removalHolds;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    Outcome rgOutcome = Outcome.of(CaseVariables.RG_OUTCOME.from(execution).getOrNull());
    Outcome cgOutcome = Outcome.of(CaseVariables.CG_OUTCOME.from(execution).getOrNull());
    String leaveOutcome = CaseVariables.LEAVE_OUTCOME.from(execution).getOrNull();

    String outcome = outcome(rgOutcome, cgOutcome);
    outcomes.record(execution, outcome, clock.today());

    boolean ends =
        "not-referred".equals(outcome) // a pre-alert that is closed (D10)
            || rgOutcome == Outcome.NEGATIVE
            || cgOutcome == Outcome.NEGATIVE
            || leaveOutcome != null;
    if (ends) {
      removalHolds.end(execution);
    }

    execution
        .getProcessEngineServices()
        .getRuntimeService()
        .createMessageCorrelation("case-decided")
        .processInstanceBusinessKey(caseNumber)
        .correlateAllWithResult();
  }

  private static String outcome(Outcome rgOutcome, Outcome cgOutcome) {
    if (rgOutcome == null) {
      return "not-referred"; // decision A (D4)
    }
    if (rgOutcome == Outcome.NEGATIVE) {
      return "no-reasonable-grounds";
    }
    return cgOutcome == Outcome.POSITIVE ? "recognised" : "not-recognised";
  }
}
