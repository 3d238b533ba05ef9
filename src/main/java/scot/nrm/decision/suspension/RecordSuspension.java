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
 * Suspends a stage that two officers have agreed to suspend, because the child is missing and there
 * is not enough information (D35). It is a state, not a decision: there is no outcome, no deadline
 * applies and nothing is late. The date in force doesn't change, because the remaining time counts
 * when the child is found (D36).
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
