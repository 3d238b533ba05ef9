package scot.nrm.changes.reconsideration;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.changes.PathVariables;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Register;

/**
 * Continues the case as if this had been the first decision (D30). After reasonable grounds come
 * the reflection period and the route for conclusive grounds; after conclusive grounds comes leave
 * to remain.
 */
@Component
class GoOnAfterReconsideration implements JavaDelegate {

  private static final Map<String, String> NEXT =
      Map.of(
          "reasonable-grounds", "Service_GrantReflectionPeriod",
          "conclusive-grounds", "Call_LeaveToRemain");

  private final Register register;
  private final CaseInstances instances;

  GoOnAfterReconsideration(Register register, CaseInstances instances) {
    this.register = register;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    instances.goOn(
        caseNumber,
        NEXT.get(CaseVariables.RECONSIDERED_STAGE.from(execution).get()),
        PathVariables.of(register.lock(caseNumber)));
  }
}
