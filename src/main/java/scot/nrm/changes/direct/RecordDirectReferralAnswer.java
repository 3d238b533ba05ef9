package scot.nrm.changes.direct;

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
 * Records the local authority's answer about a form that was sent directly to UKHTC. It may
 * disagree, because the competent authority decides in any case (D11). Notifies a pre-alert that
 * the local authority has answered (D10).
 */
@Component
class RecordDirectReferralAnswer implements JavaDelegate {

  private final RegisterUpdates onTheWay;
  private final CaseFile file;
  private final CaseInstances instances;

  RecordDirectReferralAnswer(RegisterUpdates onTheWay, CaseFile file, CaseInstances instances) {
    this.onTheWay = onTheWay;
    this.file = file;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent answer = file.read(caseNumber);
    boolean agrees = "yes".equals(CaseVariables.COUNCIL_AGREES.from(execution).get());
    onTheWay.note(
        caseNumber,
        EntryKind.DIRECT_REFERRAL_ANSWERED,
        null,
        agrees ? "agrees" : "disagrees",
        answer.date("acceptedDate").orElse(null),
        Officer.of(execution),
        agrees ? null : answer.text("councilDisagreesReason"));
    instances.tell(caseNumber, "concern-accepted");
  }
}
