package scot.nrm.decision;

import java.time.LocalDate;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.Clocks;
import scot.nrm.calendar.LocalDay;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.Register;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Stage;

/**
 * Extends the date for reasonable grounds by working days after the current due date, with the case owner's reason
 * (D15). The original date stays; the register keeps every extension.
 */
@Component
class ExtendReasonableGrounds implements JavaDelegate {

  private final Register register;
  private final CaseFile file;
  private final Clocks clocks;

  ExtendReasonableGrounds(Register register, CaseFile file, WorkingDays workingDays) {
    this.register = register;
    this.file = file;
    this.clocks = new Clocks(workingDays);
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    LocalDate from = LocalDay.of(CaseVariables.RG_DUE_DATE.from(execution).get());
    LocalDate to = clocks.extended(from, CaseVariables.RG_EXTENSION_WORKING_DAYS.from(execution).get());
    Date due = LocalDay.endOf(to);
    CaseVariables.RG_DUE_DATE.on(execution).set(due);
    CaseVariables.RG_TARGET_DATE.on(execution).set(due);

    String officer = register.lastAct(caseNumber, Stage.REASONABLE_GROUNDS, "proposed").orElseThrow().officer();
    String reason = file.read(caseNumber).text("rgExtensionReason");
    register.extended(caseNumber, Stage.REASONABLE_GROUNDS, from, to, reason, officer);
  }
}
