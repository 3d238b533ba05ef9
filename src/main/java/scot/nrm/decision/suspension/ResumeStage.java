package scot.nrm.decision.suspension;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.Clocks;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.decision.deadline.DecisionClock;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.facts.Suspensions;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/**
 * Resumes a suspended stage with a new date (D36). For reasonable grounds it is the remaining
 * working days, counted strictly after the day of return; the original date doesn't change, and an
 * earlier court hearing still counts (D16). For conclusive grounds it is the date that the case
 * owner has set.
 */
@Component
class ResumeStage implements JavaDelegate {

  private final Register register;
  private final Suspensions suspensions;
  private final CaseFile file;
  private final Clocks clocks;
  private final DecisionClock decisionClock;
  private final CaseClock clock;

  ResumeStage(
      Register register,
      Suspensions suspensions,
      CaseFile file,
      Clocks clocks,
      DecisionClock decisionClock,
      CaseClock clock) {
    this.register = register;
    this.suspensions = suspensions;
    this.file = file;
    this.clocks = clocks;
    this.decisionClock = decisionClock;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    Stage stage = Suspensions.stage(execution);
    RegisterCase known = register.lock(caseNumber);
    Return back = back(execution, caseNumber, known);

    if (stage == Stage.REASONABLE_GROUNDS) {
      LocalDate inForce = LocalDay.of(CaseVariables.RG_TARGET_DATE.from(execution).get());
      LocalDate due =
          clocks.resumed(back.on(), clocks.remaining(known.now().suspendedOn(), inForce));
      LocalDate target =
          clocks.reasonableGroundsTarget(
              back.on(),
              due,
              file.read(caseNumber).date("courtHearingDate").filter(back.on()::isBefore));
      decisionClock.moveReasonableGrounds(caseNumber, due, target, null);
    } else {
      LocalDate target = LocalDate.parse(CaseVariables.CG_NEW_TARGET_DATE.from(execution).get());
      decisionClock.moveConclusiveGrounds(
          caseNumber, target, file.read(caseNumber).text("cgNewTargetReason"));
    }
    suspensions.end(caseNumber, stage, back.on(), back.why(), null);
  }

  /** Why the stage resumes, and from which day. */
  private record Return(String why, LocalDate on) {}

  private Return back(DelegateExecution execution, String caseNumber, RegisterCase known) {
    String resumed = CaseVariables.RESUMED_DATE.from(execution).getOrNull();
    if (resumed != null) {
      return new Return("officer", LocalDate.parse(resumed));
    }
    RegisterEvent news =
        register
            .latest(caseNumber, EntryKind.CHILD_FOUND, EntryKind.INFORMATION_RECEIVED)
            .orElse(null);
    if (news == null) {
      return new Return("officer", clock.today());
    }
    // The officer who read the new information resumed the stage today, whenever it was sent (D35).
    LocalDate on = news.is(EntryKind.CHILD_FOUND) ? news.to() : clock.today();
    LocalDate suspended = known.now().suspendedOn();
    return new Return(news.kindCode(), on.isBefore(suspended) ? suspended : on);
  }
}
