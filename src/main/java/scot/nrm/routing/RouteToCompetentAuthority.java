package scot.nrm.routing;

import static scot.nrm.engine.CaseVariables.CG_AUTHORITY;
import static scot.nrm.engine.CaseVariables.REFERRAL_RECEIVED_DATE;
import static scot.nrm.engine.CaseVariables.REMOVAL_HOLD;
import static scot.nrm.engine.CaseVariables.RG_AUTHORITY;
import static scot.nrm.engine.CaseVariables.RG_DECISION_DATE;
import static scot.nrm.engine.CaseVariables.ROUTE_CLEAR;
import static scot.nrm.engine.CaseVariables.ROUTING_BASIS;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.Register;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.Stage;

/**
 * Asks the decision table {@code competent-authority} which authority decides (D13), and records the answer with the
 * row that gave it.
 *
 * <p>The task in the diagram has an input parameter {@code stage}: {@code reasonable-grounds} when the referral is
 * logged, {@code conclusive-grounds} after every positive decision on reasonable grounds (D14). An input parameter and
 * not an injected field, because this bean is shared by all cases.
 *
 * <p>May be repeated: the same facts give the same answer.
 */
@Component
public class RouteToCompetentAuthority implements JavaDelegate {

  static final String TABLE = "competent-authority";

  private final CaseFile caseFile;
  private final Register register;
  private final DecisionTables tables;
  private final EeaMembership eea;

  public RouteToCompetentAuthority(CaseFile caseFile, Register register, DecisionTables tables, EeaMembership eea) {
    this.caseFile = caseFile;
    this.register = register;
    this.tables = tables;
    this.eea = eea;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Stage stage = Stage.of((String) execution.getVariableLocal("stage"));
    String caseNumber = execution.getProcessBusinessKey();
    LocalDate received = LocalDate.parse(REFERRAL_RECEIVED_DATE.from(execution).get());
    LocalDate asked =
        stage == Stage.REASONABLE_GROUNDS ? received : LocalDate.parse(RG_DECISION_DATE.from(execution).get());
    RoutingFacts facts = RoutingFacts.of(caseFile.read(caseNumber), received, asked, eea);

    Route route = route(stage, asked, facts);

    if (stage == Stage.REASONABLE_GROUNDS) {
      RG_AUTHORITY.on(execution).set(route.rgAuthority());
    }
    // At reasonable grounds this is the outlook only; it is asked again before conclusive grounds.
    CG_AUTHORITY.on(execution).set(route.cgAuthority());
    ROUTING_BASIS.on(execution).set(route.basis());
    ROUTE_CLEAR.on(execution).set(facts.toBeConfirmed() ? "no" : "yes");
    register.routed(caseNumber, stage, route.authority(stage), route.basis());
    holdRemoval(execution, caseNumber, facts);
  }

  private Route route(Stage stage, LocalDate asked, RoutingFacts facts) {
    Map<String, Object> inputs = new HashMap<>(facts.forTable());
    inputs.put("stage", stage.id());
    inputs.put("onDate", asked.toString());
    return Route.of(tables.ask(TABLE, inputs));
  }

  /** D32: follows the facts each time they are asked, until it has ended. */
  private void holdRemoval(DelegateExecution execution, String caseNumber, RoutingFacts facts) {
    if (REMOVAL_HOLD.from(execution).getOptional().filter("ended"::equals).isPresent()) {
      return;
    }
    String hold = facts.needRemovalHold() ? "on" : "not-needed";
    REMOVAL_HOLD.on(execution).set(hold);
    register.removalHold(caseNumber, hold);
  }

  /** A row of the table. */
  private record Route(String rgAuthority, String cgAuthority, String basis) {

    static Route of(Map<String, Object> row) {
      return new Route(text(row, "rgAuthority"), text(row, "cgAuthority"), text(row, "routingBasis"));
    }

    String authority(Stage stage) {
      return stage == Stage.REASONABLE_GROUNDS ? rgAuthority : cgAuthority;
    }

    private static String text(Map<String, Object> row, String output) {
      if (row.get(output) instanceof String text && !text.isBlank()) {
        return text;
      }
      throw new IllegalStateException(
          "The decision table %s has a row without %s: deploy it with one, then retry".formatted(TABLE, output));
    }
  }
}
