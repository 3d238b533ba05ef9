package scot.nrm.facts;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Register;
import scot.nrm.register.RemovalHold;

/**
 * The removal hold (D32) in the register and in the variables of the case's path, which never
 * differ. Nothing else writes it.
 */
@Component
public class RemovalHolds {

  private final Register register;
  private final CaseInstances instances;

  public RemovalHolds(Register register, CaseInstances instances) {
    this.register = register;
    this.instances = instances;
  }

  /** The variable of a case that begins with a removal hold, as a UKBA copy begins it (D9). */
  public static Map<String, Object> fromTheStart() {
    return Map.of(CaseVariables.REMOVAL_HOLD.getName(), RemovalHold.ON.id());
  }

  /** A UKBA copy has come. A hold that has ended stays ended. */
  public void begin(String caseNumber) {
    follow(caseNumber, RemovalHold.ON);
  }

  /** A decision is being reconsidered: a hold that has ended is on again. */
  public void beginAgain(String caseNumber) {
    if (register.lock(caseNumber).removalHold() != RemovalHold.NOT_NEEDED) {
      write(caseNumber, RemovalHold.ON);
    }
  }

  /**
   * The facts of the case have been asked.
   *
   * @param hold what they say; a hold that has ended stays ended
   */
  public void follow(String caseNumber, RemovalHold hold) {
    if (register.lock(caseNumber).removalHold() != RemovalHold.ENDED) {
      write(caseNumber, hold);
    }
  }

  /** As {@link #follow(String, RemovalHold)}, in a step of the path itself. */
  public void follow(DelegateExecution step, RemovalHold hold) {
    if (of(step) != RemovalHold.ENDED) {
      write(step, hold);
    }
  }

  /**
   * The NRM form has been received. A hold that ended with a closed pre-alert counts again from the
   * receipt.
   *
   * @param hold what the facts say
   */
  public void restart(DelegateExecution step, RemovalHold hold) {
    write(step, hold);
  }

  /** A decision, or the end of the case, ends the hold. One that was not needed stays so. */
  public void end(String caseNumber) {
    if (register.lock(caseNumber).removalHold() == RemovalHold.ON) {
      write(caseNumber, RemovalHold.ENDED);
    }
  }

  /** As {@link #end(String)}, in a step of the path itself. */
  public void end(DelegateExecution step) {
    if (of(step) == RemovalHold.ON) {
      write(step, RemovalHold.ENDED);
    }
  }

  private static RemovalHold of(DelegateExecution step) {
    return RemovalHold.of(CaseVariables.REMOVAL_HOLD.from(step).getOrNull());
  }

  private void write(String caseNumber, RemovalHold hold) {
    instances.set(caseNumber, CaseVariables.REMOVAL_HOLD, hold.id());
    register.removalHold(caseNumber, hold);
  }

  // The step's own process may have begun in this transaction, where no query finds it yet.
  private void write(DelegateExecution step, RemovalHold hold) {
    CaseVariables.REMOVAL_HOLD.on(step).set(hold.id());
    register.removalHold(step.getProcessBusinessKey(), hold);
  }
}
