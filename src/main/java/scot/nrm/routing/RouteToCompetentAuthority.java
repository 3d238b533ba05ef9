package scot.nrm.routing;

import static scot.nrm.engine.CaseVariables.LOCAL_AUTHORITY;
import static scot.nrm.engine.CaseVariables.REFERRAL_RECEIVED_DATE;
import static scot.nrm.engine.CaseVariables.RG_DECISION_DATE;
import static scot.nrm.engine.CaseVariables.ROUTE_CLEAR;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.CaseRoutes;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.register.Stage;
import scot.nrm.routing.Routes.Route;

/**
 * Asks the decision table {@code competent-authority} which authority decides (D13), and records
 * the answer with the row that gave it.
 *
 * <p>The task in the diagram has an input parameter {@code stage}: {@code reasonable-grounds} when
 * the referral is logged, {@code conclusive-grounds} after every positive decision on reasonable
 * grounds (D14). It is an input parameter, not an injected field, because all cases share this
 * bean.
 *
 * <p>The removal hold follows (D32). May be repeated: the same facts give the same answer.
 */
@Step(
    value = "Route to the competent authority",
    inputs = @Step.Input(value = "stage", label = "Stage", codes = Stage.class),
    needs = "referralReceivedDate",
    uses = {"localAuthority", "removalHold", "rgDecisionDate"},
    sets = {"cgAuthority", "removalHold", "rgAuthority", "routeClear", "routingBasis"})
@Component
public class RouteToCompetentAuthority implements JavaDelegate {

  private final Routes routes;
  private final CaseRoutes caseRoutes;
  private final RemovalHolds removalHolds;

  public RouteToCompetentAuthority(
      Routes routes, CaseRoutes caseRoutes, RemovalHolds removalHolds) {
    this.routes = routes;
    this.caseRoutes = caseRoutes;
    this.removalHolds = removalHolds;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Stage stage = Stage.of((String) execution.getVariableLocal("stage"));
    LocalDate received = LocalDate.parse(REFERRAL_RECEIVED_DATE.from(execution).get());
    LocalDate rgDecided =
        stage == Stage.REASONABLE_GROUNDS
            ? null
            : LocalDate.parse(RG_DECISION_DATE.from(execution).get());
    Route route =
        routes.ask(
            execution.getProcessBusinessKey(),
            LOCAL_AUTHORITY.from(execution).getOrNull(),
            stage,
            received,
            rgDecided);
    record(execution, stage, route);
    ROUTE_CLEAR.on(execution).set(route.isClear() ? "yes" : "no");
  }

  /** Records what the table said, in the path of the case and in the register. */
  public void record(DelegateExecution execution, Stage stage, Route route) {
    caseRoutes.record(execution, stage, route.authority(stage), route.cgAuthority(), route.basis());
    if (stage == Stage.REASONABLE_GROUNDS) {
      removalHolds.restart(execution, route.removalHold());
    } else {
      removalHolds.apply(execution, route.removalHold());
    }
  }
}
