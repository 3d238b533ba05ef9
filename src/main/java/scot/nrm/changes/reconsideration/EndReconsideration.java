package scot.nrm.changes.reconsideration;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase.AtStage;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

/** Records that a decision has been reconsidered, and whether it has changed (D30). */
@Component
class EndReconsideration implements JavaDelegate {

  private final Register register;
  private final RegisterUpdates onTheWay;

  EndReconsideration(Register register, RegisterUpdates onTheWay) {
    this.register = register;
    this.onTheWay = onTheWay;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    Stage stage = Stage.of(CaseVariables.RECONSIDERED_STAGE.from(execution).get());
    AtStage decided = register.lock(caseNumber).at(stage);
    boolean changed =
        decided.outcome() == Outcome.POSITIVE; // only a negative decision is reconsidered
    onTheWay.reconsiderationEnded(
        caseNumber, stage, changed ? "changed" : "unchanged", decided.decidedOn());
    CaseVariables.DECISION_CHANGED.on(execution).set(changed ? "yes" : "no");
  }
}
