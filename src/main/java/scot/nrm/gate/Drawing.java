package scot.nrm.gate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import scot.nrm.modelcheck.XmlFile;
import scot.nrm.modelcheck.XmlFile.Element;
import scot.nrm.modelcheck.XmlFile.Unreadable;

/** A diagram as a graph of steps, which all checks of this package read. */
final class Drawing {

  static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

  /** The step with which each update begins: it asks the table of updates. */
  static final String FIND_CASE = "findCase";

  /** What an event waits for, throws or does. */
  enum Event {
    NONE,
    MESSAGE,
    TIMER,
    ERROR,
    TERMINATE;

    /** {@link #NONE} also for an event that no diagram may have, which the check has reported. */
    private static Event of(Element definition) {
      return Stream.of(values())
          .filter(
              event ->
                  definition
                      .name()
                      .equals(event.name().toLowerCase(Locale.ROOT) + "EventDefinition"))
          .findFirst()
          .orElse(NONE);
    }
  }

  /** A listener of an element, on {@code start}, {@code create} and so on. */
  record Listener(String on, String step) {

    boolean isOnEntering() {
      return on.equals("start") || on.equals("create") || on.equals("assignment");
    }
  }

  /**
   * A value that a call passes to the called process or takes back.
   *
   * @param source the name of a value, or an expression
   */
  record Mapping(String source, String target) {}

  /**
   * A flow.
   *
   * @param condition {@code null} if it has none
   * @param steps the steps that the program runs when the flow is taken
   */
  record Flow(String id, String condition, List<String> steps, Node from, Node to) {

    @Override
    public int hashCode() {
      return Objects.hashCode(id);
    }

    boolean isDefault() {
      return id.equals(from.element.attribute("default"));
    }
  }

  /** An element with flows, or one attached to it. */
  static final class Node {
    final Drawing drawing;

    final String id;

    /** Its name on the diagram; empty if it has none. */
    final String name;

    final Element element;

    /** The sub-process that it is in; {@code null} in the process itself. */
    final Node scope;

    final Event event;

    /** The name of its message, or the expression of its timer; otherwise empty. */
    String waitsFor;

    final List<Flow> in = new ArrayList<>();
    final List<Flow> out = new ArrayList<>();
    final List<Node> inside = new ArrayList<>();
    final List<Node> attached = new ArrayList<>();

    final Map<String, String> properties;
    final Map<String, String> inputs;
    final List<Listener> listeners;

    /** The values that a call passes ({@code in}) and takes back ({@code out}). */
    private final Map<String, List<Mapping>> mappings;

    final boolean asyncBefore;

    /** The step of the program that it runs; empty if there is none. */
    final Optional<String> step;

    /** The element that a boundary event is attached to. */
    Node host;

    private Node(Drawing drawing, Element element, Node scope, Event event, String waitsFor) {
      this.drawing = drawing;
      this.element = element;
      this.scope = scope;
      this.id = element.attribute("id");
      this.name = Objects.toString(element.attribute("name"), "");
      this.event = event;
      this.waitsFor = waitsFor;
      this.asyncBefore = "true".equals(camunda("asyncBefore"));
      this.properties = named("property", one -> one.attribute("value"));
      this.inputs = named("inputParameter", one -> one.text().strip());
      this.mappings = Map.of("in", read("in"), "out", read("out"));
      this.listeners =
          Stream.concat(extensions("executionListener"), extensions("taskListener"))
              .map(
                  one ->
                      new Listener(
                          Objects.toString(one.attribute("event"), ""),
                          step(one.attribute("delegateExpression"))))
              .toList();
      this.step =
          Stream.concat(
                  Stream.of(element),
                  element.children().stream()
                      .filter(child -> child.name().endsWith("EventDefinition")))
              .map(one -> one.attribute(CAMUNDA, "delegateExpression"))
              .filter(Objects::nonNull)
              .map(Node::step)
              .findFirst();
    }

