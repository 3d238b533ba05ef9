package scot.nrm.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.modelcheck.XmlFile;
import scot.nrm.modelcheck.XmlFile.Element;
import scot.nrm.modelcheck.XmlFile.Unreadable;

/** Finds places where the layout of a diagram hides what it does. */
final class DrawingLayout {

  /** In the diagram's units: shapes and lines that only touch neither overlap nor cross. */
  private static final double LEAST_OVERLAP = 5;

  record Point(double x, double y) {

    static Point of(Element element) {
      return new Point(number(element, "x"), number(element, "y"));
    }
  }

  /** A shape in the units of the drawing. */
  record Box(double x, double y, double width, double height) {

    static Box of(Element bounds) {
      return new Box(
          number(bounds, "x"),
          number(bounds, "y"),
          number(bounds, "width"),
          number(bounds, "height"));
    }

    double right() {
      return x + width;
    }

    double bottom() {
      return y + height;
    }

    double middle() {
      return x + width / 2;
    }

    double centre() {
      return y + height / 2;
    }

    boolean overlaps(Box other) {
      return overlap(x, width, other.x, other.width) > LEAST_OVERLAP
          && overlap(y, height, other.y, other.height) > LEAST_OVERLAP;
    }

    private static double overlap(double from, double length, double other, double otherLength) {
      return Math.min(from + length, other + otherLength) - Math.max(from, other);
    }

    /** Whether a straight line crosses it, by clipping the line at each side. */
    boolean isCrossedBy(Point from, Point to) {
      double begin = 0;
      double end = 1;
      double[] ways = {to.x - from.x, to.y - from.y};
      double[] low = {x + LEAST_OVERLAP - from.x, y + LEAST_OVERLAP - from.y};
      double[] high = {x + width - LEAST_OVERLAP - from.x, y + height - LEAST_OVERLAP - from.y};
      for (int axis = 0; axis < ways.length; axis++) {
        if (ways[axis] == 0) {
          if (low[axis] >= 0 || high[axis] <= 0) {
            return false;
          }
        } else {
          double one = low[axis] / ways[axis];
          double other = high[axis] / ways[axis];
          begin = Math.max(begin, Math.min(one, other));
          end = Math.min(end, Math.max(one, other));
        }
      }
      return begin < end;
    }
  }

  private final Map<String, Box> shapes = new HashMap<>();
  private final Map<String, List<Point>> edges = new HashMap<>();
  private final Map<String, Box> labels = new HashMap<>();

  /** Everything in the file, drawn or not. */
  private final Set<String> elements = new HashSet<>();

  private DrawingLayout(Stream<Element> all) {
    all.forEach(
        one -> {
          elements.add(one.attribute("id"));
          String drawn = one.attribute("bpmnElement");
          if (drawn != null) {
            if (one.name().equals("BPMNEdge")) {
              edges.put(drawn, points(one));
            } else {
              box(one).ifPresent(box -> shapes.put(drawn, box));
            }
            label(one).ifPresent(box -> labels.put(drawn, box));
          }
        });
  }

  /** Where a shape or a label is. */
  static Optional<Box> box(Element drawn) {
    return drawn.children("Bounds").findFirst().map(Box::of);
  }

  /** Where the label of a shape or flow is, if it has a place of its own. */
  static Optional<Box> label(Element drawn) {
    return drawn.children("BPMNLabel").findFirst().flatMap(DrawingLayout::box);
  }

  /** The corners of a flow, with its ends. */
  static List<Point> points(Element drawn) {
    return drawn.children("waypoint").map(Point::of).toList();
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(Objects.toString(element.attribute(attribute), ""));
  }

  /**
   * A sentence for each element that the diagram hides and its earlier version didn't: one that
   * isn't drawn, or that is covered by another element, a flow or a label.
   *
   * @param before none if the diagram is new
   */
  static List<String> hidden(Optional<byte[]> before, byte[] after) {
    try {
      Element root = XmlFile.read(after);
      DrawingLayout now = new DrawingLayout(root.all());
      DrawingLayout earlier =
          new DrawingLayout(before.isEmpty() ? Stream.of() : XmlFile.read(before.get()).all());
      return Drawing.of(root).stream().flatMap(drawing -> now.hidden(drawing, earlier)).toList();
    } catch (Unreadable | NumberFormatException e) {
      return List.of(); // the check has already reported unreadable files
    }
  }

