package scot.nrm.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Numbers of days, hours or months that someone typed into a text: a period of the table {@code
 * time-limits} changes there, and the text would still say the earlier one.
 */
public final class TypedLimits {

  private static final Pattern LIMIT =
      Pattern.compile(
          "(?i)\\b(?:\\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|twenty|thirty"
              + "|forty-five|forty-eight|sixty)[ -](?:calendar |working )?(?:days?|hours?|months?)\\b"
              + "|\\bday \\d+");

  private static final List<String> TEXTS =
      List.of("text", "label", "dateLabel", "timeLabel", "description");

  private static final ObjectMapper JSON = new ObjectMapper();

  private TypedLimits() {}

  /** What a text says, in small letters, such as {@code 45 days}. */
  public static List<String> in(String text) {
    return LIMIT
        .matcher(text)
        .results()
        .map(limit -> limit.group().toLowerCase(Locale.ROOT).replace('-', ' '))
        .filter(limit -> !limit.equals("1 day"))
        .toList();
  }

  /**
   * The texts of a form by the id of the component and the name of the text. A number field says
   * its own range, which is in the form, so that is left out.
   *
   * @throws IOException if it isn't JSON
   */
  public static Map<String, String> texts(byte[] form) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    add(JSON.readTree(form).path("components"), texts);
    return texts;
  }

  private static void add(JsonNode components, Map<String, String> texts) {
    for (JsonNode component : components) {
      String id = component.path("id").asText();
      JsonNode range = component.path("validate");
      String own =
          "Between %s and %s ".formatted(range.path("min").asText(), range.path("max").asText());
      for (String text : TEXTS) {
        texts.put(id + ", " + text, component.path(text).asText().replace(own, "Between these "));
      }
      for (JsonNode option : component.path("values")) {
        texts.put(
            "%s, option %s".formatted(id, option.path("value").asText()),
            option.path("label").asText());
      }
      add(component.path("components"), texts);
    }
  }
}
