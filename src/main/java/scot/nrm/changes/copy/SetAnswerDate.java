package scot.nrm.changes.copy;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.TaskDates;

/**
 * Sets the date by which a local authority must answer a UKBA copy or a form sent directly to
 * UKHTC: a number of working days strictly after today (D10, D11), from the table {@code
 * time-limits}.
 */
@Component
class SetAnswerDate implements JavaDelegate {

  private final TimeLimits limits;
  private final TaskDates dueDates;
  private final CaseClock clock;

  SetAnswerDate(TimeLimits limits, TaskDates dueDates, CaseClock clock) {
    this.limits = limits;
    this.dueDates = dueDates;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    CaseVariables.ANSWER_DUE_DATE
        .on(execution)
        .set(dueDates.inWorkingDays(limits.on(clock.today()).localAuthorityAnswerWorkingDays()));
  }
}
