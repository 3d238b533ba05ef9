package scot.nrm.decision;

import java.time.LocalDate;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.Register;
import scot.nrm.casefile.RegisterFacts;
import scot.nrm.engine.CaseVariables;

/**
 * Counts the case as a referral from the day on which UKHTC received the NRM form (D12, D33), and sets the date by which
 * reasonable grounds are decided: the 5th working day strictly after that day (D15).
 */
@Component
class RecordReceipt implements JavaDelegate {

  private final Register register;
  private final CaseFile file;
  private final TimeLimits limits;
  private final WorkingDays workingDays;

  RecordReceipt(Register register, CaseFile file, TimeLimits limits, WorkingDays workingDays) {
    this.register = register;
    this.file = file;
    this.limits = limits;
    this.workingDays = workingDays;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    LocalDate received = LocalDate.parse(CaseVariables.REFERRAL_RECEIVED_DATE.from(execution).get());
    register.referralReceived(caseNumber, received, RegisterFacts.of(file.read(caseNumber), received));

    LocalDate due = workingDays.plus(received, limits.on(received).rgWorkingDays());
    Date clock = LocalDay.endOf(due);
    CaseVariables.RG_ORIGINAL_DUE_DATE.on(execution).set(clock);
    CaseVariables.RG_DUE_DATE.on(execution).set(clock);
    CaseVariables.RG_TARGET_DATE.on(execution).set(clock);
    register.clockSet(caseNumber, "rg-due", due, due, null);
  }
}
