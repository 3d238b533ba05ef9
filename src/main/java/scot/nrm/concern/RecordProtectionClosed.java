package scot.nrm.concern;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.register.Register;

/** Records when the local authority closed its child protection work (D1, D33). */
@Component
class RecordProtectionClosed implements JavaDelegate {

  private final Register register;
  private final CaseFile file;

  RecordProtectionClosed(Register register, CaseFile file) {
    this.register = register;
    this.file = file;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    file.read(caseNumber)
        .date("protectionClosedDate")
        .ifPresent(closedOn -> register.protectionClosed(caseNumber, closedOn));
  }
}
