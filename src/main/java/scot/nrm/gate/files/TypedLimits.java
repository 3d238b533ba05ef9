package scot.nrm.gate.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.modelcheck.TableFile;
import scot.nrm.modelcheck.XmlFile;
import scot.nrm.modelcheck.XmlFile.Element;
import scot.nrm.modelcheck.XmlFile.Unreadable;

/**
 * Finds numbers of days, hours or months that someone has typed into a text: when a period in the
 * table {@code time-limits} changes, the text would still show the earlier one.
 *
 * <p>A length is written as in the table: a number and the plural of its unit, such as {@code 5
 * working days}.
 */
public final class TypedLimits {

  /** The table, as a file of a set. */
  private static final String TABLE = "time-limits.dmn";

  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("two", 2), Map.entry("three", 3),
          Map.entry("four", 4), Map.entry("five", 5),
          Map.entry("six", 6), Map.entry("seven", 7),
          Map.entry("eight", 8), Map.entry("nine", 9),
          Map.entry("ten", 10), Map.entry("twelve", 12),
          Map.entry("fourteen", 14), Map.entry("twenty", 20),
          Map.entry("thirty", 30), Map.entry("forty-five", 45),
          Map.entry("forty-eight", 48), Map.entry("sixty", 60));

  private static final Pattern LIMIT =
      Pattern.compile(
          "(?i)\\b(?<number>\\d+|%s)[ -](?:calendar )?(?<unit>(?:working )?(?:day|hour|month))s?\\b|\\bday (?<day>[1-9]\\d*)"
              .formatted(String.join("|", NUMBERS.keySet()).replace("-", "[ -]")));

  private static final Map<String, String> ISO =
      Map.of("days", "P%sD", "hours", "PT%sH", "months", "P%sM");

  private static final Pattern TEXT_OF_A_LETTER = Pattern.compile("<[^>]*>|\\{\\{!.*?}}");

  private static final List<String> TEXTS =
      List.of("text", "label", "dateLabel", "timeLabel", "description");

  private static final Set<String> PROSE = Set.of("documentation", "text");

  private static final ObjectMapper JSON = new ObjectMapper();

  private TypedLimits() {}

  /** The lengths in a text, in lower case, such as {@code 45 days}. */
  public static List<String> limitsIn(String text) {
    return LIMIT
        .matcher(text)
        .results()
        .map(limit -> limit.group().toLowerCase(Locale.ROOT).replace('-', ' '))
        .filter(limit -> !limit.equals("1 day"))
        .toList();
  }

  /**
   * The length that a text means: {@code 45 days} for "45 calendar days" and for "day 45".
   *
   * @param typed as {@link #limitsIn} gives it
   */
  public static String length(String typed) {
    Matcher limit = LIMIT.matcher(typed);
    if (!limit.lookingAt()) {
      throw new IllegalArgumentException(typed + " says no length");
    }
    if (limit.group("day") != null) {
      return limit.group("day") + " days";
    }
    String number = limit.group("number").replace(' ', '-');
    return "%s %ss"
        .formatted(NUMBERS.containsKey(number) ? NUMBERS.get(number) : number, limit.group("unit"));
  }

  /**
   * The lengths of each period in the table of a set, by the period's name.
   *
   * @param files content by file name, with or without the folder; none if they lack the table
   */
  public static Map<String, Set<String>> periods(Map<String, byte[]> files) {
    Map<String, Set<String>> periods = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (file.getKey().endsWith(TABLE)) {
        try {
          TableFile.in(XmlFile.read(file.getValue())).stream()
              .flatMap(table -> table.rows().stream())
              .map(row -> row.answers().stream().map(cell -> cell.replace("\"", "")).toList())
              .filter(row -> row.size() == 3)
              .forEach(
                  row ->
                      periods
                          .computeIfAbsent(row.get(0), any -> new LinkedHashSet<>())
                          .add(row.get(1) + " " + row.get(2)));
        } catch (Unreadable e) {
          return Map.of(); // the check has named it
        }
      }
    }
    return periods;
  }

  /** The texts of a diagram for its readers, by the id of the element: names and documentation. */
  public static Map<String, String> diagramTexts(byte[] diagram) {
    Map<String, String> texts = new TreeMap<>();
    try {
      XmlFile.read(diagram)
          .all()
          .filter(element -> element.attribute("id") != null)
          .forEach(
              element ->
                  texts.put(
                      element.attribute("id"),
                      Stream.concat(
                              Stream.ofNullable(element.attribute("name"))
                                  .filter(name -> !says(name, element)),
                              element.children().stream()
                                  .filter(child -> PROSE.contains(child.name()))
                                  .map(Element::text))
                          .collect(Collectors.joining("\n"))));
    } catch (Unreadable e) {
      return Map.of(); // the check has named it
    }
    return texts;
  }

  /** Whether a timer's name says its own duration, which is changed with it. */
  private static boolean says(String name, Element event) {
    Set<String> own =
        event.children().stream()
            .flatMap(timer -> timer.children().stream())
            .filter(child -> child.name().equals("timeDuration"))
            .map(child -> child.text().strip())
            .collect(Collectors.toSet());
    List<String> limits = limitsIn(name);
    return !limits.isEmpty() && limits.stream().allMatch(limit -> own.contains(iso(limit)));
  }

  private static String iso(String limit) {
    String[] length = length(limit).split(" ", 2);
    return ISO.getOrDefault(length[1], "%s").formatted(length[0]);
  }

  /** The text of a letter, without its markup and comments. */
  public static String letterText(byte[] letter) {
    return TEXT_OF_A_LETTER.matcher(new String(letter, StandardCharsets.UTF_8)).replaceAll(" ");
  }

  /**
   * The texts of a form by the id of the component and the name of the text. The range of a number
   * field is left out, because it is a limit of the field itself.
   *
   * @throws IOException if it isn't JSON
   */
  public static Map<String, String> formTexts(byte[] form) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    add(JSON.readTree(form).path("components"), texts);
    return texts;
  }

  private static void add(JsonNode components, Map<String, String> texts) {
    for (JsonNode component : components) {
      String id = component.path("id").asText();
      JsonNode range = component.path("validate");
      String own =
          "Between " + range.path("min").asText() + " and " + range.path("max").asText() + " ";
      for (String text : TEXTS) {
        texts.put(id + ", " + text, component.path(text).asText().replace(own, "Between these "));
      }
      for (JsonNode option : component.path("values")) {
        texts.put(id + ", option " + option.path("value").asText(), option.path("label").asText());
      }
      add(component.path("components"), texts);
    }
  }
}
