package scot.nrm.changes.missing;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.Officer;
import scot.nrm.facts.MissingMark;

/**
 * Records that the child is missing, in the register and on the case (D34). Nothing is decided and
 * no date changes (D23).
 */
@Component
class RecordChildMissing implements JavaDelegate {

  private final MissingMark missingMark;
  private final CaseFile file;

  RecordChildMissing(MissingMark missingMark, CaseFile file) {
    this.missingMark = missingMark;
    this.file = file;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent reported = file.read(caseNumber);
    LocalDate since = reported.date("missingSinceDate").orElseThrow();
    missingMark.set(
        caseNumber, since, Officer.of(execution), reported.text("missingCircumstances"));
  }
}
