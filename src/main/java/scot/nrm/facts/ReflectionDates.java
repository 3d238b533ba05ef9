package scot.nrm.facts;

import static scot.nrm.engine.CaseVariables.REFLECTION_END_DATE;
import static scot.nrm.engine.CaseVariables.REFLECTION_REMINDER_DATE;
import static scot.nrm.engine.CaseVariables.REFLECTION_REVIEW_DATE;
import static scot.nrm.engine.CaseVariables.REFLECTION_REVIEW_OPENS;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseInstances;
import scot.nrm.register.Deadline;
import scot.nrm.register.Register;

/**
 * The dates of the reflection period (D20, D21), in the register and in the variables of the case's
 * path. Only this class writes them.
 */
@Component
public class ReflectionDates {

  private final Register register;
  private final CaseInstances instances;

  public ReflectionDates(Register register, CaseInstances instances) {
    this.register = register;
    this.instances = instances;
  }

  /**
   * Sets the dates when the period is granted, from a step of the path.
   *
   * @param reminder when anyone who has not answered the review is reminded
   */
  public void begin(DelegateExecution step, LocalDate review, LocalDate reminder, LocalDate end) {
    REFLECTION_REVIEW_OPENS.on(step).set(LocalDay.startOf(review));
    REFLECTION_REVIEW_DATE.on(step).set(LocalDay.endOf(review));
    REFLECTION_REMINDER_DATE.on(step).set(LocalDay.endOf(reminder));
    REFLECTION_END_DATE.on(step).set(LocalDay.endOf(end));
    String caseNumber = step.getProcessBusinessKey();
    register.deadlineSet(caseNumber, Deadline.REFLECTION_REVIEW, review, review, null);
    register.deadlineSet(caseNumber, Deadline.REFLECTION_END, end, end, null);
  }

  /** Moves the end (D22). The original end doesn't change. */
  public void moveEnd(String caseNumber, LocalDate to, String reason) {
    LocalDate original = register.lock(caseNumber).reflectionOriginalEnd();
    register.deadlineSet(caseNumber, Deadline.REFLECTION_END, original, to, reason);
    instances.set(caseNumber, REFLECTION_END_DATE, LocalDay.endOf(to));
  }

  /** Gives the end to a process alongside the path, for its letters. */
  public static void copyEnd(DelegateExecution step, LocalDate end) {
    REFLECTION_END_DATE.on(step).set(LocalDay.endOf(end));
  }
}
