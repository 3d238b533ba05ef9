package scot.nrm.decision;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseVariables;

/**
 * What was sent back waits for nobody any more: a proposal is a variable only while it waits (D18).
 */
@Component
class ForgetProposal implements ExecutionListener {

  @Override
  public void notify(DelegateExecution execution) {
    CaseVariables.RG_PROPOSAL.on(execution).remove();
    CaseVariables.CG_PROPOSAL.on(execution).remove();
  }
}
