package scot.nrm.changes.missing;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterUpdates;

/**
 * Records that the missing child was reported to the police, with or without a marker yet (D34).
 */
@Component
class RecordPoliceReport implements JavaDelegate {

  private final RegisterUpdates onTheWay;
  private final CaseFile file;

  RecordPoliceReport(RegisterUpdates onTheWay, CaseFile file) {
    this.onTheWay = onTheWay;
    this.file = file;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent reported = file.read(caseNumber);
    onTheWay.note(
        caseNumber,
        EntryKind.MISSING_REPORTED_TO_POLICE,
        null,
        reported.is("policeMarkerSet", "set") ? "marker-set" : "marker-asked-for",
        reported.date("policeReportDate").orElseThrow(),
        Officer.of(execution),
        reported.text("policeIncidentReference"));
  }
}
