package scot.nrm.cockpit;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BpmnModelElementInstance;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;

/** Diagrams in the version that a case followed, cached because a version never changes. */
@Component
public class Diagrams {

  /** The name for an element that no known diagram contains. */
  public static final String UNKNOWN = "A step that is no longer in the diagram";

  private static final String QUESTION = "Question";
  private static final String AUTOMATIC = "Automatic";
  private static final int CACHE_SIZE = 200;

  private final JdbcClient jdbc;
  private final ConcurrentLruCache<String, Optional<Diagram>> cache =
      new ConcurrentLruCache<>(CACHE_SIZE, this::read);

  Diagrams(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The diagram's own name, except for the path, whose name only says how a case begins. */
  public static String name(String key, String name) {
    return key.equals("nrm-case") ? "Whole path" : name;
  }

  /**
   * @param xml for a diagram viewer
   * @param names names of elements by id, for those that have one
   * @param elements all that a case can pass by id, from left to right in the diagram
   */
  public record Diagram(
      String xml, Map<String, String> names, List<Flow> flows, Map<String, Element> elements) {}

  public record Flow(String id, String from, String to) {}

  /**
   * One element.
   *
   * @param kind such as {@code Task}; never the engine's term
   * @param takesTime whether cases spend time there: tasks, called diagrams, subprocesses, and
   *     events to wait for
   * @param calls the id of the diagram that it calls; {@code null} if it calls none
   * @param step the step of the program that it runs, such as {@code sendLetters}; {@code null} if
   *     it runs none
   */
  public record Element(
      String id, String name, String kind, boolean takesTime, String calls, String step) {

    /** Whether a case passes it immediately: a gateway, or a step that the system performs. */
    public boolean isImmediate() {
      return kind.equals(QUESTION) || kind.equals(AUTOMATIC);
    }
  }

  /** The diagram of a definition; empty if it no longer exists. */
  public Optional<Diagram> of(String definition) {
    Optional<Diagram> diagram = cache.get(definition);
    if (diagram.isEmpty()) {
      cache.remove(definition);
    }
    return diagram;
  }

  /** All elements that a case can pass, from left to right in the diagram. */
  public Map<String, Element> elements(ProcessDefinition definition) {
    return new LinkedHashMap<>(of(definition.getId()).orElseThrow().elements());
  }

  private Optional<Diagram> read(String definition) {
    return jdbc.sql(
            """
            select b.BYTES_ from ACT_RE_PROCDEF d
            join ACT_GE_BYTEARRAY b on b.DEPLOYMENT_ID_ = d.DEPLOYMENT_ID_ and b.NAME_ = d.RESOURCE_NAME_
            where d.ID_ = :definition\
            """)
        .param("definition", definition)
        .query((row, number) -> row.getBytes("BYTES_"))
        .optional()
        .map(Diagrams::diagram);
  }

  private static Diagram diagram(byte[] file) {
    BpmnModelInstance model = Bpmn.readModelFromStream(new ByteArrayInputStream(file));
    Map<String, String> names = new LinkedHashMap<>();
    for (FlowElement element : model.getModelElementsByType(FlowElement.class)) {
      if (element.getName() != null && !element.getName().isBlank()) {
        names.put(element.getId(), element.getName().strip().replaceAll("\\s+", " "));
      }
    }
    List<Flow> flows = new ArrayList<>();
    for (SequenceFlow flow : model.getModelElementsByType(SequenceFlow.class)) {
      flows.add(new Flow(flow.getId(), flow.getSource().getId(), flow.getTarget().getId()));
    }
    return new Diagram(
        new String(file, StandardCharsets.UTF_8),
        Map.copyOf(names),
        List.copyOf(flows),
        elements(model));
  }

  private static Map<String, Element> elements(BpmnModelInstance model) {
    Map<String, Double> positions = new HashMap<>();
    model.getModelElementsByType(BpmnShape.class).stream()
        .filter(shape -> shape.getBpmnElement() != null && shape.getBounds() != null)
        .forEach(shape -> positions.put(shape.getBpmnElement().getId(), shape.getBounds().getX()));
    List<FlowNode> nodes = new ArrayList<>(model.getModelElementsByType(FlowNode.class));
    nodes.sort(
        Comparator.comparing(node -> positions.getOrDefault(node.getId(), Double.MAX_VALUE)));
    Map<String, Element> elements = new LinkedHashMap<>();
    nodes.forEach(node -> elements.put(node.getId(), element(node)));
    return Collections.unmodifiableMap(elements);
  }

  private static Element element(FlowNode node) {
    String kind = kind(node);
    return new Element(
        node.getId(),
        node.getName() == null || node.getName().isBlank() ? kind : node.getName().strip(),
        kind,
        node instanceof UserTask
            || node instanceof CallActivity
            || node instanceof SubProcess
            || node instanceof IntermediateCatchEvent,
        node instanceof CallActivity call ? call.getCalledElement() : null,
        step(node));
  }

  private static String kind(BpmnModelElementInstance node) {
    if (node instanceof UserTask) {
      return "Task";
    }
    if (node instanceof CallActivity) {
      return "Separate diagram";
    }
    if (node instanceof SubProcess) {
      return "Several steps";
    }
    if (node instanceof StartEvent) {
      return "Beginning";
    }
    if (node instanceof EndEvent) {
      return "End";
    }
    if (node instanceof BoundaryEvent || node instanceof CatchEvent) {
      return "Event";
    }
    if (node instanceof Gateway) {
      return QUESTION;
    }
    return node instanceof Activity ? AUTOMATIC : "Event";
  }

  private static String step(FlowNode node) {
    String expression =
        node instanceof ServiceTask task ? task.getCamundaDelegateExpression() : null;
    return expression == null ? null : expression.replaceAll("[^A-Za-z]", "");
  }
}
