package scot.nrm.facts;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.RegisterUpdates;

/**
 * The mark that the child is missing (D34), in the register and in the variables of the case's
 * path. Only this class writes it.
 */
@Component
public class MissingMark {

  private final RegisterUpdates updates;
  private final CaseInstances instances;

  public MissingMark(RegisterUpdates updates, CaseInstances instances) {
    this.updates = updates;
    this.instances = instances;
  }

  /** The circumstances are sealed in the register's history; they may be {@code null}. */
  public void set(String caseNumber, LocalDate since, String officer, String circumstances) {
    updates.childMissing(caseNumber, since, officer, circumstances);
    instances.set(caseNumber, CaseVariables.MISSING_SINCE, since.toString());
  }

  /** How the child was found is sealed in the register's history; it may be {@code null}. */
  public void remove(String caseNumber, LocalDate found, String officer, String condition) {
    updates.childFound(caseNumber, found, officer, condition);
    instances.set(caseNumber, CaseVariables.MISSING_SINCE, null);
  }

  /** Removes the mark of a child who has not been found, because the case is closed (D43). */
  public void removeFromClosed(String caseNumber, LocalDate on, String why) {
    updates.searchEnded(caseNumber, on, why);
    instances.set(caseNumber, CaseVariables.MISSING_SINCE, null);
  }
}
