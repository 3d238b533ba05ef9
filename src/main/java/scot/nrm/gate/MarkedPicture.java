package scot.nrm.gate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.util.HtmlUtils;
import scot.nrm.engine.StoredCode;
import scot.nrm.gate.DrawingLayout.Box;
import scot.nrm.gate.DrawingLayout.Point;
import scot.nrm.modelcheck.XmlFile;
import scot.nrm.modelcheck.XmlFile.Element;
import scot.nrm.modelcheck.XmlFile.Unreadable;

/**
 * A diagram as SVG, as Modeler draws it, with marks at what differs between two versions. Each mark
 * has a colour, a line style and a word, so that it is clear without colour too, and the numbers of
 * the sentences about it. It needs no script, because our pages run none, and can be printed.
 */
public final class MarkedPicture {

  private static final int MARGIN = 24;
  private static final int FONT_SIZE = 12;
  private static final double LINE_HEIGHT = 14;
  private static final double LANE_NAME_WIDTH = 30;

  /** Letters that are narrower or wider than the others. */
  private static final String NARROW = "iljtfrI.,:;'|()[]!- ";

  private static final String WIDE = "mwMWGOQ%@";

  /** How an element differs. If several apply, the last of them is shown. */
  public enum Mark implements StoredCode {
    MOVED("#5a3d8a", "2 4"),
    CHANGED("#8a4b00", "10 4"),
    GONE("#b3261e", "5 5"),
    NEW("#1b7a3d", "none");

    private final String colour;
    private final String dashes;

    Mark(String colour, String dashes) {
      this.colour = colour;
      this.dashes = dashes;
    }

    private static Mark of(Difference difference) {
      return switch (difference.kind()) {
        case NEW -> NEW;
        case GONE -> GONE;
        case MOVED -> MOVED;
        default -> CHANGED;
      };
    }
  }

  private record Marked(Mark mark, List<Integer> sentences) {

    Marked with(Marked other) {
      return new Marked(
          mark.compareTo(other.mark) < 0 ? other.mark : mark,
          Stream.concat(sentences.stream(), other.sentences.stream()).toList());
    }
  }

  private final UnaryOperator<String> names;
  private final Map<String, Marked> marked;
  private final Map<String, Element> elements = new LinkedHashMap<>();
  private final Map<String, String> drawnAs = new HashMap<>();
  private final StringBuilder boxes = new StringBuilder();
  private final StringBuilder lines = new StringBuilder();
  private final StringBuilder shapes = new StringBuilder();
  private final StringBuilder tags = new StringBuilder();
  private double left = Double.MAX_VALUE;
  private double top = Double.MAX_VALUE;
  private double right = -Double.MAX_VALUE;
  private double bottom = -Double.MAX_VALUE;

  private MarkedPicture(Map<String, Marked> marked, UnaryOperator<String> names) {
    this.marked = marked;
    this.names = names;
  }

  /**
   * Draws a diagram.
   *
   * @param differences of this file, in the order of the sentences, which are counted from 1
   * @param title what the picture shows, for people who don't see it
   * @param names replaces placeholders by the names of the day
   * @return empty if the file isn't a diagram that can be read, or isn't drawn
   */
  public static Optional<String> of(
      byte[] diagram, List<Difference> differences, String title, UnaryOperator<String> names) {
    try {
      Element root = XmlFile.read(diagram);
      Map<String, Marked> marked = new TreeMap<>();
      for (int i = 0; i < differences.size(); i++) {
        Difference difference = differences.get(i);
        marked.merge(
            difference.element(), new Marked(Mark.of(difference), List.of(i + 1)), Marked::with);
      }
      return new MarkedPicture(marked, names).draw(root, title);
    } catch (Unreadable | NumberFormatException unreadable) {
      return Optional.empty();
    }
  }

