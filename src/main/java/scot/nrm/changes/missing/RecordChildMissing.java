package scot.nrm.changes.missing;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.RegisterUpdates;

/**
 * Records that the child is missing, in the register and on the case (D34). Nothing is decided and
 * no date moves (D23).
 */
@Component
class RecordChildMissing implements JavaDelegate {

  private final RegisterUpdates onTheWay;
  private final CaseFile file;
  private final CaseInstances instances;

  RecordChildMissing(RegisterUpdates onTheWay, CaseFile file, CaseInstances instances) {
    this.onTheWay = onTheWay;
    this.file = file;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent reported = file.read(caseNumber);
    LocalDate since = reported.date("missingSinceDate").orElseThrow();
    onTheWay.childMissing(
        caseNumber, since, Officer.of(execution), reported.text("missingCircumstances"));
    instances.set(caseNumber, CaseVariables.MISSING_SINCE, since.toString());
  }
}
