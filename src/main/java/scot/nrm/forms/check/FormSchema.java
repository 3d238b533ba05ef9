package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scot.nrm.forms.text.FormText;

/**
 * What a Camunda Form says (form-js, schema version 16): the part of it that the server checks,
 * splits and fills.
 *
 * @param id the form's id, by which diagrams and {@link FormRule}s name it
 * @param fields by key, in the form's order, those inside groups included
 * @param textNames names that the form shows as text ({@code {{name}}}), without being able to
 *     submit them
 * @param expressionNames names that its conditions and other expressions use, without being able to
 *     submit them
 * @param problems what the form uses and the server cannot check, each a sentence for who edits the
 *     form
 */
public record FormSchema(
    String id,
    Map<String, FormField> fields,
    Set<String> textNames,
    Set<String> expressionNames,
    List<String> problems) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SCHEMA_VERSION = 16;

  private static final Set<String> FIELD_TYPES =
      Set.of(
          "textfield",
          "textarea",
          "number",
          "checkbox",
          "radio",
          "select",
          "checklist",
          "taglist",
          "datetime");
  private static final Set<String> OTHER_TYPES =
      Set.of("group", "text", "html", "image", "separator", "spacer", "button");
  private static final Map<String, String> WHY_NOT =
      Map.of(
          "dynamiclist", "Tasklist cannot complete a form with such a list",
          "table", "it shows lists that no form here keeps",
          "expression", "its value is worked out in the browser, where it can be changed",
          "iframe", "it shows another site inside the form");
  private static final Set<String> SUBTYPES = Set.of("date", "time", "datetime");

  private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> TEXT_RULES =
      Set.of("required", "minLength", "maxLength", "pattern", "validationType");
  private static final Set<String> NUMBER_RULES = Set.of("required", "min", "max");
  private static final Set<String> OTHER_RULES = Set.of("required");
  private static final Set<String> VALIDATION_TYPES = Set.of("", "custom", "email", "phone");

  /**
   * What {@link FormText}s are called; they are worked out for reading, and no condition can be
   * checked against them.
   */
  private static final String SHOWN_TEXT = "show[A-Z].*";

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  /**
   * Parts of a component that form-js does not evaluate, and its condition, which names what it
   * uses itself.
   */
  private static final Set<String> PLAIN =
      Set.of("id", "key", "path", "type", "subtype", "components", "properties", "conditional");

  public FormSchema {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    textNames = Set.copyOf(textNames);
    expressionNames = Set.copyOf(expressionNames);
    problems = List.copyOf(problems);
  }

  /** Reads a deployed form. */
  public static FormSchema parse(byte[] form) {
    try {
      JsonNode root = JSON.readTree(form);
      Reader reader = new Reader();
      if (root.path("schemaVersion").asInt() > SCHEMA_VERSION) {
        reader.problems.add(
            "has a newer schema version than " + SCHEMA_VERSION + ", which Tasklist cannot show");
      }
      reader.read(root.path("components"), List.of());
      reader.checkConditions();
      reader.texts.removeAll(reader.fields.keySet());
      reader.expressions.removeAll(reader.fields.keySet());
      return new FormSchema(
          root.path("id").asText(),
          reader.fields,
          reader.texts,
          reader.expressions,
          reader.problems);
    } catch (IOException e) {
      throw new IllegalArgumentException("The form is not JSON", e);
    }
  }

  /** Whether any field is hidden by a condition. */
  boolean isConditional() {
    return !fields.values().stream().allMatch(FormField::isAlwaysShown);
  }

  /** How messages name the field. */
  public String label(String key) {
    FormField field = fields.get(key);
    return field == null ? inWords(key) : field.label();
  }

  /** The keys whose values become process variables. */
  public Set<String> processKeys() {
    Set<String> keys = new LinkedHashSet<>();
    fields.values().stream().filter(FormField::toProcess).forEach(field -> keys.add(field.key()));
    return keys;
  }

  /** {@code dateReceived} as {@code Date received}. */
  static String inWords(String key) {
    String words = key.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase();
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** Walks the components of a form. */
  private static final class Reader {

    private final Map<String, FormField> fields = new LinkedHashMap<>();
    private final Set<String> texts = new LinkedHashSet<>();
    private final Set<String> expressions = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<Condition, String> conditions = new LinkedHashMap<>();

    void read(JsonNode components, List<Condition> hiddenWhen) {
      for (JsonNode component : components) {
        String type = component.path("type").asText();
        List<Condition> hidden = new ArrayList<>(hiddenWhen);
        condition(component, hidden);
        names(component);
        if (FIELD_TYPES.contains(type)) {
          field(component, type, hidden);
        } else if (!OTHER_TYPES.contains(type)) {
          problems.add(
              "uses a component of type "
                  + type
                  + ", which the server cannot check"
                  + (WHY_NOT.containsKey(type) ? ": " + WHY_NOT.get(type) : ""));
        }
        if (type.equals("group")) {
          if (!component.path("path").asText().isEmpty()) {
            problems.add(
                "has a group with a path; take the path away, so that all keys stand side by side");
          }
          read(component.path("components"), hidden);
        }
      }
    }

    private void condition(JsonNode component, List<Condition> hidden) {
      String text = component.path("conditional").path("hide").asText();
      if (text.isEmpty()) {
        return;
      }
      String what = "hides " + name(component) + " by the condition " + text;
      try {
        if (!text.startsWith("=")) {
          problems.add(what + ", which does not begin with =");
          return;
        }
        Condition condition = Condition.parse(text.substring(1));
        hidden.add(condition);
        expressions.addAll(condition.names());
        conditions.put(condition, what);
      } catch (Condition.NotUnderstood e) {
        problems.add(
            what
                + ", which uses "
                + e.getMessage()
                + ". The server understands names, \"texts\", numbers, true, false and null,"
                + " compared by = != < <= > >=, joined by and, or; contains(text, text) and list"
                + " contains(list, value)");
      }
    }

    /** What can be said once all fields are known. */
    void checkConditions() {
      conditions.forEach(
          (condition, what) -> {
            condition.ordered().stream()
                .sorted()
                .filter(
                    name -> !fields.containsKey(name) || !fields.get(name).type().equals("number"))
                .forEach(
                    name ->
                        problems.add(
                            what
                                + ", but only numbers have an order, and "
                                + name
                                + " is no number field of this form"));
            condition.names().stream()
                .sorted()
                .filter(name -> name.matches(SHOWN_TEXT))
                .forEach(
                    name -> problems.add(what + ", but " + name + " is a text that is only shown"));
          });
    }

    private void field(JsonNode component, String type, List<Condition> hidden) {
      String key = component.path("key").asText();
      FormField field = new FormField(key, type, labelOf(component, key), hidden, component);
      if (!KEY.matcher(key).matches()) {
        problems.add("has a field whose key is not one plain word: " + key);
        return;
      }
      if (fields.put(key, field) != null) {
        problems.add("has two fields with the key " + key);
      }
      check(field);
    }

    private void check(FormField field) {
      JsonNode component = field.component();
      for (String name : List.of("disabled", "readonly")) {
        if (component.path(name).isTextual()) {
          problems.add("decides by an expression whether " + field.key() + " is " + name);
        }
      }
      Set<String> known =
          field.isText() ? TEXT_RULES : field.type().equals("number") ? NUMBER_RULES : OTHER_RULES;
      field
          .validate()
          .properties()
          .forEach(rule -> rule(field, known, rule.getKey(), rule.getValue()));
      pattern(field);
      if (!component.path("increment").isMissingNode()
          && !component.path("increment").asText().isEmpty()
          && (field.increment() == null || field.increment().signum() <= 0)) {
        problems.add(
            "lets "
                + field.key()
                + " go in steps that are no number: "
                + component.path("increment").asText());
      }
      if (component.has("decimalDigits") && !component.path("decimalDigits").isIntegralNumber()) {
        problems.add("does not say by a number how many decimals " + field.key() + " may have");
      }
      if (component.has("valuesKey") || component.has("valuesExpression")) {
        problems.add(
            "takes the options of " + field.key() + " from elsewhere; write them into the form");
      } else if ((field.isChoice() || field.isChecklist())
          && (field.options().isEmpty()
              || !field.options().stream()
                  .allMatch(option -> option.isTextual() && !option.asText().isEmpty()))) {
        problems.add("needs options with text values for " + field.key());
      }
      if (component.path("serializeToString").asBoolean()) {
        problems.add("turns the number " + field.key() + " into text");
      }
      if (field.type().equals("datetime") && !SUBTYPES.contains(field.subtype())) {
        problems.add("does not say whether " + field.key() + " is a date, a time or both");
      }
    }

    private void rule(FormField field, Set<String> known, String name, JsonNode value) {
      if (value.asText().startsWith("=") && !name.equals("pattern")) {
        problems.add("checks " + field.key() + " by an expression: " + value.asText());
      } else if (!known.contains(name)) {
        problems.add(
            "checks "
                + field.key()
                + " by "
                + name
                + ", which means nothing for a "
                + field.type());
      } else if (name.equals("required")
          ? !value.isBoolean()
          : name.startsWith("m")
              ? !value.isNumber()
              : name.equals("validationType") && !VALIDATION_TYPES.contains(value.asText())) {
        problems.add(
            "checks "
                + field.key()
                + " by "
                + name
                + " = "
                + value.asText()
                + ", which means nothing");
      }
    }

    private void pattern(FormField field) {
      String pattern = field.validate().path("pattern").asText();
      try {
        BrowserPattern.of(pattern);
      } catch (IllegalArgumentException e) {
        problems.add(
            "has a pattern for " + field.key() + " that " + e.getMessage() + ": " + pattern);
      }
    }

    private static String name(JsonNode component) {
      return component
          .path("key")
          .asText(component.path("label").asText(component.path("id").asText()));
    }

    private static String labelOf(JsonNode component, String key) {
      for (String name : List.of("label", "dateLabel", "timeLabel")) {
        String label = component.path(name).asText().strip();
        if (!label.isEmpty() && !label.startsWith("=") && !label.contains("{{")) {
          return label.replaceAll("[*_`?:]+$", "").strip();
        }
      }
      return inWords(key);
    }

    /**
     * Names in templates ({@code {{...}}}) and expressions ({@code =...}) of a component, not of
     * those inside it.
     */
    private void names(JsonNode component) {
      component
          .fields()
          .forEachRemaining(
              property -> {
                if (!PLAIN.contains(property.getKey())) {
                  namesIn(property.getValue());
                }
              });
    }

    private void namesIn(JsonNode value) {
      if (value.isContainerNode()) {
        value.forEach(this::namesIn);
      } else if (value.isTextual() && value.asText().startsWith("=")) {
        namesOf(value.asText());
      } else if (value.isTextual()) {
        Matcher template = TEMPLATE.matcher(value.asText());
        while (template.find()) {
          String expression = template.group(1).strip();
          if (NAME.matcher(expression).matches()) {
            texts.add(expression);
          } else {
            namesOf(expression);
          }
        }
      }
    }

    private void namesOf(String expression) {
      Matcher name = NAME.matcher(QUOTED.matcher(expression).replaceAll(""));
      while (name.find()) {
        expressions.add(name.group());
      }
    }
  }
}
