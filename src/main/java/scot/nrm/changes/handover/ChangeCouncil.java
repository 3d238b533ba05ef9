package scot.nrm.changes.handover;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.CouncilsOfRole;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseTasks;
import scot.nrm.engine.CaseTenants;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.RegisterUpdates;

/**
 * Hands over the case to the local authority that has accepted it (D41). One transaction changes
 * the register, from which letters take the authority, and everything running under the case
 * number. The old authority's open tasks, including the lead professional's parts of the NRM form,
 * become unassigned tasks of the new one. The competent authorities' tasks keep their assignees,
 * and no date changes.
 */
@Component
class ChangeCouncil implements JavaDelegate {

  private final CaseFile file;
  private final RegisterUpdates onTheWay;
  private final CaseInstances instances;
  private final CaseTasks tasks;
  private final CaseTenants tenants;
  private final Roles roles;

  ChangeCouncil(
      CaseFile file,
      RegisterUpdates onTheWay,
      CaseInstances instances,
      CaseTasks tasks,
      CaseTenants tenants,
      Roles roles) {
    this.file = file;
    this.onTheWay = onTheWay;
    this.instances = instances;
    this.tasks = tasks;
    this.tenants = tenants;
    this.roles = roles;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    String council = CaseVariables.LOCAL_AUTHORITY.from(execution).get();
    onTheWay.councilChanged(
        caseNumber,
        council,
        file.read(caseNumber).date("handOverAcceptedDate").orElseThrow(),
        Officer.of(execution));
    tenants.move(caseNumber, council);
    instances.setWhereKnown(caseNumber, CaseVariables.LOCAL_AUTHORITY, council);
    instances.setWhereKnown(caseNumber, CaseVariables.LEAD_PROFESSIONAL, null);
    tasks.release(caseNumber, groupsOfCouncils(), List.of(HandOver.ANSWER));
    instances.tell(caseNumber, HandOver.ACCEPTED_MESSAGE);
  }

  private List<String> groupsOfCouncils() {
    return roles.roles().stream()
        .filter(role -> role.councils() == CouncilsOfRole.OWN)
        .map(RoleSettings::group)
        .toList();
  }
}
