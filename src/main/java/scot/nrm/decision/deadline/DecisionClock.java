package scot.nrm.decision.deadline;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.decision.StageVariables;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Deadline;
import scot.nrm.register.Register;
import scot.nrm.register.Stage;

/**
 * Moves the date by which a stage is decided: in the register, in the variables of the whole path,
 * and for open work, which restarts with the new date (message {@code decision-changed}), so that
 * task, timer and date always agree. The original date doesn't change unless the decision is
 * reconsidered (D30).
 */
@Component
public class DecisionClock {

  /** Notifies the open stage, which restarts with the case's current variables. */
  public static final String DECISION_CHANGED = "decision-changed";

  private final Register register;
  private final CaseInstances instances;
  private final CaseClock clock;

  DecisionClock(Register register, CaseInstances instances, CaseClock clock) {
    this.register = register;
    this.instances = instances;
    this.clock = clock;
  }

  /**
   * @param due the due date without a hearing (D15)
   * @param target the date in force (D16)
   * @param reason kept with the change; may be {@code null}
   */
  public void moveReasonableGrounds(
      String caseNumber, LocalDate due, LocalDate target, String reason) {
    moveReasonableGrounds(
        caseNumber, original(caseNumber, Stage.REASONABLE_GROUNDS, due), due, target, reason);
  }

  /**
   * Does the same as {@link #moveReasonableGrounds(String, LocalDate, LocalDate, String)}, with a
   * new original date (D30, D43).
   */
  public void moveReasonableGrounds(
      String caseNumber, LocalDate original, LocalDate due, LocalDate target, String reason) {
    instances.set(caseNumber, CaseVariables.RG_ORIGINAL_DUE_DATE, LocalDay.endOf(original));
    instances.set(caseNumber, CaseVariables.RG_DUE_DATE, LocalDay.endOf(due));
    instances.set(caseNumber, CaseVariables.RG_TARGET_DATE, LocalDay.endOf(target));
    register.deadlineSet(caseNumber, Deadline.RG_DUE, original, target, reason);
    moved(caseNumber, Stage.REASONABLE_GROUNDS, target);
  }

  /**
   * @param reason kept with the change; may be {@code null}
   */
  public void moveConclusiveGrounds(String caseNumber, LocalDate target, String reason) {
    moveConclusiveGrounds(
        caseNumber, original(caseNumber, Stage.CONCLUSIVE_GROUNDS, target), target, reason);
  }

  /**
   * Does the same as {@link #moveConclusiveGrounds(String, LocalDate, String)}, with a new original
   * date (D30, D43).
   */
  public void moveConclusiveGrounds(
      String caseNumber, LocalDate original, LocalDate target, String reason) {
    instances.set(caseNumber, CaseVariables.CG_TARGET_DATE, LocalDay.endOf(target));
    register.deadlineSet(caseNumber, Deadline.CG_TARGET, original, target, reason);
    moved(caseNumber, Stage.CONCLUSIVE_GROUNDS, target);
  }

  private LocalDate original(String caseNumber, Stage stage, LocalDate otherwise) {
    LocalDate original = register.lock(caseNumber).at(stage).originalDue();
    return original == null ? otherwise : original;
  }

  private void moved(String caseNumber, Stage stage, LocalDate target) {
    if (!target.isBefore(clock.today())) {
      noLongerLate(caseNumber, stage, "The date in force is now " + target);
    }
    instances.tell(caseNumber, DECISION_CHANGED);
  }

  /** Withdraws any late mark (D28). */
  public void noLongerLate(String caseNumber, Stage stage, String why) {
    if (register.lock(caseNumber).at(stage).lateMark() != null) {
      instances.set(caseNumber, StageVariables.of(stage).late(), false);
      register.lateWithdrawn(caseNumber, stage, why);
    }
  }
}
