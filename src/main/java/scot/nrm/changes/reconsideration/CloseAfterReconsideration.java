package scot.nrm.changes.reconsideration;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.facts.CaseOutcomes;
import scot.nrm.facts.RemovalHolds;

/**
 * Restores the case's outcome (D30) and ends the removal hold (D32) because the reconsidered
 * decision is unchanged.
 */
@Component
class CloseAfterReconsideration implements JavaDelegate {

  private static final Map<String, String> OUTCOMES =
      Map.of(
          "reasonable-grounds", "no-reasonable-grounds",
          "conclusive-grounds", "not-recognised");

  private final CaseOutcomes outcomes;
  private final RemovalHolds removalHolds;
  private final CaseInstances instances;
  private final CaseClock clock;

  CloseAfterReconsideration(
      CaseOutcomes outcomes, RemovalHolds removalHolds, CaseInstances instances, CaseClock clock) {
    this.outcomes = outcomes;
    this.removalHolds = removalHolds;
    this.instances = instances;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    String outcome = OUTCOMES.get(CaseVariables.RECONSIDERED_STAGE.from(execution).get());
    outcomes.record(caseNumber, outcome, clock.today());
    removalHolds.end(caseNumber);
    instances.tell(caseNumber, "case-decided");
  }
}
