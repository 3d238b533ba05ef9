package scot.nrm.gate;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.util.StringUtils;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.gate.Finding.Kind;

/** The rules that a set of diagrams breaks, each as one sentence. */
final class Findings {

  private final Set<Finding> all = new LinkedHashSet<>();

  Stream<Finding> stream() {
    return all.stream();
  }

  boolean any(Predicate<Finding> which) {
    return all.stream().anyMatch(which);
  }

  void removeIf(Predicate<Finding> which) {
    all.removeIf(which);
  }

  void report(Node node, String sentence) {
    report(Kind.OTHER, node, "", sentence);
  }

  void report(Kind kind, Node node, String about, String sentence) {
    report(kind, node.drawing, node, about, sentence);
  }

  /**
   * @param drawing {@code null} if it is about a diagram that isn't there
   * @param node {@code null} if it is about the whole diagram
   */
  void report(Drawing drawing, Node node, String sentence) {
    report(Kind.OTHER, drawing, node, "", sentence);
  }

  private void report(Kind kind, Drawing drawing, Node node, String about, String sentence) {
    all.add(
        new Finding(
            kind,
            drawing == null ? "" : drawing.id,
            node == null ? "" : node.id,
            about,
            StringUtils.capitalize(sentence)));
  }

  /** Reports a finding once for a diagram, at the first element: others have the same cause. */
  void reportOnce(Kind kind, Drawing drawing, Node node, String about, Supplier<String> sentence) {
    if (all.stream().noneMatch(one -> one.isIn(drawing) && one.matches(kind, about))) {
      report(kind, drawing, node, about, sentence.get());
    }
  }

  void reportOnce(Kind kind, Node node, String about, Supplier<String> sentence) {
    reportOnce(kind, node.drawing, node, about, sentence);
  }

  void reportMissingCondition(Node node, Flow flow) {
    report(
        node,
        "the flow from %s to %s has no condition and is not the default. Give it a condition, or make it the default."
            .formatted(node, flow.to()));
  }
}
