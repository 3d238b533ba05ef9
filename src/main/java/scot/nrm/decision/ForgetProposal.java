package scot.nrm.decision;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseVariables;

/**
 * Removes a proposal that was sent back: it is a variable only while it waits for the second
 * officer (D18).
 */
@Component
class ForgetProposal implements ExecutionListener {

  @Override
  public void notify(DelegateExecution execution) {
    CaseVariables.RG_PROPOSAL.on(execution).remove();
    CaseVariables.CG_PROPOSAL.on(execution).remove();
  }
}
