package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Values for the fields of a form: valid ones, and invalid ones of every kind that applies to the
 * field.
 */
final class FormValues {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Random random;
  private final LocalDate today;

  FormValues(Random random, LocalDate today) {
    this.random = random;
    this.today = today;
  }

  /** A value that the form accepts in this field. */
  JsonNode right(FormField field) {
    List<JsonNode> options = List.copyOf(field.options());
    return switch (field.type()) {
      case "textfield", "textarea" -> JSON.textNode(rightText(field));
      case "number" -> rightNumber(field);
      case "checkbox" -> JSON.booleanNode(field.required() || random.nextBoolean());
      case "checklist", "taglist" -> list(options, 1 + random.nextInt(Math.min(3, options.size())));
      case "datetime" ->
          JSON.textNode(
              switch (field.subtype()) {
                case "time" -> rightTime(field);
                case "date" -> rightDay(field);
                default -> rightDay(field) + "T" + rightTime(field);
              });
      default -> pick(options);
    };
  }

  private String rightText(FormField field) {
    if (field.pattern() != null) {
      return "AB" + random.nextInt(1000);
    }
    return switch (field.validate().path("validationType").asText()) {
      case "email" -> pick("kim@example.org", "a.b+c@social-work.example.org", "x@y");
      default -> {
        String word =
            pick(
                "Kim",
                "Nguyễn Thị Ánh",
                "阮氏映",
                "O'Brien-Smith",
                "👧🏽 abc",
                "=1",
                "{{x}}",
                "abab",
                "null");
        yield word.length() > field.maxLength() || word.length() < field.minLength()
            ? "abcdefghij"
                .repeat(field.minLength() / 10 + 1)
                .substring(0, Math.max(field.minLength(), 1))
            : word;
      }
    };
  }

  private JsonNode rightNumber(FormField field) {
    double least = field.validate().path("min").asDouble(-3);
    double most = field.validate().path("max").asDouble(least + 30);
    double step = Math.pow(10, -field.component().path("decimalDigits").asInt(0));
    double number =
        Math.ceil(least / step) * step + step * random.nextInt((int) ((most - least) / step) + 1);
    double rounded = Math.round(number * 10000) / 10000.0;
    return rounded == Math.rint(rounded)
        ? JSON.numberNode((int) rounded)
        : JSON.numberNode(rounded);
  }

  private String rightDay(FormField field) {
    int days = random.nextInt(900);
    return (field.component().path("disallowPassedDates").asBoolean()
            ? today.plusDays(days)
            : today.minusDays(days).plusDays(days % 7 == 0 ? 1000 : 0))
        .toString();
  }

  private String rightTime(FormField field) {
    int steps = 24 * 60 / field.timeInterval();
    int minutes = random.nextInt(steps) * field.timeInterval();
    return "%02d:%02d".formatted(minutes / 60, minutes % 60);
  }

  /** Another value of each invalid kind for this field, by the kind's name. */
  Map<String, JsonNode> ofEachKind(FormField field) {
    Map<String, JsonNode> kinds = new LinkedHashMap<>();
    kinds.put("null", JSON.nullNode());
    kinds.put("empty text", JSON.textNode(""));
    kinds.put("a number", JSON.numberNode(random.nextInt(3)));
    kinds.put("true", JSON.booleanNode(true));
    kinds.put("an empty list", JSON.arrayNode());
    kinds.put("an object", JSON.objectNode().put("a", 1));
    kinds.put("a list of a number", JSON.arrayNode().add(1));
    switch (field.type()) {
      case "textfield", "textarea" -> texts(field, kinds);
      case "number" -> numbers(field, kinds);
      case "checkbox" -> {
        kinds.put("false", JSON.booleanNode(false));
        kinds.put("yes", JSON.textNode("yes"));
      }
      case "checklist", "taglist" -> lists(field, kinds);
      case "datetime" -> dates(field, kinds);
      default -> {
        kinds.put("no option", JSON.textNode("atlantis"));
        kinds.put(
            "an option in capitals",
            JSON.textNode(pick(List.copyOf(field.options())).asText().toUpperCase()));
        kinds.put(
            "an option with a space",
            JSON.textNode(pick(List.copyOf(field.options())).asText() + " "));
        kinds.put("a list of an option", JSON.arrayNode().add(pick(List.copyOf(field.options()))));
        kinds.put("another option", pick(List.copyOf(field.options())));
      }
    }
    return kinds;
  }

  private void texts(FormField field, Map<String, JsonNode> kinds) {
    String right = rightText(field);
    kinds.put("blank", JSON.textNode(pick(" ", "   ", "\u00A0", "\u2003\u3000", "\uFEFF")));
    kinds.put("blank lines", JSON.textNode("\n \t"));
    kinds.put("the longest", JSON.textNode("a".repeat(field.maxLength())));
    kinds.put("too long", JSON.textNode("a".repeat(field.maxLength() + 1)));
    kinds.put("the longest with spaces", JSON.textNode(" " + "a".repeat(field.maxLength()) + "  "));
    kinds.put("the longest of halves", JSON.textNode("👧".repeat(field.maxLength() / 2 + 1)));
    kinds.put("the shortest", JSON.textNode("a".repeat(Math.max(field.minLength(), 1))));
    kinds.put("too short", JSON.textNode("a".repeat(Math.max(field.minLength() - 1, 0))));
    kinds.put("space around", JSON.textNode(" " + right + "\u00A0"));
    kinds.put("two lines", JSON.textNode("ab\ncd"));
    kinds.put("a tab", JSON.textNode("ab\tcd"));
    kinds.put(
        "control character",
        JSON.textNode("ab" + pick("\u0000", "\u0007", "\u001B", "\u0085") + "cd"));
    kinds.put("broken text", JSON.textNode("ab" + pick("\uD800", "\uDC00x", "\uFFFF") + "cd"));
    kinds.put(
        "direction of writing",
        JSON.textNode("ab" + pick("\u061C", "\u200F", "\u202E", "\u202A", "\u2067") + "cd"));
    kinds.put("markup", JSON.textNode("<b onclick='x'>${1+1}</b>"));
    if (field.pattern() != null) {
      kinds.put(
          "against the pattern",
          JSON.textNode(pick("ab12", "AB", "AB12x", "xAB12", "AB１２", "ABC1", "AB1\u2028")));
    }
    if (field.validate().has("validationType")) {
      kinds.put(
          "no address",
          JSON.textNode(
              pick(
                  "kim",
                  "kim@",
                  "@example.org",
                  "kim@example..org",
                  "kim @example.org",
                  "kim@-x.org",
                  "kím@example.org",
                  "a@" + "b".repeat(64) + ".org",
                  "kim@example.org.")));
    }
  }

