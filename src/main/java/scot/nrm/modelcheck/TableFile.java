package scot.nrm.modelcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import scot.nrm.modelcheck.XmlFile.Element;

/**
 * A decision table as written in its file.
 *
 * @param hitPolicy as in the file, such as {@code COLLECT (SUM)}; UNIQUE where there is none
 */
public record TableFile(
    String id, String hitPolicy, List<Column> inputs, List<Column> outputs, List<Row> rows) {

  /**
   * A column.
   *
   * @param text an input's expression, or an output's name
   * @param type the type of its values; empty if the file has none
   * @param variable the name of its value in the cells
   * @param listed the values that the column lists, as written in the file
   */
  public record Column(String heading, String text, String type, String variable, String listed) {}

  /**
   * A row.
   *
   * @param number counted from 1, as Modeler does
   */
  public record Row(int number, int line, List<String> cells, List<String> answers) {}

  public static List<TableFile> in(Element root) {
    return root.children("decision")
        .flatMap(decision -> decision.children("decisionTable").map(it -> of(decision, it)))
        .toList();
  }

  private static TableFile of(Element decision, Element table) {
    String policy = Objects.toString(table.attribute("hitPolicy"), "UNIQUE");
    String aggregation = table.attribute("aggregation");
    List<Row> rows = new ArrayList<>();
    for (Element rule : table.children("rule").toList()) {
      rows.add(
          new Row(
              rows.size() + 1,
              rule.line(),
              rule.children("inputEntry").map(TableFile::text).toList(),
              rule.children("outputEntry").map(TableFile::text).toList()));
    }
    return new TableFile(
        decision.attribute("id"),
        aggregation == null ? policy : "%s (%s)".formatted(policy, aggregation),
        table.children("input").map(TableFile::input).toList(),
        table
            .children("output")
            .map(
                output ->
                    column(output, Objects.toString(output.attribute("name"), ""), output, ""))
            .toList(),
        rows);
  }

  private static Column input(Element input) {
    Element expression = input.children("inputExpression").findFirst().orElse(input);
    return column(
        input,
        text(expression),
        expression,
        Objects.toString(input.attribute(TableCheck.CAMUNDA, "inputVariable"), ""));
  }

  private static Column column(Element column, String text, Element typed, String variable) {
    String label = column.attribute("label");
    return new Column(
        label == null || label.isBlank() ? text : label,
        text,
        Objects.toString(typed.attribute("typeRef"), ""),
        variable,
        column.children().stream()
            .filter(it -> it.name().equals("inputValues") || it.name().equals("outputValues"))
            .map(TableFile::text)
            .collect(Collectors.joining()));
  }

  static String text(Element of) {
    return of.children("text").map(Element::text).collect(Collectors.joining()).strip();
  }
}
