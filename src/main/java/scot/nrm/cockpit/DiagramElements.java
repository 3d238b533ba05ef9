package scot.nrm.cockpit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BpmnModelElementInstance;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The elements of a diagram, with their names and kinds in plain words. */
@Component
public class DiagramElements {

  /** The name for an element that no known diagram contains. */
  public static final String UNKNOWN = "A step that is no longer in the diagram";

  private static final String QUESTION = "Question";
  private static final String AUTOMATIC = "Automatic";

  private final RepositoryService repository;

  /** A version never changes. */
  private final Map<String, Map<String, Element>> known = new ConcurrentHashMap<>();

  DiagramElements(@Lazy RepositoryService repository) {
    this.repository = repository;
  }

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

  /** All elements that a case can pass, from left to right in the diagram. */
  public Map<String, Element> elements(ProcessDefinition definition) {
    return new LinkedHashMap<>(known.computeIfAbsent(definition.getId(), id -> read(definition)));
  }

  private Map<String, Element> read(ProcessDefinition definition) {
    BpmnModelInstance model = repository.getBpmnModelInstance(definition.getId());
    Map<String, Double> positions = new LinkedHashMap<>();
    model.getModelElementsByType(BpmnShape.class).stream()
        .filter(shape -> shape.getBpmnElement() != null && shape.getBounds() != null)
        .forEach(shape -> positions.put(shape.getBpmnElement().getId(), shape.getBounds().getX()));
    List<FlowNode> nodes = new ArrayList<>(model.getModelElementsByType(FlowNode.class));
    nodes.sort(
        Comparator.comparing(node -> positions.getOrDefault(node.getId(), Double.MAX_VALUE)));
    Map<String, Element> elements = new LinkedHashMap<>();
    nodes.forEach(node -> elements.put(node.getId(), element(node)));
    return elements;
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
