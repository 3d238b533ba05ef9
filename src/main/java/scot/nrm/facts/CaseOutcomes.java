package scot.nrm.facts;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterUpdates;

/** The outcome (D33), in the register and in the path's variables. Only this class writes it. */
@Component
public class CaseOutcomes {

  /** Why a case is reopened in which leave to remain is considered after all (D29). */
  public static final String LEAVE_NEEDED = "leave-needed";

  private final Register register;
  private final RegisterUpdates updates;
  private final CaseInstances instances;
  private final RequiredActs acts;

  public CaseOutcomes(
      Register register, RegisterUpdates updates, CaseInstances instances, RequiredActs acts) {
    this.acts = acts;
    this.register = register;
    this.updates = updates;
    this.instances = instances;
  }

  /**
   * @throws IllegalStateException if the acts that lead to the outcome are not in the register
   */
  public void record(String caseNumber, CaseOutcome outcome, LocalDate on) {
    acts.requireForOutcome(caseNumber, outcome);
    instances.set(caseNumber, CaseVariables.CASE_OUTCOME, outcome.id());
    register.closed(caseNumber, outcome, on);
  }

  /** Does the same as {@link #record(String, CaseOutcome, LocalDate)} from a step on the path. */
  public void record(DelegateExecution step, CaseOutcome outcome, LocalDate on) {
    acts.requireForOutcome(step.getProcessBusinessKey(), outcome);
    CaseVariables.CASE_OUTCOME.on(step).set(outcome.id());
    register.closed(step.getProcessBusinessKey(), outcome, on);
  }

  /**
   * Reopens a case that already had its outcome (D29, D30, D31).
   *
   * @param why {@link #LEAVE_NEEDED}, {@code facts-corrected}, {@code reconsideration} or {@code
   *     referred-after-all}
   */
  public void reopen(String caseNumber, String why, LocalDate on, String officer) {
    updates.reopened(caseNumber, why, on, officer);
    instances.set(caseNumber, CaseVariables.CASE_OUTCOME, null);
  }
}
