package scot.nrm.changes.hearing;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterUpdates;

/**
 * Records a court hearing, which replaces any earlier one, and determines whether it moves the date
 * in force for reasonable grounds (D16). Before the receipt, and while the stage is suspended, it
 * is only recorded; the deadline takes it into account when it is set or resumed. After the
 * decision it moves nothing.
 */
@Component
class RecordCourtHearing implements JavaDelegate {

  private final CaseFile file;
  private final RegisterUpdates onTheWay;
  private final Register register;
  private final HearingTarget target;

  RecordCourtHearing(
      CaseFile file, RegisterUpdates onTheWay, Register register, HearingTarget target) {
    this.file = file;
    this.onTheWay = onTheWay;
    this.register = register;
    this.target = target;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent child = file.read(caseNumber);
    LocalDate hearing = child.date("courtHearingDate").orElseThrow();
    onTheWay.note(
        caseNumber,
        EntryKind.HEARING_RECORDED,
        null,
        null,
        hearing,
        Officer.of(execution),
        child.text("courtName"));
    CaseVariables.HEARING_MOVES_TARGET
        .on(execution)
        .set(target.moved(register.lock(caseNumber), hearing).isPresent() ? "yes" : "no");
  }
}
