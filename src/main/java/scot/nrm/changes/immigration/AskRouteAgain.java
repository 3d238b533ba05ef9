package scot.nrm.changes.immigration;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.changes.OpenStage;
import scot.nrm.engine.CaseVariables;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.forms.FormRefused;
import scot.nrm.register.Authority;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;
import scot.nrm.routing.Routes;
import scot.nrm.routing.Routes.Route;

/**
 * Checks against the current facts whether an immigration update moves the case to the other
 * authority (D14): a claim or another process moves the open decision from UKHTC to UKBA, never a
 * UKBA case and never after the decision on conclusive grounds; "no process and no issue" moves it
 * back, before reasonable grounds only; a withdrawn claim moves nothing. The removal hold follows
 * the facts (D32).
 *
 * <p>May be repeated, including days later when a manager has confirmed the route of a UK national
 * (D13).
 */
@Component
class AskRouteAgain implements JavaDelegate {

  private static final String NO = "no";

  private final Register register;
  private final Routes routes;
  private final OpenStage openStage;
  private final RemovalHolds removalHolds;

  AskRouteAgain(Register register, Routes routes, OpenStage openStage, RemovalHolds removalHolds) {
    this.register = register;
    this.routes = routes;
    this.openStage = openStage;
    this.removalHolds = removalHolds;
  }

  @Override
  public void execute(DelegateExecution execution) {
    ImmigrationNews news = ImmigrationNews.of(execution);
    RegisterCase known = register.lock(execution.getProcessBusinessKey());
    Optional<Stage> stage = openStage.of(known);
    Optional<Route> route =
        stage.map(
            open ->
                routes.ask(
                    known.caseNumber(),
                    open,
                    known.referralReceivedOn(),
                    known.reasonableGrounds().decidedOn()));
    route.ifPresent(asked -> removalHolds.follow(known.caseNumber(), asked.removalHold()));

    Authority before = stage.map(known::authority).orElse(null);
    Authority now = stage.flatMap(open -> route.map(asked -> asked.authority(open))).orElse(null);
    boolean couldMove = before == Authority.UKHTC ? news.isBegun() : news.isNothingFound();
    boolean moves = couldMove && now != null && now != before;
    if (news.isNothingFound() && !moves) {
      throw FormRefused.of(
          CaseVariables.IMMIGRATION_NEWS.getName(),
          "What has changed? On these facts there is still an immigration issue, so"
              + " the case stays with UKBA and nothing needs to be recorded.");
    }

    CaseVariables.ROUTE_CLEAR
        .on(execution)
        .set(!moves || route.orElseThrow().isClear() ? "yes" : NO);
    CaseVariables.CASE_MOVES.on(execution).set(moves ? now.id() : NO);
    Authority has = moves ? now : openStage.authority(known);
    CaseVariables.TELL_ASYLUM_COLLEAGUES
        .on(execution)
        .set(news.isAsylumClaim() && has == Authority.UKBA ? "yes" : NO);
  }
}
