package scot.nrm.changes.handover;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterUpdates;

/**
 * Asks another local authority to take over a case (D41). The task is in a process that belongs to
 * that authority, which sees nothing else of the case until it accepts.
 */
@Component
class AskOtherCouncil implements JavaDelegate {

  private final CaseFile file;
  private final RegisterUpdates onTheWay;
  private final CaseInstances instances;

  AskOtherCouncil(CaseFile file, RegisterUpdates onTheWay, CaseInstances instances) {
    this.file = file;
    this.onTheWay = onTheWay;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    String council = CaseVariables.RECEIVING_COUNCIL.from(execution).get();
    CaseFileContent asked = file.read(caseNumber);
    onTheWay.note(
        caseNumber,
        EntryKind.HAND_OVER_ASKED,
        null,
        council,
        asked.date("handOverMoveDate").orElseThrow(),
        Officer.of(execution),
        asked.text("handOverReason"));
    instances.start(HandOver.ANSWER, caseNumber, council, Map.of());
  }
}
