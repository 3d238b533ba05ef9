package scot.nrm.changes.missing;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.RegisterUpdates;

/** Records that the child has been found or has come back, and when (D36). */
@Component
class RecordChildFound implements JavaDelegate {

  private final RegisterUpdates onTheWay;
  private final CaseFile file;
  private final CaseInstances instances;

  RecordChildFound(RegisterUpdates onTheWay, CaseFile file, CaseInstances instances) {
    this.onTheWay = onTheWay;
    this.file = file;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent reported = file.read(caseNumber);
    onTheWay.childFound(
        caseNumber,
        reported.date("childFoundDate").orElseThrow(),
        Officer.of(execution),
        reported.text("childFoundCondition"));
    instances.set(caseNumber, CaseVariables.MISSING_SINCE, null);
  }
}
