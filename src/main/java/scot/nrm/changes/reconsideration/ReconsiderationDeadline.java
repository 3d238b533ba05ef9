package scot.nrm.changes.reconsideration;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.DeadlineCalculator;
import scot.nrm.casefile.CaseFile;
import scot.nrm.decision.deadline.Limit;
import scot.nrm.decision.deadline.TimeLimit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.facts.CaseCalendars;
import scot.nrm.facts.DecisionDeadlines;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * Sets the deadline of a reconsidered decision from the date of the request (D30): five working
 * days for reasonable grounds, or fewer if there is an earlier court hearing (D16), and 45 days for
 * conclusive grounds. The numbers come from the table {@code time-limits}. The new deadline is both
 * the original and the current date; earlier dates stay in the register.
 */
@Component
class ReconsiderationDeadline {

  private static final String WHY = "Reconsideration, counted from the date of the request";

  private final TimeLimits limits;
  private final CaseCalendars calendars;
  private final Register register;
  private final CaseFile file;
  private final DecisionDeadlines deadlines;

  ReconsiderationDeadline(
      TimeLimits limits,
      CaseCalendars calendars,
      Register register,
      CaseFile file,
      DecisionDeadlines deadlines) {
    this.limits = limits;
    this.calendars = calendars;
    this.register = register;
    this.file = file;
    this.deadlines = deadlines;
  }

  void set(String caseNumber, Stage stage, LocalDate requested) {
    RegisterCase nrmCase = register.lock(caseNumber);
    TimeLimit limit = limits.of(nrmCase.referralReceivedOn(), requested);
    if (stage == Stage.REASONABLE_GROUNDS) {
      DeadlineCalculator calculator = calendars.calculator(nrmCase, stage);
      LocalDate due =
          calculator.reasonableGroundsDue(requested, limit.length(Limit.REASONABLE_GROUNDS));
      LocalDate target =
          calculator.reasonableGroundsTarget(
              requested,
              due,
              file.read(caseNumber).date("courtHearingDate").filter(requested::isBefore));
      deadlines.moveReasonableGrounds(caseNumber, due, due, target, WHY);
    } else {
      LocalDate target = limit.reflectionEnd(requested);
      deadlines.moveConclusiveGrounds(caseNumber, target, target, WHY);
    }
  }
}
