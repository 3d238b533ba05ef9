package scot.nrm.changes.handover;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterUpdates;

/**
 * Records that a local authority has not accepted a handover, and notifies the one that has the
 * case (D41). Nothing else changes.
 */
@Component
class ReturnHandOver implements JavaDelegate {

  private final CaseFile file;
  private final RegisterUpdates onTheWay;
  private final CaseInstances instances;
  private final CaseClock clock;

  ReturnHandOver(
      CaseFile file, RegisterUpdates onTheWay, CaseInstances instances, CaseClock clock) {
    this.file = file;
    this.onTheWay = onTheWay;
    this.instances = instances;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    onTheWay.note(
        caseNumber,
        EntryKind.HAND_OVER_RETURNED,
        null,
        CaseVariables.LOCAL_AUTHORITY.from(execution).get(),
        clock.today(),
        Officer.of(execution),
        file.read(caseNumber).text("handOverReturnReason"));
    instances.tell(caseNumber, HandOver.RETURNED_MESSAGE);
  }
}
