package scot.nrm.letters.forms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.util.StringUtils;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.CaseFileContent;

/**
 * Prepares a Camunda Form for printing. It has no side effects, and knows the kinds of components
 * but not particular fields. A component with the property {@code print: no} is omitted.
 */
final class PrintedForm {

  private static final String NOTHING = "\u2014";

  /** The most choices that are printed as boxes. More, such as all countries, become a line. */
  private static final int MAX_BOXES = 12;

  /** Instructions that only help on a screen. */
  private static final Pattern ON_SCREEN =
      Pattern.compile(
          "Type to search\\.\\s*|If they are listed, leave blank to use the \\w+ in their account");

  private final Optional<CaseFileContent> file;

  private PrintedForm(Optional<CaseFileContent> file) {
    this.file = file;
  }

  static PrintedForm filled(CaseFileContent file) {
    return new PrintedForm(Optional.of(file));
  }

  static PrintedForm blank() {
    return new PrintedForm(Optional.empty());
  }

  /** The groups of a form with something to print, each with label and fields. */
  List<Map<String, Object>> groups(JsonNode form) {
    List<Map<String, Object>> groups = new ArrayList<>();
    collect("", form, groups);
    return groups;
  }

  private void collect(String label, JsonNode parent, List<Map<String, Object>> groups) {
    List<JsonNode> fields = new ArrayList<>();
    List<JsonNode> inner = new ArrayList<>();
    for (JsonNode component : parent.path("components")) {
      if (component.has("components")) {
        inner.add(component);
      } else if (component.has("key")
          && !component.path("properties").path("print").asText().equals("no")) {
        fields.add(component);
      }
    }
    List<Map<String, Object>> printed = fields(fields);
    if (!printed.isEmpty()) {
      groups.add(Map.of("label", label, "fields", printed));
    }
    inner.forEach(group -> collect(group.path("label").asText(label), group, groups));
  }

  /** The questions between two matrices are the rows of one table. */
  private List<Map<String, Object>> fields(List<JsonNode> components) {
    List<Map<String, Object>> fields = new ArrayList<>();
    List<Map<String, Object>> questions = new ArrayList<>();
    for (int i = 0; i < components.size(); i++) {
      JsonNode component = components.get(i);
      List<JsonNode> columns = matrixColumns(components, i);
      if (columns.size() > 1) {
        fields.add(matrix(columns));
        questions = new ArrayList<>();
        i += columns.size() - 1;
      } else if (!isOmitted(component)) {
        if (questions.isEmpty()) {
          fields.add(Map.of("questions", questions));
        }
        questions.add(field(component));
      }
    }
    return fields;
  }

  /** Consecutive checklists with the same options: the columns of one matrix. */
  private static List<JsonNode> matrixColumns(List<JsonNode> components, int from) {
    JsonNode first = components.get(from);
    List<JsonNode> columns = new ArrayList<>();
    for (JsonNode component : components.subList(from, components.size())) {
      if (!component.path("type").asText().equals("checklist")
          || !component.path("values").equals(first.path("values"))) {
        break;
      }
      columns.add(component);
    }
    return columns;
  }

  /** Whether it is a conditional field that wasn't filled in. A blank form has all fields. */
  private boolean isOmitted(JsonNode component) {
    return component.has("conditional")
        && file.map(content -> content.list(component.path("key").asText()).isEmpty())
            .orElse(false);
  }

  private Map<String, Object> matrix(List<JsonNode> checklists) {
    Map<String, Object> field = new LinkedHashMap<>();
    field.put("matrix", true);
    field.put("columns", checklists.stream().map(PrintedForm::columnHead).toList());
    field.put(
        "rows",
        options(checklists.get(0)).entrySet().stream()
            .map(
                option ->
                    Map.of(
                        "label", option.getValue(),
                        "ticks",
                            checklists.stream()
                                .map(list -> tick(isChosen(list, option.getKey())))
                                .toList()))
            .toList());
    return field;
  }

  private Map<String, Object> field(JsonNode component) {
    Map<String, Object> field = new LinkedHashMap<>();
    field.put("label", label(component));
    Map<String, String> options = options(component);
    String type = component.path("type").asText();
    boolean boxes =
        type.equals("checklist")
            || file.isEmpty() && !options.isEmpty() && options.size() <= MAX_BOXES;
    if (boxes) {
      field.put(
          "boxes",
          options.entrySet().stream()
              .map(
                  option ->
                      Map.of(
                          "label", option.getValue(),
                          "tick", tick(isChosen(component, option.getKey()))))
              .toList());
    } else if (file.isPresent()) {
      field.put("value", value(component, options, file.get()));
    } else {
      field.put(type.equals("textarea") ? "space" : "line", true);
    }
    if (file.isEmpty()) {
      field.put("hint", ON_SCREEN.matcher(component.path("description").asText()).replaceAll(""));
    }
    return field;
  }

  private boolean isChosen(JsonNode component, String option) {
    return file.map(content -> content.list(component.path("key").asText()).contains(option))
        .orElse(false);
  }

  private static String tick(boolean ticked) {
    return ticked ? "\u2612" : "\u2610";
  }

  private static String value(
      JsonNode component, Map<String, String> options, CaseFileContent file) {
    String key = component.path("key").asText();
    String text;
    if (!options.isEmpty()) {
      text =
          file.list(key).stream()
              .map(chosen -> options.getOrDefault(chosen, chosen))
              .collect(Collectors.joining(", "));
    } else if (component.path("subtype").asText().equals("date")) {
      text = file.date(key).map(BritishDate::of).orElse(file.text(key));
    } else {
      text = file.text(key);
    }
    return text.isEmpty() ? NOTHING : text;
  }

  /** Shortens "Exploitation: observed" to "Observed": the heading has the first part. */
  private static String columnHead(JsonNode checklist) {
    return StringUtils.capitalize(label(checklist).replaceFirst("^.*: ", ""));
  }

  private static String label(JsonNode component) {
    for (String name : List.of("label", "dateLabel", "timeLabel")) {
      String label = component.path(name).asText();
      if (!label.isEmpty()) {
        return label;
      }
    }
    return component.path("key").asText();
  }

  /** The labels by value, in the form's order. */
  private static Map<String, String> options(JsonNode component) {
    Map<String, String> options = new LinkedHashMap<>();
    for (JsonNode option : component.path("values")) {
      options.put(option.path("value").asText(), option.path("label").asText());
    }
    return options;
  }
}
