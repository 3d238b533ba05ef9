package scot.nrm.forms;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field of a Camunda Form.
 *
 * @param type the component's type, such as {@code textfield}
 * @param label for messages: the component's label without markup, or the key in words where it has none
 * @param hiddenWhen FEEL conditions without the {@code =}, of the field and of the groups around it; one that holds
 *     hides the field
 * @param component the component as the form has it
 */
public record FormField(String key, String type, String label, List<String> hiddenWhen, JsonNode component) {

  /** Characters that a text may have where the form says nothing: what the engine's text columns take. */
  static final int DEFAULT_MAX_LENGTH = 4000;

  /** What the custom property {@code default} may say. */
  static final Pattern DEFAULT_DAY = Pattern.compile("today(?:\\+(\\d{1,3}))?");

  public boolean isText() {
    return type.equals("textfield") || type.equals("textarea");
  }

  public boolean isDate() {
    return type.equals("datetime") && subtype().equals("date");
  }

  /** One choice of several. */
  public boolean isChoice() {
    return type.equals("radio") || type.equals("select");
  }

  /** Several choices of several. */
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

  /** A custom property, as set in Camunda Modeler's form editor; empty where it is not set. See {@link DateRules}. */
  public String property(String name) {
    return component.path("properties").path(name).asText();
  }

  /** The day that the field holds when it is opened: {@code default=today}, or so many days after, {@code today+14}. */
  Optional<LocalDate> defaultDay(LocalDate today) {
    return isDate() ? defaultDay(property("default"), today) : Optional.empty();
  }

  static Optional<LocalDate> defaultDay(String property, LocalDate today) {
    Matcher later = DEFAULT_DAY.matcher(property);
    return later.matches()
        ? Optional.of(today.plusDays(later.group(1) == null ? 0 : Integer.parseInt(later.group(1))))
        : Optional.empty();
  }

  OptionalInt minLength() {
    return number("minLength");
  }

  int maxLength() {
    return number("maxLength").orElse(DEFAULT_MAX_LENGTH);
  }

  private OptionalInt number(String name) {
    JsonNode value = validate().path(name);
    return value.isNumber() ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
  }

  JsonNode validate() {
    return component.path("validate");
  }

  /** The values that can be chosen. */
  List<JsonNode> options() {
    List<JsonNode> options = new ArrayList<>();
    component.path("values").forEach(option -> options.add(option.path("value")));
    return options;
  }

  /** What the form calls a chosen value, such as {@code Vietnam} for {@code VN}; the value itself if it has no name. */
  public String optionLabel(String value) {
    for (JsonNode option : component.path("values")) {
      if (option.path("value").asText().equals(value)) {
        return option.path("label").asText(value);
      }
    }
    return value;
  }
}
