package scot.nrm.changes.missing;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;

/** Notifies a suspended stage, which resumes automatically, and the search, which ends (D36). */
@Component
class TellChildFound implements JavaDelegate {

  private final CaseInstances instances;

  TellChildFound(CaseInstances instances) {
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    instances.tell(execution.getProcessBusinessKey(), "child-found");
  }
}
