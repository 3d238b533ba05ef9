package scot.nrm.changes.missing;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.Officer;
import scot.nrm.facts.MissingMark;

/** Records that the child has been found or has come back, and when (D36). */
@Component
class RecordChildFound implements JavaDelegate {

  private final MissingMark missingMark;
  private final CaseFile file;

  RecordChildFound(MissingMark missingMark, CaseFile file) {
    this.missingMark = missingMark;
    this.file = file;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent reported = file.read(caseNumber);
    missingMark.remove(
        caseNumber,
        reported.date("childFoundDate").orElseThrow(),
        Officer.of(execution),
        reported.text("childFoundCondition"));
  }
}
