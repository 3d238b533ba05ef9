package scot.nrm.age;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.Adulthood;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.Register;
import scot.nrm.casefile.RegisterCase;
import scot.nrm.engine.CaseInstances;

/**
 * Lets the wait for the 18th birthday follow what is known of the age (D7): it begins where a date of birth is known
 * that is neither estimated nor disputed, and what waits already works its day out again. May be repeated.
 */
@Component
public class FollowComingOfAge implements JavaDelegate {

  private static final String DIAGRAM = "coming-of-age";

  private final Register register;
  private final CaseFile file;
  private final CaseInstances instances;

  FollowComingOfAge(Register register, CaseFile file, CaseInstances instances) {
    this.register = register;
    this.file = file;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    follow(execution.getProcessBusinessKey());
  }

  /** To be called wherever a date of birth, or whether it is disputed, has changed. */
  public void follow(String caseNumber) {
    RegisterCase known = register.lock(caseNumber);
    if (instances.diagrams(caseNumber).contains(DIAGRAM)) {
      instances.tell(caseNumber, "age-determined");
    } else if (known.now().adultFrom() == null && Adulthood.from(file.read(caseNumber)).isPresent()) {
      instances.start(DIAGRAM, caseNumber, known.localAuthority(), Map.of());
    }
  }
}