    private Map<String, String> named(String kind, Function<Element, String> value) {
      Map<String, String> found = new TreeMap<>();
      extensions(kind)
          .forEach(
              one ->
                  found.put(
                      Objects.toString(one.attribute("name"), ""),
                      Objects.toString(value.apply(one), "")));
      return found;
    }

    boolean is(String kind) {
      return element.name().equals(kind);
    }

    String camunda(String attribute) {
      return element.attribute(CAMUNDA, attribute);
    }

    /** The id of the diagram that a call activity runs; {@code null} for anything else. */
    String called() {
      return element.attribute("calledElement");
    }

    boolean isEventSubProcess() {
      return is("subProcess") && "true".equals(element.attribute("triggeredByEvent"));
    }

    /** Whether a boundary event, or the start of an event sub-process, is interrupting. */
    boolean interrupts() {
      return !"false"
          .equals(element.attribute(is("boundaryEvent") ? "cancelActivity" : "isInterrupting"));
    }

    /** Whether it is in this sub-process, at any depth. */
    boolean isIn(Node subProcess) {
      return scope != null && (scope == subProcess || scope.isIn(subProcess));
    }

    /** This element's own Camunda extension elements of a kind. */
    Stream<Element> extensions(String kind) {
      return element
          .children("extensionElements")
          .flatMap(Element::all)
          .filter(child -> child.namespace().equals(CAMUNDA) && child.name().equals(kind));
    }

    /** The steps that the program runs at it, and on its outgoing flows. */
    Stream<String> steps() {
      return Stream.of(
              step.stream(),
              listeners.stream().map(Listener::step),
              out.stream().flatMap(flow -> flow.steps().stream()))
          .flatMap(Function.identity())
          .filter(one -> !one.isEmpty());
    }

    List<Mapping> mappings(String kind) {
      return mappings.get(kind);
    }

    private List<Mapping> read(String kind) {
      return extensions(kind)
          .filter(one -> one.attribute("target") != null)
          .map(
              one ->
                  new Mapping(
                      Optional.ofNullable(one.attribute("source"))
                          .orElse(Objects.toString(one.attribute("sourceExpression"), "")),
                      one.attribute("target")))
          .toList();
    }

    private static String step(String expression) {
      return Objects.toString(expression, "").replaceAll("[$#{}\\s]", "");
    }

    /** As {@link #toString}, with "the gateway" before the name of one. */
    String inWords() {
      return element.name().endsWith("Gateway") ? "the gateway " + this : toString();
    }

    @Override
    public String toString() {
      return name.isBlank() ? id : "\"" + name + "\" (" + id + ")";
    }
  }

  final String id;
  final String name;

  /** In the order of the file. */
  final Map<String, Node> nodes = new LinkedHashMap<>();

  /** Boundary events, and starts of event sub-processes. */
  final List<Node> events = new ArrayList<>();

  /** The name of the lane in which each step is drawn, by the step's id. */
  final Map<String, String> lanes = new HashMap<>();

  /** The elements directly in the process. */
  private final List<Node> top = new ArrayList<>();

  private Drawing(Element process) {
    this.id = Objects.toString(process.attribute("id"), "");
    this.name = Objects.toString(process.attribute("name"), id);
  }

  /** The diagrams among the files of a set, by their ids; without those that can't be read. */
  static Map<String, Drawing> all(Map<String, byte[]> files) {
    Map<String, Drawing> drawings = new TreeMap<>();
    files.forEach(
        (name, content) -> {
          if (name.endsWith(".bpmn")) {
            of(content).ifPresent(drawing -> drawings.put(drawing.id, drawing));
          }
        });
    return drawings;
  }

  /**
   * The diagram of a file; empty also if it can't be read, which the check of each file reports.
   */
  static Optional<Drawing> of(byte[] file) {
    try {
      return of(XmlFile.read(file));
    } catch (Unreadable e) {
      return Optional.empty();
    }
  }

