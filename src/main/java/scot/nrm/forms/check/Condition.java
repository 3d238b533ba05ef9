package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.springframework.util.ConcurrentLruCache;

/**
 * The condition under which a form hides a field, evaluated by the engine's own FEEL. It allows
 * only what that FEEL and the browser's (feelin) evaluate alike: a field compared with a value of
 * its own type, see {@link #ALLOWED_PARTS}. As in the browser, a field is hidden only if its
 * condition is {@code true}.
 */
final class Condition {

  /** The type of value that a name is compared with. */
  enum Kind {
    TEXT("compared with a text", JsonNode::isTextual),
    NUMBER("compared with a number", JsonNode::isNumber),
    TICK("compared with true or false", JsonNode::isBoolean),
    LIST("used in list contains(...)", JsonNode::isArray),
    NOTHING("compared with null", value -> true);

    private final String inWords;
    private final Predicate<JsonNode> accepts;

    Kind(String inWords, Predicate<JsonNode> accepts) {
      this.inWords = inWords;
      this.accepts = accepts;
    }

    String inWords() {
      return inWords;
    }
  }

  /** For the person who edits the form. */
  static final String ALLOWED_PARTS =
      "a = \"x\", a != \"x\", n >= 18, ticked = true, a = null, contains(a, \"x\") = true and list contains(l, \"x\") != true, joined by and, or and brackets";

  private static final String NAME = "(?<name>[A-Za-z_]\\w*)";
  private static final String NUMBER = "-?\\d+(?:\\.\\d+)?(?![\\w.])";
  private static final Pattern COMPARISON =
      Pattern.compile(
          (NAME
                  + " *(?:!?= *(?:(?<text>TEXT)|(?<tick>true|false)|(?<nothing>null)|NUMBER)"
                  + "|[<>]=? *NUMBER)"
                  + "|(?<list>list )?contains\\((?<in>[A-Za-z_]\\w*), *(?<part>TEXT)\\)(?: *!?= *(?:true|false))?")
              .replace("TEXT", "\"[^\"\\\\]*\"")
              .replace("NUMBER", NUMBER));

  /** Keywords and functions of FEEL, which a condition can't use as the name of a field. */
  private static final Set<String> RESERVED =
      Set.of(
          ("if then else for in return some every satisfies between instance of not function"
                  + " external this i parent item partial number string date time duration now"
                  + " today substring replace matches split count min max sum mean all any sublist"
                  + " append concatenate remove reverse union flatten product median stddev mode"
                  + " decimal floor ceiling abs modulo sqrt log exp odd even is before after meets"
                  + " overlaps finishes includes during starts coincides sort context list contains"
                  + " and or true false null")
              .split(" "));

  private static final FeelEngineApi FEEL = FeelEngineBuilder.forJava().build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int CACHE_SIZE = 1_000;
  private static final int MAX_LENGTH = 4_000;
  private static final int MAX_LEVELS = 50;

  /** A form is read again with each check and at each node, and forms share conditions. */
  private static final ConcurrentLruCache<String, Condition> CACHE =
      new ConcurrentLruCache<>(CACHE_SIZE, Condition::read);

  private final ParsedExpression expression;
  private final Map<String, Set<Kind>> kinds;
  private final Map<String, Set<String>> values;

  private Condition(
      ParsedExpression expression, Map<String, Set<Kind>> kinds, Map<String, Set<String>> values) {
    this.expression = expression;
    this.kinds = kinds;
    this.values = values;
  }

  /**
   * Reads a condition.
   *
   * @param text FEEL, without the {@code =} that begins it in a form
   * @throws IllegalArgumentException if it uses more of FEEL than is allowed, or is not FEEL
   */
  static Condition parse(String text) {
    return CACHE.get(text);
  }

  private static Condition read(String text) {
    Map<String, Set<Kind>> kinds = new LinkedHashMap<>();
    Map<String, Set<String>> values = new LinkedHashMap<>();
    StringBuilder rest = new StringBuilder();
    Matcher comparison = COMPARISON.matcher(text);
    while (comparison.find()) {
      read(comparison, kinds, values);
      comparison.appendReplacement(rest, "@");
    }
    String joined = comparison.appendTail(rest).toString();
    for (int level = 0; level < MAX_LEVELS; level++) {
      joined = joined.replaceAll("\\( *@ *\\)", "@").replaceAll("@ +(?:and|or) +@", "@");
    }
    // Only what has been read, because FEEL needs a stack as deep as the text's brackets.
    if (text.length() > MAX_LENGTH
        || !joined.strip().equals("@")
        || kinds.keySet().stream().anyMatch(RESERVED::contains)) {
      throw new IllegalArgumentException(text);
    }
    ParseResult parsed = FEEL.parseExpression(text);
    if (parsed.isFailure()) {
      throw new IllegalArgumentException(text);
    }
    return new Condition(parsed.parsedExpression(), kinds, values);
  }

  private static void read(
      Matcher comparison, Map<String, Set<Kind>> kinds, Map<String, Set<String>> values) {
    String in = comparison.group("in");
    String name = in == null ? comparison.group("name") : in;
    Kind kind = kind(comparison);
    kinds.computeIfAbsent(name, any -> EnumSet.noneOf(Kind.class)).add(kind);
    String whole = comparison.group(kind == Kind.LIST ? "part" : "text");
    if (whole != null) {
      values
          .computeIfAbsent(name, any -> new LinkedHashSet<>())
          .add(whole.substring(1, whole.length() - 1));
    }
  }

  private static Kind kind(Matcher comparison) {
    if (comparison.group("list") != null) {
      return Kind.LIST;
    }
    if (comparison.group("in") != null || comparison.group("text") != null) {
      return Kind.TEXT;
    }
    if (comparison.group("tick") != null) {
      return Kind.TICK;
    }
    return comparison.group("nothing") != null ? Kind.NOTHING : Kind.NUMBER;
  }

  /** Whether the condition is true for these values; a name without a value is {@code null}. */
  boolean holds(Function<String, JsonNode> values) {
    Map<String, Object> context = new HashMap<>();
    kinds.forEach(
        (name, compared) ->
            context.put(
                name, JSON.convertValue(comparable(values.apply(name), compared), Object.class)));
    EvaluationResult result = FEEL.evaluate(expression, context);
    return result.isSuccess() && Boolean.TRUE.equals(result.result());
  }

  /**
   * The value, or {@code null} if it has another type, because a value from outside the form can be
   * anything. As in the browser, a list of one value counts as that value.
   */
  private static JsonNode comparable(JsonNode value, Set<Kind> compared) {
    boolean single =
        value != null && value.isArray() && value.size() == 1 && !compared.contains(Kind.LIST);
    JsonNode one = single ? value.get(0) : value;
    return one != null && compared.stream().anyMatch(kind -> kind.accepts.test(one)) ? one : null;
  }

  /** The texts that it compares a name with, or looks for in a list, by the name. */
  Map<String, Set<String>> values() {
    return values;
  }

  /** The names that it uses, with the types of value that it compares each with. */
  Map<String, Set<Kind>> kinds() {
    return kinds;
  }
}
