package scot.nrm.changes.copy;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterUpdates;

/**
 * Notifies the pre-alert that the local authority has accepted the concern, which answers a UKBA
 * copy (D10).
 */
@Component
class TellConcernAccepted implements JavaDelegate {

  private final CaseInstances instances;
  private final RegisterUpdates onTheWay;
  private final CaseFile file;

  TellConcernAccepted(CaseInstances instances, RegisterUpdates onTheWay, CaseFile file) {
    this.instances = instances;
    this.onTheWay = onTheWay;
    this.file = file;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    onTheWay.note(
        caseNumber,
        EntryKind.CONCERN_ACCEPTED,
        null,
        null,
        file.read(caseNumber).date("acceptedDate").orElse(null),
        Officer.of(execution),
        null);
    instances.tell(caseNumber, "concern-accepted");
  }
}
