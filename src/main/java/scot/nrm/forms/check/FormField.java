package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A field of a Camunda Form.
 *
 * @param type the component's type, such as {@code textfield}
 * @param label the component's label without markup, or the key in words if it has none
 * @param hiddenWhen conditions of the field and its groups; if any is true, the field is hidden
 * @param options the values that can be chosen
 */
public record FormField(
    String key,
    String type,
    String label,
    List<Condition> hiddenWhen,
    JsonNode component,
    Set<JsonNode> options) {

  /** Everyone who may read the case reads a note with this value of the property {@code note}. */
  static final String NOTE_FOR_EVERYONE = "everyone";

  /** Only the competent authorities and the NRM manager read it. */
  static final String NOTE_FOR_AUTHORITIES = "authorities";

  /** The property of a field in which a colleague is chosen: the id of their team. */
  public static final String PEOPLE = "people";

  /** The option of such a field for someone without an account. */
  public static final String NOT_LISTED = "not-listed";

  /** The maximum length of a text if the form sets none: the size of the engine's text columns. */
  static final int DEFAULT_MAX_LENGTH = 4000;

  /** The value of the property {@code default} for when the NRM form was sent. */
  private static final String SENT = "sent";

  /** The time limit by which a day can be later: others may be in working days or months. */
  private static final String NEW_TARGET_LIMIT = "limitNewTarget";

  /** The allowed values of the custom property {@code default}. */
  static final Pattern DEFAULT_DAY =
      Pattern.compile("today(?:\\+(\\d{1,3}|" + NEW_TARGET_LIMIT + "))?|" + SENT);

  /** The allowed values of the custom property {@code daysAhead}. */
  public static final Pattern DAYS = Pattern.compile("\\d{1,4}");

  private static final Set<Integer> TIME_INTERVALS = Set.of(1, 5, 10, 15, 30, 60);
  private static final int DEFAULT_TIME_INTERVAL = 15;

  static FormField of(
      String key, String type, String label, List<Condition> hiddenWhen, JsonNode component) {
    Set<JsonNode> options = new LinkedHashSet<>();
    component.path("values").forEach(option -> options.add(option.path("value")));
    return new FormField(key, type, label, List.copyOf(hiddenWhen), component, options);
  }

  /** What messages call it: the label without the question mark. */
  public String name() {
    return label.replaceAll("\\?+$", "").strip();
  }

  /** The label before an answer: a question needs no colon. */
  public static String withColon(String label) {
    return label.endsWith("?") ? label : label + ":";
  }

  /** The field with more options, which come first: the people of a team. */
  public FormField withOptions(Collection<String> people) {
    Set<JsonNode> all = new LinkedHashSet<>();
    people.forEach(person -> all.add(TextNode.valueOf(person)));
    all.addAll(options);
    return new FormField(key, type, label, hiddenWhen, component, all);
  }

  /** The user id in the answer of a field in which a colleague is chosen; empty without one. */
  public static Optional<String> account(String chosen) {
    return Optional.of(chosen).filter(id -> !id.isEmpty() && !id.equals(NOT_LISTED));
  }

  /** Whether the form hides the field, or a group around it, with these values. */
  public boolean isHidden(Function<String, JsonNode> values) {
    return hiddenWhen.stream().anyMatch(condition -> condition.holds(values));
  }

  /** The names of the values on which it depends whether it is shown. */
  public Set<String> conditionNames() {
    return hiddenWhen.stream()
        .flatMap(condition -> condition.kinds().keySet().stream())
        .collect(Collectors.toSet());
  }

  boolean isAlwaysShown() {
    return hiddenWhen.isEmpty();
  }

  public boolean isText() {
    return type.equals("textfield") || type.equals("textarea");
  }

  public boolean isDate() {
    return type.equals("datetime") && subtype().equals("date");
  }

  /** The type that a condition can compare its value with. */
  Condition.Kind kind() {
    return switch (type) {
      case "number" -> Condition.Kind.NUMBER;
      case "checkbox" -> Condition.Kind.TICK;
      case "checklist", "taglist" -> Condition.Kind.LIST;
      default -> Condition.Kind.TEXT;
    };
  }

  /** Whether both have answers of the same kind: a choice, a text, a date. */
  boolean hasSameKindAs(FormField other) {
    return kind() == other.kind()
        && isChoice() == other.isChoice()
        && subtype().equals(other.subtype());
  }

  /** Whether it allows one choice of several. */
  public boolean isChoice() {
    return type.equals("radio") || type.equals("select");
  }

  /** Whether it allows several choices. */
  public boolean isChecklist() {
    return type.equals("checklist") || type.equals("taglist");
  }

  /** {@code date}, {@code time} or {@code datetime}, for a field of type {@code datetime}. */
  public String subtype() {
    return component.path("subtype").asText();
  }

  public boolean required() {
    return validate().path("required").asBoolean();
  }

  /** form-js shows a disabled field and does not send it. */
  public boolean disabled() {
    return component.path("disabled").asBoolean();
  }

  /** form-js shows a read-only field and sends it. */
  public boolean readOnly() {
    return component.path("readonly").asBoolean();
  }

  /** Whether the value becomes a process variable instead of part of the case file. */
  public boolean toProcess() {
    return property("process").equals("yes");
  }

  /** Whether the answer belongs to the note that the form leaves in the case's history. */
  public boolean isNote() {
    return !property("note").isEmpty();
  }

  /** Whether everyone who may read the case may read the answer in that note. */
  public boolean isNoteForEveryone() {
    return property("note").equals(NOTE_FOR_EVERYONE);
  }

  /** A custom property of the form editor ({@link FieldProperty}); empty if it isn't set. */
  public String property(String name) {
    return component.path("properties").path(name).asText();
  }

  /** Whether it is prefilled with the day or time the NRM form was sent, if known (D6). */
  public boolean defaultsToSentTime() {
    return property("default").equals(SENT);
  }

  /**
   * The initial date of the field: {@code default=today}, a number of days later such as {@code
   * today+14}, or later by the time limit {@code today+limitNewTarget}. Also today for a moment
   * that isn't known, see {@link #defaultsToSentTime}.
   *
   * @param limits returns a time limit in words, such as {@code 14 days}, by its name
   */
  public Optional<LocalDate> defaultDay(LocalDate today, UnaryOperator<String> limits) {
    return isDate() ? defaultDay(property("default"), today, limits) : Optional.empty();
  }

  public static Optional<LocalDate> defaultDay(
      String property, LocalDate today, UnaryOperator<String> limits) {
    Matcher later = DEFAULT_DAY.matcher(property);
    if (!later.matches()) {
      return Optional.empty();
    }
    String days = later.group(1) == null ? "0" : later.group(1);
    return Optional.of(
        today.plusDays(
            Integer.parseInt(
                days.equals(NEW_TARGET_LIMIT) ? limits.apply(days).replaceAll("\\D", "") : days)));
  }

  int minLength() {
    return number("minLength").orElse(0);
  }

  int maxLength() {
    return number("maxLength").orElse(DEFAULT_MAX_LENGTH);
  }

  /** The pattern that a text must contain; {@code null} for any text. */
  FieldPattern pattern() {
    String text = validate().path("pattern").asText();
    try {
      return text.isEmpty() ? null : FieldPattern.of(text);
    } catch (IllegalArgumentException e) {
      return null; // FormSchema reports it to the person who deploys the form
    }
  }

  /** The step of the minutes in a time. form-js supports some values and uses 15 for any other. */
  int timeInterval() {
    int interval = component.path("timeInterval").asInt();
    return TIME_INTERVALS.contains(interval) ? interval : DEFAULT_TIME_INTERVAL;
  }

  private OptionalInt number(String name) {
    JsonNode value = validate().path(name);
    return value.isNumber() ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
  }

  JsonNode validate() {
    return component.path("validate");
  }

  /** What to tell the person who left it empty, although it is required. */
  String requiredError() {
    return switch (type) {
      case "radio", "select", "checklist", "taglist" -> "choose an option";
      case "checkbox" -> "must be ticked";
      case "number" -> "enter a number";
      case "datetime" -> "enter a " + (subtype().equals("time") ? "time" : "date");
      default -> "enter an answer";
    };
  }

  /** The label of an option, such as {@code Vietnam} for {@code VN}; its value if it has none. */
  public String optionLabel(String value) {
    return optionLabels().getOrDefault(value, value);
  }

  public Map<String, String> optionLabels() {
    Map<String, String> labels = new HashMap<>();
    for (JsonNode option : component.path("values")) {
      String value = option.path("value").asText();
      labels.putIfAbsent(value, option.path("label").asText(value));
    }
    return labels;
  }
}
