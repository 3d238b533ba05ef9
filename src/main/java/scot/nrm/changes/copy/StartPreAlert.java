package scot.nrm.changes.copy;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * Starts the wait for the local authority's answer to a UKBA copy, alongside the path (D10). A
 * local authority that has already accepted the concern has answered.
 */
@Component
class StartPreAlert implements JavaDelegate {

  private final CaseInstances instances;
  private final Register register;

  StartPreAlert(CaseInstances instances, Register register) {
    this.instances = instances;
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    RegisterCase known = register.lock(caseNumber);
    boolean accepted =
        register.history(caseNumber).stream()
                .anyMatch(event -> event.is(EntryKind.CONCERN_ACCEPTED))
            || known.referralReceivedOn() != null;
    instances.start(
        "ukba-pre-alert",
        caseNumber,
        known.localAuthority(),
        Map.of(CaseVariables.CONCERN_ACCEPTED.getName(), accepted ? "yes" : "no"));
  }
}
