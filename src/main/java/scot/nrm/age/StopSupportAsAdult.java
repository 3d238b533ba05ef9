package scot.nrm.age;

import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;

/** Ends the tasks of support for adults if the person has been found to be a child (D7). */
@Component
class StopSupportAsAdult implements JavaDelegate {

  private final CaseInstances instances;

  StopSupportAsAdult(CaseInstances instances) {
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    instances.end(
        execution.getProcessBusinessKey(),
        Set.of(StartSupportAsAdult.DIAGRAM),
        "found to be a child");
  }
}