  private Optional<String> draw(Element root, String title) {
    root.all()
        .filter(element -> element.namespace().equals(Drawing.BPMN))
        .filter(element -> element.attribute("id") != null)
        .forEach(element -> elements.put(element.attribute("id"), element));
    List<Element> drawn =
        root.all()
            .filter(it -> it.name().equals("BPMNShape") || it.name().equals("BPMNEdge"))
            .filter(it -> elements.containsKey(String.valueOf(it.attribute("bpmnElement"))))
            .toList();
    drawn.forEach(it -> drawnAs.put(it.attribute("bpmnElement"), it.name()));
    // Pools, lanes and sub-processes first, so that they don't cover what they contain.
    Map<Boolean, List<Element>> parts =
        drawn.stream().collect(Collectors.partitioningBy(it -> isContainer(element(it))));
    Stream.of(parts.get(true), parts.get(false))
        .flatMap(Collection::stream)
        .forEach(this::drawElement);
    if (left > right) {
      return Optional.empty();
    }
    left -= MARGIN;
    top -= MARGIN + LINE_HEIGHT;
    double width = right + MARGIN - left;
    double height = bottom + MARGIN - top;
    return Optional.of(
        """
        <svg xmlns="http://www.w3.org/2000/svg" role="img" width="%1$s" height="%2$s" viewBox="%3$s %4$s %1$s %2$s" \
        font-family="Arial, Helvetica, sans-serif" font-size="%5$d" fill="#222">
        <title>%6$s</title>
        %7$s%8$s%9$s%10$s</svg>
        """
            .formatted(
                number(width),
                number(height),
                number(left),
                number(top),
                FONT_SIZE,
                escaped(title),
                boxes,
                lines,
                shapes,
                tags));
  }

  private Element element(Element drawn) {
    return elements.get(drawn.attribute("bpmnElement"));
  }

  private static boolean isContainer(Element element) {
    return List.of("participant", "lane", "subProcess", "transaction").contains(element.name());
  }

  private void drawElement(Element drawn) {
    Element element = element(drawn);
    Optional<Box> label = DrawingLayout.label(drawn);
    if (drawn.name().equals("BPMNEdge")) {
      drawFlow(element, DrawingLayout.points(drawn), label);
    } else {
      DrawingLayout.box(drawn).ifPresent(box -> drawShape(element, drawn, box, label));
    }
  }

  private void include(Box box) {
    left = Math.min(left, box.x());
    top = Math.min(top, box.y());
    right = Math.max(right, box.right());
    bottom = Math.max(bottom, box.bottom());
  }

  // ---- flows

  private void drawFlow(Element element, List<Point> points, Optional<Box> label) {
    if (points.size() < 2) {
      return;
    }
    points.forEach(point -> include(new Box(point.x(), point.y(), 0, 0)));
    Marked mark = mark(element);
    String path =
        points.stream()
            .map(point -> number(point.x()) + "," + number(point.y()))
            .collect(Collectors.joining(" "));
    boolean flow = !element.name().equals("association");
    lines.append(
        "<polyline points=\"%s\" fill=\"none\" %s/>\n"
            .formatted(path, outline(mark, flow ? 1.5 : 1, flow ? "none" : "1 4")));
    Point end = points.get(points.size() - 1);
    Point before = points.get(points.size() - 2);
    if (flow) {
      double angle = Math.toDegrees(Math.atan2(end.y() - before.y(), end.x() - before.x()));
      lines.append(
          "<path d=\"M0 0 L-10 -4.5 L-10 4.5 Z\" transform=\"translate(%s %s) rotate(%s)\" fill=\"%s\"/>\n"
              .formatted(
                  number(end.x()),
                  number(end.y()),
                  number(angle),
                  mark == null ? "#222" : mark.mark().colour));
    }
    String id = element.attribute("id");
    boolean isDefault =
        Optional.ofNullable(elements.get(String.valueOf(element.attribute("sourceRef"))))
            .map(source -> id.equals(source.attribute("default")))
            .orElse(false);
    if (isDefault) {
      Point start = points.get(0);
      Point next = points.get(1);
      double far = Math.hypot(next.x() - start.x(), next.y() - start.y());
      double x = start.x() + (next.x() - start.x()) * Math.min(1, 10 / far);
      double y = start.y() + (next.y() - start.y()) * Math.min(1, 10 / far);
      lines.append(
          "<path d=\"M%s %s l8 10\" %s/>\n"
              .formatted(number(x - 4), number(y - 5), stroke("#222", 1.5, "none")));
    }
    label.ifPresent(
        box -> drawText(shapes, name(element), box.middle(), box.y() + FONT_SIZE, box.width() + 8));
    if (mark != null) {
      tagFlow(mark, points);
    }
  }

  /** Above the middle of its longest part. */
  private void tagFlow(Marked mark, List<Point> points) {
    int longest = 0;
    for (int i = 1; i < points.size() - 1; i++) {
      if (length(points, i) > length(points, longest)) {
        longest = i;
      }
    }
    Point from = points.get(longest);
    Point to = points.get(longest + 1);
    boolean isHorizontal = Math.abs(from.y() - to.y()) < 1;
    double half = width(tagText(mark)) / 2 + 5;
    drawTag(
        mark,
        (from.x() + to.x()) / 2 - half,
        (from.y() + to.y()) / 2 - (isHorizontal ? LINE_HEIGHT : 0));
  }

