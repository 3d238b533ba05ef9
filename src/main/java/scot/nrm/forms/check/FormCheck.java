package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks a submitted form on the server as form-js 1.8.7 checks it in the browser. Pure: the form,
 * the values, and what the form showed when it was opened.
 *
 * <p>Stricter on purpose in what the browser cannot send, or mends without a word, and a person
 * could not have meant:
 *
 * <ol>
 *   <li>Unknown fields, and disabled and read-only ones that were changed.
 *   <li>A value of another type, and an option, date or time that does not exist or is written
 *       otherwise than the browser writes it. form-js replaces these by nothing or by another
 *       value.
 *   <li>The same option twice.
 *   <li>Text that is blank counts as none; white space around a text is not kept.
 *   <li>Control characters and broken text; a second line in a field that has one.
 *   <li>Text beyond {@link FormField#DEFAULT_MAX_LENGTH} where the form sets no limit.
 *   <li>Years before 1900 and after 2199.
 * </ol>
 *
 * <p>Fields that the form hides are never required, and what is sent for them is left out: they
 * keep the value that an earlier form gave them. A field that the person saw and emptied is empty
 * from then on.
 */
public final class FormCheck {

  /**
   * Letters, digits and such of a key that may be repeated in a message; anything else could be a
   * child's name.
   */
  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,59}");

  private static final Pattern TIME = Pattern.compile("(?:[01]\\d|2[0-3]):([0-5]\\d)");
  private static final Pattern TIME_UTC = Pattern.compile(TIME + "Z");
  private static final Pattern TIME_OFFSET =
      Pattern.compile(TIME + "[+-](?:[01]\\d|2[0-3]):[0-5]\\d");
  private static final DateTimeFormatter ISO_DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern LINE_OR_TAB = Pattern.compile("[\r\n\t]");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2199;

  /** As form-js has them. */
  private static final Pattern EMAIL =
      Pattern.compile(
          "[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
              + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*");

  private static final Pattern PHONE =
      Pattern.compile(
          "(\\+|00)("
              + "297|93|244|1264|358|355|376|971|54|374|1684|1268|61|43|994|257|32|229|226|880|359|973|1242|387"
              + "|590|375|501|1441|591|55|1246|673|975|267|236|1|61|41|56|86|225|237|243|242|682|57|269|238|506"
              + "|53|5999|61|1345|357|420|49|253|1767|45|1809|1829|1849|213|593|20|291|212|34|372|251|358|679|500"
              + "|33|298|691|241|44|995|44|233|350|224|590|220|245|240|30|1473|299|502|594|1671|592|852|504|385"
              + "|509|36|62|44|91|246|353|98|964|354|972|39|1876|44|962|81|76|77|254|996|855|686|1869|82|383|965"
              + "|856|961|231|218|1758|423|94|266|370|352|371|853|590|212|377|373|261|960|52|692|389|223|356|95"
              + "|382|976|1670|258|222|1664|596|230|265|60|262|264|687|227|672|234|505|683|31|47|977|674|64|968"
              + "|92|507|64|51|63|680|675|48|1787|1939|850|351|595|970|689|974|262|40|7|250|966|249|221|65|500"
              + "|4779|677|232|503|378|252|508|381|211|239|597|421|386|46|268|1721|248|963|1649|235|228|66|992"
              + "|690|993|670|676|1868|216|90|688|886|255|256|380|598|1|998|3906698|379|1784|58|1284|1340|84|678"
              + "|681|685|967|27|260|263)("
              + "9[976]\\d|8[987530]\\d|6[987]\\d|5[90]\\d|42\\d|3[875]\\d|2[98654321]\\d|9[8543210]|8[6421]"
              + "|6[6543210]|5[87654321]|4[987654310]|3[9643210]|2[70]|7|1)\\d{4,20}\\z");

  private final FormSchema form;
  private final Map<String, JsonNode> submitted;
  private final Map<String, JsonNode> shown;
  private final LocalDate today;
  private final Errors errors;
  private final Map<String, JsonNode> accepted = new LinkedHashMap<>();

  private FormCheck(
      FormSchema form,
      Map<String, JsonNode> submitted,
      Map<String, JsonNode> shown,
      LocalDate today) {
    this.form = form;
    this.submitted = submitted;
    this.shown = shown;
    this.today = today;
    this.errors = new Errors(form);
  }

  /**
   * What became of a submitted form.
   *
   * @param accepted the values of the fields that the person saw and could change; a null node
   *     where one was emptied
   * @param errors what is wrong; nothing may be stored unless this is empty
   */
  public record Result(Map<String, JsonNode> accepted, List<FieldError> errors) {}

  /**
   * Checks a form.
   *
   * @param submitted the values as they were sent
   * @param shown what the form held when it was opened, by name: its fields, and other names in its
   *     conditions
   * @param today for dates that must not have passed
   */
  public static Result check(
      FormSchema form,
      Map<String, JsonNode> submitted,
      Map<String, JsonNode> shown,
      LocalDate today) {
    FormCheck check = new FormCheck(form, submitted, shown, today);
    check.run();
    return new Result(check.accepted, check.errors.found());
  }

  /** The fields that the form hides when it holds these values. */
  static Set<String> hidden(
      FormSchema form, Map<String, JsonNode> submitted, Map<String, JsonNode> shown) {
    return new FormCheck(form, submitted, shown, null).hidden();
  }

  private void run() {
    submitted.keySet().stream()
        .filter(key -> !form.fields().containsKey(key))
        .forEach(
            key ->
                errors.form(
                    (PLAIN_KEY.matcher(key).matches() ? key : "What was sent")
                        + " is not a field of this form"));
    Set<String> hidden = hidden();
    form.fields()
        .forEach(
            (key, field) -> {
              if (field.disabled()) {
                if (!isEmpty(value(key))) {
                  errors.field(key, "cannot be changed in this form");
                }
              } else if (!hidden.contains(key)) {
                if (!field.readOnly()) {
                  visible(field);
                } else if (isAsShown(field)) {
                  checked(field, opened(field));
                } else {
                  errors.field(key, "cannot be changed in this form");
                }
              }
            });
  }

  // --- what the form hides

  /**
   * The fields that the form does not show. As in form-js a condition sees of a field that is
   * itself hidden what the form held when it was opened, one step deep.
   */
  private Set<String> hidden() {
    if (!form.isConditional()) {
      return Set.of();
    }
    Map<String, JsonNode> values = new HashMap<>(shown);
    form.fields()
        .forEach(
            (key, field) ->
                values.put(key, field.disabled() ? opened(field) : held(field, value(key))));
    Set<String> first = hidden(values);
    first.forEach(key -> values.put(key, opened(form.fields().get(key))));
    return hidden(values);
  }

  private Set<String> hidden(Map<String, JsonNode> values) {
    Set<String> hidden = new HashSet<>();
    form.fields()
        .forEach(
            (key, field) -> {
              if (field.isHidden(values::get)) {
                hidden.add(key);
              }
            });
    return hidden;
  }

  /** What the field held when the form was opened. */
  private JsonNode opened(FormField field) {
    JsonNode value = shown.get(field.key());
    if (value == null) {
      value = field.component().path("defaultValue");
    }
    return held(field, value);
  }

  /**
   * What form-js makes of a value: what the field cannot hold becomes what it holds when it is
   * empty.
   */
  private static JsonNode held(FormField field, JsonNode value) {
    return switch (field.type()) {
      case "textfield" ->
          value.isTextual() && LINE_OR_TAB.matcher(value.asText()).find()
              ? TextNode.valueOf(LINE_OR_TAB.matcher(value.asText()).replaceAll(" "))
              : heldText(value);
      case "textarea" -> heldText(value);
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

  private static JsonNode heldText(JsonNode value) {
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
        || value.isTextual() && BrowserPattern.trim(value.asText()).isEmpty()
        || value.isArray() && value.isEmpty();
  }

  /** Whether a read-only field was not sent, or came back as the form showed it. */
  private boolean isAsShown(FormField field) {
    if (!submitted.containsKey(field.key())) {
      return true;
    }
    JsonNode sent = held(field, value(field.key()));
    JsonNode opened = opened(field);
    return sent.equals(opened)
        || sent.isNumber() && opened.isNumber() && sent.asDouble() == opened.asDouble();
  }

  private void visible(FormField field) {
    JsonNode good = checked(field, value(field.key()));
    if (good != null && submitted.containsKey(field.key())) {
      accepted.put(field.key(), good);
    }
  }

  /** The value as it is to be kept, a null node for none; {@code null} where it is refused. */
  private JsonNode checked(FormField field, JsonNode value) {
    if (isEmpty(value)) {
      return !field.required()
          ? NullNode.getInstance()
          : refuse(
              field,
              field.isChoice() || field.isChecklist() ? "choose an option" : "must be filled in");
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
    String text = BrowserPattern.trim(sent);
    if (!storable(text)) {
      return refuse(field, "contains a character that is not text");
    }
    if (field.type().equals("textfield") && (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0)) {
      return refuse(field, "must be one line");
    }
    if (text.length() > field.maxLength()) {
      return refuse(field, "must not be longer than " + field.maxLength() + " characters");
    }
    if (text.length() < field.minLength()) {
      return refuse(field, "must have at least " + field.minLength() + " characters");
    }
    if (field.pattern() != null && !field.pattern().isIn(sent)) {
      return refuse(field, "does not have the form that is asked for");
    }
    String kind = field.validate().path("validationType").asText();
    if (kind.equals("email") && !EMAIL.matcher(sent).matches()) {
      return refuse(
          field,
          "must be an e-mail address" + (sent.equals(text) ? "" : ", without a space around it"));
    }
    if (kind.equals("phone") && !PHONE.matcher(sent).find()) {
      return refuse(field, "must be a telephone number such as +441414960000");
    }
    return text.equals(sent) ? value : TextNode.valueOf(text);
  }

  /** Names in every script are text; control characters and broken surrogates are not. */
  private static boolean storable(String text) {
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
      return refuse(field, "must not be less than " + rules.path("min").asText());
    }
    if (rules.path("max").isNumber() && number > rules.path("max").asDouble()) {
      return refuse(field, "must not be more than " + rules.path("max").asText());
    }
    // Of a double, so that a number with a million digits costs nothing.
    BigDecimal decimal = BigDecimal.valueOf(number).stripTrailingZeros();
    JsonNode digits = field.component().path("decimalDigits");
    if (digits.isNumber() && decimal.scale() > digits.asInt()) {
      return refuse(
          field,
          digits.asInt() == 0
              ? "must be a whole number"
              : "must not have more than " + digits.asInt() + " decimals");
    }
    BigDecimal step = field.increment();
    if (step != null && step.signum() != 0 && decimal.remainder(step).signum() != 0) {
      return refuse(field, "must be a multiple of " + step.toPlainString());
    }
    boolean whole = number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE;
    return whole
        ? JsonNodeFactory.instance.numberNode((int) number)
        : JsonNodeFactory.instance.numberNode(number);
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
    boolean dated = !field.subtype().equals("time");
    boolean timed = !field.subtype().equals("date");
    int t = dated && timed ? text.indexOf('T') : dated ? text.length() : -1;
    LocalDate day = dated ? day(text.substring(0, Math.max(t, 0))) : null;
    Matcher time = timed ? timeFormat(field).matcher(text.substring(t + 1)) : null;
    if (dated && day == null || timed && !time.matches()) {
      return refuse(
          field,
          !timed
              ? "must be a date that exists"
              : !dated ? "must be a time of day" : "must be a date and a time that exist");
    }
    if (timed && Integer.parseInt(time.group(1)) % field.timeInterval() != 0) {
      return refuse(field, "must be a time in steps of " + field.timeInterval() + " minutes");
    }
    if (dated && field.component().path("disallowPassedDates").asBoolean() && day.isBefore(today)) {
      return refuse(field, "must not be in the past");
    }
    return value;
  }

  private static Pattern timeFormat(FormField field) {
    return switch (field.component().path("timeSerializingFormat").asText()) {
      case "utc_offset" -> TIME_OFFSET;
      case "utc_normalized" -> TIME_UTC;
      default -> TIME;
    };
  }

  /** The day; {@code null} for one that does not exist, or is far off. */
  private static LocalDate day(String text) {
    if (!DAY.matcher(text).matches()) {
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(text, ISO_DAY);
      return day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR ? day : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
