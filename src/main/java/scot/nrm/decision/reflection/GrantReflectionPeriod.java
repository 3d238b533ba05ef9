package scot.nrm.decision.reflection;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.Clocks;
import scot.nrm.calendar.LocalDay;
import scot.nrm.decision.deadline.TimeLimit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Deadline;
import scot.nrm.register.Register;

/**
 * Grants the reflection period: day 0 is the day of the decision on reasonable grounds, the period
 * ends on day 45, the review is on day 30, and the end is the target for conclusive grounds (D20,
 * D21, D24). Anyone who has not answered the review is reminded ten working days after it (D21).
 * The numbers come from the table {@code time-limits}.
 */
@Component
class GrantReflectionPeriod implements JavaDelegate {

  private final Register register;
  private final TimeLimits limits;
  private final Clocks clocks;

  GrantReflectionPeriod(Register register, TimeLimits limits, Clocks clocks) {
    this.register = register;
    this.limits = limits;
    this.clocks = clocks;
  }

  @Override
  public void execute(DelegateExecution execution) {
    LocalDate decidedOn = LocalDate.parse(CaseVariables.RG_DECISION_DATE.from(execution).get());
    TimeLimit limit = limits.on(decidedOn);
    LocalDate review = Clocks.reflectionReview(decidedOn, limit.reflectionReviewDays());
    LocalDate end = Clocks.reflectionEnd(decidedOn, limit.reflectionDays());

    CaseVariables.REFLECTION_REVIEW_OPENS.on(execution).set(LocalDay.startOf(review));
    CaseVariables.REFLECTION_REVIEW_DATE.on(execution).set(LocalDay.endOf(review));
    CaseVariables.REFLECTION_REMINDER_DATE
        .on(execution)
        .set(LocalDay.endOf(clocks.reminderDue(review, limit.reviewReminderWorkingDays())));
    CaseVariables.REFLECTION_END_DATE.on(execution).set(LocalDay.endOf(end));
    CaseVariables.CG_TARGET_DATE.on(execution).set(LocalDay.endOf(end));

    String caseNumber = execution.getProcessBusinessKey();
    register.deadlineSet(caseNumber, Deadline.REFLECTION_REVIEW, review, review, null);
    register.deadlineSet(caseNumber, Deadline.REFLECTION_END, end, end, null);
    register.deadlineSet(caseNumber, Deadline.CG_TARGET, end, end, null);
  }
}
