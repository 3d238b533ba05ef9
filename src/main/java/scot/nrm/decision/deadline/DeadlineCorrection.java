package scot.nrm.decision.deadline;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.DeadlineCalculator;
import scot.nrm.casefile.CaseFile;
import scot.nrm.facts.CaseCalendars;
import scot.nrm.facts.DecisionDeadlines;
import scot.nrm.facts.DecisionOutcomes;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * Recalculates the deadline for reasonable grounds when the date of receipt or of the court hearing
 * was wrong (D43). While the stage is open, task, timer and dates move together. After the decision
 * only the register is corrected, including lateness, because the reflection period and target
 * depend on the date of the decision. A reconsidered decision has its own deadline (D30).
 */
@Component
public class DeadlineCorrection {

  private final Register register;
  private final DecisionOutcomes outcomes;
  private final CaseFile file;
  private final TimeLimits limits;
  private final CaseCalendars calendars;
  private final DecisionDeadlines deadlines;

  DeadlineCorrection(
      Register register,
      DecisionOutcomes outcomes,
      CaseFile file,
      TimeLimits limits,
      CaseCalendars calendars,
      DecisionDeadlines deadlines) {
    this.register = register;
    this.outcomes = outcomes;
    this.file = file;
    this.limits = limits;
    this.calendars = calendars;
    this.deadlines = deadlines;
  }

  /**
   * Uses the current receipt date from the register, and the hearing in the file. A second call
   * changes nothing.
   *
   * @return false if it doesn't apply, because the decision is or was reconsidered
   */
  public boolean recalculate(String caseNumber) {
    RegisterCase nrmCase = register.lock(caseNumber);
    LocalDate received = nrmCase.referralReceivedOn();
    boolean reconsidered =
        register.history(caseNumber).stream()
            .filter(event -> event.is(EntryKind.RECONSIDERATION_ACCEPTED))
            .anyMatch(event -> event.stage() == Stage.REASONABLE_GROUNDS);
    if (received == null || reconsidered) {
      return !reconsidered;
    }
    ReasonableGroundsDates dates =
        ReasonableGroundsDates.of(
            received,
            limits.on(received).length(Limit.REASONABLE_GROUNDS),
            file.read(caseNumber).date("courtHearingDate"),
            register.history(caseNumber),
            calendars.calculator(nrmCase, Stage.REASONABLE_GROUNDS));
    if (nrmCase.reasonableGrounds().outcome() == null) {
      LocalDate original = nrmCase.reasonableGrounds().originalDue();
      boolean same = // or open work would begin again for nothing
          deadlines
              .reasonableGrounds(caseNumber)
              .map(now -> new ReasonableGroundsDates(original, now.due(), now.target()))
              .filter(dates::equals)
              .isPresent();
      if (!same) {
        deadlines.moveReasonableGrounds(
            caseNumber, dates.original(), dates.due(), dates.inForce(), null);
      }
      return true;
    }
    deadlines.correctReasonableGrounds(caseNumber, dates.original(), dates.inForce());
    int daysLate =
        DeadlineCalculator.daysLate(nrmCase.reasonableGrounds().decidedOn(), dates.inForce());
    outcomes.correctLateness(caseNumber, Stage.REASONABLE_GROUNDS, daysLate);
    return true;
  }
}