  /** The diagram of a file; empty if it has no executable process. */
  static Optional<Drawing> of(Element root) {
    Map<String, String> messages = new HashMap<>();
    root.children("message")
        .forEach(one -> messages.put(one.attribute("id"), one.attribute("name")));
    return root.children("process")
        .filter(process -> !"false".equals(process.attribute("isExecutable")))
        .findFirst()
        .map(
            process -> {
              Drawing drawing = new Drawing(process);
              drawing.read(process, null, messages);
              drawing.readLanes(process);
              drawing.connect(process);
              return drawing;
            });
  }

  private void read(Element parent, Node scope, Map<String, String> messages) {
    for (Element element : parent.children()) {
      if (!isNode(element)) {
        continue;
      }
      Event event = Event.NONE;
      String waitsFor = "";
      for (Element definition : element.children()) {
        if (definition.name().endsWith("EventDefinition")) {
          event = Event.of(definition);
          waitsFor =
              switch (event) {
                case MESSAGE ->
                    Objects.toString(messages.get(definition.attribute("messageRef")), "");
                case TIMER ->
                    definition.children().stream()
                        .map(one -> one.text().strip())
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
                default -> "";
              };
        }
      }
      if (element.name().equals("receiveTask")) {
        event = Event.MESSAGE;
        waitsFor = Objects.toString(messages.get(element.attribute("messageRef")), "");
      }
      Node node = new Node(this, element, scope, event, waitsFor);
      nodes.put(node.id, node);
      (scope == null ? top : scope.inside).add(node);
      if (element.name().equals("subProcess")) {
        read(element, node, messages);
      }
    }
  }

  private void readLanes(Element process) {
    process
        .all()
        .filter(element -> element.name().equals("lane"))
        .forEach(
            lane ->
                lane.children("flowNodeRef")
                    .forEach(
                        step ->
                            lanes.put(
                                step.text().strip(),
                                Objects.toString(lane.attribute("name"), lane.attribute("id")))));
  }

  private static boolean isNode(Element element) {
    return element.namespace().equals(BPMN)
        && element.attribute("id") != null
        && (element.name().endsWith("Event")
            || element.name().endsWith("Gateway")
            || element.name().toLowerCase(Locale.ROOT).endsWith("task")
            || element.name().equals("callActivity")
            || element.name().equals("subProcess"));
  }

  private void connect(Element process) {
    process
        .all()
        .filter(element -> element.name().equals("sequenceFlow"))
        .forEach(
            element -> {
              Node from = nodes.get(element.attribute("sourceRef"));
              Node to = nodes.get(element.attribute("targetRef"));
              if (from != null && to != null) {
                Flow flow =
                    new Flow(
                        Objects.toString(element.attribute("id"), ""),
                        element
                            .children("conditionExpression")
                            .map(child -> child.text().strip())
                            .findFirst()
                            .orElse(null),
                        element
                            .all()
                            .filter(child -> child.name().equals("executionListener"))
                            .map(child -> Node.step(child.attribute("delegateExpression")))
                            .toList(),
                        from,
                        to);
                from.out.add(flow);
                to.in.add(flow);
              }
            });
    for (Node node : nodes.values()) {
      if (node.is("boundaryEvent")) {
        node.host = nodes.get(node.element.attribute("attachedToRef"));
        if (node.host != null) {
          node.host.attached.add(node);
          events.add(node);
        }
      } else if (node.is("startEvent") && node.scope != null && node.scope.isEventSubProcess()) {
        events.add(node);
      }
    }
  }

  /** The start events of the process, or of a sub-process. */
  List<Node> starts(Node scope) {
    return (scope == null ? top : scope.inside)
        .stream().filter(node -> node.is("startEvent")).toList();
  }

  /** These, and everything that can be reached from them by {@code next}. */
  static <T> Set<T> reached(Stream<T> from, Function<T, Stream<T>> next) {
    Set<T> reached = new LinkedHashSet<>();
    Deque<T> open = new ArrayDeque<>(from.toList());
    while (!open.isEmpty()) {
      T one = open.poll();
      if (reached.add(one)) {
        next.apply(one).forEach(open::add);
      }
    }
    return reached;
  }

  @Override
  public String toString() {
    return "\"" + name + "\" (" + id + ")";
  }
}
