package scot.nrm.decision.suspension;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.decision.OfficersOnRecord;
import scot.nrm.decision.StageVariables;
import scot.nrm.decision.deadline.DecisionClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterUpdates;
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
  private final RegisterUpdates onTheWay;
  private final CaseInstances instances;
  private final DecisionClock clock;

  RecordSuspension(
      Register register, RegisterUpdates onTheWay, CaseInstances instances, DecisionClock clock) {
    this.register = register;
    this.onTheWay = onTheWay;
    this.instances = instances;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    Stage stage = Stage.of(CaseVariables.SUSPENDED_STAGE.from(execution).get());
    StageVariables variables = StageVariables.of(stage);
    LocalDate on = LocalDate.parse(variables.decisionDate().from(execution).get());
    String secondOfficer = OfficersOnRecord.of(register, caseNumber, stage).confirmed().officer();

    onTheWay.suspended(caseNumber, stage, on, secondOfficer);
    instances.set(caseNumber, CaseVariables.SUSPENDED_STAGE, stage.id());
    instances.set(caseNumber, variables.decisionDate(), null);
    instances.set(caseNumber, variables.proposal(), null);
    clock.noLongerLate(caseNumber, stage, "Suspended on " + on);
    instances.tell(caseNumber, DecisionClock.DECISION_CHANGED);
  }
}