  private static double length(List<Point> points, int at) {
    return Math.hypot(
        points.get(at + 1).x() - points.get(at).x(), points.get(at + 1).y() - points.get(at).y());
  }

  // ---- shapes

  private void drawShape(Element element, Element drawn, Box box, Optional<Box> label) {
    include(box);
    Marked mark = mark(element);
    String name = name(element);
    String kind = element.name();
    StringBuilder into = isContainer(element) ? boxes : shapes;
    if (kind.endsWith("Event")) {
      drawEvent(element, box, mark);
    } else if (kind.endsWith("Gateway")) {
      drawGateway(element, drawn, box, mark);
    } else if (kind.equals("textAnnotation")) {
      drawAnnotation(element, box, mark);
    } else if (kind.equals("participant") || kind.equals("lane")) {
      drawRectangle(into, box, 0, mark, 1.5, "none");
      into.append(
          "<text text-anchor=\"middle\" transform=\"translate(%s %s) rotate(-90)\">%s</text>\n"
              .formatted(
                  number(box.x() + LANE_NAME_WIDTH / 2 + 4), number(box.centre()), escaped(name)));
    } else {
      boolean event = "true".equals(element.attribute("triggeredByEvent"));
      boolean call = kind.equals("callActivity");
      drawRectangle(into, box, 10, mark, call ? 4 : 1.5, event ? "1 4" : "none");
      if (kind.equals("subProcess") && !"false".equals(drawn.attribute("isExpanded"))) {
        drawText(into, name, box.middle(), box.y() + LINE_HEIGHT + 4, box.width() - 10);
      } else {
        List<String> wrapped = wrapped(name, box.width() - 8);
        double y = box.centre() - (wrapped.size() - 1) * LINE_HEIGHT / 2 + 4;
        write(into, wrapped, box.middle(), y);
        drawIcon(element, box);
      }
    }
    boolean round = kind.endsWith("Event") || kind.endsWith("Gateway");
    if (round) {
      Box at = label.orElse(new Box(box.middle() - 45, box.bottom() + 4, 90, 14));
      drawText(shapes, name, at.middle(), at.y() + FONT_SIZE, at.width() + 8);
    }
    if (mark != null) {
      // The name of an event or gateway is above or below it.
      drawTag(
          mark, round ? box.x() - width(tagText(mark)) : box.x() - 2, box.y() - (round ? 2 : 8));
    }
  }

