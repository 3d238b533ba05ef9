package scot.nrm.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * No false alarm: what changes nothing for a case is not refused, and is not marked for the
 * approver either. A row that starts to count on a future day is not refused. {@code
 * EightMistakesTest} says the same of the revisions that history brought.
 */
class HarmlessEditsTest {

  private static final int EDITS = 200;

  /**
   * An edit of each match of a pattern, whose first group is replaced.
   *
   * @param with {@code $1} is what was there
   */
  private record Edit(String what, String files, String pattern, String with) {}

  private static final List<Edit> EDITS_OF_FILES =
      List.of(
          new Edit(
              "renamed element",
              ".*\\.bpmn",
              "<bpmn:(?:userTask|serviceTask|sequenceFlow|endEvent|exclusiveGateway|lane|callActivity) id=\"\\w+\" name=\"([^\"{]+)\"",
              "$1, in other words"),
          new Edit("moved shape", ".*\\.bpmn", "<dc:Bounds x=\"(\\d+)\"", "9$1"),
          // A little: one that is moved across a step is warned of.
          new Edit("moved flow", ".*\\.bpmn", "<di:waypoint x=\"\\d+\" y=\"(\\d+)\"", "$1.5"),
          new Edit(
              "new words in the documentation",
              ".*\\.bpmn",
              "<bpmn:documentation>([^<{]+)</bpmn:documentation>",
              "$1 This is said more plainly."),
          new Edit(
              "attributes in another order",
              ".*\\.bpmn",
              "<bpmn:sequenceFlow( id=\"\\w+\")( name=\"[^\"]*\")? sourceRef=\"\\w+\"( targetRef=\"\\w+\")",
              ""),
          new Edit(
              "new annotation",
              ".*\\.bpmn",
              "(\\s*)</bpmn:process>",
              "<bpmn:textAnnotation id=\"TextAnnotation_New\"><bpmn:text>Remember this.</bpmn:text></bpmn:textAnnotation></bpmn:process>"),
          new Edit("another label", ".*\\.form", "\"label\": \"([^\"{]+)\"", "$1, please"),
          new Edit(
              "another description",
              ".*\\.form",
              "\"description\": \"([^\"{]+)\"",
              "$1 Thank you."),
          new Edit("another text", ".*\\.form", "\"text\": \"(## [^\"\\\\{]+)", "$1 now"),
          new Edit(
              "new words in a table",
              ".*\\.dmn",
              "<description>([^<{]+)</description>",
              "$1 This is said more plainly."));

  private final ShippedSet set = new ShippedSet();
  private final Map<String, byte[]> shipped = set.all();

  @Test
  void noneOf200EditsIsRefusedOrMarked() {
    Map<String, byte[]> edited = new TreeMap<>();
    List<String> made = new ArrayList<>();
    int each = EDITS / EDITS_OF_FILES.size();
    for (Edit edit : EDITS_OF_FILES) {
      List<Map.Entry<String, Integer>> places = new ArrayList<>();
      shipped.keySet().stream()
          .filter(file -> file.matches(edit.files()))
          .forEach(
              file -> {
                int found =
                    (int)
                        Pattern.compile(edit.pattern())
                            .matcher(text(file, edited))
                            .results()
                            .count();
                for (int at = 0; at < found; at++) {
                  places.add(Map.entry(file, at));
                }
              });
      Collections.shuffle(places, new Random(3));
      assertThat(places).as(edit.what()).hasSizeGreaterThanOrEqualTo(each);
      places.subList(0, each).stream()
          .sorted((one, other) -> other.getValue() - one.getValue())
          .forEach(
              place -> {
                edited.put(
                    place.getKey(),
                    bytes(edited(text(place.getKey(), edited), edit, place.getValue())));
                made.add(edit.what() + " in " + place.getKey());
              });
    }

    assertThat(made).hasSize(EDITS);
    assertThat(set.problems(edited)).isEmpty();
    assertThat(set.warnings(edited)) // a task was renamed, and its form was not
        .allMatch(warning -> warning.contains(" has a form with the heading "));
    assertThat(edited)
        .allSatisfy((file, content) -> assertThat(set.isMarked(file, content)).as(file).isFalse());
  }

  private String text(String file, Map<String, byte[]> edited) {
    return new String(edited.getOrDefault(file, shipped.get(file)), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String edited(String text, Edit edit, int at) {
    MatchResult place = Pattern.compile(edit.pattern()).matcher(text).results().toList().get(at);
    if (edit.with().isEmpty()) { // the first attribute becomes the last one
      return text.substring(0, place.start(1))
          + text.substring(place.end(1), place.end(3))
          + place.group(1)
          + text.substring(place.end(3));
    }
    return text.substring(0, place.start(1))
        + edit.with().replace("$1", place.group(1))
        + text.substring(edit.with().endsWith("process>") ? place.end() : place.end(1));
  }

  /** The last row of some kind, with another id, from a future day on. */
  @Test
  void aRowForAFutureDayIsNotRefused() {
    Map<String, byte[]> edited = new TreeMap<>();
    for (String table : List.of("time-limits", "letters", "competent-authority")) {
      String file = "processes/" + table + ".dmn";
      edited.put(file, bytes(withAFutureRow(text(file, edited))));
    }

    assertThat(set.problems(edited)).isEmpty();
    assertThat(set.warnings(edited)).isEmpty();
  }

  private static String withAFutureRow(String table) {
    Matcher asked = Pattern.compile("<text>date\\((?:receivedOn|onDate)\\)</text>").matcher(table);
    assertThat(asked.find()).isTrue();
    long column =
        Pattern.compile("<input ").matcher(table.substring(0, asked.start())).results().count() - 1;
    List<MatchResult> rows =
        Pattern.compile("(?s)<rule id.*?</rule>").matcher(table).results().toList();
    MatchResult row = rows.get(rows.size() - 1);
    Matcher cells = Pattern.compile("(?s)<inputEntry.*?</inputEntry>").matcher(row.group());
    StringBuilder later = new StringBuilder();
    for (int at = 0; cells.find(); at++) {
      String cell = cells.group().contains("date(") ? "-" : cells.group();
      cells.appendReplacement(
          later,
          cell.equals("-") || at == column
              ? cells
                  .group()
                  .replaceFirst(
                      "(?s)<text>.*</text>",
                      at == column ? "<text>>= date(\"2031-04-01\")</text>" : "<text>-</text>")
              : Matcher.quoteReplacement(cells.group()));
    }
    cells.appendTail(later);
    String added =
        later
                .toString()
                .replaceAll("id=\"(\\w+)\"", "id=\"$1_Later\"")
                // the same letter to the same addressee is refused
                .replace("person-or-representative", "local-authority")
            + "\n";
    // In a table where the first matching row counts, the last row is for the rest.
    int place = table.contains("hitPolicy=\"FIRST\"") ? row.start() : row.end();
    return table.substring(0, place) + added + table.substring(place);
  }
}
