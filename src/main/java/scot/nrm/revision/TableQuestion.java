package scot.nrm.revision;

import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Rule;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.TableInput;
import scot.nrm.gate.files.TextWarnings;
import scot.nrm.modelcheck.TableFile;
import scot.nrm.modelcheck.TableFile.Column;
import scot.nrm.modelcheck.XmlFile;
import scot.nrm.modelcheck.XmlFile.Unreadable;

/** Asks a decision table of a set one question, and finds the rows that answer. */
final class TableQuestion {

  private static final Pattern QUOTED = Pattern.compile("\"([^\"\\\\]+)\"");

  private final DecisionTables.Check check;

  TableQuestion(DecisionTables.Check check) {
    this.check = check;
  }

  /**
   * A row that answers; its number is as in Camunda Modeler.
   *
   * @param counts whether the program uses this row, and not only another matching one
   */
  record Row(int number, Map<String, String> answers, String note, boolean counts) {

    /** The answers with their headings. */
    List<String> outputs() {
      return answers.entrySet().stream().map(one -> one.getKey() + ": " + one.getValue()).toList();
    }
  }

  /** The file of the table among those of a set. */
  Optional<byte[]> file(Map<String, byte[]> files) {
    return files.entrySet().stream()
        .filter(file -> file.getKey().endsWith(".dmn"))
        .map(Map.Entry::getValue)
        .filter(file -> table(file).isPresent())
        .findFirst();
  }

  /** The table in a file; empty also if it can't be read, which the check of each file reports. */
  private Optional<TableFile> table(byte[] file) {
    try {
      return TableFile.in(XmlFile.read(file)).stream()
          .filter(table -> table.id().equals(check.table()))
          .findFirst();
    } catch (Unreadable e) {
      return Optional.empty();
    }
  }

  private Stream<Column> columns(List<byte[]> versions) {
    return versions.stream()
        .flatMap(version -> table(version).stream())
        .flatMap(table -> table.inputs().stream());
  }

  /**
   * The inputs that the versions read, with the headings of their columns, in the table's order.
   */
  Map<String, String> inputs(List<byte[]> versions) {
    Map<String, String> asked = new LinkedHashMap<>();
    columns(versions)
        .forEach(
            column ->
                check.inputs().keySet().stream()
                    .filter(name -> TextWarnings.hasWord(column.text(), name))
                    .forEach(name -> asked.putIfAbsent(name, column.heading())));
    return asked;
  }

  /** The values that can be chosen for an input; none for a day. */
  List<String> values(List<byte[]> versions, String name) {
    TableInput input = check.inputs().get(name);
    return switch (input.kind()) {
      case DAY -> List.of();
      case CHOICE -> input.values().stream().map(TableQuestion::inWords).toList();
      case LISTED ->
          columns(versions)
              .filter(column -> column.text().equals(name))
              .flatMap(column -> QUOTED.matcher(column.listed()).results())
              .map(value -> value.group(1))
              .distinct()
              .toList();
    };
  }

  private static String inWords(Object value) {
    return value == null ? "" : TableInput.inWords(value);
  }

  /**
   * The rows of a version that answer.
   *
   * @param asked the chosen values, by the name of the input; days as dates
   */
  List<Row> ask(byte[] version, Map<String, Object> asked) {
    List<Row> rows = new ArrayList<>();
    List<Rule> all =
        List.copyOf(
            Dmn.readModelFromStream(new ByteArrayInputStream(version))
                .getModelElementsByType(Rule.class));
    List<String> ids = all.stream().map(Rule::getId).toList();
    Map<String, String> headings =
        table(version).orElseThrow().outputs().stream()
            .collect(Collectors.toMap(Column::text, Column::heading));
    DefaultDmnEngineConfiguration configuration = new DefaultDmnEngineConfiguration();
    configuration.setCustomPostDecisionTableEvaluationListeners(
        List.of(
            event -> {
              List<Map<String, Object>> matching =
                  event.getMatchingRules().stream().map(TableQuestion::outputs).toList();
              List<Map<String, Object>> counting = check.applicable(matching);
              for (int i = 0; i < matching.size(); i++) {
                Map<String, Object> outputs = matching.get(i);
                int at = ids.indexOf(event.getMatchingRules().get(i).getId());
                Map<String, String> answers = new LinkedHashMap<>();
                outputs.forEach((name, value) -> answers.put(headings.get(name), inWords(value)));
                rows.add(
                    new Row(
                        at + 1,
                        answers,
                        all.get(at).getDescription() == null
                            ? ""
                            : all.get(at).getDescription().getTextContent(),
                        counting.stream().anyMatch(row -> row == outputs)));
              }
            }));
    DmnEngine engine = configuration.buildEngine();
    DmnDecision table = engine.parseDecision(check.table(), new ByteArrayInputStream(version));
    engine.evaluateDecisionTable(table, Variables.fromMap(facts(asked)));
    return rows;
  }

  private static Map<String, Object> outputs(DmnEvaluatedDecisionRule rule) {
    Map<String, Object> outputs = new LinkedHashMap<>();
    rule.getOutputEntries()
        .values()
        .forEach(output -> outputs.put(output.getOutputName(), output.getValue().getValue()));
    return outputs;
  }

  private Map<String, Object> facts(Map<String, Object> asked) {
    Map<String, Object> facts = new LinkedHashMap<>();
    check
        .inputs()
        .forEach(
            (name, input) -> {
              Object value = asked.get(name);
              facts.put(
                  name,
                  value instanceof LocalDate day
                      ? day.toString()
                      : input.kind() == TableInput.Kind.CHOICE
                          ? input.values().stream()
                              .filter(Objects::nonNull)
                              .filter(one -> inWords(one).equals(value))
                              .findFirst()
                              .orElse(null)
                          : value);
            });
    return facts;
  }
}
