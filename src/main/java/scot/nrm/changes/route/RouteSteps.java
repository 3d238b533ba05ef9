package scot.nrm.changes.route;

import static scot.nrm.engine.CaseVariables.CASE_MOVES;
import static scot.nrm.engine.CaseVariables.CORRECTED_FACT;
import static scot.nrm.engine.CaseVariables.IMMIGRATION_UPDATE;
import static scot.nrm.engine.CaseVariables.MOVED_FROM;
import static scot.nrm.engine.CaseVariables.NOTIFY_ASYLUM_COLLEAGUES;
import static scot.nrm.engine.CaseVariables.ROUTE_CLEAR;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.casefile.CaseFile;
import scot.nrm.changes.OpenStage;
import scot.nrm.changes.correction.CorrectedFact;
import scot.nrm.changes.immigration.ImmigrationUpdate;
import scot.nrm.decision.DecisionForms;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseTasks;
import scot.nrm.engine.Officer;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.CaseRoutes;
import scot.nrm.facts.DecisionDeadlines;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.forms.FormRefused;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;
import scot.nrm.routing.RouteToCompetentAuthority;
import scot.nrm.routing.Routes;
import scot.nrm.routing.Routes.Route;

/**
 * The steps that find the authority of the open decision, when the referral is logged and after
 * each change to the facts (D13, D14, D43), and move the case to it.
 */
@Configuration(proxyBeanMethods = false)
class RouteSteps {

  /** They recreate their tasks from the variables when notified that the decision has changed. */
  private static final List<String> RECREATE_TASKS =
      List.of("reasonable-grounds", "conclusive-grounds", "suspension");

  private static final String NO = "no";

  private final Register register;
  private final Routes routes;
  private final OpenStage openStage;
  private final CaseRoutes caseRoutes;
  private final RemovalHolds removalHolds;
  private final Authorities authorities;
  private final CaseClock clock;

  RouteSteps(
      Register register,
      Routes routes,
      OpenStage openStage,
      CaseRoutes caseRoutes,
      RemovalHolds removalHolds,
      Authorities authorities,
      CaseClock clock) {
    this.register = register;
    this.routes = routes;
    this.openStage = openStage;
    this.caseRoutes = caseRoutes;
    this.removalHolds = removalHolds;
    this.authorities = authorities;
    this.clock = clock;
  }

  /**
   * Uses the current facts to find the authority that decides (D13): on reasonable grounds, which
   * it records; if there is an immigration update or a corrected fact, on the open decision, which
   * may move (D14, D43). An update moves it as D14 says: a claim or another process to UKBA, "no
   * process and no issue" back, before reasonable grounds only; a withdrawn claim moves nothing. A
   * correction moves it in either direction. Nothing moves after the decision on conclusive
   * grounds. The removal hold follows the facts (D32).
   *
   * <p>May be repeated, including days later when a manager has confirmed the route of a UK
   * national.
   */
  @Step(
      value = "Check the route",
      uses = {"correctedFact", "immigrationUpdate", "otherProcess"},
      sets = {
        "caseMoves", "cgAuthority", "notifyAsylumColleagues",
        "removalHold", "rgAuthority", "routeClear",
        "routingBasis"
      })
  @Bean
  JavaDelegate checkRoute(RouteToCompetentAuthority recorded) {
    return step -> {
      if (IMMIGRATION_UPDATE.from(step).getOptional().isPresent()) {
        checkAfterUpdate(step, ImmigrationUpdate.of(step));
      } else if (CORRECTED_FACT.from(step).getOptional().isPresent()) {
        checkAfterCorrection(step, CorrectedFact.of(step));
      } else {
        RegisterCase nrmCase = register.lock(step.getProcessBusinessKey());
        Stage first = Stage.REASONABLE_GROUNDS;
        Route route = routes.askNow(nrmCase, first);
        if (route.isClear()) {
          recorded.record(step.getSuperExecution(), first, route);
        }
        ROUTE_CLEAR.on(step).set(route.isClear() ? "yes" : NO);
      }
    };
  }

  private void checkAfterUpdate(DelegateExecution step, ImmigrationUpdate update) {
    RegisterCase nrmCase = register.lock(step.getProcessBusinessKey());
    Optional<Stage> stage = openStage.of(nrmCase);
    Optional<Route> route = stage.map(open -> routes.askNow(nrmCase, open));
    route.ifPresent(asked -> removalHolds.apply(nrmCase.caseNumber(), asked.removalHold()));

    Authority before = stage.map(nrmCase::authority).orElse(null);
    Authority now = stage.flatMap(open -> route.map(asked -> asked.authority(open))).orElse(null);
    Authority immigration = nrmCase.with(Duty.IMMIGRATION, authorities, clock.today());
    boolean couldMove = immigration.equals(before) ? update.isNothingFound() : update.isBegun();
    boolean moves = couldMove && now != null && !now.equals(before);
    if (update.isNothingFound() && !moves) {
      throw FormRefused.of(
          IMMIGRATION_UPDATE.getName(),
          "What has changed? On these facts there is still an immigration issue, so"
              + " the case stays with %s and nothing needs to be recorded."
                  .formatted(authorities.inText(immigration, clock.today())));
    }
    setAnswers(step, moves ? now : null, route.orElse(null));
    Authority has = moves ? now : openStage.authority(nrmCase);
    // Nothing moves between two decisions. The claim counts when the next one is routed.
    boolean between =
        stage.isEmpty()
            && nrmCase.caseOutcome() == null
            && (nrmCase.reasonableGrounds().outcome() != null
                || openStage.undecided(nrmCase).isPresent());
    NOTIFY_ASYLUM_COLLEAGUES
        .on(step)
        .set(update.isAsylumClaim() && (immigration.equals(has) || between) ? "yes" : NO);
  }

