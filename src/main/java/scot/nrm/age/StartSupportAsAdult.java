package scot.nrm.age;

import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * Starts support as an adult beside the path (D7), for somebody who has become an adult while the
 * case goes on: while anything is to be decided, or the reflection period runs. May be repeated.
 */
@Component
public class StartSupportAsAdult implements JavaDelegate {

  static final String DIAGRAM = "support-as-adult";
  private static final Set<String> GOES_ON = Set.of("nrm-case", "reconsideration");

  private final Register register;
  private final CaseInstances instances;

  StartSupportAsAdult(Register register, CaseInstances instances) {
    this.register = register;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    start(execution.getProcessBusinessKey());
  }

  void start(String caseNumber) {
    RegisterCase known = register.lock(caseNumber);
    boolean goesOn = instances.diagrams(caseNumber).stream().anyMatch(GOES_ON::contains);
    if (known.now().adultFrom() != null && goesOn) {
      instances.start(DIAGRAM, caseNumber, known.localAuthority(), Map.of());
    }
  }
}
