package scot.nrm.age;

import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.Adulthood;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterUpdates;

/**
 * The wait for the 18th birthday, which follows the known age (D7): it begins when a date of birth
 * is known that is neither estimated nor disputed, and an existing wait calculates its day again.
 */
@Component
public class ComingOfAgeWait {

  static final String DIAGRAM = "coming-of-age";

  private final Register register;
  private final RegisterUpdates updates;
  private final CaseFile file;
  private final CaseInstances instances;
  private final SupportAsAdult support;
  private final CaseClock clock;

  ComingOfAgeWait(
      Register register,
      RegisterUpdates updates,
      CaseFile file,
      CaseInstances instances,
      SupportAsAdult support,
      CaseClock clock) {
    this.register = register;
    this.updates = updates;
    this.file = file;
    this.instances = instances;
    this.support = support;
    this.clock = clock;
  }

  /**
   * Called when a date of birth, or whether it is disputed, has changed. A person who came of age
   * by a date that was wrong is a child again, as their letters already say (D37). May be repeated.
   *
   * @param officer who recorded the change, or {@code null}
   */
  public void follow(String caseNumber, String officer) {
    CaseFileContent known = file.read(caseNumber);
    if (register.lock(caseNumber).now().adultFrom() != null
        && !Adulthood.isAdult(known, clock.today())) {
      updates.childAgain(caseNumber, clock.today(), officer);
      support.stop(caseNumber, "came of age on a wrong date");
    }
    RegisterCase now = register.lock(caseNumber);
    if (instances.diagrams(caseNumber).contains(DIAGRAM)) {
      instances.tell(caseNumber, "age-determined");
    } else if (now.now().adultFrom() == null && Adulthood.from(known).isPresent()) {
      instances.start(DIAGRAM, caseNumber, now.localAuthority(), Map.of());
    }
  }

  /** Ends the wait and begins it in the newest version of the diagram. */
  void beginAgain(String caseNumber) {
    RegisterCase known = register.lock(caseNumber);
    instances.end(caseNumber, Set.of(DIAGRAM), "begins again in a newer version of the diagram");
    instances.start(DIAGRAM, caseNumber, known.localAuthority(), Map.of());
  }
}
