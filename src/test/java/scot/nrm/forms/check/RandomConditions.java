package scot.nrm.forms.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Conditions of every form that the lint accepts, and values that a form can contain. */
final class RandomConditions {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> TEXTS = List.of("\"\"", "\"E1\"", "\"E2\"", "\"E\"", "\"1\"");
  private static final List<String> NUMBERS = List.of("0", "1", "-2", "1.5", "18");
  private static final List<String> EQUAL = List.of(" = ", " != ", "=", "!=");
  private static final List<String> ORDER = List.of(" < ", " <= ", " > ", " >= ", "<", ">=");

  /** The type of a name's values, by its prefix. */
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "text", List.of("null", "\"\"", "\"E1\"", "\"E2\"", "\"E1E2\"", "\"1\""),
          "number", List.of("null", "0", "1", "1.5", "-2", "18", "7"),
          "tick", List.of("true", "false"),
          "list", List.of("[]", "[\"E1\"]", "[\"E1\", \"E2\"]", "[\"E2\", \"E1\"]", "[\"1\"]"),
          // A value from outside the form can be anything.
          "outside",
              List.of(
                  "null",
                  "\"\"",
                  "\"E1\"",
                  "\"E2\"",
                  "0",
                  "1.5",
                  "true",
                  "false",
                  "[]",
                  "[\"E1\"]",
                  "[\"E1\", \"E2\"]",
                  "[1]",
                  "[null]",
                  "[[]]"));

  private RandomConditions() {}

  /** A condition in FEEL, without the {@code =}. */
  static String condition(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 8)) {
      case 0 -> name(random, "text") + pick(random, EQUAL) + pick(random, TEXTS);
      case 1 -> name(random, "outside") + pick(random, EQUAL) + pick(random, TEXTS);
      case 2 -> name(random, "tick") + pick(random, EQUAL) + random.nextBoolean();
      case 3 -> name(random, "number") + pick(random, EQUAL) + pick(random, NUMBERS);
      case 4 -> name(random, "number") + pick(random, ORDER) + pick(random, NUMBERS);
      case 5 ->
          name(random, pick(random, List.of("text", "number", "tick", "list")))
              + pick(random, EQUAL)
              + "null";
      case 6 -> "contains(" + name(random, "text") + ", " + pick(random, TEXTS) + ")" + is(random);
      case 7 ->
          "list contains(" + name(random, "list") + ", " + pick(random, TEXTS) + ")" + is(random);
      case 8 -> "(" + condition(random, depth - 1) + ")";
      case 9 -> condition(random, depth - 1) + " and " + condition(random, depth - 1);
      case 10 -> condition(random, depth - 1) + " or " + condition(random, depth - 1);
      default ->
          "(" + condition(random, depth - 1) + ") and (" + condition(random, depth - 1) + ")";
    };
  }

  private static String is(Random random) {
    return random.nextInt(3) == 0 ? "" : pick(random, EQUAL) + random.nextBoolean();
  }

  private static String name(Random random, String kind) {
    return kind + random.nextInt(2);
  }

  /** Values for some of the names. */
  static Map<String, JsonNode> context(Random random) {
    Map<String, JsonNode> context = new LinkedHashMap<>();
    VALUES.forEach(
        (kind, values) -> {
          for (int i = 0; i < 2; i++) {
            if (random.nextInt(5) > 0) {
              context.put(kind + i, json(pick(random, values)));
            }
          }
        });
    return context;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static String pick(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
