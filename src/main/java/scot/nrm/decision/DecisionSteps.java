package scot.nrm.decision;

import static scot.nrm.engine.CaseVariables.CG_PROPOSAL;
import static scot.nrm.engine.CaseVariables.LEAD_PROFESSIONAL;
import static scot.nrm.engine.CaseVariables.LEAVE_OFFICER;
import static scot.nrm.engine.CaseVariables.LEAVE_OUTCOME;
import static scot.nrm.engine.CaseVariables.RG_PROPOSAL;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.calendar.DeadlineCalculator;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.decision.DecidingOfficers.Officers;
import scot.nrm.decision.deadline.Limit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.Officer;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.CaseCalendars;
import scot.nrm.facts.CaseOutcomes;
import scot.nrm.facts.CaseRoutes;
import scot.nrm.facts.DecisionDeadlines;
import scot.nrm.facts.DecisionOutcomes;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.forms.check.FormField;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/** The steps by which the decisions of the competent authorities, and the outcome, are recorded. */
@Configuration(proxyBeanMethods = false)
class DecisionSteps {

  private final Register register;
  private final DecidingOfficers decidingOfficers;
  private final DecisionOutcomes decisions;
  private final CaseRoutes routes;
  private final CaseFile file;
  private final CaseClock clock;
  private final CaseCalendars calendars;
  private final TimeLimits limits;

  DecisionSteps(
      Register register,
      DecidingOfficers decidingOfficers,
      DecisionOutcomes decisions,
      CaseRoutes routes,
      CaseFile file,
      CaseClock clock,
      CaseCalendars calendars,
      TimeLimits limits) {
    this.register = register;
    this.decidingOfficers = decidingOfficers;
    this.decisions = decisions;
    this.routes = routes;
    this.file = file;
    this.clock = clock;
    this.calendars = calendars;
    this.limits = limits;
  }

  /** The lead professional chosen by duty social work is assigned the assessment (D1). */
  @Step(value = "Assign the lead professional", sets = "leadProfessional")
  @Bean
  TaskListener allocateLeadProfessional() {
    return task -> {
      DelegateExecution step = task.getExecution();
      FormField.account(file.read(step.getProcessBusinessKey()).text("leadProfessionalId"))
          .ifPresent(LEAD_PROFESSIONAL.on(step)::set);
    };
  }

  /** The person who assessed the child is assigned the parts of the NRM form. */
  @Step(value = "Remember the lead professional", sets = "leadProfessional")
  @Bean
  TaskListener rememberLeadProfessional() {
    return task -> LEAD_PROFESSIONAL.on(task.getExecution()).set(completingOfficer(task));
  }

  /** The register keeps who decided on leave to remain (D29, D33). */
  @Step(value = "Remember who decided on leave", sets = "leaveOfficer")
  @Bean
  TaskListener rememberLeaveOfficer() {
    return task -> LEAVE_OFFICER.on(task.getExecution()).set(completingOfficer(task));
  }

  private static String completingOfficer(DelegateTask task) {
    String signedIn = Officer.of(task.getExecution());
    return signedIn == null ? task.getAssignee() : signedIn;
  }

  /**
   * Removes a proposal that was sent back: it is a variable only while it waits for the second
   * officer (D18).
   */
  @Step(
      value = "Discard the proposal",
      removes = {"cgProposal", "rgProposal"},
      sets = {"cgProposal", "rgProposal"})
  @Bean
  ExecutionListener forgetProposal() {
    return step -> {
      RG_PROPOSAL.on(step).remove();
      CG_PROPOSAL.on(step).remove();
    };
  }

  /** Records the decision on reasonable grounds that two officers have made (D18, D19, D33). */
  @Step(
      value = "Record the decision on reasonable grounds",
      needs = {"rgDecisionDate", "rgTargetDate"},
      uses = "rgAuthority",
      sets = {"cgAuthority", "rgAuthority", "rgLate", "rgOutcome", "routingBasis"},
      sends = "decided-or-suspended")
  @Bean
  JavaDelegate recordReasonableGrounds() {
    return step -> recordDecision(step, Stage.REASONABLE_GROUNDS);
  }

  /** Records the decision on conclusive grounds that two officers have made (D18, D27, D33). */
  @Step(
      value = "Record the decision on conclusive grounds",
      needs = {"cgDecisionDate", "cgTargetDate"},
      uses = "cgAuthority",
      sets = {"cgAuthority", "cgLate", "cgOutcome", "routingBasis"},
      sends = "decided-or-suspended")
  @Bean
  JavaDelegate recordConclusiveGrounds() {
    return step -> recordDecision(step, Stage.CONCLUSIVE_GROUNDS);
  }