  private void checkAfterCorrection(DelegateExecution step, CorrectedFact fact) {
    RegisterCase nrmCase = register.lock(step.getProcessBusinessKey());
    Stage open = openStage.of(nrmCase).orElse(null);
    boolean recognised = nrmCase.conclusiveGrounds().outcome() == Outcome.POSITIVE;
    Stage asked =
        recognised
            ? Stage.CONCLUSIVE_GROUNDS
            : openStage.undecided(nrmCase).orElse(nrmCase.now().reconsideredStage());
    if (asked == null || !fact.affectsRoute()) {
      setAnswers(step, null, null);
      return;
    }
    Route route = routes.askNow(nrmCase, asked);
    // Only a decision on leave ends the hold of a recognised child (D32).
    if (!recognised || route.removalHold() == RemovalHold.ON) {
      removalHolds.apply(nrmCase.caseNumber(), route.removalHold());
    }
    if (open == null) { // a decision that is made or being reconsidered doesn't move (D14, D30)
      setAnswers(step, null, null);
      return;
    }
    Authority authority = route.authority(open);
    if (authority.equals(nrmCase.authority(open))) {
      setAnswers(step, null, route);
      caseRoutes.change(nrmCase.caseNumber(), open, authority, route.cgAuthority(), route.basis());
    } else {
      setAnswers(step, authority, route);
    }
  }

  /** {@code movesTo} is {@code null} if the case stays, which no manager needs to confirm. */
  private static void setAnswers(DelegateExecution step, Authority movesTo, Route route) {
    ROUTE_CLEAR.on(step).set(movesTo == null || route.isClear() ? "yes" : NO);
    CASE_MOVES.on(step).set(movesTo == null ? NO : movesTo.id());
  }

  /**
   * Moves the open decision to another authority (D14), the one that the check of the route found.
   * No date changes: the deadline still depends on the original receipt, and earlier decisions and
   * the reflection period still apply. A proposal waiting for the old authority's second officer is
   * discarded, and the new authority consults and proposes again. May be repeated.
   *
   * <p>Nothing moves any more if the decision has been made meanwhile, or if a later correction has
   * moved the case or its facts say otherwise (D43).
   */
  @Step(
      value = "Transfer the case",
      needs = "caseMoves",
      sets = {
        "cgAuthority", "cgProposal", "movedFrom",
        "rgAuthority", "rgProposal", "routingBasis"
      },
      sends = "decision-changed")
  @Bean
  JavaDelegate moveCase(
      CaseInstances instances, CaseFile file, RegisterUpdates updates, CaseTasks tasks) {
    return step -> {
      Authority authority = authorities.known(CASE_MOVES.from(step).get());
      RegisterCase nrmCase = register.lock(step.getProcessBusinessKey());
      Stage stage = openStage.of(nrmCase).orElse(null);
      Route route = stage == null ? null : routes.askNow(nrmCase, stage);
      if (route == null
          || authority.equals(nrmCase.authority(stage))
          || !authority.equals(route.authority(stage))) {
        MOVED_FROM.on(step).set(NO);
        return;
      }
      MOVED_FROM.on(step).set(nrmCase.authority(stage).id());
      String caseNumber = nrmCase.caseNumber();
      instances.set(caseNumber, DecisionForms.proposalVariable(stage), null);
      file.merge(caseNumber, DecisionForms.clearedFields(stage), null);
      caseRoutes.change(caseNumber, stage, authority, route.cgAuthority(), route.basis());
      updates.addEntry(
          caseNumber,
          RegisterEvent.entry(EntryKind.AUTHORITY_CHANGED)
              .stage(stage)
              .code(authority)
              .from(clock.today())
              .officer(Officer.of(step))
              .detail(route.basis()));
      tasks.handOver(
          caseNumber,
          authorities.group(nrmCase.authority(stage), Team.CASE_OWNER),
          authorities.group(authority, Team.CASE_OWNER),
          RECREATE_TASKS);
      instances.correlate(caseNumber, DecisionDeadlines.DECISION_CHANGED);
    };
  }
}