  private static void drawRectangle(
      StringBuilder into, Box box, int round, Marked mark, double width, String dashes) {
    into.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%d\" fill=\"white\" %s/>\n"
            .formatted(
                number(box.x()),
                number(box.y()),
                number(box.width()),
                number(box.height()),
                round,
                outline(mark, width, dashes)));
  }

  private void drawIcon(Element element, Box box) {
    String drawn =
        switch (element.name()) {
          case "userTask" ->
              "<circle cx=\"14\" cy=\"10\" r=\"4\"/><path d=\"M6 22 a8 8 0 0 1 16 0 z\"/>";
          case "serviceTask", "sendTask" ->
              "<circle cx=\"14\" cy=\"14\" r=\"7\" stroke-dasharray=\"3 2.5\" stroke-width=\"3\"/><circle cx=\"14\" cy=\"14\" r=\"5\"/>";
          case "businessRuleTask" -> "<path d=\"M6 6 h16 v14 h-16 z M6 11 h16 M11 11 v9\"/>";
          default -> "";
        };
    if (!drawn.isEmpty()) {
      shapes.append(
          "<g transform=\"translate(%s %s)\" fill=\"none\" stroke=\"#222\">%s</g>\n"
              .formatted(number(box.x()), number(box.y()), drawn));
    }
    if (element.name().equals("callActivity")) {
      shapes.append(
          "<path d=\"M%s %s h14 v14 h-14 z m7 3 v8 m-4 -4 h8\" fill=\"none\" stroke=\"#222\"/>\n"
              .formatted(number(box.middle() - 7), number(box.bottom() - 16)));
    }
  }

  private void drawEvent(Element element, Box box, Marked mark) {
    double radius = box.width() / 2;
    boolean boundary = element.name().equals("boundaryEvent");
    boolean isNonInterrupting =
        "false".equals(element.attribute(boundary ? "cancelActivity" : "isInterrupting"));
    boolean end = element.name().equals("endEvent");
    drawCircle(box, radius, outline(mark, end ? 4 : 1.5, isNonInterrupting ? "4 3" : "none"));
    if (boundary || element.name().startsWith("intermediate")) {
      drawCircle(box, radius - 3.5, stroke("#222", 1.2, isNonInterrupting ? "4 3" : "none"));
    }
    boolean isThrown = end || element.name().equals("intermediateThrowEvent");
    String sign =
        element.children().stream()
            .map(Element::name)
            .filter(name -> name.endsWith("EventDefinition"))
            .findFirst()
            .map(
                name ->
                    switch (name) {
                      case "messageEventDefinition" -> "M-8 -5.5 h16 v11 h-16 z l8 6 l8 -6";
                      case "timerEventDefinition" -> "M0 -9 a9 9 0 1 0 0.01 0 M0 -6 V0 L4 3";
                      case "errorEventDefinition" -> "M-7 7 L-3 -6 L2 3 L7 -7 L4 6 L-2 -1 Z";
                      case "escalationEventDefinition" -> "M0 -8 L6 7 L0 1 L-6 7 Z";
                      case "signalEventDefinition" -> "M0 -8 L8 6 H-8 Z";
                      case "linkEventDefinition" -> "M-8 -4 H2 V-8 L9 0 L2 8 V4 H-8 Z";
                      case "compensateEventDefinition" -> "M0 0 L8 -6 V6 Z M-8 0 L0 -6 V6 Z";
                      case "conditionalEventDefinition" ->
                          "M-6 -8 h12 v16 h-12 z M-3 -4 h6 M-3 0 h6 M-3 4 h6";
                      default -> "M-8 0 a8 8 0 1 0 16 0 a8 8 0 1 0 -16 0";
                    })
            .orElse("");
    if (!sign.isEmpty()) {
      boolean filled =
          isThrown || element.children("terminateEventDefinition").findAny().isPresent();
      shapes.append(
          "<path d=\"%s\" transform=\"translate(%s %s)\" fill=\"%s\" stroke=\"%s\"/>\n"
              .formatted(
                  sign,
                  number(box.middle()),
                  number(box.centre()),
                  filled ? "#222" : "none",
                  filled && sign.contains("l8 6") ? "white" : "#222"));
    }
  }

  private void drawCircle(Box box, double radius, String line) {
    shapes.append(
        "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"white\" %s/>\n"
            .formatted(number(box.middle()), number(box.centre()), number(radius), line));
  }

  private void drawGateway(Element element, Element drawn, Box box, Marked mark) {
    shapes.append(
        "<path d=\"M%s %s L%s %s L%s %s L%s %s Z\" fill=\"white\" %s/>\n"
            .formatted(
                number(box.middle()),
                number(box.y()),
                number(box.right()),
                number(box.centre()),
                number(box.middle()),
                number(box.bottom()),
                number(box.x()),
                number(box.centre()),
                outline(mark, 1.5, "none")));
    String sign =
        switch (element.name()) {
          case "exclusiveGateway" ->
              "true".equals(drawn.attribute("isMarkerVisible")) ? "M-7 -8 L7 8 M7 -8 L-7 8" : "";
          case "parallelGateway" -> "M0 -11 V11 M-11 0 H11";
          case "inclusiveGateway" -> "M0 -10 a10 10 0 1 0 0.01 0";
          case "eventBasedGateway" ->
              "M0 -13 a13 13 0 1 0 0.01 0 M0 -10 a10 10 0 1 0 0.01 0 M0 -6 L6 -1 L4 6 H-4 L-6 -1 Z";
          default -> "";
        };
    if (!sign.isEmpty()) {
      shapes.append(
          "<path d=\"%s\" transform=\"translate(%s %s)\" fill=\"none\" %s/>\n"
              .formatted(
                  sign,
                  number(box.middle()),
                  number(box.centre()),
                  stroke("#222", element.name().startsWith("event") ? 1 : 3, "none")));
    }
  }

  private void drawAnnotation(Element element, Box box, Marked mark) {
    shapes.append(
        "<path d=\"M%s %s h-10 V%s h10\" fill=\"none\" %s/>\n"
            .formatted(
                number(box.x() + 10),
                number(box.y()),
                number(box.bottom()),
                outline(mark, 1.5, "none")));
    List<String> wrapped = wrapped(names.apply(ModelParts.text(element)), box.width() - 12);
    write(shapes, wrapped, box.middle(), box.y() + FONT_SIZE + 2);
  }

  // ---- marks

  /** The mark of an element, or of a part of it that isn't drawn, such as its timer. */
  private Marked mark(Element element) {
    Marked own = marked.get(element.attribute("id"));
    if (own != null || isContainer(element)) {
      return own;
    }
    return element
        .all()
        .map(child -> child.attribute("id"))
        .filter(id -> id != null && !drawnAs.containsKey(id) && marked.containsKey(id))
        .map(marked::get)
        .findFirst()
        .orElse(null);
  }

  private static String outline(Marked marked, double width, String dashes) {
    return marked == null
        ? stroke("#222", width, dashes)
        : stroke(marked.mark().colour, 4, marked.mark().dashes);
  }

  /** A word and the numbers of the sentences, white on the colour of the mark. */
  private void drawTag(Marked marked, double x, double y) {
    String text = tagText(marked);
    double width = width(text) + 10;
    double height = LINE_HEIGHT + 3;
    include(new Box(x, y - height / 2, width, height));
    tags.append(
        """
        <rect x="%s" y="%s" width="%s" height="%s" rx="3" fill="%s"/>
        <text x="%s" y="%s" fill="white" font-weight="bold">%s</text>
        """
            .formatted(
                number(x),
                number(y - height / 2),
                number(width),
                number(height),
                marked.mark().colour,
                number(x + 4),
                number(y + 4),
                escaped(text)));
  }

  private static String tagText(Marked marked) {
    return marked.mark().id() + " " + numbers(marked.sentences());
  }

  /** Such as 1, 3–5. */
  private static String numbers(List<Integer> sentences) {
    List<String> ranges = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      int from = sentences.get(i);
      while (i + 1 < sentences.size() && sentences.get(i + 1) == sentences.get(i) + 1) {
        i++;
      }
      int until = sentences.get(i);
      ranges.add(from == until ? "" + from : from + (until == from + 1 ? ", " : "–") + until);
    }
    return String.join(", ", ranges);
  }

  /** The legend: each mark's word and line style, in their order. */
  public static List<Map<String, Object>> legend() {
    return Stream.of(Mark.NEW, Mark.GONE, Mark.CHANGED, Mark.MOVED)
        .map(
            mark ->
                Map.<String, Object>of(
                    "word", mark.id(), "colour", mark.colour, "dashes", mark.dashes))
        .toList();
  }

  // ---- text

  private String name(Element element) {
    String name = element.attribute("name");
    return name == null ? "" : names.apply(name).strip();
  }

  private void drawText(StringBuilder into, String text, double middle, double y, double width) {
    if (!text.isEmpty()) {
      List<String> wrapped = wrapped(text, Math.max(width, 30));
      double widest = wrapped.stream().mapToDouble(MarkedPicture::width).max().orElse(0);
      include(new Box(middle - widest / 2, y - FONT_SIZE, widest, wrapped.size() * LINE_HEIGHT));
      write(into, wrapped, middle, y);
    }
  }

  private static void write(StringBuilder into, List<String> lines, double middle, double y) {
    into.append("<text text-anchor=\"middle\">");
    for (int i = 0; i < lines.size(); i++) {
      into.append(
          "<tspan x=\"%s\" y=\"%s\">%s</tspan>"
              .formatted(number(middle), number(y + i * LINE_HEIGHT), escaped(lines.get(i))));
    }
    into.append("</text>\n");
  }

  private static List<String> wrapped(String text, double width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split("\\s+")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && width(longer) > width) {
        lines.add(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.add(line);
    return lines;
  }

  /** An estimate in pixels: the server has no fonts, and browsers differ. */
  private static double width(String text) {
    return text.chars()
            .mapToDouble(
                letter ->
                    NARROW.indexOf(letter) >= 0
                        ? 0.3
                        : WIDE.indexOf(letter) >= 0
                            ? 0.82
                            : Character.isUpperCase(letter) ? 0.68 : 0.54)
            .sum()
        * FONT_SIZE;
  }

  private static String stroke(String colour, double width, String dashes) {
    return "stroke=\"%s\" stroke-width=\"%s\" stroke-dasharray=\"%s\""
        .formatted(colour, number(width), dashes);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escaped(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }
}
