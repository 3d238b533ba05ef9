package scot.nrm.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.impl.juel.AstBinary;
import org.camunda.bpm.impl.juel.AstBoolean;
import org.camunda.bpm.impl.juel.AstChoice;
import org.camunda.bpm.impl.juel.AstDot;
import org.camunda.bpm.impl.juel.AstEval;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstLiteral;
import org.camunda.bpm.impl.juel.AstMethod;
import org.camunda.bpm.impl.juel.AstNested;
import org.camunda.bpm.impl.juel.AstNull;
import org.camunda.bpm.impl.juel.AstNumber;
import org.camunda.bpm.impl.juel.AstString;
import org.camunda.bpm.impl.juel.AstUnary;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.Node;
import org.camunda.bpm.impl.juel.TreeBuilderException;

/** An expression of a diagram, evaluated with the values known on a path. */
final class Expression {

  private static final Builder PARSER = new Builder(Builder.Feature.METHOD_INVOCATIONS);

  /** A value that is compared with a name: {@code rgOutcome == 'positive'}. */
  record Compared(String name, String value) {}

  private static final String EXECUTION = "execution";

  private final Node root;
  private final Set<String> names = new LinkedHashSet<>();

  private Expression(Node root) {
    this.root = root;
    descendants(root)
        .filter(AstIdentifier.class::isInstance)
        .map(node -> ((AstIdentifier) node).getName())
        .filter(name -> !name.equals(EXECUTION))
        .forEach(names::add);
    descendants(root).flatMap(node -> nameTestedForPresence(node).stream()).forEach(names::add);
  }

