package scot.nrm.decision.leave;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.register.Register;

/**
 * Starts monitoring the expiry of leave alongside the path, once per case. It continues after the
 * case has ended (D29).
 */
@Component
class StartLeaveExpiry implements JavaDelegate {

  private final Register register;
  private final CaseInstances instances;

  StartLeaveExpiry(Register register, CaseInstances instances) {
    this.register = register;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    instances.start(
        "leave-expiry", caseNumber, register.lock(caseNumber).localAuthority(), Map.of());
  }
}
