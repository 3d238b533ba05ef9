package scot.nrm.changes.reconsideration;

import static scot.nrm.engine.CaseVariables.DECISION_CHANGED;
import static scot.nrm.engine.CaseVariables.RECONSIDERATION_ENTITLED;
import static scot.nrm.engine.CaseVariables.RECONSIDERATION_REQUEST_DATE;
import static scot.nrm.engine.CaseVariables.RECONSIDERED_STAGE;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.calendar.DeadlineCalculator;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.changes.PathVariables;
import scot.nrm.decision.DecisionForms;
import scot.nrm.decision.deadline.Limit;
import scot.nrm.decision.deadline.TimeLimit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.Officer;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.CaseCalendars;
import scot.nrm.facts.CaseOutcomes;
import scot.nrm.facts.CaseRoutes;
import scot.nrm.facts.DecisionDeadlines;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.facts.RequiredActs;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterCase.StageState;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;
import scot.nrm.routing.Routes;
import scot.nrm.routing.Routes.Route;

/** The steps by which a decision is reconsidered (D30). */
@Configuration(proxyBeanMethods = false)
class ReconsiderationSteps {

  private final Register register;
  private final RegisterUpdates updates;
  private final CaseFile file;
  private final CaseOutcomes outcomes;
  private final RemovalHolds removalHolds;
  private final CaseInstances instances;
  private final CaseClock clock;

  ReconsiderationSteps(
      Register register,
      RegisterUpdates updates,
      CaseFile file,
      CaseOutcomes outcomes,
      RemovalHolds removalHolds,
      CaseInstances instances,
      CaseClock clock) {
    this.register = register;
    this.updates = updates;
    this.file = file;
    this.outcomes = outcomes;
    this.removalHolds = removalHolds;
    this.instances = instances;
    this.clock = clock;
  }

  private static Stage stage(DelegateExecution step) {
    return Stage.of(RECONSIDERED_STAGE.from(step).get());
  }

  private static LocalDate requestedOn(DelegateExecution step) {
    return LocalDate.parse(RECONSIDERATION_REQUEST_DATE.from(step).get());
  }

  /**
   * Records who requested reconsideration, of which decision, and why (D30). A request from someone
   * who isn't entitled is recorded as a different kind. The officer who records a request may also
   * decide it.
   */
  @Step(
      value = "Record the request for reconsideration",
      needs = "reconsiderationRequestDate",
      sets = {
        "cgAuthority", "cgDecisionDate", "cgLate", "cgOutcome",
        "cgTargetDate", "localAuthority", "missingSince", "reconsiderationEntitled",
        "reconsideredStage", "referralReceivedDate", "referralTargetMissed", "reflectionEndDate",
        "removalHold", "rgAuthority", "rgDecisionDate", "rgLate",
        "rgOriginalDueDate", "rgOutcome", "rgTargetDate", "routingBasis"
      })
  @Bean
  ExecutionListener recordReconsiderationRequest() {
    return step -> {
      RegisterCase nrmCase = register.lock(step.getProcessBusinessKey());
      Stage stage = Reconsiderations.stage(nrmCase).orElseThrow();
      CaseFileContent asked = file.read(nrmCase.caseNumber());
      String who = asked.text("reconsiderationAskedBy");
      boolean entitled = Reconsiderations.isEntitled(who);
      updates.addEntry(
          nrmCase.caseNumber(),
          RegisterEvent.entry(
                  entitled
                      ? EntryKind.RECONSIDERATION_ASKED
                      : EntryKind.RECONSIDERATION_NOT_ENTITLED)
              .stage(stage)
              .code(who)
              .from(requestedOn(step))
              .officer(Officer.of(step))
              .detail(asked.text("reconsiderationText")));
      RECONSIDERED_STAGE.on(step).set(stage.id());
      RECONSIDERATION_ENTITLED.on(step).set(entitled ? "yes" : "no");
      step.setVariables(PathVariables.of(nrmCase));
    };
  }

