package scot.nrm.routing;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;

/**
 * Asks the decision table {@code competent-authority} which authority decides, using the current
 * facts (D13).
 */
@Component
public class Routes {

  static final String TABLE = "competent-authority";

  private final CaseFile caseFile;
  private final DecisionTables tables;
  private final EeaMembership eea;
  private final Authorities authorities;

  public Routes(
      CaseFile caseFile, DecisionTables tables, EeaMembership eea, Authorities authorities) {
    this.authorities = authorities;
    this.caseFile = caseFile;
    this.tables = tables;
    this.eea = eea;
  }

  /**
   * @param received the day on which the form was received
   * @param rgDecided the day of the decision on reasonable grounds; only used for conclusive
   *     grounds. Leave that expires before that decision moves nothing (D14)
   */
  public Route ask(String caseNumber, Stage stage, LocalDate received, LocalDate rgDecided) {
    LocalDate asked = stage == Stage.REASONABLE_GROUNDS ? received : rgDecided;
    RoutingFacts facts = RoutingFacts.of(caseFile.read(caseNumber), received, asked, eea);
    Map<String, Object> inputs = new HashMap<>(facts.forTable());
    inputs.put("stage", stage.id());
    inputs.put("onDate", asked.toString());
    inputs.put("receivedOn", received.toString());
    Map<String, Object> row = tables.ask(TABLE, inputs);
    return new Route(
        authority(row, "rgAuthority", received),
        authority(row, "cgAuthority", received),
        text(row, "routingBasis"),
        !facts.toBeConfirmed(),
        facts.needRemovalHold() ? RemovalHold.ON : RemovalHold.NOT_NEEDED);
  }

  private Authority authority(Map<String, Object> row, String output, LocalDate received) {
    String id = text(row, output);
    String problem = "it decides no case received on " + received;
    try {
      Authority authority = authorities.known(id);
      if (authorities.decides(authority, received)) {
        return authority;
      }
    } catch (IllegalArgumentException e) {
      problem = e.getMessage();
    }
    throw new IllegalStateException(
        "The decision table %s has a row with the %s %s: %s. Correct the row or the file, then retry"
            .formatted(TABLE, output, id, problem));
  }

  private static String text(Map<String, Object> row, String output) {
    if (row.get(output) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new IllegalStateException(
        "The decision table %s has a row without %s: deploy it with one, then retry"
            .formatted(TABLE, output));
  }

  /**
   * A row of the table, and what else follows from the same facts.
   *
   * @param cgAuthority provisional at reasonable grounds; routing runs again before conclusive
   *     grounds
   * @param basis the row of D13, such as {@code D13.5}
   * @param isClear not for a UK national in an immigration process: so rare that a manager confirms
   *     the route (D13)
   * @param removalHold what D32 requires from these facts: on or not needed
   */
  public record Route(
      Authority rgAuthority,
      Authority cgAuthority,
      String basis,
      boolean isClear,
      RemovalHold removalHold) {

    public Authority authority(Stage stage) {
      return stage == Stage.REASONABLE_GROUNDS ? rgAuthority : cgAuthority;
    }
  }
}
