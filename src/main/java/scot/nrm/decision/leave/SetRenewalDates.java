package scot.nrm.decision.leave;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * Sets when leave expires and when preparing its renewal starts: 60 days before (D29), by the
 * limits on the day of the grant. It uses the start of that day, so that the task exists on the day
 * itself.
 */
@Component
class SetRenewalDates implements JavaDelegate {

  private final Register register;
  private final TimeLimits limits;

  SetRenewalDates(Register register, TimeLimits limits) {
    this.register = register;
    this.limits = limits;
  }

  @Override
  public void execute(DelegateExecution execution) {
    RegisterCase known = register.lock(execution.getProcessBusinessKey());
    String renewedOn = CaseVariables.LEAVE_RENEWAL_GRANT_DATE.from(execution).getOrNull();
    LocalDate granted = renewedOn == null ? known.leaveDecidedOn() : LocalDate.parse(renewedOn);
    LocalDate expires = known.leaveExpiresOn();
    CaseVariables.LEAVE_EXPIRES.on(execution).set(LocalDay.endOf(expires));
    CaseVariables.LEAVE_RENEWAL_BEGINS
        .on(execution)
        .set(LocalDay.startOf(expires.minusDays(limits.on(granted).leaveRenewalDays())));
  }
}
