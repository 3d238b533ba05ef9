package scot.nrm.changes.reflection;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseTasks;
import scot.nrm.facts.DecisionDeadlines;
import scot.nrm.facts.ReflectionDates;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * Moves the end of the reflection period, and with it the target for conclusive grounds (D22, D24):
 * in the register, on the whole path, for the timer, and for tasks due on that date. The review
 * date and the original end don't change.
 */
@Component
class ReflectionEnd {

  private static final String PERIOD = "reflection-period";

  private final Register register;
  private final CaseInstances instances;
  private final ReflectionDates dates;
  private final CaseTasks tasks;
  private final DecisionDeadlines deadlines;

  ReflectionEnd(
      Register register,
      CaseInstances instances,
      ReflectionDates dates,
      CaseTasks tasks,
      DecisionDeadlines deadlines) {
    this.register = register;
    this.instances = instances;
    this.dates = dates;
    this.tasks = tasks;
    this.deadlines = deadlines;
  }

  /**
   * @param days calendar days after the current end
   * @return the new last day
   */
  LocalDate extend(String caseNumber, int days, String reason, String officer) {
    RegisterCase nrmCase = register.lock(caseNumber);
    LocalDate from = nrmCase.reflectionEnd();
    LocalDate to = from.plusDays(days);
    register.extended(caseNumber, Stage.CONCLUSIVE_GROUNDS, from, to, reason, officer);
    dates.moveEnd(caseNumber, to, reason);
    tasks.moveDueDates(caseNumber, PERIOD, LocalDay.endOf(from), LocalDay.endOf(to));
    instances.correlate(caseNumber, "reflection-end-moved");

    // A later target set after a suspension (D36) doesn't change, nor does one that has been met.
    LocalDate target = nrmCase.conclusiveGrounds().due();
    boolean undecided =
        nrmCase.conclusiveGrounds().outcome() == null
            || nrmCase.now().reconsideredStage() == Stage.CONCLUSIVE_GROUNDS;
    if (undecided && target.isBefore(to)) {
      deadlines.moveConclusiveGrounds(caseNumber, to, reason);
    }
    return to;
  }
}
