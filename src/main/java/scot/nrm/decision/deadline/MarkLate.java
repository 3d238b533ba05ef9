package scot.nrm.decision.deadline;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.decision.StageVariables;
import scot.nrm.engine.CaseInstances;
import scot.nrm.register.Register;
import scot.nrm.register.Stage;

/**
 * Flags a decision that was not made by the end of the day in force, on the whole path of the case,
 * where managers see it in Cockpit (D28). The diagram passes the stage's id as the input parameter
 * {@code stage}. The flag has no effect on the decision.
 */
@Component
class MarkLate implements JavaDelegate {

  private final Register register;
  private final CaseInstances instances;

  MarkLate(Register register, CaseInstances instances) {
    this.register = register;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Stage stage = Stage.of((String) execution.getVariable("stage"));
    StageVariables variables = StageVariables.of(stage);
    String caseNumber = execution.getProcessBusinessKey();
    instances.set(caseNumber, variables.late(), true);

    register.lateMarked(
        caseNumber, stage, LocalDay.of(variables.targetDate().from(execution).get()));
  }
}
