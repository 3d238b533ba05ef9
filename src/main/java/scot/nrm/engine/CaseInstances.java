package scot.nrm.engine;

import io.holunda.camunda.bpm.data.factory.VariableFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.EventSubscription;
import org.camunda.bpm.engine.runtime.MessageCorrelationBuilder;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import scot.nrm.engine.sets.DefinitionSets;

/**
 * The running instances of one case: the path (the case itself and the stages that it calls) and
 * the processes that run alongside it under the same case number. It sees every local authority's
 * cases and checks no permissions: callers must first check that the user may update the case. It
 * starts diagrams of the case's set.
 */
@Component
public class CaseInstances {

  /** The diagrams on the path of a case, which have its deadlines and authorities as variables. */
  public static final Set<String> PATH =
      Set.of(
          "nrm-case",
          "reconsideration",
          "local-authority-assessment",
          "intake",
          "reasonable-grounds",
          "reflection-period",
          "conclusive-grounds",
          "leave-to-remain",
          "suspension");

  /**
   * The messages that start a diagram, by the id of its process, from {@code config/roles.yaml}.
   */
  @ConfigurationProperties("nrm")
  public record MessageStarts(@DefaultValue Map<String, List<String>> messageStarts) {

    boolean isStartedBy(String message) {
      return messageStarts.values().stream().anyMatch(messages -> messages.contains(message));
    }
  }

  private final RuntimeService runtime;
  private final RepositoryService repository;
  private final DefinitionSets sets;
  private final MessageStarts messageStarts;

  public CaseInstances(
      @Lazy RuntimeService runtime,
      @Lazy RepositoryService repository,
      DefinitionSets sets,
      MessageStarts messageStarts) {
    this.messageStarts = messageStarts;
    this.runtime = runtime;
    this.repository = repository;
    this.sets = sets;
  }

  /** The diagrams that run under a case number, on the path and alongside it. */
  public Set<String> diagrams(String caseNumber) {
    return withoutChecks(
        () -> all(caseNumber).stream().map(this::diagram).collect(Collectors.toSet()));
  }

  /** The ids of the running instances of some diagrams. */
  public List<String> ids(String caseNumber, Collection<String> diagrams) {
    return withoutChecks(
        () ->
            all(caseNumber).stream()
                .filter(instance -> diagrams.contains(diagram(instance)))
                .map(ProcessInstance::getId)
                .toList());
  }

  /**
   * The variables of the case itself, or of its reconsideration if that is running; empty if
   * neither is.
   */
  public Map<String, Object> variables(String caseNumber) {
    return withoutChecks(
        () ->
            first(caseNumber, "reconsideration")
                .or(() -> first(caseNumber, DefinitionSets.CASE))
                .map(runtime::getVariables)
                .orElse(Map.of()));
  }

  /** A variable of a process that runs alongside the path; empty if it isn't running. */
  public <T> Optional<T> value(String caseNumber, String diagram, VariableFactory<T> variable) {
    return withoutChecks(
        () -> first(caseNumber, diagram).flatMap(id -> variable.from(runtime, id).getOptional()));
  }

  private Optional<String> first(String caseNumber, String diagram) {
    return ids(caseNumber, Set.of(diagram)).stream().findFirst();
  }

  /** Sets a variable on the whole path, so that all stages agree; {@code null} removes it. */
  public <T> void set(String caseNumber, VariableFactory<T> variable, T value) {
    for (String id : ids(caseNumber, PATH)) {
      withoutChecks(
          () -> {
            if (value == null) {
              variable.on(runtime, id).remove();
            } else {
              variable.on(runtime, id).set(value);
            }
          });
    }
  }

  /**
   * Sets a variable in every process of the case that already has it, on the path and alongside it.
   */
  public <T> void setWherePresent(String caseNumber, VariableFactory<T> variable, T value) {
    withoutChecks(
        () ->
            all(caseNumber).stream()
                .map(ProcessInstance::getId)
                .filter(id -> runtime.getVariable(id, variable.getName()) != null)
                .forEach(id -> runtime.setVariable(id, variable.getName(), value)));
  }

  /**
   * Sends a message to every process that waits for it under a case number, in this transaction,
   * and starts the diagram alongside the case that has it as its start message, if there is one.
   * That diagram continues in its own transaction, so nothing in it holds up the case.
   *
   * @return how many received it; 0 is not an error
   */
  public int correlate(String caseNumber, String message) {
    return withoutChecks(
        () -> {
          MessageCorrelationBuilder correlation =
              runtime.createMessageCorrelation(message).processInstanceBusinessKey(caseNumber);
          if (messageStarts.isStartedBy(message)) {
            all(caseNumber).stream()
                .map(ProcessInstance::getTenantId)
                .findFirst()
                .ifPresent(
                    council ->
                        correlation.setVariable(CaseVariables.LOCAL_AUTHORITY.getName(), council));
          }
          return correlation.correlateAllWithResult().size();
        });
  }

  /** Sends a message to the processes that wait for it and whose variable has this value. */
  public <T> void correlate(
      String caseNumber, String message, VariableFactory<T> variable, T value) {
    withoutChecks(
        () ->
            runtime
                .createMessageCorrelation(message)
                .processInstanceBusinessKey(caseNumber)
                .processInstanceVariableEquals(variable.getName(), value)
                .correlateAll());
  }

