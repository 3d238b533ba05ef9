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
final class Question {

  private static final Builder PARSER = new Builder(Builder.Feature.METHOD_INVOCATIONS);

  /** A value that is compared with a name: {@code rgOutcome == 'positive'}. */
  record Compared(String name, String value) {}

  private final Node root;
  private final Set<String> names = new LinkedHashSet<>();

  private Question(Node root) {
    this.root = root;
    all(root)
        .filter(AstIdentifier.class::isInstance)
        .map(node -> ((AstIdentifier) node).getName())
        .forEach(names::add);
    all(root).flatMap(node -> asksWhetherSet(node).stream()).forEach(names::add);
  }

  /** Empty if the text isn't an expression, or can't be parsed, which another check refuses. */
  static Optional<Question> of(String text) {
    if (text == null || !text.contains("${") && !text.contains("#{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Question(PARSER.build(text).getRoot()));
    } catch (TreeBuilderException e) {
      return Optional.empty();
    }
  }

  /** The names that it reads with this knowledge, and how: compared, or with a need for a value. */
  void reads(Known known, BiConsumer<String, Boolean> reader) {
    reads(root, known, false, reader);
  }

  /** Every name that it compares or reads. */
  Set<String> names() {
    return names;
  }

  List<Compared> compared() {
    List<Compared> compared = new ArrayList<>();
    all(root)
        .filter(AstBinary.class::isInstance)
        .filter(Question::isComparison)
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
  Set<String> takenForYesOrNo() {
    Set<String> names = new LinkedHashSet<>();
    takenForYesOrNo(root, names);
    return names;
  }

  private static void takenForYesOrNo(Node node, Set<String> names) {
    if (node instanceof AstIdentifier name) {
      names.add(name.getName());
    } else if (node instanceof AstEval
        || node instanceof AstNested
        || node instanceof AstUnary unary && unary.getOperator() == AstUnary.NOT
        || node instanceof AstBinary binary
            && (binary.getOperator() == AstBinary.AND || binary.getOperator() == AstBinary.OR)) {
      for (int child = 0; child < node.getCardinality(); child++) {
        takenForYesOrNo(node.getChild(child), names);
      }
    }
  }

  /** The values known if this is the answer; empty if it can't be. */
  List<Known> where(Known known, boolean answer) {
    return where(root, known, answer);
  }

  private List<Known> where(Node node, Known known, boolean answer) {
    if (node instanceof AstEval || node instanceof AstNested) {
      return where(node.getChild(0), known, answer);
    }
    if (node instanceof AstBoolean yesOrNo) {
      return yesOrNo.eval(null, null).equals(answer) ? List.of(known) : List.of();
    }
    if (node instanceof AstUnary unary && unary.getOperator() == AstUnary.NOT) {
      return where(node.getChild(0), known, !answer);
    }
    if (node instanceof AstUnary unary
        && unary.getOperator() == AstUnary.EMPTY
        && node.getChild(0) instanceof AstIdentifier name) {
      return only(
          known, name.getName(), value -> isNothing(value) == answer || value.equals(Known.ANY));
    }
    if (node instanceof AstBinary binary) {
      boolean and = binary.getOperator() == AstBinary.AND;
      if (and || binary.getOperator() == AstBinary.OR) {
        return joined(node.getChild(0), node.getChild(1), and == answer, known, answer);
      }
      if (isComparison(node)) {
        return compared(node, known, (binary.getOperator() == AstBinary.EQ) == answer);
      }
      return List.of(known);
    }
    if (node instanceof AstIdentifier name) {
      return only(
          known,
          name.getName(),
          value -> value.equals(String.valueOf(answer)) || value.equals(Known.ANY));
    }
    return asksWhetherSet(node)
        .map(
            name ->
                answer
                    ? only(known, name, value -> !value.equals(Known.UNSET))
                    // A step may have removed it.
                    : List.of(known.with(name, Known.UNSET)))
        .orElse(List.of(known));
  }

  /** For {@code a and b}: yes if both are, no if the first isn't, or only the second isn't. */
  private List<Known> joined(Node a, Node b, boolean both, Known known, boolean answer) {
    List<Known> found = new ArrayList<>();
    if (both) {
      where(a, known, answer).forEach(first -> found.addAll(where(b, first, answer)));
    } else {
      found.addAll(where(a, known, answer));
      where(a, known, !answer).forEach(first -> found.addAll(where(b, first, answer)));
    }
    return found;
  }

  private List<Known> compared(Node node, Known known, boolean same) {
    Node left = node.getChild(0);
    Node right = node.getChild(1);
    Set<String> one = possible(left, known);
    Set<String> other = possible(right, known);
    if (one.size() == 1 && other.size() == 1 && !one.contains(Known.ANY)) {
      String value = other.iterator().next();
      if (!value.equals(Known.ANY)) {
        return one.contains(value) == same ? List.of(known) : List.of();
      }
    }
    if (left instanceof AstIdentifier name && other.size() == 1) {
      return compared(known, name.getName(), other.iterator().next(), same);
    }
    if (right instanceof AstIdentifier name && one.size() == 1) {
      return compared(known, name.getName(), one.iterator().next(), same);
    }
    return List.of(known);
  }

  private List<Known> compared(Known known, String name, String value, boolean same) {
    if (value.equals(Known.ANY)) {
      return List.of(known);
    }
    if (same && known.of(name).contains(Known.ANY)) {
      return List.of(known.with(name, value));
    }
    return only(
        known, name, one -> (one.equals(value) || isNothing(one) && isNothing(value)) == same);
  }

  private static boolean isNothing(String value) {
    return value.equals(Known.NOTHING) || value.equals(Known.UNSET);
  }

  private static List<Known> only(Known known, String name, Predicate<String> which) {
    Set<String> left = new TreeSet<>(known.of(name));
    left.removeIf(which.negate());
    return left.isEmpty() ? List.of() : List.of(known.with(name, left));
  }

  private Set<String> possible(Node node, Known known) {
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
      return Set.of(Known.NOTHING);
    }
    if (node instanceof AstIdentifier name) {
      Set<String> possible = new TreeSet<>(known.of(name.getName()));
      if (possible.remove(Known.UNSET)) {
        possible.add(Known.NOTHING);
      }
      return possible;
    }
    return Set.of(Known.ANY);
  }

  /** The possible values of a text such as {@code cg-${cgOutcome}} or {@code ${stage}}. */
  Set<String> texts(Known known) {
    Node node = root instanceof AstEval ? root.getChild(0) : root;
    return possible(node, known);
  }

  private void reads(Node node, Known known, boolean compared, BiConsumer<String, Boolean> reader) {
    if (node instanceof AstIdentifier name) {
      reader.accept(name.getName(), compared);
      return;
    }
    if (asksWhetherSet(node).isPresent() || node instanceof AstDot) {
      return;
    }
    if (node instanceof AstChoice) {
      reads(node.getChild(0), known, false, reader);
      where(node.getChild(0), known, true).forEach(yes -> readsWith(node.getChild(1), yes, reader));
      where(node.getChild(0), known, false).forEach(no -> readsWith(node.getChild(2), no, reader));
      return;
    }
    if (node instanceof AstBinary binary
        && (binary.getOperator() == AstBinary.AND || binary.getOperator() == AstBinary.OR)) {
      reads(node.getChild(0), known, false, reader);
      where(node.getChild(0), known, binary.getOperator() == AstBinary.AND)
          .forEach(then -> readsWith(node.getChild(1), then, reader));
      return;
    }
    boolean mayBeNothing =
        isComparison(node)
            || node instanceof AstUnary unary && unary.getOperator() == AstUnary.EMPTY;
    if (node instanceof AstMethod) {
      reads(node.getChild(1), known, false, reader);
      return;
    }
    for (int child = 0; child < node.getCardinality(); child++) {
      reads(node.getChild(child), known, mayBeNothing, reader);
    }
  }

  /**
   * Reads the second part of an expression with the values known from the answer to its first part.
   */
  private void readsWith(Node node, Known known, BiConsumer<String, Boolean> reader) {
    Map<String, Boolean> read = new LinkedHashMap<>();
    reads(node, known, false, read::put);
    read.forEach(
        (name, compared) -> {
          if (compared ? known.of(name).contains(Known.UNSET) : !known.isSure(name)) {
            reader.accept(name, compared);
          }
        });
  }

  private static Optional<String> asksWhetherSet(Node node) {
    return node instanceof AstMethod
            && node.getChild(0) instanceof AstDot on
            && on.getChild(0) instanceof AstIdentifier execution
            && execution.getName().equals("execution")
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

  private static Stream<Node> all(Node node) {
    return Stream.concat(
        Stream.of(node),
        IntStream.range(0, node.getCardinality()).mapToObj(node::getChild).flatMap(Question::all));
  }
}
