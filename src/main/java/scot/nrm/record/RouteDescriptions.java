package scot.nrm.record;

import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.springframework.stereotype.Component;
import scot.nrm.engine.DecisionTables;

/**
 * The descriptions that policy staff gave the rows of the decision table {@code
 * competent-authority} (D13), as deployed. A route from an earlier version of the table is shown by
 * its number.
 */
@Component
class RouteDescriptions {

  private final DecisionTables tables;

  RouteDescriptions(DecisionTables tables) {
    this.tables = tables;
  }

  /** The number and description of a row: {@code D13.2: UK national.} for {@code D13.2}. */
  String of(String basis) {
    if (basis == null) {
      return "";
    }
    return tables.rules("competent-authority").stream()
        .filter(rule -> rule.getOutputEntries().stream().anyMatch(output -> is(basis, output)))
        .map(RouteDescriptions::description)
        .filter(words -> words.startsWith(basis + ":"))
        .findFirst()
        .orElse(basis);
  }

  private static boolean is(String basis, OutputEntry output) {
    return output.getTextContent().strip().equals('"' + basis + '"');
  }

  private static String description(Rule rule) {
    return rule.getDescription() == null
        ? ""
        // The tag in brackets is the source of the rule, which a record doesn't need.
        : rule.getDescription().getTextContent().replaceAll("\\s*\\[[A-Z]]", "").strip();
  }
}
