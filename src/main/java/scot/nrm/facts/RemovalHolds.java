package scot.nrm.facts;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Register;
import scot.nrm.register.RemovalHold;

/**
 * The removal hold (D32) in the register and in the variables of the case's path, which always
 * agree. Only this class writes it.
 */
@Component
public class RemovalHolds {

  private final Register register;
  private final CaseInstances instances;
  private final RequiredActs acts;

  public RemovalHolds(Register register, CaseInstances instances, RequiredActs acts) {
    this.acts = acts;
    this.register = register;
    this.instances = instances;
  }

  /** The variable of a case that starts with a removal hold because a UKBA copy opened it (D9). */
  public static Map<String, Object> initialVariables() {
    return Map.of(CaseVariables.REMOVAL_HOLD.getName(), RemovalHold.ON.id());
  }

  /** Puts removal on hold because a UKBA copy has arrived. A hold that has ended stays ended. */
  public void begin(String caseNumber) {
    apply(caseNumber, RemovalHold.ON);
  }

  /** Sets the hold that the facts require when a case is reopened, even after it had ended. */
  public void restart(String caseNumber, RemovalHold hold) {
    write(caseNumber, hold);
  }

  /** Sets the hold that the facts require; a hold that has ended stays ended. */
  public void apply(String caseNumber, RemovalHold hold) {
    if (register.lock(caseNumber).removalHold() != RemovalHold.ENDED) {
      write(caseNumber, hold);
    }
  }

  /** Does the same as {@link #apply(String, RemovalHold)} from a step on the path. */
  public void apply(DelegateExecution step, RemovalHold hold) {
    if (of(step) != RemovalHold.ENDED) {
      write(step, hold);
    }
  }

  /** Sets the hold at the receipt. One that ended with a closed pre-alert applies again then. */
  public void restart(DelegateExecution step, RemovalHold hold) {
    write(step, hold);
  }

  /**
   * Ends the hold after a decision or at the end of the case. A hold that was not needed stays not
   * needed.
   *
   * @throws IllegalStateException if nothing in the register ends it
   */
  public void end(String caseNumber) {
    if (register.lock(caseNumber).removalHold() == RemovalHold.ON) {
      write(caseNumber, RemovalHold.ENDED);
    }
  }

  /** Does the same as {@link #end(String)} from a step on the path. */
  public void end(DelegateExecution step) {
    if (of(step) == RemovalHold.ON) {
      write(step, RemovalHold.ENDED);
    }
  }

  private static RemovalHold of(DelegateExecution step) {
    return RemovalHold.of(CaseVariables.REMOVAL_HOLD.from(step).getOrNull());
  }

  private void write(String caseNumber, RemovalHold hold) {
    requireEndingAct(caseNumber, hold);
    instances.set(caseNumber, CaseVariables.REMOVAL_HOLD, hold.id());
    register.removalHold(caseNumber, hold);
  }

  private void requireEndingAct(String caseNumber, RemovalHold hold) {
    if (hold == RemovalHold.ENDED) {
      acts.requireForEndOfHold(caseNumber);
    }
  }

  // The step's process may have started in this transaction, so no query finds it yet.
  private void write(DelegateExecution step, RemovalHold hold) {
    requireEndingAct(step.getProcessBusinessKey(), hold);
    CaseVariables.REMOVAL_HOLD.on(step).set(hold.id());
    register.removalHold(step.getProcessBusinessKey(), hold);
  }
}
