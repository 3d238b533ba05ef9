package scot.nrm.changes.information;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.changes.PathVariables;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.Register;

/**
 * Reopens a case at the NRM form (D31). The form is assigned to the lead professional who decided
 * to refer; if the manager decided, it is unassigned in the team. Child protection work that the
 * local authority had closed starts again (D1).
 */
@Component
class ReferAfterAll implements JavaDelegate {

  private final Register register;
  private final CaseInstances instances;

  ReferAfterAll(Register register, CaseInstances instances) {
    this.register = register;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    Map<String, Object> variables = PathVariables.of(register.lock(caseNumber));
    variables.put(CaseVariables.BELIEVED_TRAFFICKED.getName(), "yes");
    if (Officer.isIn(execution, Role.LA_LEAD_PROFESSIONAL.group())) {
      variables.put(CaseVariables.LEAD_PROFESSIONAL.getName(), Officer.of(execution));
    }
    String localAuthority = register.lock(caseNumber).localAuthority();
    instances.start("child-protection", caseNumber, localAuthority, Map.of());
    instances.goOn(caseNumber, "Call_LocalAuthorityAssessment", variables);
  }
}
