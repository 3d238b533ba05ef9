package scot.nrm.casefile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scot.nrm.calendar.LocalDay;

/**
 * The form answers about one child, by field key. This is a copy: changes go through {@link
 * CaseFile#merge}.
 *
 * <p>Reading a value never fails. A value that is missing, empty or of the wrong type is treated as
 * not filled in, so that no fact causes a technical error (D13).
 */
public record CaseFileContent(ObjectNode fields) {

  /** Length of an ISO date, also at the beginning of an ISO date and time. */
  private static final int ISO_DATE = 10;

  /** Length of a time such as 14:20. */
  private static final int MINUTES = 5;

  /** The file of a case for which nothing has been recorded. */
  public static CaseFileContent empty() {
    return new CaseFileContent(JsonNodeFactory.instance.objectNode());
  }

  /** The value as it was submitted; a missing or null node if there is none, never {@code null}. */
  public JsonNode get(String key) {
    return fields.path(key);
  }

  /** The fields with these keys that it contains, as submitted. */
  public Map<String, JsonNode> only(List<String> keys) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    keys.stream().filter(fields::has).forEach(key -> found.put(key, get(key)));
    return found;
  }

  /** The value as text, trimmed; empty if there is none or it is a list. */
  public String text(String key) {
    JsonNode value = get(key);
    return value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
  }

  /** The day that was filled in. */
  public Optional<LocalDate> date(String key) {
    String text = text(key);
    return text.length() < ISO_DATE
        ? Optional.empty()
        : LocalDay.parse(text.substring(0, ISO_DATE));
  }

  /** The time of day that was filled in, to the minute. */
  public Optional<LocalTime> time(String key) {
    String text = text(key);
    try {
      return text.length() < MINUTES
          ? Optional.empty()
          : Optional.of(LocalTime.parse(text.substring(0, MINUTES)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The chosen values of a check list or tag list; a single value counts as a list of one. */
  public List<String> list(String key) {
    JsonNode value = get(key);
    if (!value.isArray()) {
      String text = text(key);
      return text.isEmpty() ? List.of() : List.of(text);
    }
    List<String> values = new ArrayList<>();
    value.forEach(
        element -> {
          if (element.isValueNode() && !element.isNull()) {
            values.add(element.asText());
          }
        });
    return List.copyOf(values);
  }

  /** Whether the field has this value, such as {@code yes}. */
  public boolean is(String key, String value) {
    return text(key).equals(value);
  }

  /** Omits the content, so that it can't leak into a log. */
  @Override
  public String toString() {
    return "CaseFileContent[" + fields.size() + " fields]";
  }
}
