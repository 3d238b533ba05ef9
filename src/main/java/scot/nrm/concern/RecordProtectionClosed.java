package scot.nrm.concern;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.facts.RequiredActs;
import scot.nrm.register.Register;

/** Records when the local authority closed its child protection work (D1, D33). */
@Component
class RecordProtectionClosed implements JavaDelegate {

  private final Register register;
  private final CaseFile file;
  private final RequiredActs acts;

  RecordProtectionClosed(Register register, CaseFile file, RequiredActs acts) {
    this.acts = acts;
    this.register = register;
    this.file = file;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    acts.ofProtectionClosed(caseNumber);
    file.read(caseNumber)
        .date("protectionClosedDate")
        .ifPresent(closedOn -> register.protectionClosed(caseNumber, closedOn));
  }
}
