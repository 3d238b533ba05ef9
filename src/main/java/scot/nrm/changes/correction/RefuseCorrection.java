package scot.nrm.changes.correction;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterUpdates;

/**
 * Records that the second officer has not confirmed a correction, and why (D43). The fact doesn't
 * change.
 */
@Component
class RefuseCorrection implements JavaDelegate {

  private final CaseFile file;
  private final RegisterUpdates onTheWay;
  private final CaseClock clock;

  RefuseCorrection(CaseFile file, RegisterUpdates onTheWay, CaseClock clock) {
    this.file = file;
    this.onTheWay = onTheWay;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CorrectedFact fact = CorrectedFact.of(CaseVariables.CORRECTED_FACT.from(execution).get());
    onTheWay.note(
        caseNumber,
        EntryKind.CORRECTION_REFUSED,
        null,
        fact.key(),
        clock.today(),
        Officer.of(execution),
        file.read(caseNumber).text("correctionRefusedReason"));
  }
}
