package scot.nrm.decision.reflection;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Notifies the reflection period of the same case, so that its review and reminders stop (D21,
 * D25).
 */
@Component
class TellConclusiveGroundsDecided implements JavaDelegate {

  @Override
  public void execute(DelegateExecution execution) {
    execution
        .getProcessEngineServices()
        .getRuntimeService()
        .createMessageCorrelation("conclusive-grounds-decided")
        .processInstanceBusinessKey(execution.getProcessBusinessKey())
        .correlateAllWithResult();
  }
}
