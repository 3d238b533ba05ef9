package scot.nrm.changes.reconsideration;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.Clocks;
import scot.nrm.casefile.CaseFile;
import scot.nrm.decision.deadline.DecisionClock;
import scot.nrm.decision.deadline.TimeLimit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.register.Stage;

/**
 * The new clock of a decision that is made anew (D30), from the date of the request: five working
 * days for reasonable grounds, or less where a court hearing comes before that (D16), and 45 days
 * for conclusive grounds; the table {@code time-limits} has the numbers. Original and current date
 * both take it; the earlier ones stay in the register.
 */
@Component
class ReconsiderationClock {

  private static final String WHY = "Reconsideration";

  private final TimeLimits limits;
  private final Clocks clocks;
  private final CaseFile file;
  private final DecisionClock decisionClock;

  ReconsiderationClock(
      TimeLimits limits, Clocks clocks, CaseFile file, DecisionClock decisionClock) {
    this.limits = limits;
    this.clocks = clocks;
    this.file = file;
    this.decisionClock = decisionClock;
  }

  void begin(String caseNumber, Stage stage, LocalDate requested) {
    TimeLimit limit = limits.on(requested);
    if (stage == Stage.REASONABLE_GROUNDS) {
      LocalDate due = clocks.reasonableGroundsDue(requested, limit.rgWorkingDays());
      LocalDate target =
          clocks.reasonableGroundsTarget(
              requested,
              due,
              file.read(caseNumber).date("courtHearingDate").filter(requested::isBefore));
      decisionClock.moveReasonableGrounds(caseNumber, due, due, target, WHY);
    } else {
      LocalDate target = Clocks.reflectionEnd(requested, limit.reflectionDays());
      decisionClock.moveConclusiveGrounds(caseNumber, target, target, WHY);
    }
  }
}
