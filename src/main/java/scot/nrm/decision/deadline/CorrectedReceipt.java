package scot.nrm.decision.deadline;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.Clocks;
import scot.nrm.casefile.CaseFile;
import scot.nrm.facts.CaseClocks;
import scot.nrm.facts.DecisionClock;
import scot.nrm.facts.DecisionOutcomes;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * Recalculates the deadline for reasonable grounds when the date of receipt was wrong (D43). While
 * the stage is open, task, timer and dates move together. After the decision only the register is
 * corrected, including lateness, because the reflection period and target depend on the date of the
 * decision. A reconsidered decision has its own deadline (D30).
 */
@Component
public class CorrectedReceipt {

  private final Register register;
  private final DecisionOutcomes outcomes;
  private final CaseFile file;
  private final TimeLimits limits;
  private final CaseClocks clocks;
  private final DecisionClock decisionClock;

  CorrectedReceipt(
      Register register,
      DecisionOutcomes outcomes,
      CaseFile file,
      TimeLimits limits,
      CaseClocks clocks,
      DecisionClock decisionClock) {
    this.register = register;
    this.outcomes = outcomes;
    this.file = file;
    this.limits = limits;
    this.clocks = clocks;
    this.decisionClock = decisionClock;
  }

  /** Uses the current receipt date from the register. A second call changes nothing. */
  public void recalculate(String caseNumber) {
    RegisterCase known = register.lock(caseNumber);
    LocalDate received = known.referralReceivedOn();
    boolean reconsidered =
        register.history(caseNumber).stream()
            .filter(event -> event.is(EntryKind.RECONSIDERATION_ACCEPTED))
            .anyMatch(event -> event.stage() == Stage.REASONABLE_GROUNDS);
    if (received == null || reconsidered) {
      return;
    }
    ReasonableGroundsDates dates =
        ReasonableGroundsDates.of(
            received,
            limits.on(received).length(Limit.REASONABLE_GROUNDS),
            file.read(caseNumber).date("courtHearingDate"),
            register.history(caseNumber),
            clocks.of(known, Stage.REASONABLE_GROUNDS));
    if (known.reasonableGrounds().outcome() == null) {
      decisionClock.moveReasonableGrounds(
          caseNumber, dates.original(), dates.due(), dates.inForce(), null);
      return;
    }
    decisionClock.correctReasonableGrounds(caseNumber, dates.original(), dates.inForce());
    int daysLate = Clocks.daysLate(known.reasonableGrounds().decidedOn(), dates.inForce());
    outcomes.correctLateness(caseNumber, Stage.REASONABLE_GROUNDS, daysLate);
  }
}
