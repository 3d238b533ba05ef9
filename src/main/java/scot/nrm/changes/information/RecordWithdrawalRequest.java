package scot.nrm.changes.information;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.changes.Requests;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterUpdates;

/**
 * Records a request to withdraw the child (D19). A child can't withdraw, so nothing else changes.
 */
@Component
class RecordWithdrawalRequest implements JavaDelegate {

  private final RegisterUpdates onTheWay;
  private final CaseFile file;
  private final Requests requests;

  RecordWithdrawalRequest(RegisterUpdates onTheWay, CaseFile file, Requests requests) {
    this.onTheWay = onTheWay;
    this.file = file;
    this.requests = requests;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent asked = file.read(caseNumber);
    onTheWay.note(
        caseNumber,
        EntryKind.WITHDRAWAL_REQUESTED,
        null,
        CaseVariables.WITHDRAWAL_ASKED_BY.from(execution).get(),
        asked.date("withdrawalRequestDate").orElseThrow(),
        Officer.of(execution),
        asked.text("withdrawalQuestion"));
    CaseVariables.REQUEST_NUMBER
        .on(execution)
        .set(requests.of(caseNumber, EntryKind.WITHDRAWAL_REQUESTED).size());
  }
}