  private Stream<String> hidden(Drawing drawing, DrawingLayout earlier) {
    List<String> hidden = new ArrayList<>();
    List<Node> nodes = List.copyOf(drawing.nodes.values());
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (!shapes.containsKey(node.id)) {
        notDrawn(node.toString(), node.id, earlier).ifPresent(hidden::add);
      }
      for (Flow flow : node.out) {
        String name = "The flow from %s to %s".formatted(node, flow.to());
        if (!edges.containsKey(flow.id()) && areDrawn(node, flow.to())) {
          notDrawn(name, flow.id(), earlier).ifPresent(hidden::add);
        }
        for (Node other : nodes) {
          if (runsAcross(flow, other) && !earlier.runsAcross(flow, other)) {
            hidden.add("%s runs across %s in the drawing. Route it around.".formatted(name, other));
          }
          if (isLabelOn(flow, other) && !earlier.isLabelOn(flow, other)) {
            hidden.add(labelCovers(name.replaceFirst("The", "the"), other));
          }
        }
      }
      nodes.stream()
          .filter(other -> isLabelOn(node, other) && !earlier.isLabelOn(node, other))
          .map(other -> labelCovers(node.toString(), other))
          .forEach(hidden::add);
      nodes.subList(i + 1, nodes.size()).stream()
          .filter(other -> doOverlap(node, other) && !earlier.doOverlap(node, other))
          .map(
              other -> "%s and %s overlap in the drawing. Move one of them.".formatted(node, other))
          .forEach(hidden::add);
    }
    return hidden.stream();
  }

  /** An element that wasn't drawn before either is meant to be like that. */
  private static Optional<String> notDrawn(String name, String id, DrawingLayout earlier) {
    boolean isNew = !earlier.elements.contains(id);
    return isNew || earlier.shapes.containsKey(id) || earlier.edges.containsKey(id)
        ? Optional.of(
            "%s is %s drawn, so nobody sees it. Draw it in Camunda Modeler."
                .formatted(name, isNew ? "not" : "no longer"))
        : Optional.empty();
  }

  private boolean areDrawn(Node from, Node to) {
    return shapes.containsKey(from.id) && shapes.containsKey(to.id);
  }

  private static String labelCovers(String labelOf, Node other) {
    return "The label of %s lies on %s in the drawing. Move the label.".formatted(labelOf, other);
  }

  /** Whether a flow crosses a step that is neither its source nor its target. */
  private boolean runsAcross(Flow flow, Node other) {
    List<Point> points = edges.getOrDefault(flow.id(), List.of());
    return mustNotTouch(flow, other)
        && IntStream.range(1, points.size())
            .anyMatch(
                end -> shapes.get(other.id).isCrossedBy(points.get(end - 1), points.get(end)));
  }

  private boolean isLabelOn(Flow flow, Node other) {
    return mustNotTouch(flow, other) && covers(labels.get(flow.id()), other);
  }

  private boolean isLabelOn(Node node, Node other) {
    return node != other
        && node.host != other
        && node.scope == other.scope
        && shapes.containsKey(other.id)
        && covers(labels.get(node.id), other);
  }

  private boolean covers(Box label, Node other) {
    return label != null && label.overlaps(shapes.get(other.id));
  }

  /** A flow may cross boundary events. */
  private boolean mustNotTouch(Flow flow, Node other) {
    return flow.from() != other
        && flow.to() != other
        && flow.from().host != other
        && flow.from().scope == other.scope
        && !other.is("boundaryEvent")
        && shapes.containsKey(other.id);
  }

  /** A boundary event is meant to overlap its task. */
  private boolean doOverlap(Node one, Node other) {
    return one.scope == other.scope
        && !one.is("boundaryEvent")
        && !other.is("boundaryEvent")
        && shapes.containsKey(one.id)
        && shapes.containsKey(other.id)
        && shapes.get(one.id).overlaps(shapes.get(other.id));
  }
}
