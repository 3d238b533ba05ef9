package scot.nrm.revision;

import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.InputEntry;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.TableInput;

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
        .filter(file -> decision(read(file)).isPresent())
        .findFirst();
  }

  /**
   * The inputs that the versions read, with the headings of their columns, in the table's order.
   */
  Map<String, String> inputs(List<byte[]> versions) {
    Map<String, String> asked = new LinkedHashMap<>();
    for (byte[] version : versions) {
      for (Input column : read(version).getModelElementsByType(Input.class)) {
        String expression = column.getInputExpression().getText().getTextContent();
        check.inputs().keySet().stream()
            .filter(name -> Pattern.compile("\\b" + name + "\\b").matcher(expression).find())
            .forEach(
                name ->
                    asked.putIfAbsent(name, column.getLabel() == null ? name : column.getLabel()));
      }
    }
    return asked;
  }

  /** The values that can be chosen for an input; none for a day. */
  List<String> values(List<byte[]> versions, String name) {
    TableInput input = check.inputs().get(name);
    return switch (input.kind()) {
      case DAY -> List.of();
      case CHOICE -> input.values().stream().map(TableQuestion::inWords).toList();
      case LISTED -> listedValues(versions, name);
    };
  }

  private static String inWords(Object value) {
    return value == null ? "" : TableInput.inWords(value);
  }

  /** The texts in the cells of the input's column. */
  private List<String> listedValues(List<byte[]> versions, String name) {
    Set<String> found = new LinkedHashSet<>();
    for (byte[] version : versions) {
      DmnModelInstance model = read(version);
      List<String> columns =
          model.getModelElementsByType(Input.class).stream()
              .map(input -> input.getInputExpression().getText().getTextContent().strip())
              .toList();
      for (Rule rule : model.getModelElementsByType(Rule.class)) {
        List<InputEntry> cells = List.copyOf(rule.getInputEntries());
        for (int column = 0; column < cells.size(); column++) {
          if (columns.get(column).equals(name)) {
            Matcher text = QUOTED.matcher(cells.get(column).getTextContent());
            while (text.find()) {
              found.add(text.group(1));
            }
          }
        }
      }
    }
    return List.copyOf(found);
  }

  /**
   * The rows of a version that answer.
   *
   * @param asked the chosen values, by the name of the input; days as dates
   */
  List<Row> ask(byte[] version, Map<String, Object> asked) {
    List<Row> rows = new ArrayList<>();
    DmnModelInstance model = read(version);
    List<Rule> all = List.copyOf(model.getModelElementsByType(Rule.class));
    List<String> ids = all.stream().map(Rule::getId).toList();
    Map<String, String> headings = headings(model);
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

  /** The headings of the outputs, by their names. */
  private static Map<String, String> headings(DmnModelInstance model) {
    Map<String, String> headings = new LinkedHashMap<>();
    for (Output column : model.getModelElementsByType(Output.class)) {
      headings.put(
          column.getName(), column.getLabel() == null ? column.getName() : column.getLabel());
    }
    return headings;
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

  private static DmnModelInstance read(byte[] file) {
    return Dmn.readModelFromStream(new ByteArrayInputStream(file));
  }

  private Optional<Decision> decision(DmnModelInstance model) {
    return model.getModelElementsByType(Decision.class).stream()
        .filter(one -> one.getId().equals(check.table()))
        .findFirst();
  }
}
