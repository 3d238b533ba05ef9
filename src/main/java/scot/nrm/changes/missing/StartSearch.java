package scot.nrm.changes.missing;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * Starts the search for a child alongside the path (D34). It records which authority's decision is
 * open, for the choice in D35.
 */
@Component
class StartSearch implements JavaDelegate {

  private static final String DIAGRAM = "missing-child";
  private static final String NOBODY = "none";

  private final Register register;
  private final CaseInstances instances;

  StartSearch(Register register, CaseInstances instances) {
    this.register = register;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    RegisterCase known = register.lock(caseNumber);
    // An earlier search may still be waiting for the interview with the child.
    instances.startAnother(
        DIAGRAM,
        caseNumber,
        known.localAuthority(),
        Map.of(CaseVariables.DECIDING_AUTHORITY.getName(), authority(caseNumber, known)));
  }

  private String authority(String caseNumber, RegisterCase known) {
    for (Stage stage : Stage.values()) {
      if (instances.diagrams(caseNumber).contains(stage.id()) && known.authority(stage) != null) {
        return known.authority(stage).id();
      }
    }
    return NOBODY;
  }
}
