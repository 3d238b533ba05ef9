package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import scot.nrm.calendar.LocalDay;

/**
 * Checks a submitted form on the server as form-js 1.8.7 checks it in the browser. The result
 * depends only on the form, the submitted values, and the values with which it was opened.
 *
 * <p>It is deliberately stricter about values that the browser can't send or silently corrects:
 *
 * <ol>
 *   <li>Unknown fields, and changed values of disabled and read-only fields.
 *   <li>A value of another type, and an option, date or time that doesn't exist or isn't in the
 *       browser's format. form-js drops or replaces these.
 *   <li>The same option twice.
 *   <li>Blank text counts as no text; white space around a text is removed.
 *   <li>Control characters and broken text; in a single-line field, a second line and characters
 *       that change the direction of writing.
 *   <li>Text longer than {@link FormField#DEFAULT_MAX_LENGTH} if the form sets no limit.
 *   <li>Years before 1900 or after 2199.
 * </ol>
 *
 * <p>Hidden fields are never required, and values sent for them are ignored: they keep the value
 * from an earlier form, unless the form was opened with the field and an answer has hidden it
 * since. A visible field that the person cleared becomes empty, except that an option which the
 * form no longer offers stays.
 */
public final class FormCheck {

  /** A key that a message may repeat; any other text could be a child's name. */
  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,59}");

  private static final Pattern TIME = Pattern.compile("(?:[01]\\d|2[0-3]):([0-5]\\d)");
  private static final Pattern LINE_OR_TAB = Pattern.compile("[\r\n\t]");

  /**
   * Invisible, and in no name: with one, a name or number in a list or letter can look like
   * another. Joiners, which Persian and Indian names have, are none of them.
   */
  private static final Pattern DIRECTION_MARK =
      Pattern.compile("[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2199;

  /** White space as browsers define it: more than in Java. */
  private static final String SPACE =
      "[\\t\\n\\u000B\\f\\r \\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF]";

  /** At the end only from its first character: from each one, a long text would take for ever. */
  private static final Pattern SPACE_AROUND =
      Pattern.compile("\\A" + SPACE + "+|(?<!" + SPACE + ")" + SPACE + "++\\z");

  /** The same pattern as in form-js. */
  private static final Pattern EMAIL =
      Pattern.compile(
          "[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
              + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*");

  private final FormSchema form;
  private final Map<String, JsonNode> submitted;
  private final Map<String, JsonNode> opening;
  private final LocalDate today;
  private final Errors errors;
  private final Map<String, JsonNode> accepted = new LinkedHashMap<>();

  private FormCheck(
      FormSchema form,
      Map<String, JsonNode> submitted,
      Map<String, JsonNode> opening,
      LocalDate today) {
    this.form = form;
    this.submitted = submitted;
    this.opening = opening;
    this.today = today;
    this.errors = new Errors(form);
  }

  /**
   * The result of a check.
   *
   * @param accepted the values of the fields that the person saw and could change; a null node for
   *     a cleared one
   * @param outdated the fields that the form was opened with and that an answer has hidden since,
   *     such as the date of an asylum claim after "No claim"
   * @param errors the errors; nothing may be stored unless this is empty
   */
  public record Result(
      Map<String, JsonNode> accepted, Set<String> outdated, List<FieldError> errors) {}

  /**
   * Checks a form.
   *
   * @param submitted the submitted values
   * @param opening the values with which the form was opened, by name: of its fields, and of other
   *     names in its conditions
   * @param today today's date, for dates that must not have passed
   */
  public static Result check(
      FormSchema form,
      Map<String, JsonNode> submitted,
      Map<String, JsonNode> opening,
      LocalDate today) {
    FormCheck check = new FormCheck(form, submitted, opening, today);
    Set<String> hidden = check.hidden();
    check.run(hidden);
    return new Result(check.accepted, check.outdated(hidden), check.errors.found());
  }

  /** The fields that the form hides with these values. */
  static Set<String> hidden(
      FormSchema form, Map<String, JsonNode> submitted, Map<String, JsonNode> opening) {
    return new FormCheck(form, submitted, opening, null).hidden();
  }

  private void run(Set<String> hidden) {
    submitted.keySet().stream()
        .filter(key -> !form.fields().containsKey(key))
        .forEach(
            key ->
                errors.form(
                    (PLAIN_KEY.matcher(key).matches() ? key : "What was sent")
                        + " is not a field of this form"));
    form.fields()
        .forEach(
            (key, field) -> {
              if (field.disabled()) {
                if (!isEmpty(value(key))) {
                  errors.field(key, "can't be changed in this form");
                }
              } else if (!hidden.contains(key)) {
                if (!field.readOnly()) {
                  checkVisible(field);
                } else if (isUnchanged(field)) {
                  checked(field, opened(field));
                } else {
                  errors.field(key, "can't be changed in this form");
                }
              }
            });
  }

  private Set<String> outdated(Set<String> hidden) {
    Set<String> outdated =
        hidden.stream()
            .filter(key -> !isEmpty(opening.getOrDefault(key, NullNode.getInstance())))
            .filter(key -> !form.fields().get(key).disabled())
            .filter(key -> !form.fields().get(key).readOnly())
            .collect(Collectors.toCollection(HashSet::new));
    if (!outdated.isEmpty()) { // conditions are slow
      outdated.removeAll(hidden(form, opening, opening));
    }
    return outdated;
  }

  // --- what the form hides

  /** The hidden fields. As in form-js, conditions use their opening values, one level deep. */
  private Set<String> hidden() {
    if (!form.isConditional()) {
      return Set.of();
    }
    Map<String, JsonNode> values = new HashMap<>(opening);
    form.fields()
        .forEach(
            (key, field) ->
                values.put(key, field.disabled() ? opened(field) : asInBrowser(field, value(key))));
    Set<String> first = hidden(values);
    Map<String, JsonNode> answered = new HashMap<>(values);
    first.forEach(key -> values.put(key, opened(form.fields().get(key))));
    return values.equals(answered) ? first : hidden(values);
  }

  /** Asks each condition once: all fields of a group have the group's, and FEEL is slow. */
  private Set<String> hidden(Map<String, JsonNode> values) {
    Map<Condition, Boolean> asked = new HashMap<>();
    Predicate<Condition> holds =
        condition -> asked.computeIfAbsent(condition, one -> one.holds(values::get));
    return form.fields().values().stream()
        .filter(field -> field.hiddenWhen().stream().anyMatch(holds))
        .map(FormField::key)
        .collect(Collectors.toSet());
  }

  private JsonNode opened(FormField field) {
    JsonNode value = opening.get(field.key());
    if (value == null) {
      value = field.component().path("defaultValue");
    }
    return asInBrowser(field, value);
  }

  /** Converts a value as form-js does: an invalid value becomes the field's empty value. */
  private static JsonNode asInBrowser(FormField field, JsonNode value) {
    return switch (field.type()) {
      case "textfield" ->
          value.isTextual() && LINE_OR_TAB.matcher(value.asText()).find()
              ? TextNode.valueOf(LINE_OR_TAB.matcher(value.asText()).replaceAll(" "))
              : textAsInBrowser(value);
      case "textarea" -> textAsInBrowser(value);
      case "number" ->
          value.isTextual()
              ? numberIn(value.asText())
              : value.isNumber() ? value : NullNode.getInstance();
      case "checkbox" -> BooleanNode.valueOf(value.isBoolean() && value.asBoolean());
      case "checklist", "taglist" -> {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        if (value.isArray()) {
          value.forEach(
              option -> {
                if (field.options().contains(option)) {
                  list.add(option);
                }
              });
        }
        yield list;
      }
      case "datetime" -> value.isTextual() ? value : NullNode.getInstance();
      default -> field.options().contains(value) ? value : NullNode.getInstance();
    };
  }

  private static JsonNode textAsInBrowser(JsonNode value) {
    return value.isTextual()
        ? value
        : TextNode.valueOf(value.isValueNode() ? value.asText("") : "");
  }

  private static JsonNode numberIn(String text) {
    try {
      return DoubleNode.valueOf(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return NullNode.getInstance();
    }
  }

  // --- fields

  private JsonNode value(String key) {
    JsonNode value = submitted.get(key);
    return value == null ? NullNode.getInstance() : value;
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull()
        || value.isMissingNode()
        || value.isTextual() && trim(value.asText()).isEmpty()
        || value.isArray() && value.isEmpty();
  }

  /** Whether a read-only field was not sent, or came back unchanged. */
  private boolean isUnchanged(FormField field) {
    if (!submitted.containsKey(field.key())) {
      return true;
    }
    JsonNode sent = asInBrowser(field, value(field.key()));
    JsonNode opened = opened(field);
    return sent.equals(opened)
        || sent.isNumber() && opened.isNumber() && sent.asDouble() == opened.asDouble();
  }

  private void checkVisible(FormField field) {
    JsonNode value = checked(field, value(field.key()));
    if (value != null && submitted.containsKey(field.key())) {
      accepted.put(field.key(), withDroppedOptions(field, value));
    }
  }

  /**
   * Adds the options that the form was opened with and no longer offers. The browser drops them
   * without showing them, so the person hasn't removed them.
   */
  private JsonNode withDroppedOptions(FormField field, JsonNode value) {
    if (field.options().isEmpty() || !field.property(FormField.PEOPLE).isEmpty()) {
      return value;
    }
    JsonNode before = opening.getOrDefault(field.key(), NullNode.getInstance());
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    (before.isArray() ? before : all.arrayNode().add(before))
        .forEach(
            option -> {
              if (!isEmpty(option) && !field.options().contains(option)) {
                all.add(option);
              }
            });
    if (all.isEmpty() || field.isChoice() && !value.isNull()) {
      return value;
    }
    if (field.isChoice()) {
      return all.get(0);
    }
    value.forEach(all::add);
    return all;
  }

  /** The value to store, a null node for none; {@code null} if it is refused. */
  private JsonNode checked(FormField field, JsonNode value) {
    if (isEmpty(value)) {
      return field.required() ? refuse(field, field.requiredError()) : NullNode.getInstance();
    }
    return switch (field.type()) {
      case "textfield", "textarea" -> text(field, value);
      case "number" -> number(field, value);
      case "checkbox" -> checkbox(field, value);
      case "radio", "select" -> choice(field, value);
      case "checklist", "taglist" -> choices(field, value);
      case "datetime" -> dateTime(field, value);
      default -> refuse(field, "cannot be checked");
    };
  }

  private JsonNode refuse(FormField field, String sentence) {
    errors.field(field.key(), sentence);
    return null;
  }

  private JsonNode text(FormField field, JsonNode value) {
    if (!value.isTextual()) {
      return refuse(field, "must be text");
    }
    String sent = value.asText();
    String text = trim(sent);
    if (!isStorable(text)) {
      return refuse(field, "must not contain control characters or broken text");
    }
    if (field.type().equals("textfield") && (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0)) {
      return refuse(field, "must be on one line");
    }
    if (field.type().equals("textfield") && DIRECTION_MARK.matcher(text).find()) {
      return refuse(
          field,
          "has an invisible character that changes the direction of writing, which can come with text that was pasted. Delete the answer and type it");
    }
    if (text.length() > field.maxLength()) {
      return refuse(field, "must be %,d characters or fewer".formatted(field.maxLength()));
    }
    if (text.length() < field.minLength()) {
      return refuse(field, "must be %,d characters or more".formatted(field.minLength()));
    }
    if (field.pattern() != null && !field.pattern().isIn(sent)) {
      return refuse(field, "must be in the format that the form asks for");
    }
    String kind = field.validate().path("validationType").asText();
    if (kind.equals("email") && !EMAIL.matcher(sent).matches()) {
      return refuse(
          field,
          "must be an e-mail address, such as name@example.org"
              + (sent.equals(text) ? "" : ", without a space before or after it"));
    }
    return text.equals(sent) ? value : TextNode.valueOf(text);
  }

  /** The text, trimmed as in the browser. */
  static String trim(String text) {
    return SPACE_AROUND.matcher(text).replaceAll("");
  }

  /** Accepts names in every script, but no control characters or broken surrogates. */
  private static boolean isStorable(String text) {
    return text.codePoints()
        .allMatch(
            c ->
                c == '\n'
                    || c == '\r'
                    || c == '\t'
                    || !Character.isISOControl(c)
                        && Character.getType(c) != Character.SURROGATE
                        && (c & 0xFFFE) != 0xFFFE);
  }

  private JsonNode number(FormField field, JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      return refuse(field, "must be a number");
    }
    double number = value.asDouble();
    JsonNode rules = field.validate();
    if (rules.path("min").isNumber() && number < rules.path("min").asDouble()) {
      return refuse(field, "must be " + rules.path("min").asText() + " or more");
    }
    if (rules.path("max").isNumber() && number > rules.path("max").asDouble()) {
      return refuse(field, "must be " + rules.path("max").asText() + " or less");
    }
    // Converts to double first, so that a number with a million digits takes no time.
    BigDecimal decimal = BigDecimal.valueOf(number).stripTrailingZeros();
    JsonNode digits = field.component().path("decimalDigits");
    if (digits.isNumber() && decimal.scale() > digits.asInt()) {
      return refuse(
          field,
          digits.asInt() == 0
              ? "must be a whole number"
              : "must have " + digits.asInt() + " decimal places or fewer");
    }
    boolean whole = number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE;
    return whole
        ? JsonNodeFactory.instance.numberNode((int) number)
        : JsonNodeFactory.instance.numberNode(number);
  }

  private JsonNode checkbox(FormField field, JsonNode value) {
    if (!value.isBoolean()) {
      return refuse(field, "must be either ticked or not ticked");
    }
    return field.required() && !value.asBoolean() ? refuse(field, "must be ticked") : value;
  }

  private JsonNode choice(FormField field, JsonNode value) {
    if (field.options().contains(value)) {
      return value;
    }
    return refuse(
        field,
        field.property(FormField.PEOPLE).isEmpty()
            ? "choose one of the options"
            : "choose someone from the list. The person you chose isn't in this team, or has left it");
  }

  private JsonNode choices(FormField field, JsonNode value) {
    if (!value.isArray()) {
      return refuse(field, "choose only from the options");
    }
    Set<JsonNode> chosen = new LinkedHashSet<>();
    for (JsonNode option : value) {
      if (!field.options().contains(option)) {
        return refuse(field, "choose only from the options");
      }
      if (!chosen.add(option)) {
        return refuse(field, "choose each option only once");
      }
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    chosen.forEach(list::add);
    return list;
  }

  private JsonNode dateTime(FormField field, JsonNode value) {
    if (!value.isTextual()) {
      return refuse(field, "must be a " + (field.subtype().equals("time") ? "time" : "date"));
    }
    String text = value.asText();
    boolean dated = !field.subtype().equals("time");
    boolean timed = !field.subtype().equals("date");
    int t = dated && timed ? text.indexOf('T') : dated ? text.length() : -1;
    LocalDate day = dated ? day(text.substring(0, Math.max(t, 0))) : null;
    Matcher time = timed ? TIME.matcher(text.substring(t + 1)) : null;
    if (dated && day == null || timed && !time.matches()) {
      return refuse(
          field,
          !timed
              ? "must be a real date"
              : !dated ? "must be a real time, such as 14:20" : "must be a real date and time");
    }
    if (timed && Integer.parseInt(time.group(1)) % field.timeInterval() != 0) {
      return refuse(field, "must be in steps of " + field.timeInterval() + " minutes");
    }
    if (dated && field.component().path("disallowPassedDates").asBoolean() && day.isBefore(today)) {
      return refuse(field, "must be today or later");
    }
    return value;
  }

  /** The date; {@code null} if it doesn't exist, or is before 1900 or after 2199. */
  private static LocalDate day(String text) {
    return LocalDay.parse(text)
        .filter(day -> day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR)
        .orElse(null);
  }
}