  /**
   * Accepts that a decision is reconsidered (D30): the case is reopened if it had ended, removal is
   * on hold again (D32), and a new deadline is calculated from the date of the request. The two
   * officers start with empty answers, because the conditions of a decision apply again (D17, D25,
   * D26); the earlier minute and notes stay in the register. The new deadline is both the original
   * and the current date, and for reasonable grounds it is brought forward by a court hearing
   * (D16). The letters of a positive decision name the authority of conclusive grounds, as with the
   * first one (D14).
   */
  @Step(
      value = "Reopen the decision",
      needs = {"reconsiderationRequestDate", "reconsideredStage"},
      sets = {
        "caseOutcome", "cgAuthority", "cgLate", "cgTargetDate",
        "removalHold", "rgDueDate", "rgLate", "rgOriginalDueDate",
        "rgTargetDate"
      },
      sends = "decision-changed")
  @Bean
  JavaDelegate acceptReconsideration(
      TimeLimits limits,
      CaseCalendars calendars,
      DecisionDeadlines deadlines,
      Routes routes,
      RequiredActs acts) {
    return step -> {
      Stage stage = stage(step);
      LocalDate requested = requestedOn(step);
      RegisterCase nrmCase = register.lock(step.getProcessBusinessKey());
      String caseNumber = nrmCase.caseNumber();
      acts.requireForReconsideration(caseNumber);
      updates.reconsiderationAccepted(caseNumber, stage, requested, Officer.of(step));
      if (nrmCase.caseOutcome() != null) {
        outcomes.reopen(caseNumber, "reconsideration", clock.today(), Officer.of(step));
      }
      Route route = routes.askNow(nrmCase, stage);
      removalHolds.restart(caseNumber, route.removalHold());
      file.merge(caseNumber, DecisionForms.clearedFields(stage), null);
      TimeLimit limit = limits.of(nrmCase.referralReceivedOn(), requested);
      String why = "Reconsideration, counted from the date of the request";
      if (stage == Stage.REASONABLE_GROUNDS) {
        DeadlineCalculator calculator = calendars.calculator(nrmCase, stage);
        LocalDate due =
            calculator.reasonableGroundsDue(requested, limit.length(Limit.REASONABLE_GROUNDS));
        LocalDate target =
            calculator.restartedTarget(
                requested, due, file.read(caseNumber).date("courtHearingDate"));
        deadlines.moveReasonableGrounds(caseNumber, due, due, target, why);
        CaseRoutes.copyConclusive(step, route.cgAuthority());
      } else {
        LocalDate due = limit.reflectionEnd(requested);
        deadlines.moveConclusiveGrounds(caseNumber, due, due, why);
      }
    };
  }

  /**
   * Records that an officer does not accept a request for reconsideration, and why (D30). The
   * decision still applies.
   */
  @Step(value = "Record the refusal to reconsider", needs = "reconsideredStage")
  @Bean
  ExecutionListener refuseReconsideration() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      CaseFileContent answers = file.read(caseNumber);
      updates.addEntry(
          caseNumber,
          RegisterEvent.entry(EntryKind.RECONSIDERATION_REFUSED)
              .stage(stage(step))
              .code(answers.text("reconsiderationAskedBy"))
              .from(clock.today())
              .officer(Officer.of(step))
              .detail(answers.text("reconsiderationReason")));
    };
  }

  /** Records that a decision has been reconsidered, and whether it has changed (D30). */
  @Step(
      value = "Record the outcome of reconsideration",
      needs = "reconsideredStage",
      sets = "decisionChanged")
  @Bean
  JavaDelegate endReconsideration() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      Stage stage = stage(step);
      StageState decided = register.lock(caseNumber).at(stage);
      // Only a negative decision is reconsidered.
      boolean changed = decided.outcome() == Outcome.POSITIVE;
      updates.reconsiderationEnded(
          caseNumber, stage, changed ? "changed" : "unchanged", decided.decidedOn());
      DECISION_CHANGED.on(step).set(changed ? "yes" : "no");
    };
  }

  /**
   * Restores the case's outcome (D30) and ends the removal hold (D32) because the reconsidered
   * decision is unchanged.
   */
  @Step(
      value = "Close the case again",
      needs = "reconsideredStage",
      sets = {"caseOutcome", "removalHold"},
      sends = "case-decided")
  @Bean
  JavaDelegate closeAfterReconsideration() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      outcomes.record(caseNumber, CaseOutcome.negative(stage(step)), clock.today());
      removalHolds.end(caseNumber);
      instances.correlate(caseNumber, "case-decided");
    };
  }

  /**
   * Continues the case as if this had been the first decision (D30). After reasonable grounds come
   * the reflection period and the route for conclusive grounds; after conclusive grounds comes
   * leave to remain.
   */
  @Step(
      value = "Continue the case after reconsideration",
      needs = "reconsideredStage",
      sets = {
        "cgAuthority", "cgDecisionDate", "cgLate", "cgOutcome",
        "cgTargetDate", "localAuthority", "missingSince", "referralReceivedDate",
        "referralTargetMissed", "reflectionEndDate", "removalHold", "rgAuthority",
        "rgDecisionDate", "rgLate", "rgOriginalDueDate", "rgOutcome",
        "rgTargetDate", "routingBasis"
      },
      starts = "nrm-case",
      resumesAt = {"Service_GrantReflectionPeriod", "Call_LeaveToRemain"},
      passes = {
        "cgAuthority", "cgDecisionDate", "cgLate", "cgOutcome",
        "cgTargetDate", "localAuthority", "missingSince", "referralReceivedDate",
        "referralTargetMissed", "reflectionEndDate", "removalHold", "rgAuthority",
        "rgDecisionDate", "rgLate", "rgOriginalDueDate", "rgOutcome",
        "rgTargetDate", "routingBasis"
      })
  @Bean
  JavaDelegate continueAfterReconsideration() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      String next =
          switch (stage(step)) {
            case REASONABLE_GROUNDS -> "Service_GrantReflectionPeriod";
            case CONCLUSIVE_GROUNDS -> "Call_LeaveToRemain";
          };
      instances.resume(caseNumber, next, PathVariables.of(register.lock(caseNumber)));
    };
  }
}
