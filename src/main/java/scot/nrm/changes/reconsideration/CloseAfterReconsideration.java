package scot.nrm.changes.reconsideration;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Register;

/**
 * A decision that was made anew is the same: the case has its outcome again (D30), and the removal
 * hold ends (D32).
 */
@Component
class CloseAfterReconsideration implements JavaDelegate {

  private static final Map<String, String> OUTCOMES =
      Map.of(
          "reasonable-grounds", "no-reasonable-grounds",
          "conclusive-grounds", "not-recognised");

  private final Register register;
  private final CaseInstances instances;
  private final CaseClock clock;

  CloseAfterReconsideration(Register register, CaseInstances instances, CaseClock clock) {
    this.register = register;
    this.instances = instances;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    String outcome = OUTCOMES.get(CaseVariables.RECONSIDERED_STAGE.from(execution).get());
    instances.set(caseNumber, CaseVariables.CASE_OUTCOME, outcome);
    register.closed(caseNumber, outcome, clock.today());
    if ("on".equals(register.lock(caseNumber).removalHold())) {
      instances.set(caseNumber, CaseVariables.REMOVAL_HOLD, "ended");
      register.removalHold(caseNumber, "ended");
    }
    instances.tell(caseNumber, "case-decided");
  }
}
