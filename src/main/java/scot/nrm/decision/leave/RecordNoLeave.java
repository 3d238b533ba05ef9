package scot.nrm.decision.leave;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.facts.RequiredActs;
import scot.nrm.register.Register;

/**
 * Records that no leave is to be granted: to an EEA national, or to a child who has been granted
 * asylum (D29).
 */
@Component
class RecordNoLeave implements JavaDelegate {

  private static final String OUTCOME = "no-leave-to-be-granted";

  private final Register register;
  private final CaseClock clock;
  private final RequiredActs acts;

  RecordNoLeave(Register register, CaseClock clock, RequiredActs acts) {
    this.acts = acts;
    this.register = register;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    acts.ofNoLeave(execution.getProcessBusinessKey());
    CaseVariables.LEAVE_OUTCOME.on(execution).set(OUTCOME);
    register.leaveDecided(
        execution.getProcessBusinessKey(), OUTCOME, null, clock.today(), null, null);
  }
}