  /** Empty if the text isn't an expression, or can't be parsed, which another check refuses. */
  static Optional<Expression> of(String text) {
    if (text == null || !text.contains("${") && !text.contains("#{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Expression(PARSER.build(text).getRoot()));
    } catch (TreeBuilderException e) {
      return Optional.empty();
    }
  }

  /** The names that it reads with this knowledge, and how: compared, or with a need for a value. */
  void forEachRead(KnownValues known, BiConsumer<String, Boolean> reader) {
    forEachRead(root, known, false, reader);
  }

  /** Every name that it compares or reads. */
  Set<String> names() {
    return names;
  }

  List<Compared> compared() {
    List<Compared> compared = new ArrayList<>();
    descendants(root)
        .filter(AstBinary.class::isInstance)
        .filter(Expression::isComparison)
        .forEach(
            node -> {
              Node left = node.getChild(0);
              Node right = node.getChild(1);
              if (left instanceof AstIdentifier name && right instanceof AstString text) {
                compared.add(new Compared(name.getName(), text(text)));
              } else if (right instanceof AstIdentifier name && left instanceof AstString text) {
                compared.add(new Compared(name.getName(), text(text)));
              }
            });
    return compared;
  }

  /** The names that it uses as yes or no without a comparison. */
  Set<String> usedAsCondition() {
    Set<String> names = new LinkedHashSet<>();
    usedAsCondition(root, names);
    // Also in a comparison: ! comes before ==.
    descendants(root)
        .filter(node -> node instanceof AstUnary unary && unary.getOperator() == AstUnary.NOT)
        .forEach(node -> usedAsCondition(node, names));
    return names;
  }

  private static void usedAsCondition(Node node, Set<String> names) {
    if (node instanceof AstIdentifier name) {
      names.add(name.getName());
    } else if (node instanceof AstEval
        || node instanceof AstNested
        || node instanceof AstUnary unary && unary.getOperator() == AstUnary.NOT
        || node instanceof AstBinary binary
            && (binary.getOperator() == AstBinary.AND || binary.getOperator() == AstBinary.OR)) {
      for (int child = 0; child < node.getCardinality(); child++) {
        usedAsCondition(node.getChild(child), names);
      }
    }
  }

  /** The values known if this is the answer; empty if it can't be. */
  List<KnownValues> knownIf(KnownValues known, boolean answer) {
    return knownIf(root, known, answer);
  }

  private List<KnownValues> knownIf(Node node, KnownValues known, boolean answer) {
    if (node instanceof AstEval || node instanceof AstNested) {
      return knownIf(node.getChild(0), known, answer);
    }
    if (node instanceof AstBoolean yesOrNo) {
      return yesOrNo.eval(null, null).equals(answer) ? List.of(known) : List.of();
    }
    if (node instanceof AstUnary unary && unary.getOperator() == AstUnary.NOT) {
      return knownIf(node.getChild(0), known, !answer);
    }
    if (node instanceof AstUnary unary
        && unary.getOperator() == AstUnary.EMPTY
        && node.getChild(0) instanceof AstIdentifier name) {
      return restrict(
          known,
          name.getName(),
          value -> isNothing(value) == answer || value.equals(KnownValues.ANY));
    }
    if (node instanceof AstBinary binary) {
      boolean and = binary.getOperator() == AstBinary.AND;
      if (and || binary.getOperator() == AstBinary.OR) {
        return knownIfJoined(node.getChild(0), node.getChild(1), and == answer, known, answer);
      }
      if (isComparison(node)) {
        return knownIfEqual(node, known, (binary.getOperator() == AstBinary.EQ) == answer);
      }
      return List.of(known);
    }
    if (node instanceof AstIdentifier name) {
      return restrict(
          known,
          name.getName(),
          value -> value.equals(String.valueOf(answer)) || value.equals(KnownValues.ANY));
    }
    return nameTestedForPresence(node)
        .map(
            name ->
                answer
                    ? restrict(known, name, value -> !value.equals(KnownValues.UNSET))
                    // A step may have removed it.
                    : List.of(known.with(name, KnownValues.UNSET)))
        .orElse(List.of(known));
  }

  /** For {@code a and b}: yes if both are, no if the first isn't, or only the second isn't. */
  private List<KnownValues> knownIfJoined(
      Node a, Node b, boolean both, KnownValues known, boolean answer) {
    List<KnownValues> found = new ArrayList<>();
    if (both) {
      knownIf(a, known, answer).forEach(first -> found.addAll(knownIf(b, first, answer)));
    } else {
      found.addAll(knownIf(a, known, answer));
      knownIf(a, known, !answer).forEach(first -> found.addAll(knownIf(b, first, answer)));
    }
    return found;
  }

  private List<KnownValues> knownIfEqual(Node node, KnownValues known, boolean same) {
    Node left = node.getChild(0);
    Node right = node.getChild(1);
    Set<String> one = possible(left, known);
    Set<String> other = possible(right, known);
    if (one.size() == 1 && other.size() == 1 && !one.contains(KnownValues.ANY)) {
      String value = other.iterator().next();
      if (!value.equals(KnownValues.ANY)) {
        return one.contains(value) == same ? List.of(known) : List.of();
      }
    }
    if (left instanceof AstIdentifier name && other.size() == 1) {
      return knownIfEqual(known, name.getName(), other.iterator().next(), same);
    }
    if (right instanceof AstIdentifier name && one.size() == 1) {
      return knownIfEqual(known, name.getName(), one.iterator().next(), same);
    }
    return List.of(known);
  }

  private List<KnownValues> knownIfEqual(
      KnownValues known, String name, String value, boolean same) {
    if (value.equals(KnownValues.ANY)) {
      return List.of(known);
    }
    if (same && known.of(name).contains(KnownValues.ANY)) {
      return List.of(known.with(name, value));
    }
    return restrict(
        known, name, one -> (one.equals(value) || isNothing(one) && isNothing(value)) == same);
  }

  private static boolean isNothing(String value) {
    return value.equals(KnownValues.NOTHING) || value.equals(KnownValues.UNSET);
  }

  private static List<KnownValues> restrict(
      KnownValues known, String name, Predicate<String> which) {
    Set<String> left = new TreeSet<>(known.of(name));
    left.removeIf(which.negate());
    return left.isEmpty() ? List.of() : List.of(known.with(name, left));
  }

  private Set<String> possible(Node node, KnownValues known) {
    if (node instanceof AstNested) {
      return possible(node.getChild(0), known);
    }
    if (node instanceof AstString text) {
      return Set.of(text(text));
    }
    if (node instanceof AstBoolean || node instanceof AstNumber) {
      return Set.of(String.valueOf(((AstLiteral) node).eval(null, null)));
    }
    if (node instanceof AstNull) {
      return Set.of(KnownValues.NOTHING);
    }
    if (node instanceof AstIdentifier name) {
      Set<String> possible = new TreeSet<>(known.of(name.getName()));
      if (possible.remove(KnownValues.UNSET)) {
        possible.add(KnownValues.NOTHING);
      }
      return possible;
    }
    return Set.of(KnownValues.ANY);
  }

  /** The possible values of a text such as {@code cg-${cgOutcome}} or {@code ${stage}}. */
  Set<String> possibleTexts(KnownValues known) {
    Node node = root instanceof AstEval ? root.getChild(0) : root;
    return possible(node, known);
  }

  private void forEachRead(
      Node node, KnownValues known, boolean compared, BiConsumer<String, Boolean> reader) {
    if (node instanceof AstIdentifier name) {
      reader.accept(name.getName(), compared);
      return;
    }
    if (nameTestedForPresence(node).isPresent() || node instanceof AstDot) {
      return;
    }
    if (node instanceof AstChoice) {
      forEachRead(node.getChild(0), known, false, reader);
      knownIf(node.getChild(0), known, true)
          .forEach(yes -> readWith(node.getChild(1), yes, reader));
      knownIf(node.getChild(0), known, false).forEach(no -> readWith(node.getChild(2), no, reader));
      return;
    }
    if (node instanceof AstBinary binary
        && (binary.getOperator() == AstBinary.AND || binary.getOperator() == AstBinary.OR)) {
      forEachRead(node.getChild(0), known, false, reader);
      knownIf(node.getChild(0), known, binary.getOperator() == AstBinary.AND)
          .forEach(then -> readWith(node.getChild(1), then, reader));
      return;
    }
    boolean acceptsEmpty =
        isComparison(node)
            || node instanceof AstUnary unary && unary.getOperator() == AstUnary.EMPTY;
    if (node instanceof AstMethod) {
      forEachRead(node.getChild(1), known, false, reader);
      return;
    }
    for (int child = 0; child < node.getCardinality(); child++) {
      forEachRead(node.getChild(child), known, acceptsEmpty, reader);
    }
  }

  /** Reads the second part of an expression with what the answer to its first part implies. */
  private void readWith(Node node, KnownValues known, BiConsumer<String, Boolean> reader) {
    Map<String, Boolean> read = new LinkedHashMap<>();
    forEachRead(node, known, false, read::put);
    read.forEach(
        (name, compared) -> {
          if (compared ? known.of(name).contains(KnownValues.UNSET) : !known.isAlwaysSet(name)) {
            reader.accept(name, compared);
          }
        });
  }

  private static Optional<String> nameTestedForPresence(Node node) {
    return node instanceof AstMethod
            && node.getChild(0) instanceof AstDot on
            && on.getChild(0) instanceof AstIdentifier execution
            && execution.getName().equals(EXECUTION)
            && node.getChild(1).getCardinality() == 1
            && node.getChild(1).getChild(0) instanceof AstString name
        ? Optional.of(text(name))
        : Optional.empty();
  }

  private static boolean isComparison(Node node) {
    return node instanceof AstBinary binary
        && (binary.getOperator() == AstBinary.EQ || binary.getOperator() == AstBinary.NE);
  }

  private static String text(AstString text) {
    return (String) text.eval(null, null);
  }

  private static Stream<Node> descendants(Node node) {
    return Stream.concat(
        Stream.of(node),
        IntStream.range(0, node.getCardinality())
            .mapToObj(node::getChild)
            .flatMap(Expression::descendants));
  }
}
