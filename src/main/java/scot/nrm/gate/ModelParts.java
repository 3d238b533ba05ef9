package scot.nrm.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.gate.files.DataParts;
import scot.nrm.gate.files.Part;
import scot.nrm.modelcheck.XmlFile.Attribute;
import scot.nrm.modelcheck.XmlFile.Element;

/** The parts of a diagram or table: every attribute and child element, in the words of Modeler. */
final class ModelParts {

  static final String LANE = "\"Lane\"";

  static final String EXTENSION_PROPERTY = "the extension property ";

  /** Attributes that say who gets a task: an id, several, or an expression. */
  static final String GROUPS = "\"Candidate groups\"";

  private static final String DRAWING =
      "(?i).*(/DI|DMNDI|/DC|DD/20100524.*|biodi.*|/bioc.*|color/1.0)/?";

  /** Modeler writes its name and version into each file that it saves. */
  private static final String OF_MODELER = "\"exporter(Version)?\"";

  /** Modeler writes it for each pool and lane; it is a matter of place, like the size. */
  private static final String DIRECTION = "isHorizontal";

  /** It only names the kind of the element. */
  private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

  private static final Map<String, String> NOUNS =
      Map.of(
          "userTask", "the task",
          "exclusiveGateway", "the gateway",
          "sequenceFlow", "the flow",
          "callActivity", "the call",
          "subProcess", "the sub-process",
          "process", "the diagram",
          "decision", "the table",
          "rule", "row",
          "input", "the column",
          "output", "the column");

  /** Words of Modeler for attributes and elements; for all others, the file's own. */
  private static final Map<String, String> WORDS =
      """
        name=Name
        documentation=Element documentation
        description=Description
        candidateGroups=Candidate groups
        candidateUsers=Candidate users
        assignee=Assignee
        dueDate=Due date
        followUpDate=Follow up date
        priority=Priority
        formRef=Form reference
        formRefBinding=Form binding
        formRefVersion=Form version
        delegateExpression=Delegate expression
        asyncBefore=Asynchronous before
        asyncAfter=Asynchronous after
        exclusive=Exclusive
        jobPriority=Job priority
        calledElement=Called element
        calledElementBinding=Binding
        calledElementVersion=Version
        historyTimeToLive=Time to live
        versionTag=Version tag
        isExecutable=Executable
        conditionExpression=Condition expression
        timeDate=Timer date
        timeDuration=Timer duration
        timeCycle=Timer cycle
        messageRef=Message
        errorRef=Error
        escalationRef=Escalation
        sourceRef=From
        targetRef=To
        default=Default flow
        attachedToRef=Attached to
        cancelActivity=Interrupting
        isInterrupting=Interrupting
        triggeredByEvent=Event sub-process
        modelerTemplate=Template
        text=Text
        hitPolicy=Hit policy
        label=Label
        typeRef=Type
        inputValues=Predefined values
        outputValues=Predefined values
        inputExpression=Expression
        """
          .lines()
          .map(line -> line.split("="))
          .collect(Collectors.toMap(word -> word[0], word -> word[1]));

  private static final Set<String> REFERENCES =
      Set.of(
          "messageRef", "errorRef",
          "escalationRef", "sourceRef",
          "targetRef", "default",
          "attachedToRef", "processRef");

  /** Elements that have an id but are a property of the element around them. */
  private static final Set<String> PROPERTIES =
      Set.of(
          new String[] {
            "conditionExpression", "decisionTable", "inputExpression",
            "inputValues", "outputValues", "inputEntry",
            "outputEntry", "timeDate", "timeDuration",
            "timeCycle", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"
          });

  /** The flow, or the step in the lane, has this information too. */
  private static final Set<String> REDUNDANT = Set.of("incoming", "outgoing", "flowNodeRef");

  private static final Set<String> CONTAINERS =
      Set.of("extensionElements", "properties", "inputOutput", "text", "decisionTable");

  private final Element root;
  private final Map<String, Element> byId = new HashMap<>();
  private final Map<String, List<Element>> drawn = new HashMap<>();

  /** The lane of each step. */
  private final Map<String, String> lanes = new HashMap<>();

  ModelParts(Element root) {
    this.root = root;
    root.all()
        .forEach(
            element -> {
              String id = element.attribute("id");
              if (id != null && !isDrawing(element.namespace())) {
                byId.put(id, element);
              }
              if (element.name().equals("lane")) {
                element.children("flowNodeRef").forEach(step -> lanes.put(step.text().strip(), id));
              }
              String of = element.attribute("bpmnElement");
              of = of == null ? element.attribute("dmnElementRef") : of;
              if (of != null && !element.name().endsWith("Plane")) {
                drawn.computeIfAbsent(of, it -> new ArrayList<>()).add(element);
              }
            });
  }

