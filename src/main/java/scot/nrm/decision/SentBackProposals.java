package scot.nrm.decision;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.stereotype.Component;
import scot.nrm.access.Teams;
import scot.nrm.engine.TaskCreatedListener;
import scot.nrm.forms.DeployedForms;
import scot.nrm.register.Act;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;

/**
 * Assigns the task to propose again to the officer whose proposal was sent back (D18), in every
 * diagram. It is left to the team if that officer has left it or may no longer propose (D30). While
 * they are away, it goes to their deputy, like their other tasks.
 */
@Component
class SentBackProposals implements TaskCreatedListener {

  private final Register register;
  private final SecondOfficerRule rule;

  SentBackProposals(Register register, SecondOfficerRule rule) {
    this.register = register;
    this.rule = rule;
  }

  @Override
  public void created(DelegateTask task) {
    String caseNumber = task.getExecution().getProcessBusinessKey();
    if (caseNumber == null || task.getAssignee() != null) {
      return;
    }
    IdentityService identity = task.getProcessEngineServices().getIdentityService();
    DecisionTask.of(DeployedForms.properties((UserTask) task.getBpmnModelElementInstance()))
        .stream()
        .filter(DecisionTask::isProposal)
        .flatMap(proposal -> proposedBefore(caseNumber, proposal).stream())
        .filter(officer -> Teams.mayBeAssigned(Teams.person(officer, identity), task))
        .findFirst()
        .ifPresent(task::setAssignee);
  }

  /** The officer who may propose again what was sent back; empty if nothing was. */
  private Optional<String> proposedBefore(String caseNumber, DecisionTask proposal) {
    List<OfficerAct> acts = register.acts(caseNumber, proposal.stage());
    if (acts.isEmpty() || acts.get(acts.size() - 1).act() != Act.SENT_BACK) {
      return Optional.empty();
    }
    return SecondOfficerRule.proposal(register, caseNumber, proposal.stage())
        .map(OfficerAct::officer)
        .filter(officer -> rule.refusal(caseNumber, proposal, officer).isEmpty());
  }
}
