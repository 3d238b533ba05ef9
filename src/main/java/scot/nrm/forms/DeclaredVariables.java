package scot.nrm.forms;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.history.event.HistoricFormPropertyEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricVariableUpdateEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.BpmnModelElementInstance;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.EscalationEventDefinition;
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOutputParameter;
import scot.nrm.engine.CaseNumber;
import scot.nrm.engine.CaseVariables;

/**
 * The last check for every way in (variables set from outside, a start without a form, messages,
 * modifications, delegates). Only variables that a diagram declares become process variables, so
 * that nothing about the child reaches the engine's tables, history or log.
 *
 * <p>A diagram declares the names in {@link CaseVariables}, the fields that its forms mark as
 * {@code process: yes}, the names in the diagram itself (results, inputs and outputs), and the
 * inputs from a calling diagram. A business key must be a case number.
 *
 * <p>It is a history event handler, because the engine notifies those of each change before writing
 * anything. It needs history level full.
 */
final class DeclaredVariables implements HistoryEventHandler {

  /** The engine's counters for repeated activities. */
  private static final Set<String> LOOP_VARIABLES =
      Set.of("nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances", "loopCounter");

  static final Set<String> CASE_VARIABLES = CaseVariables.names();

  /** A name that a message may repeat; any other text could be a child's name. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[a-z][A-Za-z0-9_]{0,59}");

  private final DeployedForms forms;

  /** By process definition: a deployed diagram never changes. */
  private final Map<String, Declared> declared = new ConcurrentHashMap<>();

  DeclaredVariables(DeployedForms forms) {
    this.forms = forms;
  }

  /**
   * What a diagram declares.
   *
   * @param own names of variables of its own instances
   * @param passedOn names of variables that it passes to the diagrams it calls
   */
  private record Declared(Set<String> own, Set<String> passedOn) {}

  @Override
  public void handleEvents(List<HistoryEvent> events) {
    events.forEach(this::handleEvent);
  }

  @Override
  public void handleEvent(HistoryEvent event) {
    if (event instanceof HistoricVariableUpdateEventEntity variable
        && (event.isEventOfType(HistoryEventTypes.VARIABLE_INSTANCE_CREATE)
            || event.isEventOfType(HistoryEventTypes.VARIABLE_INSTANCE_UPDATE))) {
      check(event, variable.getVariableName());
    } else if (event instanceof HistoricFormPropertyEventEntity property) {
      check(event, property.getPropertyId());
    } else if (event instanceof HistoricProcessInstanceEventEntity instance
        && (event.isEventOfType(HistoryEventTypes.PROCESS_INSTANCE_START)
            || event.isEventOfType(HistoryEventTypes.PROCESS_INSTANCE_UPDATE))) {
      String businessKey = instance.getBusinessKey();
      if (businessKey != null && !CaseNumber.isValid(businessKey)) {
        throw new BadUserRequestException(
            "The business key must be a case number such as " + CaseNumber.EXAMPLE + ".");
      }
    }
  }

  private void check(HistoryEvent event, String name) {
    if (CASE_VARIABLES.contains(name) || LOOP_VARIABLES.contains(name) || isDeclared(event, name)) {
      return;
    }
    throw new BadUserRequestException(
        (PLAIN_NAME.matcher(name).matches() ? "The value " + name : "This value")
            + " cannot become a process variable: neither the diagram nor a marked field of its forms declares it.");
  }

  private boolean isDeclared(HistoryEvent event, String name) {
    String definition = event.getProcessDefinitionId();
    if (definition == null) {
      return false;
    }
    if (declared(definition).own().contains(name)) {
      return true;
    }
    ExecutionEntity instance =
        event.getProcessInstanceId() == null
            ? null
            : Context.getCommandContext()
                .getExecutionManager()
                .findExecutionById(event.getProcessInstanceId());
    ExecutionEntity caller = instance == null ? null : instance.getSuperExecution();
    return caller != null && declared(caller.getProcessDefinitionId()).passedOn().contains(name);
  }

  private Declared declared(String definitionId) {
    Declared known = declared.get(definitionId);
    if (known == null) {
      known = Context.getCommandContext().runWithoutAuthorization(() -> read(definitionId));
      declared.put(definitionId, known);
    }
    return known;
  }

  private Declared read(String definitionId) {
    DeploymentCache cache = Context.getProcessEngineConfiguration().getDeploymentCache();
    ProcessDefinitionEntity definition = cache.findDeployedProcessDefinitionById(definitionId);
    BpmnModelInstance diagram = cache.findBpmnModelInstanceForProcessDefinition(definitionId);
    Set<String> own = new HashSet<>(forms.processKeys(definition));
    own.addAll(names(diagram, CamundaOut.class, CamundaOut::getCamundaTarget));
    own.addAll(names(diagram, CamundaInputParameter.class, CamundaInputParameter::getCamundaName));
    own.addAll(
        names(diagram, CamundaOutputParameter.class, CamundaOutputParameter::getCamundaName));
    own.addAll(names(diagram, ServiceTask.class, ServiceTask::getCamundaResultVariable));
    own.addAll(
        names(
            diagram,
            MultiInstanceLoopCharacteristics.class,
            MultiInstanceLoopCharacteristics::getCamundaElementVariable));
    own.addAll(
        names(
            diagram,
            ErrorEventDefinition.class,
            ErrorEventDefinition::getCamundaErrorCodeVariable));
    own.addAll(
        names(
            diagram,
            ErrorEventDefinition.class,
            ErrorEventDefinition::getCamundaErrorMessageVariable));
    own.addAll(
        names(
            diagram,
            EscalationEventDefinition.class,
            escalation ->
                escalation.getAttributeValueNs(
                    BpmnModelConstants.CAMUNDA_NS, "escalationCodeVariable")));
    return new Declared(own, names(diagram, CamundaIn.class, CamundaIn::getCamundaTarget));
  }

  private static <T extends BpmnModelElementInstance> Set<String> names(
      BpmnModelInstance diagram, Class<T> type, Function<T, String> name) {
    return diagram.getModelElementsByType(type).stream().map(name).collect(Collectors.toSet());
  }
}
