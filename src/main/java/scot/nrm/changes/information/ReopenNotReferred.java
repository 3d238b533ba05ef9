package scot.nrm.changes.information;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.Officer;
import scot.nrm.facts.CaseOutcomes;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterUpdates;

/**
 * Reopens the case of a child who was not referred but is now believed to have been trafficked
 * (D31). A closed pre-alert stays closed (D10), so removal is on hold again only from the receipt
 * of the NRM form (D32).
 */
@Component
class ReopenNotReferred implements JavaDelegate {

  static final String WHY = "referred-after-all";

  private final RegisterUpdates onTheWay;
  private final CaseOutcomes outcomes;
  private final CaseFile file;

  ReopenNotReferred(RegisterUpdates onTheWay, CaseOutcomes outcomes, CaseFile file) {
    this.onTheWay = onTheWay;
    this.outcomes = outcomes;
    this.file = file;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent said = file.read(caseNumber);
    LocalDate believed = said.date("believedAfterAllDate").orElseThrow();
    String officer = Officer.of(execution);
    onTheWay.note(
        caseNumber,
        EntryKind.BELIEVED_AFTER_ALL,
        null,
        null,
        believed,
        officer,
        said.text("believedAfterAllReason"));
    outcomes.remove(caseNumber, WHY, believed, officer);
  }
}
