package scot.nrm.changes.information;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;

/** Notifies a suspended stage that there is now enough information to resume (D35, D36). */
@Component
class TellInformationReceived implements JavaDelegate {

  private final CaseInstances instances;

  TellInformationReceived(CaseInstances instances) {
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    instances.tell(execution.getProcessBusinessKey(), "information-received");
  }
}
