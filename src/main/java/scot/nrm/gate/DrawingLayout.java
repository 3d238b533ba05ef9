package scot.nrm.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.modelcheck.XmlFile;
import scot.nrm.modelcheck.XmlFile.Element;
import scot.nrm.modelcheck.XmlFile.Unreadable;

/** Where the elements of a diagram are drawn: what a diagram does and its drawing hides. */
final class DrawingLayout {

  /** In the units of the drawing: shapes that only touch don't overlap. */
  private static final double LEAST_OVERLAP = 5;

  /** A shape in the units of the drawing. */
  private record Box(double x, double y, double width, double height) {

    static Box of(Element bounds) {
      return new Box(
          number(bounds, "x"),
          number(bounds, "y"),
          number(bounds, "width"),
          number(bounds, "height"));
    }

    private static double number(Element bounds, String attribute) {
      return Double.parseDouble(Objects.toString(bounds.attribute(attribute), ""));
    }

    boolean overlaps(Box other) {
      return common(x, width, other.x, other.width) > LEAST_OVERLAP
          && common(y, height, other.y, other.height) > LEAST_OVERLAP;
    }

    private static double common(double from, double length, double other, double otherLength) {
      return Math.min(from + length, other + otherLength) - Math.max(from, other);
    }
  }

  private final Map<String, Box> shapes = new HashMap<>();
  private final Set<String> edges = new HashSet<>();

  private DrawingLayout(Element root) {
    root.all()
        .filter(one -> one.attribute("bpmnElement") != null)
        .forEach(
            one -> {
              if (one.name().equals("BPMNEdge")) {
                edges.add(one.attribute("bpmnElement"));
              } else {
                one.children().stream()
                    .filter(child -> child.name().equals("Bounds"))
                    .findFirst()
                    .ifPresent(box -> shapes.put(one.attribute("bpmnElement"), Box.of(box)));
              }
            });
  }

  /**
   * A sentence for each element that one drawing shows and a later one hides: an element that is in
   * both and is no longer drawn, and two that lie on each other only now.
   *
   * @param before none if the diagram is new
   */
  static List<String> hidden(Optional<byte[]> before, byte[] after) {
    try {
      Element root = XmlFile.read(after);
      DrawingLayout now = new DrawingLayout(root);
      DrawingLayout earlier =
          before.isEmpty() ? null : new DrawingLayout(XmlFile.read(before.get()));
      return Drawing.of(root).stream().flatMap(drawing -> now.hidden(drawing, earlier)).toList();
    } catch (Unreadable | NumberFormatException e) {
      return List.of(); // the check has named what can't be read
    }
  }

  private Stream<String> hidden(Drawing drawing, DrawingLayout earlier) {
    List<String> hidden = new ArrayList<>();
    List<Node> nodes = List.copyOf(drawing.nodes.values());
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (earlier != null && earlier.shapes.containsKey(node.id) && !shapes.containsKey(node.id)) {
        hidden.add(
            "%s is no longer drawn, so nobody sees it. Draw it in Camunda Modeler."
                .formatted(node));
      }
      for (Flow flow : node.out) {
        if (earlier != null && earlier.edges.contains(flow.id()) && !edges.contains(flow.id())) {
          hidden.add(
              "The flow from %s to %s is no longer drawn, so nobody sees it. Draw it in Camunda Modeler."
                  .formatted(node, flow.to()));
        }
      }
      nodes.subList(i + 1, nodes.size()).stream()
          .filter(other -> overlap(node, other))
          .filter(other -> earlier == null || !earlier.overlap(node, other))
          .map(
              other -> "%s and %s overlap in the drawing. Move one of them.".formatted(node, other))
          .forEach(hidden::add);
    }
    return hidden.stream();
  }

  /** An event on the border of a task is meant to. */
  private boolean overlap(Node one, Node other) {
    return one.scope == other.scope
        && !one.is("boundaryEvent")
        && !other.is("boundaryEvent")
        && shapes.containsKey(one.id)
        && shapes.containsKey(other.id)
        && shapes.get(one.id).overlaps(shapes.get(other.id));
  }
}
