package scot.nrm.forms.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The condition under which a form hides a field: the small part of FEEL that means the same in the
 * browser and here. Names, texts in quotes, numbers, {@code true}, {@code false} and {@code null}
 * are compared by {@code = != < <= > >=}; comparisons are joined by {@code and} and {@code or};
 * {@code contains(text, text)} and {@code list contains(list, value)} look into texts and lists;
 * brackets group.
 *
 * <p>It answers exactly as form-js does, whose FEEL (feelin) differs from the standard and from the
 * FEEL of the engine: values of two kinds are never equal and always unequal, a list of one value
 * equals that value, and an order is asked for among numbers only. Like there, nothing is hidden
 * unless the condition is clearly true.
 */
final class Condition {

  /**
   * A condition that uses more than the small part; the message is what it uses, for who edits the
   * form.
   */
  static final class NotUnderstood extends Exception {

    NotUnderstood(String what) {
      super(what, null, false, false);
    }
  }

  /**
   * Words that FEEL keeps for itself, and names of its functions: no field's name in a condition.
   */
  private static final Set<String> RESERVED =
      Set.of(
          "if",
          "then",
          "else",
          "for",
          "in",
          "return",
          "some",
          "every",
          "satisfies",
          "between",
          "instance",
          "of",
          "not",
          "function",
          "external",
          "this",
          "i",
          "parent",
          "item",
          "partial",
          "number",
          "string",
          "date",
          "time",
          "duration",
          "now",
          "today",
          "substring",
          "replace",
          "matches",
          "split",
          "count",
          "min",
          "max",
          "sum",
          "mean",
          "all",
          "any",
          "sublist",
          "append",
          "concatenate",
          "remove",
          "reverse",
          "union",
          "flatten",
          "product",
          "median",
          "stddev",
          "mode",
          "decimal",
          "floor",
          "ceiling",
          "abs",
          "modulo",
          "sqrt",
          "log",
          "exp",
          "odd",
          "even",
          "is",
          "before",
          "after",
          "meets",
          "overlaps",
          "finishes",
          "includes",
          "during",
          "starts",
          "coincides",
          "sort",
          "context",
          "list",
          "contains",
          "and",
          "or");

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<text>\"[^\"\\\\]*\")|(?<number>-?\\d+(?:\\.\\d+)?)(?![\\w.])|(?<name>[A-Za-z_]\\w*)|(?<sign>!=|<=|>=|[=<>(),])");

  /**
   * Part of a condition: a value, or {@code null} where it cannot be said. Never Java's {@code
   * null}.
   */
  private sealed interface Part {

    JsonNode of(Function<String, JsonNode> values);

    /** Whether it is an answer by itself, yes or no, and not merely something to compare. */
    default boolean answers() {
      return true;
    }
  }

  private record Literal(JsonNode value) implements Part {

    @Override
    public JsonNode of(Function<String, JsonNode> values) {
      return value;
    }

    @Override
    public boolean answers() {
      return false;
    }
  }

  private record Name(String name) implements Part {

    @Override
    public JsonNode of(Function<String, JsonNode> values) {
      JsonNode value = values.apply(name);
      return value == null || value.isMissingNode() ? NullNode.getInstance() : value;
    }

    @Override
    public boolean answers() {
      return false;
    }
  }

  private record Comparison(Part left, String sign, Part right) implements Part {

    @Override
    public JsonNode of(Function<String, JsonNode> values) {
      JsonNode a = left.of(values);
      JsonNode b = right.of(values);
      return switch (sign) {
        case "=" -> answer(equal(a, b));
        case "!=" -> answer(!Boolean.TRUE.equals(equal(a, b)));
        default ->
            !a.isNumber() || !b.isNumber()
                ? NullNode.getInstance()
                : answer(
                    switch (sign) {
                      case "<" -> a.asDouble() < b.asDouble();
                      case "<=" -> a.asDouble() <= b.asDouble();
                      case ">" -> a.asDouble() > b.asDouble();
                      default -> a.asDouble() >= b.asDouble();
                    });
      };
    }
  }

  /** {@code and} or {@code or}, where one side decides although the other cannot be said. */
  private record Joined(Part left, Part right, boolean deciding) implements Part {

    @Override
    public JsonNode of(Function<String, JsonNode> values) {
      JsonNode a = left.of(values);
      JsonNode b = right.of(values);
      if (is(a, deciding) || is(b, deciding)) {
        return answer(deciding);
      }
      return a.isBoolean() && b.isBoolean() ? answer(!deciding) : NullNode.getInstance();
    }

    private static boolean is(JsonNode value, boolean expected) {
      return value.isBoolean() && value.asBoolean() == expected;
    }
  }

  private record TextContains(Part text, Part wanted) implements Part {

    @Override
    public JsonNode of(Function<String, JsonNode> values) {
      JsonNode in = single(text.of(values));
      JsonNode part = single(wanted.of(values));
      return in.isTextual() && part.isTextual()
          ? answer(in.asText().contains(part.asText()))
          : NullNode.getInstance();
    }

    /** As feelin takes a list of one text for the text. */
    private static JsonNode single(JsonNode value) {
      return value.isArray() && value.size() == 1 ? value.get(0) : value;
    }
  }

  private record ListContains(Part list, Part wanted) implements Part {

    @Override
    public JsonNode of(Function<String, JsonNode> values) {
      JsonNode in = list.of(values);
      JsonNode value = wanted.of(values);
      if (in.isNull()) {
        return NullNode.getInstance();
      }
      if (!in.isArray()) {
        return answer(same(in, value));
      }
      for (JsonNode element : in) {
        if (same(element, value)) {
          return BooleanNode.TRUE;
        }
      }
      return BooleanNode.FALSE;
    }

    private static boolean same(JsonNode a, JsonNode b) {
      return a.isNumber() && b.isNumber()
          ? a.asDouble() == b.asDouble()
          : a.isValueNode() && a.equals(b);
    }
  }

  private static JsonNode answer(Boolean known) {
    return known == null ? NullNode.getInstance() : BooleanNode.valueOf(known);
  }

  /** feelin's equality; {@code null} for values of two kinds. */
  private static Boolean equal(JsonNode left, JsonNode right) {
    if (left.isNull() != right.isNull()) {
      return false;
    }
    JsonNode a = left.isArray() && left.size() < 2 ? left.path(0) : left;
    JsonNode b = right.isArray() && right.size() < 2 ? right.path(0) : right;
    boolean nothing = a.isNull() || a.isMissingNode();
    if (nothing != (b.isNull() || b.isMissingNode())
        || !nothing && a.getNodeType() != b.getNodeType()) {
      return null;
    }
    if (nothing) {
      return true;
    }
    if (a.isNumber()) {
      return a.asDouble() == b.asDouble();
    }
    if (!a.isContainerNode()) {
      return a.equals(b);
    }
    if (a.size() != b.size()) {
      return false;
    }
    if (a.isArray()) {
      for (int i = 0; i < a.size(); i++) {
        if (!Boolean.TRUE.equals(equal(a.get(i), b.get(i)))) {
          return false;
        }
      }
      return true;
    }
    return a.properties().stream()
        .allMatch(
            entry ->
                b.has(entry.getKey())
                    && Boolean.TRUE.equals(equal(entry.getValue(), b.get(entry.getKey()))));
  }

  private final Part whole;
  private final Set<String> names;
  private final Set<String> ordered;

  private Condition(Part whole, Set<String> names, Set<String> ordered) {
    this.whole = whole;
    this.names = names;
    this.ordered = ordered;
  }

  /**
   * Reads a condition.
   *
   * @param text FEEL, without the {@code =} that begins it in a form
   * @throws NotUnderstood if it uses more of FEEL than is allowed, or is none
   */
  static Condition parse(String text) throws NotUnderstood {
    return new Parser(text).parse();
  }

  /** Whether the condition is true of these values; a name without a value is {@code null}. */
  boolean holds(Function<String, JsonNode> values) {
    return whole.of(values) == BooleanNode.TRUE;
  }

  /** The names that it uses. */
  Set<String> names() {
    return names;
  }

  /** The names that it compares by order, which must be numbers. */
  Set<String> ordered() {
    return ordered;
  }

  private static final class Parser {

    private static final Set<String> SIGNS = Set.of("=", "!=", "<", "<=", ">", ">=");

    private final List<String> tokens = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> ordered = new LinkedHashSet<>();
    private int next;

    Parser(String text) throws NotUnderstood {
      Matcher token = TOKEN.matcher(text);
      int at = 0;
      while (at < text.length()) {
        if (text.charAt(at) == ' ') {
          at++;
        } else if (token.find(at) && token.start() == at) {
          tokens.add(token.group());
          at = token.end();
        } else {
          throw new NotUnderstood(
              text.charAt(at) == '"'
                  ? "a text with a \\ or without its second quote"
                  : text.charAt(at) < ' ' ? "a line break" : text.substring(at, at + 1));
        }
      }
    }

    Condition parse() throws NotUnderstood {
      Part whole = any();
      if (next < tokens.size()) {
        throw new NotUnderstood(tokens.get(next));
      }
      return new Condition(answering(whole), Set.copyOf(names), Set.copyOf(ordered));
    }

    private Part any() throws NotUnderstood {
      Part left = all();
      while (take("or")) {
        left = new Joined(answering(left), answering(all()), true);
      }
      return left;
    }

    private Part all() throws NotUnderstood {
      Part left = comparison();
      while (take("and")) {
        left = new Joined(answering(left), answering(comparison()), false);
      }
      return left;
    }

    private Part comparison() throws NotUnderstood {
      Part left = value();
      if (next < tokens.size() && SIGNS.contains(tokens.get(next))) {
        String sign = tokens.get(next++);
        Part right = value();
        if (!sign.endsWith("=") || sign.length() == 2 && !sign.equals("!=")) {
          ordered(left);
          ordered(right);
        }
        return new Comparison(left, sign, right);
      }
      return left;
    }

    private Part value() throws NotUnderstood {
      if (take("(")) {
        Part inside = any();
        expect(")");
        return inside;
      }
      String token = next < tokens.size() ? tokens.get(next++) : "";
      if (token.startsWith("\"")) {
        return new Literal(TextNode.valueOf(token.substring(1, token.length() - 1)));
      } else if (token.matches("-?\\d.*")) {
        return new Literal(DoubleNode.valueOf(Double.parseDouble(token)));
      } else if (token.equals("true") || token.equals("false")) {
        return new Literal(BooleanNode.valueOf(token.equals("true")));
      } else if (token.equals("null")) {
        return new Literal(NullNode.getInstance());
      } else if (token.equals("contains") && take("(")) {
        return function(false);
      } else if (token.equals("list") && take("contains") && take("(")) {
        return function(true);
      } else if (!token.matches("[A-Za-z_]\\w*") || RESERVED.contains(token)) {
        throw new NotUnderstood(token.isEmpty() ? "an end where a value is expected" : token);
      } else if (next < tokens.size() && tokens.get(next).equals("(")) {
        throw new NotUnderstood(token + "(...)");
      }
      names.add(token);
      return new Name(token);
    }

    private Part function(boolean ofList) throws NotUnderstood {
      Part in = value();
      expect(",");
      Part wanted = value();
      expect(")");
      return ofList ? new ListContains(in, wanted) : new TextContains(in, wanted);
    }

    private void ordered(Part part) throws NotUnderstood {
      if (part instanceof Name name) {
        ordered.add(name.name());
      } else if (!(part instanceof Literal literal && literal.value().isNumber())) {
        throw new NotUnderstood("an order of what are no numbers");
      }
    }

    private static Part answering(Part part) throws NotUnderstood {
      if (!part.answers()) {
        throw new NotUnderstood(
            part instanceof Name name
                ? name.name() + " without a comparison"
                : "a value without a comparison");
      }
      return part;
    }

    private boolean take(String token) {
      boolean there = next < tokens.size() && tokens.get(next).equals(token);
      next += there ? 1 : 0;
      return there;
    }

    private void expect(String token) throws NotUnderstood {
      if (!take(token)) {
        throw new NotUnderstood(
            next < tokens.size() ? tokens.get(next) : "an end where " + token + " is expected");
      }
    }
  }
}
