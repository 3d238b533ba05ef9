package scot.nrm.changes.correction;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.changes.OpenStage;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.facts.CaseRoutes;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;
import scot.nrm.routing.Routes;
import scot.nrm.routing.Routes.Route;

/**
 * Uses the corrected facts to find the authority for the open decision (D13, D43), and moves the
 * case, in either direction, if it is with the wrong one. Never after the decision on conclusive
 * grounds. The removal hold is updated too (D32). May be repeated, even after a manager has
 * confirmed the route.
 */
@Component
class CorrectRoute implements JavaDelegate {

  private final Register register;
  private final Routes routes;
  private final OpenStage openStage;
  private final RemovalHolds removalHolds;
  private final CaseRoutes caseRoutes;

  CorrectRoute(
      Register register,
      Routes routes,
      OpenStage openStage,
      RemovalHolds removalHolds,
      CaseRoutes caseRoutes) {
    this.register = register;
    this.routes = routes;
    this.openStage = openStage;
    this.removalHolds = removalHolds;
    this.caseRoutes = caseRoutes;
  }

  @Override
  public void execute(DelegateExecution execution) {
    CorrectedFact fact = CorrectedFact.of(execution);
    RegisterCase known = register.lock(execution.getProcessBusinessKey());
    Optional<Stage> stage = openStage.of(known).filter(open -> fact.isAskedByRoute());
    CaseVariables.ROUTE_CLEAR.on(execution).set("yes");
    CaseVariables.CASE_MOVES.on(execution).set("no");
    stage.ifPresent(open -> ask(execution, known, open));
  }

  private void ask(DelegateExecution execution, RegisterCase known, Stage open) {
    Route route =
        routes.ask(
            known.caseNumber(),
            open,
            known.referralReceivedOn(),
            known.reasonableGrounds().decidedOn());
    removalHolds.follow(known.caseNumber(), route.removalHold());
    Authority authority = route.authority(open);
    if (!authority.equals(known.authority(open))) {
      CaseVariables.ROUTE_CLEAR.on(execution).set(route.isClear() ? "yes" : "no");
      CaseVariables.CASE_MOVES.on(execution).set(authority.id());
      return;
    }
    caseRoutes.change(known.caseNumber(), open, authority, route.cgAuthority(), route.basis());
  }
}
