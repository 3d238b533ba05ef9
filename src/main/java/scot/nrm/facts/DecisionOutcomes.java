package scot.nrm.facts;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.CaseInstances;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

/**
 * What was decided at a stage, and whether it was late (D28), in the register and in the variables
 * of the case's path. Only this class writes either.
 */
@Component
public class DecisionOutcomes {

  private final Register register;
  private final RegisterUpdates updates;
  private final CaseInstances instances;

  public DecisionOutcomes(Register register, RegisterUpdates updates, CaseInstances instances) {
    this.register = register;
    this.updates = updates;
    this.instances = instances;
  }

  /** The outcome of a stage, from a step of the path; {@code null} if it has not been decided. */
  public static Outcome of(DelegateExecution step, Stage stage) {
    return Outcome.of(StageVariables.of(stage).outcome().from(step).getOrNull());
  }

  /**
   * Records a decision from a step of its stage. A late mark raised before a back-dated decision
   * was entered is withdrawn, and the register records this. While the child is missing, the choice
   * whether to decide or suspend ends (D35).
   *
   * @param target the date that was in force
   */
  public void record(DelegateExecution step, Decision decision, LocalDate target) {
    String caseNumber = step.getProcessBusinessKey();
    StageVariables variables = StageVariables.of(decision.stage());
    if (!decision.late()) {
      register.lateWithdrawn(
          caseNumber,
          decision.stage(),
          "The decision is dated %s, and the deadline was %s"
              .formatted(BritishDate.of(decision.date()), BritishDate.of(target)));
    }
    variables.late().on(step).set(decision.late());
    variables.outcome().on(step).set(decision.outcome().id());
    register.decided(caseNumber, decision);
    if (register.lock(caseNumber).now().missingSince() != null) {
      instances.correlate(caseNumber, Suspensions.DECIDED_OR_SUSPENDED);
    }
  }

  /** Marks a stage that was not decided by the end of the date in force. */
  public void markLate(String caseNumber, Stage stage, LocalDate target) {
    instances.set(caseNumber, StageVariables.of(stage).late(), true);
    register.lateMarked(caseNumber, stage, target);
  }

  /** Withdraws any late mark (D28). */
  public void withdrawLateMark(String caseNumber, Stage stage, String why) {
    if (register.lock(caseNumber).at(stage).lateMark() != null) {
      instances.set(caseNumber, StageVariables.of(stage).late(), false);
      register.lateWithdrawn(caseNumber, stage, why);
    }
  }

  /** Corrects how many days late a decision is, 0 if in time: its deadline was wrong (D43). */
  public void correctLateness(String caseNumber, Stage stage, int daysLate) {
    updates.latenessCorrected(caseNumber, stage, daysLate);
    instances.set(caseNumber, StageVariables.of(stage).late(), daysLate > 0);
  }
}
