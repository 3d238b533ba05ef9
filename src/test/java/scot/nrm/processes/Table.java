package scot.nrm.processes;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import scot.nrm.engine.authorities.KnownAuthorities;

/**
 * A decision table in {@code processes/}, for tests that read it row by row.
 *
 * @param name what policy staff call it
 * @param asks the label of each input by its expression
 * @param gives the label of each output by its name
 */
public record Table(
    String name, Map<String, String> asks, Map<String, String> gives, List<Row> rows) {

  /**
   * One row: its conditions by the input's expression, without those that any value meets, its
   * answers by the output's name, and what policy staff wrote beside it. Texts have no quotes.
   */
  public record Row(Map<String, String> when, Map<String, String> then, String note) {}

  public static Table named(String id) {
    DmnModelInstance model =
        Dmn.readModelFromStream(KnownAuthorities.named(Path.of("processes", id + ".dmn")));
    DecisionTable table = model.getModelElementsByType(DecisionTable.class).iterator().next();
    Map<String, String> asks = new LinkedHashMap<>();
    table
        .getInputs()
        .forEach(
            input ->
                asks.put(input.getInputExpression().getText().getTextContent(), input.getLabel()));
    Map<String, String> gives = new LinkedHashMap<>();
    table.getOutputs().forEach(output -> gives.put(output.getName(), output.getLabel()));
    List<Row> rows = table.getRules().stream().map(rule -> row(rule, asks, gives)).toList();
    Decision decision = model.getModelElementsByType(Decision.class).iterator().next();
    return new Table(decision.getName(), asks, gives, rows);
  }

  /** The values that a column of a table lists for its conditions, in the order of the table. */
  static List<String> values(String table, String asks) {
    return Dmn.readModelFromFile(Path.of("processes", table + ".dmn").toFile())
        .getModelElementsByType(Input.class)
        .stream()
        .filter(input -> input.getInputExpression().getText().getTextContent().equals(asks))
        .flatMap(input -> Stream.ofNullable(input.getInputValues()))
        .flatMap(values -> Stream.of(values.getText().getTextContent().split(",")))
        .map(value -> value.strip().replace("\"", ""))
        .toList();
  }

  private static Row row(Rule rule, Map<String, String> asks, Map<String, String> gives) {
    Map<String, String> when = byName(asks.keySet(), rule.getInputEntries());
    when.values().removeIf(condition -> condition.isEmpty() || condition.equals("-"));
    return new Row(
        when,
        byName(gives.keySet(), rule.getOutputEntries()),
        rule.getDescription().getTextContent().strip());
  }

  private static Map<String, String> byName(
      Collection<String> names, Collection<? extends ModelElementInstance> cells) {
    Map<String, String> named = new LinkedHashMap<>();
    var cell = cells.iterator();
    names.forEach(name -> named.put(name, cell.next().getTextContent().strip().replace("\"", "")));
    return named;
  }
}