  private void numbers(FormField field, Map<String, JsonNode> kinds) {
    double least = field.validate().path("min").asDouble(-3);
    double most = field.validate().path("max").asDouble(least + 30);
    kinds.put("the least", JSON.numberNode(least));
    kinds.put("the most", JSON.numberNode(most));
    kinds.put("too little", JSON.numberNode(least - 1));
    kinds.put("too much", JSON.numberNode(most + 1));
    kinds.put("decimals", JSON.numberNode(Math.round((least + 1.5) * 10) / 10.0));
    kinds.put("three decimals", JSON.numberNode(Math.floor(least) + 1.375));
    kinds.put("a third", JSON.numberNode(1 / 3.0));
    kinds.put("zero", JSON.numberNode(pick(0.0, -0.0)));
    kinds.put("huge", JSON.numberNode(pick(1e15, 1e20, -1e18))); // form-js itself fails at 1e21.
    kinds.put("tiny", JSON.numberNode(pick(1e-7, 1e-10)));
    kinds.put("a number as text", JSON.textNode("" + (int) (least + 1)));
    kinds.put("no number", JSON.textNode(pick("abc", "1,5", "--1", "1e")));
  }

  private void lists(FormField field, Map<String, JsonNode> kinds) {
    List<JsonNode> options = List.copyOf(field.options());
    JsonNode one = pick(options);
    kinds.put("all options", list(options, options.size()));
    kinds.put("one option", JSON.arrayNode().add(one));
    kinds.put("an option twice", JSON.arrayNode().add(one).add(one));
    kinds.put("no option", JSON.arrayNode().add("atlantis"));
    kinds.put("an option and none", JSON.arrayNode().add(one).add("atlantis"));
    kinds.put("no list", one);
    kinds.put("a list of nothing", JSON.arrayNode().addNull());
  }

  private void dates(FormField field, Map<String, JsonNode> kinds) {
    String day = rightDay(field);
    boolean dated = !field.subtype().equals("time");
    boolean timed = !field.subtype().equals("date");
    kinds.put("words", JSON.textNode(pick("tomorrow", "noon", "14 April 2009")));
    kinds.put("a day and a time", JSON.textNode(day + "T09:30"));
    kinds.put("a day", JSON.textNode(day));
    kinds.put("a time", JSON.textNode("09:30"));
    if (dated) {
      String at = timed ? "T" + rightTime(field) : "";
      kinds.put("today", JSON.textNode(today + at));
      kinds.put("yesterday", JSON.textNode(today.minusDays(1) + at));
      kinds.put("tomorrow", JSON.textNode(today.plusDays(1) + at));
      kinds.put("29 February", JSON.textNode("2008-02-29" + at));
      kinds.put(
          "no such day",
          JSON.textNode(
              pick(
                      "2009-02-29",
                      "2009-02-30",
                      "2009-04-31",
                      "2009-13-01",
                      "2009-00-10",
                      "2009-01-32")
                  + at));
      kinds.put("long ago", JSON.textNode(pick("1899-12-31", "1600-01-01", "0009-04-14") + at));
      kinds.put("a century", JSON.textNode(pick("1900-01-01", "2199-12-31") + at));
      kinds.put("far off", JSON.textNode(pick("2200-01-01", "9999-12-31") + at));
      kinds.put(
          "otherwise written",
          JSON.textNode(
              pick("2009-4-1", "14/04/2009", "20090414", "2009-04", "+002009-04-14", " 2009-04-14")
                  + at));
    }
    if (timed) {
      String on = dated ? day + "T" : "";
      kinds.put("midnight", JSON.textNode(on + "00:00"));
      kinds.put("last minute", JSON.textNode(on + "23:59"));
      kinds.put("between steps", JSON.textNode(on + "09:07"));
      kinds.put(
          "no such time", JSON.textNode(on + pick("24:00", "25:00", "09:60", "09:61", "-1:30")));
      kinds.put(
          "a time otherwise written",
          JSON.textNode(on + pick("9:30", "09:30:00", "09:30Z", "09:30+01:00", "0930")));
    }
  }

  private ArrayNode list(List<JsonNode> options, int size) {
    List<JsonNode> shuffled = new ArrayList<>(options);
    Collections.shuffle(shuffled, random);
    ArrayNode list = JSON.arrayNode();
    shuffled.subList(0, size).forEach(list::add);
    return list;
  }

  @SafeVarargs
  final <T> T pick(T... of) {
    return of[random.nextInt(of.length)];
  }

  private JsonNode pick(List<JsonNode> of) {
    return of.get(random.nextInt(of.size()));
  }
}
