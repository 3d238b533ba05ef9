package scot.nrm.changes.information;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.changes.OpenStage;
import scot.nrm.changes.Requests;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.Authority;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/**
 * Records the policy adviser's answer and its recipient: the case owner of the authority that has
 * the case, or the local authority's lead professional if none has it yet (D19). The case
 * continues, whatever the answer.
 */
@Component
class RecordWithdrawalAdvice implements JavaDelegate {

  private final Register register;
  private final RegisterUpdates onTheWay;
  private final CaseFile file;
  private final Requests requests;
  private final OpenStage openStage;

  RecordWithdrawalAdvice(
      Register register,
      RegisterUpdates onTheWay,
      CaseFile file,
      Requests requests,
      OpenStage openStage) {
    this.register = register;
    this.onTheWay = onTheWay;
    this.file = file;
    this.requests = requests;
    this.openStage = openStage;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    RegisterCase known = register.lock(caseNumber);
    RegisterEvent request =
        requests.number(
            caseNumber,
            EntryKind.WITHDRAWAL_REQUESTED,
            CaseVariables.REQUEST_NUMBER.from(execution).get());
    onTheWay.note(
        caseNumber,
        EntryKind.WITHDRAWAL_ADVICE,
        null,
        request.code(),
        request.from(),
        Officer.of(execution),
        file.read(caseNumber).text("withdrawalAdvice"));

    Authority authority = openStage.authority(known);
    CaseVariables.WITH_LOCAL_AUTHORITY.on(execution).set(authority == null);
    CaseVariables.WITH_UKBA.on(execution).set(authority == Authority.UKBA);
  }
}
