package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.StringUtils;
import scot.nrm.engine.sets.LimitedCache;
import scot.nrm.forms.check.Condition.Kind;

/**
 * The parts of a Camunda Form (form-js) that the server checks, splits and fills in. Modeler writes
 * its own schema version into each form that it saves, so what counts is that each part is one that
 * Tasklist shows.
 *
 * @param id the form's id, which diagrams and {@link FormRule}s use
 * @param heading its first text's heading, without markup; the id if it has none
 * @param fields by key, in the form's order, those inside groups included
 * @param textNames names that the form shows as text ({@code {{name}}}) but can't submit
 * @param expressionNames names that its conditions and other expressions use but that it can't
 *     submit
 * @param problems parts of the form that the server can't check, each as a sentence for the person
 *     who edits the form
 * @param properties of the user task that it is the form of, by name; empty without one
 */
public record FormSchema(
    String id,
    String heading,
    Map<String, FormField> fields,
    Set<String> textNames,
    Set<String> expressionNames,
    List<String> problems,
    Map<String, String> properties) {

  /** The key of the field for a case number, and the name by which a text shows it. */
  public static final String CASE_NUMBER = "caseNumber";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longer texts aren't read, or don't fit where the program shows or keeps them. */
  private static final Map<String, Integer> MAX_LENGTHS =
      Map.of(
          "label", 200,
          "dateLabel", 200,
          "timeLabel", 200,
          "description", 1000,
          "text", 5000,
          "value", 100);

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
      Set.of("group", "text", "image", "separator", "spacer", "button");
  private static final Map<String, String> UNSUPPORTED_TYPES =
      Map.of(
          "dynamiclist", "Tasklist cannot complete a form with such a list",
          "table", "it shows lists, which no form here stores",
          "expression", "its value is calculated in the browser, where it can be changed",
          "iframe", "it shows another site inside the form",
          "html", "the names and periods in it can't be checked, as those of a text view are");
  private static final Set<String> SUBTYPES = Set.of("date", "time", "datetime");

  private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
  private static final Pattern HEADING = Pattern.compile("^## (.+)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> TEXT_RULES =
      Set.of("required", "minLength", "maxLength", "pattern", "validationType");
  private static final Set<String> NUMBER_RULES = Set.of("required", "min", "max");
  private static final Set<String> OTHER_RULES = Set.of("required");
  private static final Set<String> VALIDATION_TYPES = Set.of("", "custom", "email");

  /** The names of texts about a case, which are calculated for display only. */
  private static final String TEXT_NAME = "(show|limit)[A-Z].*";

  /** Of an organisation, which the server writes into the form before it is opened. */
  private static final String AUTHORITY_PREFIX = "authority.";

  /** A set has fewer than a hundred forms. */
  private static final int CACHE_SIZE = 150;

  /** For each application, by all that it depends on. */
  private static final Map<OptionLists.Names, Map<List<Object>, FormSchema>> CACHE =
      Collections.synchronizedMap(new WeakHashMap<>());

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  /** Parts that form-js doesn't evaluate, and the condition, which lists its own names. */
  private static final Set<String> NOT_EVALUATED =
      Set.of("id", "key", "path", "type", "subtype", "components", "properties", "conditional");

  public FormSchema {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    textNames = Set.copyOf(textNames);
    expressionNames = Set.copyOf(expressionNames);
    problems = List.copyOf(problems);
    properties = Map.copyOf(properties);
  }

  /** Reads a form that includes all its options, such as one that the engine has opened. */
  public static FormSchema parse(byte[] form) {
    return parse(form, OptionLists.NONE);
  }

  /**
   * The forms among the files of a set, in the order of their files' names.
   *
   * @param files content by file name, without the folder
   */
  public static List<FormSchema> parseAll(Map<String, byte[]> files, OptionLists lists) {
    return files.keySet().stream()
        .filter(name -> name.endsWith(".form"))
        .sorted()
        .map(name -> parse(files.get(name), lists))
        .toList();
  }

  /** Reads a form file, or finds it as it was read: a check of a set asks three times. */
  public static FormSchema parse(byte[] form, OptionLists lists) {
    return CACHE
        .computeIfAbsent(lists.names(), any -> LimitedCache.of(CACHE_SIZE))
        .computeIfAbsent(
            List.of(ByteBuffer.wrap(form), lists.lists(), lists.names().version()),
            any -> read(form, lists));
  }

  private static FormSchema read(byte[] form, OptionLists lists) {
    try {
      JsonNode root = JSON.readTree(form);
      lists.fillIn(root);
      Reader reader = new Reader();
      lists.names().problem(root.toString()).ifPresent(reader.problems::add);
      reader.read(root.path("components"), List.of());
      reader.checkConditions();
      reader.texts.removeAll(reader.fields.keySet());
      reader.expressions.removeAll(reader.fields.keySet());
      return new FormSchema(
          root.path("id").asText(),
          heading(root),
          reader.fields,
          reader.texts,
          reader.expressions,
          reader.problems,
          Map.of());
    } catch (IOException e) {
      throw new IllegalArgumentException("The form is not JSON", e);
    }
  }

  private static String heading(JsonNode form) {
    Matcher heading = HEADING.matcher(form.path("components").path(0).path("text").asText());
    return heading.find() ? heading.group(1).strip() : form.path("id").asText();
  }

  /** The same as the form of a user task with these properties. */
  public FormSchema withTaskProperties(Map<String, String> task) {
    return new FormSchema(id, heading, fields, textNames, expressionNames, problems, task);
  }

  /** Whether any field is hidden by a condition. */
  boolean isConditional() {
    return !fields.values().stream().allMatch(FormField::isAlwaysShown);
  }

  /** The field's name in messages. */
  public String label(String key) {
    FormField field = fields.get(key);
    return field == null ? inWords(key) : field.name();
  }

  /** Whether the form has this field for a person to answer. */
  public boolean asks(String key) {
    FormField field = fields.get(key);
    return field != null && !field.disabled() && !field.readOnly();
  }

  /** The keys whose values become process variables. */
  public Set<String> processKeys() {
    Set<String> keys = new LinkedHashSet<>();
    fields.values().stream().filter(FormField::toProcess).forEach(field -> keys.add(field.key()));
    return keys;
  }

  /** Converts {@code dateReceived} to {@code Date received}. */
  static String inWords(String key) {
    return StringUtils.capitalize(
        key.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT));
  }

  private static final class Reader {

    private final Map<String, FormField> fields = new LinkedHashMap<>();
    private final Set<String> texts = new LinkedHashSet<>();
    private final Set<String> expressions = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Condition> conditions = new LinkedHashMap<>();

    void read(JsonNode components, List<Condition> hiddenWhen) {
      for (JsonNode component : components) {
        String type = component.path("type").asText();
        List<Condition> hidden = new ArrayList<>(hiddenWhen);
        condition(component, hidden);
        names(component);
        if (component.has("id") && !ids.add(component.path("id").asText())) {
          problem(
              "has two parts with the id %s, so nobody could open it. Give one of them another id",
              component.path("id").asText());
        }
        checkLengths(component, component);
        component.path("values").forEach(option -> checkLengths(component, option));
        if (FIELD_TYPES.contains(type)) {
          field(component, type, hidden);
        } else if (!OTHER_TYPES.contains(type)) {
          problem(
              "uses a component of type %s at %s: %s. Remove it, or use one of %s",
              type,
              name(component),
              UNSUPPORTED_TYPES.getOrDefault(type, "Tasklist cannot show it"),
              String.join(", ", new TreeSet<>(FIELD_TYPES)));
        }
        if (type.equals("group")) {
          if (!component.path("path").asText().isEmpty()) {
            problem("has a group with a path. Remove the path, so that all keys are on one level");
          }
          read(component.path("components"), hidden);
        }
      }
    }

    private void checkLengths(JsonNode component, JsonNode part) {
      MAX_LENGTHS.forEach(
          (text, max) -> {
            int length = part.path(text).asText().length();
            if (length > max) {
              problem(
                  "has a %s of %s characters at %s. Shorten it to %s",
                  text.equals("value") ? "value of an option" : text, length, name(component), max);
            }
          });
    }

    private void condition(JsonNode component, List<Condition> hidden) {
      String text = component.path("conditional").path("hide").asText();
      if (text.isEmpty()) {
        return;
      }
      String what = "hides " + name(component) + " by the condition " + text;
      try {
        if (!text.startsWith("=")) {
          problem("%s, which does not begin with =", what);
          return;
        }
        Condition condition = Condition.parse(text.substring(1));
        hidden.add(condition);
        expressions.addAll(condition.kinds().keySet());
        conditions.put(what, condition);
      } catch (IllegalArgumentException e) {
        problem("%s, which the server cannot check. Use only %s", what, Condition.ALLOWED_PARTS);
      }
    }

    /** Checks what depends on all fields being known. */
    void checkConditions() {
      Set<List<String>> reported = new HashSet<>();
      conditions.forEach(
          (what, condition) -> {
            condition.kinds().forEach((name, compared) -> checkKinds(name, compared, what));
            condition
                .values()
                .forEach((name, compared) -> checkOptions(name, compared, what, reported));
          });
    }

    /** Reports each value that no option has, once for a form. */
    private void checkOptions(
        String name, Set<String> compared, String what, Set<List<String>> reported) {
      for (String value : compared) {
        if (!canBe(name, value) && reported.add(List.of(name, value))) {
          problem(
              "%s, but %s has no option with the value \"%s\". Write the value of an option, which is not its label, or give the option this value back",
              what, name, value);
        }
      }
    }

    /** Whether an answer can be this value. If not, a condition always hides, or never. */
    private boolean canBe(String name, String value) {
      FormField field = fields.get(name);
      return field == null
          || !field.isChoice() && !field.isChecklist()
          || !field.property(FormField.PEOPLE).isEmpty()
          || field.options().isEmpty()
          || field.options().contains(TextNode.valueOf(value));
    }

    private void checkKinds(String name, Set<Kind> compared, String what) {
      FormField field = fields.get(name);
      if (name.matches(TEXT_NAME)) {
        problem("%s, but %s is a text that is only shown", what, name);
      } else if (field == null) {
        if (compared.size() > 1 || !Set.of(Kind.TEXT, Kind.NOTHING).containsAll(compared)) {
          problem(
              "%s, but %s is not a field of this form, so it can only be compared with texts. To compare it with anything else, add it as a field that is read only",
              what, name);
        }
      } else if (!EnumSet.of(Kind.NOTHING, field.kind()).containsAll(compared)) {
        problem(
            "%s, but %s is a field of type %s, which can only be %s",
            what, name, field.type(), field.kind().inWords());
      }
    }

    private void field(JsonNode component, String type, List<Condition> hidden) {
      String key = component.path("key").asText();
      FormField field = FormField.of(key, type, labelOf(component, key), hidden, component);
      if (!KEY.matcher(key).matches()) {
        problem(
            "has the field \"%s\", whose key is not a single word: \"%s\". Give it a key such as guardianName",
            field.label(), key);
        return;
      }
      if (fields.put(key, field) != null) {
        problem("has two fields with the key %s", key);
      }
      check(field);
    }

    private void check(FormField field) {
      String key = field.key();
      JsonNode component = field.component();
      for (String name : List.of("disabled", "readonly")) {
        if (component.path(name).isTextual()) {
          problem("uses an expression to decide whether %s is %s", key, name);
        }
      }
      field.validate().properties().forEach(rule -> rule(field, rule.getKey(), rule.getValue()));
      pattern(field);
      if (!component.path("increment").asText().isEmpty()) {
        problem(
            "lets the number %s go in steps. Set how many decimals it may have, its minimum and its maximum",
            key);
      }
      if (!component.path("timeSerializingFormat").asText("no_timezone").equals("no_timezone")) {
        problem(
            "sends the time %s with a time zone. Set its time format to No timezone: every time is meant as in Scotland",
            key);
      }
      if (component.has("decimalDigits") && !component.path("decimalDigits").isIntegralNumber()) {
        problem("does not give a number of decimals that %s may have", key);
      }
      if (component.has("valuesKey")) {
        problem(
            "takes the options of %s from the list %s, which is not in config/lists. Name one that is, or write the options into the form",
            key, component.path("valuesKey").asText());
      } else if (component.has("valuesExpression")) {
        problem(
            "takes the options of %s from an expression. Name a list of config/lists as input data, or write the options into the form",
            key);
      } else if ((field.isChoice() || field.isChecklist())
          && (field.options().isEmpty()
              || !field.options().stream()
                  .allMatch(option -> option.isTextual() && !option.asText().isEmpty()))) {
        problem("needs options with text values for %s", key);
      }
      if (component.path("serializeToString").asBoolean()) {
        problem("turns the number %s into text", key);
      }
      if (field.type().equals("datetime") && !SUBTYPES.contains(field.subtype())) {
        problem("does not say whether %s is a date, a time or both", key);
      }
    }

    private void rule(FormField field, String name, JsonNode value) {
      Set<String> known =
          field.isText() ? TEXT_RULES : field.type().equals("number") ? NUMBER_RULES : OTHER_RULES;
      if (name.equals("validationType") && value.asText().equals("phone")) {
        problem(
            "checks %s as a telephone number, in which people write spaces and extensions. Leave the check out, or give it a pattern",
            field.key());
      } else if (value.asText().startsWith("=") && !name.equals("pattern")) {
        problem("checks %s by an expression: %s", field.key(), value.asText());
      } else if (!known.contains(name)) {
        problem("checks %s by %s, which has no meaning for a %s", field.key(), name, field.type());
      } else if (!hasMeaning(name, value)) {
        problem("checks %s by %s = %s, which has no meaning", field.key(), name, value.asText());
      }
    }

    private static boolean hasMeaning(String rule, JsonNode value) {
      return switch (rule) {
        case "required" -> value.isBoolean();
        case "min", "max", "minLength", "maxLength" -> value.isNumber();
        case "validationType" -> VALIDATION_TYPES.contains(value.asText());
        default -> true;
      };
    }

    private void pattern(FormField field) {
      String pattern = field.validate().path("pattern").asText();
      try {
        FieldPattern.of(pattern);
      } catch (IllegalArgumentException e) {
        problem(
            "has a pattern for %s that the server cannot check: %s. Use %s",
            field.key(), pattern, FieldPattern.ALLOWED_PARTS);
      }
    }

    private void problem(String sentence, Object... parts) {
      problems.add(sentence.formatted(parts));
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
          return label.replaceAll("[*_`:]+$", "").strip();
        }
      }
      return inWords(key);
    }

    /** Names in templates and expressions of a component, not of those inside it. */
    private void names(JsonNode component) {
      component
          .properties()
          .forEach(
              property -> {
                if (!NOT_EVALUATED.contains(property.getKey())) {
                  namesIn(property.getValue(), component);
                }
              });
    }

    private void namesIn(JsonNode value, JsonNode component) {
      if (value.isContainerNode()) {
        value.forEach(inner -> namesIn(inner, component));
      } else if (value.isTextual() && value.asText().startsWith("=")) {
        namesOf(value.asText());
      } else if (value.asText().replaceAll("\\{\\{[^{}]*}}", "").matches("(?s).*(\\{\\{|}}).*")) {
        problem(
            "has a placeholder at %s that would be shown as it is. Write it like {{caseNumber}}",
            name(component));
      } else if (value.isTextual()) {
        Matcher template = TEMPLATE.matcher(value.asText());
        while (template.find()) {
          String expression = template.group(1).strip();
          if (NAME.matcher(expression).matches()) {
            texts.add(expression);
          } else if (!expression.startsWith(AUTHORITY_PREFIX)) {
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
