package scot.nrm.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Checks a submitted form on the server as form-js checks it in the browser, and stricter where the browser cannot send
 * such a value anyway: unknown and disabled fields, values of another type, options that do not exist, dates that are
 * none. Pure: the form, the values, and what was known before.
 *
 * <p>Fields that the form hides are never required, and what is sent for them is left out: they keep the value that an
 * earlier form gave them. A field that the person saw and emptied is empty from then on.
 */
public final class FormCheck {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Letters, digits and such of a key that may be repeated in a message; anything else could be a child's name. */
  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,59}");
  private static final Pattern TIME =
      Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)?");
  private static final DateTimeFormatter ISO_DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2199;

  /** As form-js has them. */
  private static final Pattern EMAIL = Pattern.compile(
      "^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
          + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$");
  /** Looser than form-js, which knows every country's code. */
  private static final Pattern PHONE = Pattern.compile("(\\+|00)\\d{6,}");

  private final FormSchema form;
  private final Map<String, JsonNode> submitted;
  private final Map<String, JsonNode> known;
  private final Errors errors;
  private final Map<String, JsonNode> accepted = new LinkedHashMap<>();

  private FormCheck(FormSchema form, Map<String, JsonNode> submitted, Map<String, JsonNode> known) {
    this.form = form;
    this.submitted = submitted;
    this.known = known;
    this.errors = new Errors(form);
  }

  /**
   * What became of a submitted form.
   *
   * @param accepted the values of the fields that the person saw and could change; a null node where one was emptied
   * @param errors what is wrong; nothing may be stored unless this is empty
   */
  public record Result(Map<String, JsonNode> accepted, List<FieldError> errors) {}

  /**
   * Checks a form.
   *
   * @param submitted the values as they were sent
   * @param known what the form's conditions and its read-only fields may show, by name
   */
  public static Result check(FormSchema form, Map<String, JsonNode> submitted, Map<String, JsonNode> known) {
    FormCheck check = new FormCheck(form, submitted, known);
    check.run();
    return new Result(check.accepted, check.errors.found());
  }

  private void run() {
    submitted.keySet().stream().filter(key -> !form.fields().containsKey(key)).forEach(key -> errors.form(
        (PLAIN_KEY.matcher(key).matches() ? key : "What was sent") + " is not a field of this form"));
    Set<String> hidden = hidden();
    form.fields().forEach((key, field) -> {
      if (field.disabled()) {
        if (!isEmpty(value(key))) {
          errors.field(key, "cannot be changed in this form");
        }
      } else if (!hidden.contains(key)) {
        if (field.readOnly()) {
          readOnly(field);
        } else {
          visible(field);
        }
      }
    });
  }

  /**
   * The fields that the form does not show. As in form-js a condition sees nothing of a field that is itself hidden,
   * one step deep.
   */
  private Set<String> hidden() {
    Map<String, Object> values = new TreeMap<>();
    known.forEach((key, value) -> values.put(key, toJava(value)));
    form.fields().forEach((key, field) -> {
      if (!field.disabled()) {
        values.put(key, toJava(value(key)));
      }
    });
    Set<String> first = hidden(values);
    first.forEach(key -> values.put(key, null));
    return hidden(values);
  }

  private Set<String> hidden(Map<String, Object> values) {
    Set<String> hidden = new HashSet<>();
    form.fields().forEach((key, field) -> {
      if (field.hiddenWhen().stream().anyMatch(condition -> Conditions.holds(condition, values))) {
        hidden.add(key);
      }
    });
    return hidden;
  }

  private JsonNode value(String key) {
    JsonNode value = submitted.get(key);
    return value == null ? NullNode.getInstance() : value;
  }

  private static Object toJava(JsonNode value) {
    return JSON.convertValue(value, Object.class);
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull() || value.isMissingNode() || value.isTextual() && value.asText().isBlank()
        || value.isArray() && value.isEmpty();
  }

  private void readOnly(FormField field) {
    JsonNode sent = value(field.key());
    JsonNode shown = known.getOrDefault(field.key(), NullNode.getInstance());
    boolean same = isEmpty(sent) || sent.equals(shown)
        || sent.isNumber() && shown.isNumber() && sent.asDouble() == shown.asDouble()
        || field.type().equals("checkbox") && sent.isBoolean() && !sent.asBoolean() && isEmpty(shown);
    if (!same) {
      errors.field(field.key(), "cannot be changed in this form");
    }
  }

  private void visible(FormField field) {
    JsonNode value = value(field.key());
    if (isEmpty(value)) {
      if (field.required()) {
        errors.field(field.key(), field.isChoice() || field.isChecklist() ? "choose an option" : "must be filled in");
      } else if (submitted.containsKey(field.key())) {
        accepted.put(field.key(), NullNode.getInstance());
      }
      return;
    }
    JsonNode good = switch (field.type()) {
      case "textfield", "textarea" -> text(field, value);
      case "number" -> number(field, value);
      case "checkbox" -> checkbox(field, value);
      case "radio", "select" -> choice(field, value);
      case "checklist", "taglist" -> choices(field, value);
      case "datetime" -> dateTime(field, value);
      default -> refuse(field, "cannot be checked");
    };
    if (good != null) {
      accepted.put(field.key(), good);
    }
  }

  private JsonNode refuse(FormField field, String sentence) {
    errors.field(field.key(), sentence);
    return null;
  }

  private JsonNode text(FormField field, JsonNode value) {
    if (!value.isTextual()) {
      return refuse(field, "must be text");
    }
    String text = value.asText().strip();
    if (!storable(text)) {
      return refuse(field, "contains a character that is not text");
    }
    if (field.type().equals("textfield") && text.chars().anyMatch(c -> c == '\n' || c == '\r')) {
      return refuse(field, "must be one line");
    }
    if (text.length() > field.maxLength()) {
      return refuse(field, "must not be longer than " + field.maxLength() + " characters");
    }
    if (text.length() < field.minLength().orElse(0)) {
      return refuse(field, "must have at least " + field.minLength().getAsInt() + " characters");
    }
    String pattern = field.validate().path("pattern").asText();
    if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find()) {
      return refuse(field, "does not have the form that is asked for");
    }
    String kind = field.validate().path("validationType").asText();
    if (kind.equals("email") && !EMAIL.matcher(text).matches()) {
      return refuse(field, "must be an e-mail address");
    }
    if (kind.equals("phone") && !PHONE.matcher(text).find()) {
      return refuse(field, "must be a telephone number such as +441414960000");
    }
    return JsonNodeFactory.instance.textNode(text);
  }

  /** Names in every script are text; control characters and broken surrogates are not. */
  private static boolean storable(String text) {
    return text.codePoints().allMatch(c -> c == '\n' || c == '\r' || c == '\t'
        || !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE && (c & 0xFFFE) != 0xFFFE);
  }

  private JsonNode number(FormField field, JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      return refuse(field, "must be a number");
    }
    double number = value.asDouble();
    JsonNode rules = field.validate();
    if (rules.path("min").isNumber() && number < rules.path("min").asDouble()) {
      return refuse(field, "must not be less than " + rules.path("min").asText());
    }
    if (rules.path("max").isNumber() && number > rules.path("max").asDouble()) {
      return refuse(field, "must not be more than " + rules.path("max").asText());
    }
    // Of a double, so that a number with a million digits costs nothing.
    BigDecimal decimal = BigDecimal.valueOf(number).stripTrailingZeros();
    JsonNode digits = field.component().path("decimalDigits");
    if (digits.isNumber() && decimal.scale() > digits.asInt()) {
      return refuse(field, digits.asInt() == 0
          ? "must be a whole number"
          : "must not have more than " + digits.asInt() + " decimals");
    }
    BigDecimal step = step(field);
    if (step.signum() > 0 && decimal.remainder(step).signum() != 0) {
      return refuse(field, "must be a multiple of " + step.toPlainString());
    }
    boolean whole = number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE;
    return whole
        ? JsonNodeFactory.instance.numberNode((int) number)
        : JsonNodeFactory.instance.numberNode(number);
  }

  private static BigDecimal step(FormField field) {
    JsonNode step = field.component().path("increment");
    try {
      return step.isNumber() || step.isTextual() ? new BigDecimal(step.asText()) : BigDecimal.ZERO;
    } catch (NumberFormatException e) {
      return BigDecimal.ZERO;
    }
  }

  private JsonNode checkbox(FormField field, JsonNode value) {
    if (!value.isBoolean()) {
      return refuse(field, "must be ticked or not");
    }
    return field.required() && !value.asBoolean() ? refuse(field, "must be ticked") : value;
  }

  private JsonNode choice(FormField field, JsonNode value) {
    return field.options().contains(value) ? value : refuse(field, "choose one of the options");
  }

  private JsonNode choices(FormField field, JsonNode value) {
    if (!value.isArray()) {
      return refuse(field, "must be a list");
    }
    Set<JsonNode> chosen = new LinkedHashSet<>();
    for (JsonNode option : value) {
      if (!field.options().contains(option)) {
        return refuse(field, "choose only from the options");
      }
      if (!chosen.add(option)) {
        return refuse(field, "contains an option twice");
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
    return switch (field.subtype()) {
      case "date" -> isDay(text) ? value : refuse(field, "must be a date that exists");
      case "time" -> TIME.matcher(text).matches() ? value : refuse(field, "must be a time of day");
      default -> {
        int t = text.indexOf('T');
        yield t > 0 && isDay(text.substring(0, t)) && TIME.matcher(text.substring(t + 1)).matches()
            ? value
            : refuse(field, "must be a date and a time that exist");
      }
    };
  }

  private static boolean isDay(String text) {
    try {
      int year = LocalDate.parse(text, ISO_DAY).getYear();
      return year >= FIRST_YEAR && year <= LAST_YEAR;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