  /** Whether two files are equal, apart from the version of Modeler that has saved them. */
  static boolean isSame(Element before, Element after) {
    return withoutPlace(before).equals(withoutPlace(after));
  }

  /** Without its lines, the spaces around texts, the order of attributes, and Modeler's version. */
  private static Element withoutPlace(Element element) {
    return new Element(
        element.namespace(),
        element.name(),
        element.attributes().stream()
            .filter(
                it ->
                    !element.name().equals("definitions")
                        || !modelerWord(it.name()).matches(OF_MODELER))
            .sorted(Comparator.comparing(Attribute::namespace).thenComparing(Attribute::name))
            .toList(),
        element.children().stream().map(ModelParts::withoutPlace).toList(),
        element.text().strip(),
        0);
  }

  /**
   * The parts by their ids.
   *
   * @param later the later version, whose names and headings are used for both
   */
  Map<String, Part> parts(ModelParts later) {
    Map<String, Part> parts = new LinkedHashMap<>();
    Map<String, String> own = attributes(root, later);
    own.keySet().removeIf(property -> property.matches(OF_MODELER));
    parts.put("", new Part("", "The file", own, "", false));
    collect(root, null, later, parts);
    return parts;
  }

  private void collect(Element in, Element around, ModelParts later, Map<String, Part> parts) {
    int row = 0;
    List<Element> columns =
        in.children().stream().filter(it -> it.name().matches("input|output")).toList();
    for (Element element : in.children()) {
      if (isDrawing(element.namespace())) {
        continue;
      }
      if (!isPart(element)) {
        collect(element, around, later, parts);
        continue;
      }
      String id = element.attribute("id");
      Map<String, String> properties = attributes(element, later);
      if (element.name().equals("rule")) {
        cells(element, columns, later, properties);
        parts.put(id, new Part("", "row %d (%s)".formatted(++row, id), properties, "", true));
        continue;
      }
      children(element, later, properties);
      if (element.name().equals("textAnnotation")) {
        putUnique(properties, modelerWord("text"), text(element));
      }
      if (lanes.containsKey(id)) {
        properties.put(LANE, later.nameWithId(lanes.get(id), this));
      }
      if (around != null && !around.name().equals("process")) {
        properties.put("\"Part of\"", later.nameWithId(around.attribute("id"), this));
      }
      drawn.getOrDefault(id, List.of()).stream()
          .flatMap(shape -> shape.attributes().stream())
          .filter(it -> !it.name().matches("id|bpmnElement|dmnElementRef|" + DIRECTION))
          .forEach(it -> properties.put("\"Drawing: %s\"".formatted(it.name()), it.value()));
      parts.put(
          id,
          new Part(
              kind(element),
              title(element),
              properties,
              drawing(element),
              element.name().matches("input|output")));
      collect(element, element, later, parts);
    }
  }

  private static boolean isPart(Element element) {
    return element.attribute("id") != null
        && !PROPERTIES.contains(element.name())
        && !element.name().endsWith("EventDefinition");
  }

  private void cells(
      Element row, List<Element> columns, ModelParts later, Map<String, String> properties) {
    children(row, later, properties);
    List<Element> cells =
        row.children().stream().filter(it -> it.name().matches("(in|out)putEntry")).toList();
    for (int at = 0; at < Math.min(cells.size(), columns.size()); at++) {
      String id = columns.get(at).attribute("id");
      Element column = later.byId.getOrDefault(id, columns.get(at));
      String text = text(cells.get(at));
      properties.put("\"%s\"".formatted(column.attribute("label")), text.isEmpty() ? "-" : text);
    }
  }

