package scot.nrm.decision.suspension;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.decision.OfficersOnRecord;
import scot.nrm.decision.StageVariables;
import scot.nrm.decision.deadline.DecisionClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.facts.Suspensions;
import scot.nrm.register.Register;
import scot.nrm.register.Stage;

/**
 * Suspends a stage that two officers have agreed to suspend, because the child is missing and the
 * information is not enough (D35). A state, not a decision: the outcome stays empty, no clock runs,
 * nothing is late. The date in force is kept as it was, because what is left of it counts on the
 * return (D36).
 */
@Component
class RecordSuspension implements JavaDelegate {

  private final Register register;
  private final Suspensions suspensions;
  private final CaseInstances instances;
  private final DecisionClock clock;

  RecordSuspension(
      Register register, Suspensions suspensions, CaseInstances instances, DecisionClock clock) {
    this.register = register;
    this.suspensions = suspensions;
    this.instances = instances;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    Stage stage = Suspensions.stage(execution);
    StageVariables variables = StageVariables.of(stage);
    LocalDate on = LocalDate.parse(variables.decisionDate().from(execution).get());
    String secondOfficer = OfficersOnRecord.of(register, caseNumber, stage).confirmed().officer();

    suspensions.begin(caseNumber, stage, on, secondOfficer);
    instances.set(caseNumber, variables.decisionDate(), null);
    instances.set(caseNumber, variables.proposal(), null);
    clock.noLongerLate(caseNumber, stage, "Suspended on " + on);
    instances.tell(caseNumber, DecisionClock.DECISION_CHANGED);
  }
}