  /** Sends a message only to the processes of one diagram that wait for it, and starts none. */
  public void correlateIn(String caseNumber, String diagram, String message) {
    withoutChecks(
        () ->
            ids(caseNumber, Set.of(diagram)).stream()
                .flatMap(
                    id ->
                        runtime
                            .createEventSubscriptionQuery()
                            .processInstanceId(id)
                            .eventType("message")
                            .eventName(message)
                            .list()
                            .stream())
                .map(EventSubscription::getExecutionId)
                .forEach(execution -> runtime.messageEventReceived(message, execution)));
  }

  /** Starts a process alongside the path; false if it runs already, as in a retried job. */
  public boolean start(
      String diagram, String caseNumber, String localAuthority, Map<String, Object> variables) {
    return withoutChecks(
        () -> {
          if (first(caseNumber, diagram).isPresent()) {
            return false;
          }
          startAnother(diagram, caseNumber, localAuthority, variables);
          return true;
        });
  }

  /**
   * Starts a process alongside the path again once its main flow has ended. If one of its event
   * sub-processes is still running, the main flow begins again in the same instance.
   */
  public void restart(String diagram, String caseNumber, String localAuthority) {
    withoutChecks(
        () -> {
          if (start(diagram, caseNumber, localAuthority, Map.of())) {
            return;
          }
          String id = first(caseNumber, diagram).orElseThrow();
          ActivityInstance running = runtime.getActivityInstance(id);
          ProcessDefinitionEntity definition =
              (ProcessDefinitionEntity)
                  repository.getProcessDefinition(running.getProcessDefinitionId());
          boolean isMainFlowRunning =
              running.getChildTransitionInstances().length > 0
                  || Arrays.stream(running.getChildActivityInstances())
                      .map(ActivityInstance::getActivityId)
                      .anyMatch(element -> !definition.findActivity(element).isTriggeredByEvent());
          if (!isMainFlowRunning) {
            runtime
                .createProcessInstanceModification(id)
                .startBeforeActivity(definition.getInitial().getId())
                .execute();
          }
        });
  }

  /** Starts a process alongside the path, even if an earlier one of its kind has not ended. */
  public void startAnother(
      String diagram, String caseNumber, String localAuthority, Map<String, Object> variables) {
    withoutChecks(
        () ->
            runtime
                .createProcessInstanceById(sets.definitionToStart(diagram, caseNumber).getId())
                .businessKey(caseNumber)
                .setVariable(CaseVariables.LOCAL_AUTHORITY.getName(), localAuthority)
                .setVariables(variables)
                .execute());
  }

  /**
   * Starts a case with a message start event: for a UKBA copy, or a form sent directly to UKHTC.
   */
  public void startCase(
      String message, String caseNumber, String localAuthority, Map<String, Object> variables) {
    withoutChecks(
        () ->
            runtime
                .createMessageCorrelation(message)
                .processDefinitionId(
                    sets.definitionToStart(DefinitionSets.CASE, caseNumber).getId())
                .processInstanceBusinessKey(caseNumber)
                .setVariable(CaseVariables.LOCAL_AUTHORITY.getName(), localAuthority)
                .setVariables(variables)
                .correlateStartMessage());
  }

  /**
   * Continues a case that has ended, just before an element of its diagram (D30, D31). If its
   * reflection period is still running, the case continues in the running instance.
   */
  public void resume(String caseNumber, String before, Map<String, Object> variables) {
    withoutChecks(
        () -> {
          Optional<String> running = first(caseNumber, DefinitionSets.CASE);
          if (running.isPresent()) {
            runtime.setVariables(running.get(), variables);
            runtime
                .createProcessInstanceModification(running.get())
                .startBeforeActivity(before)
                .execute();
          } else {
            runtime
                .createProcessInstanceById(
                    sets.definitionToStart(DefinitionSets.CASE, caseNumber).getId())
                .businessKey(caseNumber)
                .setVariables(variables)
                .startBeforeActivity(before)
                .execute();
          }
        });
  }

  /** Ends all instances of some diagrams, including the instances they called. */
  public void end(String caseNumber, Collection<String> diagrams, String why) {
    ids(caseNumber, diagrams)
        .forEach(id -> withoutChecks(() -> runtime.deleteProcessInstance(id, why)));
  }

  /**
   * All instances of a case: a native query, because MyBatis builds the SQL of the engine's own
   * query again for each call.
   */
  private List<ProcessInstance> all(String caseNumber) {
    return runtime
        .createNativeProcessInstanceQuery()
        .sql(
            "select * from ACT_RU_EXECUTION where BUSINESS_KEY_ = #{number} and PARENT_ID_ is null"
                + " and SUSPENSION_STATE_ = 1 order by ID_")
        .parameter("number", caseNumber)
        .list();
  }

  /** The key of an instance's diagram, which the definition's id omits if it would be too long. */
  private String diagram(ProcessInstance instance) {
    return repository.getProcessDefinition(instance.getProcessDefinitionId()).getKey();
  }

  public static void withoutChecks(Runnable work) {
    withoutChecks(
        () -> {
          work.run();
          return null;
        });
  }

  /** Runs without tenant and permission checks, even within a user's own command. */
  public static <T> T withoutChecks(Callable<T> work) {
    CommandContext context = Context.getCommandContext();
    if (context == null) {
      return call(work);
    }
    boolean before = context.isTenantCheckEnabled();
    context.disableTenantCheck();
    try {
      return context.runWithoutAuthorization(work);
    } finally {
      context.setTenantCheckEnabled(before);
    }
  }

  private static <T> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
