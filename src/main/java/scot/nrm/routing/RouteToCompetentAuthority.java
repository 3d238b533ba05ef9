package scot.nrm.routing;

import static scot.nrm.engine.CaseVariables.CG_AUTHORITY;
import static scot.nrm.engine.CaseVariables.REFERRAL_RECEIVED_DATE;
import static scot.nrm.engine.CaseVariables.RG_AUTHORITY;
import static scot.nrm.engine.CaseVariables.RG_DECISION_DATE;
import static scot.nrm.engine.CaseVariables.ROUTE_CLEAR;
import static scot.nrm.engine.CaseVariables.ROUTING_BASIS;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.facts.RemovalHolds;
import scot.nrm.register.Register;
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
@Component
public class RouteToCompetentAuthority implements JavaDelegate {

  private final Routes routes;
  private final Register register;
  private final RemovalHolds removalHolds;

  public RouteToCompetentAuthority(Routes routes, Register register, RemovalHolds removalHolds) {
    this.routes = routes;
    this.register = register;
    this.removalHolds = removalHolds;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Stage stage = Stage.of((String) execution.getVariableLocal("stage"));
    String caseNumber = execution.getProcessBusinessKey();
    LocalDate received = LocalDate.parse(REFERRAL_RECEIVED_DATE.from(execution).get());
    LocalDate rgDecided =
        stage == Stage.REASONABLE_GROUNDS
            ? null
            : LocalDate.parse(RG_DECISION_DATE.from(execution).get());

    Route route = routes.ask(caseNumber, stage, received, rgDecided);

    if (stage == Stage.REASONABLE_GROUNDS) {
      RG_AUTHORITY.on(execution).set(route.rgAuthority().id());
    }
    // At reasonable grounds this is provisional; routing runs again before conclusive grounds.
    CG_AUTHORITY.on(execution).set(route.cgAuthority().id());
    ROUTING_BASIS.on(execution).set(route.basis());
    ROUTE_CLEAR.on(execution).set(route.isClear() ? "yes" : "no");
    register.routed(caseNumber, stage, route.authority(stage), route.basis());
    if (stage == Stage.REASONABLE_GROUNDS) {
      removalHolds.restart(execution, route.removalHold());
    } else {
      removalHolds.follow(execution, route.removalHold());
    }
  }
}
