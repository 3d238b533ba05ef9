package scot.nrm.changes.direct;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;

/**
 * Asks the local authority, alongside the path, to confirm a form that was sent directly to UKHTC
 * and to name the lead professional (D11). The decision does not wait for it.
 */
@Component
class AskCouncilToConfirm implements JavaDelegate {

  private final CaseInstances instances;

  AskCouncilToConfirm(CaseInstances instances) {
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    instances.start(
        "confirm-direct-referral",
        execution.getProcessBusinessKey(),
        CaseVariables.LOCAL_AUTHORITY.from(execution).get(),
        Map.of());
  }
}
