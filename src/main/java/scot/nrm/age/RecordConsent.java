package scot.nrm.age;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterUpdates;

/**
 * Records whether the person, an adult now, wants further support (D7). A refusal is recorded too.
 */
@Component
class RecordConsent implements JavaDelegate {

  private final RegisterUpdates onTheWay;
  private final CaseFile file;

  RecordConsent(RegisterUpdates onTheWay, CaseFile file) {
    this.onTheWay = onTheWay;
    this.file = file;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent said = file.read(caseNumber);
    onTheWay.note(
        caseNumber,
        EntryKind.CONSENT,
        null,
        CaseVariables.CONSENT_TO_SUPPORT.from(execution).get(),
        said.date("consentDate").orElseThrow(),
        Officer.of(execution),
        said.text("consentNote"));
  }
}
