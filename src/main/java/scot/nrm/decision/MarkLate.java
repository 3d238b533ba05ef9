package scot.nrm.decision;

import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.Register;
import scot.nrm.engine.Stage;

/**
 * Flags a decision that was not made by the end of the day in force, on the stage and on the case, where managers see
 * it in Cockpit (D28). The diagram gives the stage's id as the input parameter {@code stage}. A flag decides nothing.
 */
@Component
class MarkLate implements JavaDelegate {

  private final Register register;

  MarkLate(Register register) {
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Stage stage = Stage.of((String) execution.getVariable("stage"));
    StageVariables variables = StageVariables.of(stage);
    variables.late().on(execution).set(true);

    RuntimeService runtime = execution.getProcessEngineServices().getRuntimeService();
    String caseNumber = execution.getProcessBusinessKey();
    runtime.createProcessInstanceQuery().processDefinitionKey("nrm-case").processInstanceBusinessKey(caseNumber).list()
        .forEach(theCase -> variables.late().on(runtime, theCase.getId()).set(true));

    register.lateMarked(caseNumber, stage, LocalDay.of(variables.targetDate().from(execution).get()));
  }
}
