package scot.nrm.decision.suspension;

import static scot.nrm.engine.CaseVariables.CG_NEW_TARGET_DATE;
import static scot.nrm.engine.CaseVariables.RESUMED_DATE;

import java.time.LocalDate;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.DeadlineCalculator;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.decision.DecidingOfficers;
import scot.nrm.decision.DecisionForms;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.Officer;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.CaseCalendars;
import scot.nrm.facts.DecisionDeadlines;
import scot.nrm.facts.DecisionOutcomes;
import scot.nrm.facts.Suspensions;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/** The steps that suspend a stage (D35) and resume it (D36). */
@Configuration(proxyBeanMethods = false)
class SuspensionSteps {

  private final Register register;
  private final Suspensions suspensions;
  private final DecisionDeadlines deadlines;
  private final CaseClock clock;

  SuspensionSteps(
      Register register, Suspensions suspensions, DecisionDeadlines deadlines, CaseClock clock) {
    this.register = register;
    this.suspensions = suspensions;
    this.deadlines = deadlines;
    this.clock = clock;
  }

  /**
   * Suspends a stage that two officers have agreed to suspend, because the child is missing and
   * there is not enough information (D35). It is a state, not a decision: there is no outcome, no
   * deadline applies and nothing is late. The date in force doesn't change, because the remaining
   * time counts when the child is found (D36).
   */
  @Step(
      value = "Record the suspension",
      removes = {"cgProposal", "rgProposal"},
      needs = "suspendedStage",
      uses = {"cgAuthority", "cgDecisionDate", "rgAuthority", "rgDecisionDate"},
      sets = {
        "cgDecisionDate", "cgLate", "cgProposal",
        "rgDecisionDate", "rgLate", "rgProposal",
        "suspendedStage"
      },
      sends = {"decided-or-suspended", "decision-changed"})
  @Bean
  JavaDelegate recordSuspension(
      CaseInstances instances,
      DecisionOutcomes outcomes,
      DecidingOfficers officers,
      CaseFile file) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      Stage stage = Suspensions.stage(step);
      LocalDate on = LocalDate.parse(DecisionForms.dateVariable(stage).from(step).get());
      String secondOfficer =
          officers.of(step, file.read(caseNumber), stage, on).confirmed().officer();
      suspensions.begin(caseNumber, stage, on, secondOfficer);
      instances.set(caseNumber, DecisionForms.dateVariable(stage), null);
      instances.set(caseNumber, DecisionForms.proposalVariable(stage), null);
      outcomes.withdrawLateMark(caseNumber, stage, "Suspended on " + BritishDate.of(on));
      instances.correlate(caseNumber, DecisionDeadlines.DECISION_CHANGED);
    };
  }

  /**
   * Resumes a suspended stage with a new date (D36). For reasonable grounds it is the remaining
   * working days, counted strictly after the day of return; the original date doesn't change, and
   * an earlier court hearing still counts (D16). For conclusive grounds it is the date that the
   * case owner has set.
   */
  @Step(
      value = "Resume the stage",
      needs = "suspendedStage",
      uses = {"cgNewTargetDate", "resumedDate", "rgTargetDate"},
      sets = {
        "cgLate", "cgTargetDate", "rgDueDate",
        "rgLate", "rgOriginalDueDate", "rgTargetDate",
        "suspendedStage"
      },
      sends = "decision-changed")
  @Bean
  JavaDelegate resumeStage(CaseFile file, CaseCalendars calendars) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      Stage stage = Suspensions.stage(step);
      RegisterCase nrmCase = register.lock(caseNumber);
      Resumption resumption = resumption(step, nrmCase);
      CaseFileContent child = file.read(caseNumber);
      if (stage == Stage.REASONABLE_GROUNDS) {
        DeadlineCalculator calculator = calendars.calculator(nrmCase, stage);
        int remaining =
            calculator.remaining(
                nrmCase.now().suspendedOn(), DecisionDeadlines.target(step, stage));
        LocalDate due = calculator.resumed(resumption.on(), remaining);
        LocalDate target =
            calculator.restartedTarget(resumption.on(), due, child.date("courtHearingDate"));
        deadlines.moveReasonableGrounds(caseNumber, due, target, null);
      } else {
        LocalDate target = LocalDate.parse(CG_NEW_TARGET_DATE.from(step).get());
        deadlines.moveConclusiveGrounds(caseNumber, target, child.text("cgNewTargetReason"));
      }
      suspensions.end(caseNumber, stage, resumption.on(), resumption.why(), Officer.of(step));
    };
  }

  private record Resumption(String why, LocalDate on) {}

  private Resumption resumption(DelegateExecution step, RegisterCase nrmCase) {
    String resumed = RESUMED_DATE.from(step).getOrNull();
    if (resumed != null) {
      return new Resumption("officer", LocalDate.parse(resumed));
    }
    // Information may arrive while the case owner of a child who was found sets the new date.
    Optional<RegisterEvent> update =
        sinceSuspension(nrmCase, EntryKind.CHILD_FOUND)
            .or(() -> sinceSuspension(nrmCase, EntryKind.INFORMATION_RECEIVED));
    // The officer who read the new information resumed the stage today, whenever it was sent (D35).
    LocalDate on =
        update
            .filter(event -> event.is(EntryKind.CHILD_FOUND))
            .map(RegisterEvent::to)
            .orElse(clock.today());
    LocalDate suspended = nrmCase.now().suspendedOn();
    return new Resumption(
        update.map(RegisterEvent::kindCode).orElse("officer"),
        on.isBefore(suspended) ? suspended : on);
  }

  private Optional<RegisterEvent> sinceSuspension(RegisterCase nrmCase, EntryKind kind) {
    return register
        .latest(nrmCase.caseNumber(), EntryKind.SUSPENDED, kind)
        .filter(event -> event.is(kind));
  }
}