  private Map<String, String> attributes(Element element, ModelParts later) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (Attribute attribute : element.attributes()) {
      if (!attribute.name().equals("id")
          && !attribute.namespace().equals(XSI)
          && !isLayout(attribute)) {
        properties.put(
            modelerWord(attribute.name()), value(attribute.name(), attribute.value(), later));
      }
    }
    return properties;
  }

  /** The content of an element that isn't a part of its own: its properties. */
  private void children(Element element, ModelParts later, Map<String, String> properties) {
    for (Element child : element.children()) {
      if (isDrawing(child.namespace())
          || isPart(child)
          || REDUNDANT.contains(child.name())
          || child.name().matches("(in|out)putEntry")) {
        continue;
      }
      if (CONTAINERS.contains(child.name())) {
        attributes(child, later).forEach((name, value) -> putUnique(properties, name, value));
        children(child, later, properties);
        continue;
      }
      String name = child.attribute("name");
      String event = child.attribute("event");
      switch (child.name()) {
        case "property" ->
            putUnique(properties, EXTENSION_PROPERTY + name, child.attribute("value"));
        case "inputParameter" ->
            putUnique(properties, "the input parameter " + name, contentOf(child));
        case "outputParameter" ->
            putUnique(properties, "the output parameter " + name, contentOf(child));
        case "in" -> putUnique(properties, "the in mapping " + target(child), source(child));
        case "out" -> putUnique(properties, "the out mapping " + target(child), source(child));
        case "taskListener", "executionListener" ->
            putUnique(
                properties,
                "the %s listener on %s".formatted(child.name().replace("Listener", ""), event),
                contentOf(child));
        default -> {
          if (child.name().endsWith("EventDefinition")) {
            putUnique(properties, "\"Event\"", child.name().replace("EventDefinition", ""));
          }
          String text = text(child);
          if (!text.isEmpty()) {
            putUnique(properties, modelerWord(child.name()), value(child.name(), text, later));
          }
          attributes(child, later).forEach((key, value) -> putUnique(properties, key, value));
          children(child, later, properties);
        }
      }
    }
  }

  /** A second property with the same name gets a number, so that none is lost. */
  private static void putUnique(Map<String, String> properties, String name, String value) {
    properties.put(DataParts.unusedName(name, properties), Objects.requireNonNullElse(value, ""));
  }

  private static String target(Element mapping) {
    String key = mapping.attribute("businessKey");
    return key == null ? mapping.attribute("target") : "of the business key";
  }

  private static String source(Element mapping) {
    return mapping.attributes().stream()
        .filter(it -> !it.name().equals("target"))
        .map(Attribute::value)
        .collect(Collectors.joining(" "));
  }

  /** The whole content of an element, as one text. */
  private static String contentOf(Element element) {
    return element
        .all()
        .flatMap(
            it ->
                Stream.concat(
                    it.attributes().stream()
                        .filter(attribute -> !attribute.name().matches("name|event"))
                        .map(Attribute::value),
                    Stream.of(it.text().strip())))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  static String text(Element element) {
    return element
        .children("text")
        .map(child -> child.text().strip())
        .findFirst()
        .orElse(element.text().strip());
  }

  private String value(String name, String value, ModelParts later) {
    return REFERENCES.contains(name) ? later.nameWithId(value, this) : value;
  }

  /** An element that another one refers to, with its name in this version or else in the other. */
  private String nameWithId(String id, ModelParts other) {
    Element element = byId.getOrDefault(id, other.byId.get(id));
    String name = element == null ? null : element.attribute("name");
    return name == null || name.isBlank() ? id : "%s (%s)".formatted(name.strip(), id);
  }

  private static String kind(Element element) {
    return element.name().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  private String title(Element element) {
    String id = element.attribute("id");
    String noun = NOUNS.getOrDefault(element.name(), "the " + kind(element));
    String name = element.attribute("name");
    if (element.name().matches("input|output")) {
      name = '"' + element.attribute("label") + '"';
    }
    if (name == null && element.name().equals("sequenceFlow")) {
      name =
          "from %s to %s"
              .formatted(
                  shortName(element.attribute("sourceRef")),
                  shortName(element.attribute("targetRef")));
    }
    return name == null || name.isBlank()
        ? "%s %s".formatted(noun, id)
        : "%s %s (%s)".formatted(noun, name.replaceAll("\\s+", " ").strip(), id);
  }

  private String shortName(String id) {
    Element element = byId.get(id);
    String name = element == null ? null : element.attribute("name");
    return name == null || name.isBlank() ? id : name.replaceAll("\\s+", " ").strip();
  }

  private String drawing(Element element) {
    List<Element> shapes = drawn.getOrDefault(element.attribute("id"), List.of());
    String look =
        Stream.concat(
                element.attributes().stream().filter(ModelParts::isLayout),
                shapes.stream()
                    .flatMap(it -> it.attributes().stream())
                    .filter(it -> it.name().equals(DIRECTION)))
            .map(Attribute::value)
            .collect(Collectors.joining(" "));
    return look
        + shapes.stream()
            .flatMap(Element::all)
            .filter(it -> it.name().matches("Bounds|waypoint"))
            .map(
                it ->
                    it.attributes().stream()
                        .map(Attribute::value)
                        .collect(Collectors.joining(",", "(", ")")))
            .collect(Collectors.joining());
  }

  /** Widths of columns have no meaning, although they are attributes of elements that have. */
  private static boolean isLayout(Attribute attribute) {
    return isDrawing(attribute.namespace()) || attribute.name().equals("width");
  }

  private static boolean isDrawing(String namespace) {
    return namespace.matches(DRAWING);
  }

  private static String modelerWord(String name) {
    return '"' + WORDS.getOrDefault(name, name) + '"';
  }
}
