package scot.nrm.forms.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Conditions of every shape that is allowed, and values to hold them against: also ones of kinds
 * that do not fit.
 */
final class RandomConditions {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Names that may be ordered, and so only ever are numbers. */
  private static final List<String> NUMBERS = List.of("n", "m");

  private static final List<String> NAMES = List.of("n", "m", "a", "b", "c");
  private static final List<String> LITERALS =
      List.of(
          "\"\"", "\"E1\"", "\"E2\"", "\"E\"", "\"1\"", "0", "1", "-2", "1.5", "true", "false",
          "null");

  /** A form holds texts, numbers, ticks and lists, and no objects. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "\"\"",
          "\"E1\"",
          "\"E2\"",
          "\"E1E2\"",
          "\"1\"",
          "0",
          "1",
          "1.5",
          "true",
          "false",
          "[]",
          "[\"E1\"]",
          "[\"E1\", \"E2\"]",
          "[\"E2\", \"E1\"]",
          "[1]",
          "[null]",
          "[true]",
          "[[]]");

  private static final List<String> NUMERIC = List.of("null", "0", "1", "1.5", "-2", "7");

  private RandomConditions() {}

  /** Something that is true or not, as FEEL without the {@code =}. */
  static String condition(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 5)) {
      case 0, 1 ->
          value(random, depth)
              + pick(random, List.of(" = ", " != ", "=", "!="))
              + value(random, depth);
      case 2 ->
          number(random)
              + pick(random, List.of(" < ", " <= ", " > ", " >= ", "<", ">="))
              + number(random);
      case 3 -> "list contains(" + value(random, 0) + ", " + value(random, 0) + ")";
      case 4 -> "contains(" + value(random, 0) + "," + value(random, 0) + ")";
      case 5 -> "(" + condition(random, depth - 1) + ")";
      case 6 -> condition(random, depth - 1) + " and " + condition(random, depth - 1);
      case 7 -> condition(random, depth - 1) + " or " + condition(random, depth - 1);
      default ->
          "(" + condition(random, depth - 1) + ") and (" + condition(random, depth - 1) + ")";
    };
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 4)) {
      case 0 -> pick(random, LITERALS);
      case 4 -> "(" + condition(random, depth - 1) + ")";
      default -> pick(random, NAMES);
    };
  }

  private static String number(Random random) {
    return random.nextBoolean()
        ? pick(random, NUMBERS)
        : pick(random, List.of("0", "1", "1.5", "-2"));
  }

  /** Values of some of the names. */
  static Map<String, JsonNode> context(Random random) {
    Map<String, JsonNode> context = new LinkedHashMap<>();
    for (String name : NAMES) {
      if (random.nextInt(5) > 0) {
        context.put(name, json(pick(random, NUMBERS.contains(name) ? NUMERIC : VALUES)));
      }
    }
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
