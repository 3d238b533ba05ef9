package scot.nrm.decision.deadline;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.Clocks;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Deadline;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterFacts;

/**
 * Counts the case as a referral from the day on which UKHTC received the NRM form (D12, D33), and
 * sets the date by which reasonable grounds are decided: the 5th working day strictly after that
 * day (D15), or earlier if there is a court hearing before it (D16). Flags a form that came more
 * than 48 hours after the first meeting (D6).
 */
@Component
class RecordReceipt implements JavaDelegate {

  private final Register register;
  private final CaseFile file;
  private final TimeLimits limits;
  private final Clocks clocks;
  private final ReferralTargetCheck hours;

  RecordReceipt(
      Register register,
      CaseFile file,
      TimeLimits limits,
      Clocks clocks,
      ReferralTargetCheck hours) {
    this.register = register;
    this.file = file;
    this.limits = limits;
    this.clocks = clocks;
    this.hours = hours;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    CaseFileContent child = file.read(caseNumber);
    LocalDate received =
        LocalDate.parse(CaseVariables.REFERRAL_RECEIVED_DATE.from(execution).get());
    register.referralReceived(caseNumber, received, RegisterFacts.of(child, received));
    CaseVariables.REFERRAL_TARGET_MISSED.on(execution).set(hours.look(caseNumber, received));

    LocalDate due = clocks.reasonableGroundsDue(received, limits.on(received).rgWorkingDays());
    LocalDate target =
        clocks.reasonableGroundsTarget(received, due, child.date("courtHearingDate"));
    CaseVariables.RG_ORIGINAL_DUE_DATE.on(execution).set(LocalDay.endOf(due));
    CaseVariables.RG_DUE_DATE.on(execution).set(LocalDay.endOf(due));
    CaseVariables.RG_TARGET_DATE.on(execution).set(LocalDay.endOf(target));
    register.deadlineSet(caseNumber, Deadline.RG_DUE, due, target, null);
  }
}
