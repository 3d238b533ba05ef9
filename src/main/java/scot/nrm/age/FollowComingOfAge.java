package scot.nrm.age;

import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.Adulthood;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.Officer;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterUpdates;

/**
 * Adjusts the wait for the 18th birthday to the known age (D7): it begins when a date of birth is
 * known that is neither estimated nor disputed, and an existing wait calculates its day again. May
 * be repeated.
 */
@Component
public class FollowComingOfAge implements JavaDelegate {

  private static final String DIAGRAM = "coming-of-age";

  private final Register register;
  private final RegisterUpdates onTheWay;
  private final CaseFile file;
  private final CaseInstances instances;
  private final CaseClock clock;

  FollowComingOfAge(
      Register register,
      RegisterUpdates onTheWay,
      CaseFile file,
      CaseInstances instances,
      CaseClock clock) {
    this.register = register;
    this.onTheWay = onTheWay;
    this.file = file;
    this.instances = instances;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    follow(execution.getProcessBusinessKey(), Officer.of(execution));
  }

  /**
   * Called when a date of birth, or whether it is disputed, has changed. A person who came of age
   * by a date that was wrong is a child again, as their letters already say (D37).
   *
   * @param officer who recorded the change, or {@code null}
   */
  public void follow(String caseNumber, String officer) {
    CaseFileContent known = file.read(caseNumber);
    if (register.lock(caseNumber).now().adultFrom() != null
        && !Adulthood.isAdult(known, clock.today())) {
      onTheWay.childAgain(caseNumber, clock.today(), officer);
      instances.end(caseNumber, Set.of(StartSupportAsAdult.DIAGRAM), "came of age on a wrong date");
    }
    RegisterCase now = register.lock(caseNumber);
    if (instances.diagrams(caseNumber).contains(DIAGRAM)) {
      instances.tell(caseNumber, "age-determined");
    } else if (now.now().adultFrom() == null && Adulthood.from(known).isPresent()) {
      instances.start(DIAGRAM, caseNumber, now.localAuthority(), Map.of());
    }
  }
}