  /**
   * Records a decision that two different officers have made (D18) in the register, with its date,
   * reasons and whether it was late (D28, D33). Lateness depends on the date of the decision, not
   * the day on which it is entered.
   */
  private void recordDecision(DelegateExecution step, Stage stage) {
    String caseNumber = step.getProcessBusinessKey();
    CaseFileContent child = file.read(caseNumber);
    // Without a date nobody has confirmed, and that is what it says.
    LocalDate dated =
        DecisionForms.dateVariable(stage)
            .from(step)
            .getOptional()
            .map(LocalDate::parse)
            .orElseGet(clock::today);
    Officers officers = decidingOfficers.of(step, child, stage, dated);
    LocalDate decidedOn = LocalDate.parse(DecisionForms.dateVariable(stage).from(step).get());
    LocalDate target = DecisionDeadlines.target(step, stage);
    Outcome outcome = officers.proposed().proposal().outcome();
    boolean late = decidedOn.isAfter(lastDayInTime(caseNumber, stage, outcome, decidedOn, target));
    decisions.record(
        step,
        new Decision(
            stage,
            outcome,
            decidedOn,
            officers.proposed().officer(),
            officers.confirmed().officer(),
            child.text(stage.prefix() + "Reasons"),
            late,
            late ? DeadlineCalculator.daysLate(decidedOn, target) : 0,
            officers.body()),
        target);
    routes.decidedBy(caseNumber, stage, officers.body());
  }

  /**
   * A negative decision on conclusive grounds is only possible from a day after the reflection
   * period (D25), so it is in time until the first working day from then on, whatever the date in
   * force (D28).
   */
  private LocalDate lastDayInTime(
      String caseNumber, Stage stage, Outcome outcome, LocalDate decidedOn, LocalDate target) {
    if (stage != Stage.CONCLUSIVE_GROUNDS || outcome != Outcome.NEGATIVE) {
      return target;
    }
    RegisterCase nrmCase = register.lock(caseNumber);
    LocalDate periodEnds = nrmCase.reflectionEnd() == null ? target : nrmCase.reflectionEnd();
    LocalDate rgDecidedOn = nrmCase.reasonableGrounds().decidedOn();
    int days =
        limits
            .of(nrmCase.referralReceivedOn(), rgDecidedOn == null ? decidedOn : rgDecidedOn)
            .number(Limit.EARLIEST_NEGATIVE);
    LocalDate inTime =
        calendars.calculator(nrmCase, stage).workingDayFrom(periodEnds.plusDays(days));
    return inTime.isAfter(target) ? inTime : target;
  }

  /**
   * Records how the case ended, with its last decision (D4, D33), ends the removal hold if the
   * outcome requires it (D32), and notifies the local authority's child protection work, which
   * continues (D1).
   */
  @Step(
      value = "Record the outcome of the case",
      uses = {"cgOutcome", "leaveOutcome", "removalHold", "rgOutcome"},
      sets = {"caseOutcome", "removalHold"},
      sends = "case-decided")
  @Bean
  JavaDelegate recordCaseOutcome(
      CaseOutcomes outcomes, RemovalHolds removalHolds, CaseInstances instances, CaseClock clock) {
    return step -> {
      Outcome rgOutcome = DecisionOutcomes.of(step, Stage.REASONABLE_GROUNDS);
      Outcome cgOutcome = DecisionOutcomes.of(step, Stage.CONCLUSIVE_GROUNDS);
      outcomes.record(step, caseOutcome(rgOutcome, cgOutcome), clock.today());
      boolean ends =
          rgOutcome != Outcome.POSITIVE // also a pre-alert that is closed (D10)
              || cgOutcome == Outcome.NEGATIVE
              || LEAVE_OUTCOME.from(step).getOrNull() != null;
      if (ends) {
        removalHolds.end(step);
      }
      instances.correlate(step.getProcessBusinessKey(), "case-decided");
    };
  }

  private static CaseOutcome caseOutcome(Outcome rgOutcome, Outcome cgOutcome) {
    if (rgOutcome == null) {
      return CaseOutcome.NOT_REFERRED; // decision A (D4)
    }
    if (rgOutcome == Outcome.NEGATIVE) {
      return CaseOutcome.NO_REASONABLE_GROUNDS;
    }
    return cgOutcome == Outcome.POSITIVE ? CaseOutcome.RECOGNISED : CaseOutcome.NOT_RECOGNISED;
  }
}
