package scot.nrm.engine;

import io.holunda.camunda.bpm.data.factory.VariableFactory;
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
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * The running instances of one case: the path (the case itself and the stages that it calls) and
 * what runs beside it under the same case number. Sees every council's cases and asks for no
 * rights: whoever calls this has checked before whether that person may bring that case news.
 */
@Component
public class CaseInstances {

  /**
   * The diagrams that are the path of a case, and that keep its clocks and authorities as
   * variables.
   */
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

  private static final String CASE = "nrm-case";

  private final RuntimeService runtime;
  private final RepositoryService repository;

  public CaseInstances(@Lazy RuntimeService runtime, @Lazy RepositoryService repository) {
    this.runtime = runtime;
    this.repository = repository;
  }

  /** The diagrams that run under a case number, on the path and beside it. */
  public Set<String> diagrams(String caseNumber) {
    return unseen(() -> all(caseNumber).stream().map(this::diagram).collect(Collectors.toSet()));
  }

  /** The running instances of some diagrams, by id. */
  public List<String> ids(String caseNumber, Collection<String> diagrams) {
    return unseen(
        () ->
            all(caseNumber).stream()
                .filter(instance -> diagrams.contains(diagram(instance)))
                .map(ProcessInstance::getId)
                .toList());
  }

  /**
   * The variables of the case itself, of its reconsideration where that runs; empty where neither
   * does.
   */
  public Map<String, Object> variables(String caseNumber) {
    return unseen(
        () ->
            first(caseNumber, "reconsideration")
                .or(() -> first(caseNumber, CASE))
                .map(runtime::getVariables)
                .orElse(Map.of()));
  }

  private Optional<String> first(String caseNumber, String diagram) {
    return ids(caseNumber, Set.of(diagram)).stream().findFirst();
  }

  /**
   * Sets a variable of the case on the whole path, so that the stage that is open and those that
   * follow agree.
   *
   * @param value {@code null} takes the variable away
   */
  public <T> void set(String caseNumber, VariableFactory<T> variable, T value) {
    ids(caseNumber, PATH)
        .forEach(
            id ->
                unseen(
                    () -> {
                      if (value == null) {
                        variable.on(runtime, id).remove();
                      } else {
                        variable.on(runtime, id).set(value);
                      }
                      return null;
                    }));
  }

  /**
   * Sets a variable in all that runs under a case number and knows it, on the path and beside it.
   */
  public <T> void setWhereKnown(String caseNumber, VariableFactory<T> variable, T value) {
    unseen(
        () -> {
          all(caseNumber).stream()
              .map(ProcessInstance::getId)
              .filter(id -> runtime.getVariable(id, variable.getName()) != null)
              .forEach(id -> runtime.setVariable(id, variable.getName(), value));
          return null;
        });
  }

  /**
   * Tells everything that listens under a case number, in this transaction.
   *
   * @return how many listened; 0 is no fault
   */
  public int tell(String caseNumber, String message) {
    return unseen(
        () ->
            runtime
                .createMessageCorrelation(message)
                .processInstanceBusinessKey(caseNumber)
                .correlateAllWithResult()
                .size());
  }

  /**
   * Starts a process beside the path, unless it runs already under this case number: a job that is
   * tried again starts no second one.
   *
   * @return whether it was started
   */
  public boolean start(
      String diagram, String caseNumber, String localAuthority, Map<String, Object> variables) {
    return unseen(
        () -> {
          if (first(caseNumber, diagram).isPresent()) {
            return false;
          }
          startAnother(diagram, caseNumber, localAuthority, variables);
          return true;
        });
  }

  /** Starts a process beside the path, also where an earlier one of its kind has not ended. */
  public void startAnother(
      String diagram, String caseNumber, String localAuthority, Map<String, Object> variables) {
    unseen(
        () ->
            runtime
                .createProcessInstanceByKey(diagram)
                .businessKey(caseNumber)
                .setVariable(CaseVariables.LOCAL_AUTHORITY.getName(), localAuthority)
                .setVariables(variables)
                .execute());
  }

  /**
   * Begins a case by a message start of its diagram: a UKBA copy, or a form that came straight to
   * UKHTC.
   */
  public void begin(
      String message, String caseNumber, String localAuthority, Map<String, Object> variables) {
    unseen(
        () ->
            runtime
                .createMessageCorrelation(message)
                .processInstanceBusinessKey(caseNumber)
                .setVariable(CaseVariables.LOCAL_AUTHORITY.getName(), localAuthority)
                .setVariables(variables)
                .correlateStartMessage());
  }

  /**
   * Lets the case go on just before an element of its diagram, after it has ended (D30, D31); where
   * it still runs, because its reflection period does, in the instance that runs.
   *
   * @param variables what the case knows by now
   */
  public void goOn(String caseNumber, String before, Map<String, Object> variables) {
    unseen(
        () -> {
          Optional<String> running = first(caseNumber, CASE);
          if (running.isPresent()) {
            runtime.setVariables(running.get(), variables);
            runtime
                .createProcessInstanceModification(running.get())
                .startBeforeActivity(before)
                .execute();
          } else {
            runtime
                .createProcessInstanceByKey(CASE)
                .businessKey(caseNumber)
                .setVariables(variables)
                .startBeforeActivity(before)
                .execute();
          }
          return null;
        });
  }

  /** Ends all instances of some diagrams, with what they have called. */
  public void end(String caseNumber, Collection<String> diagrams, String why) {
    ids(caseNumber, diagrams)
        .forEach(
            id ->
                unseen(
                    () -> {
                      runtime.deleteProcessInstance(id, why);
                      return null;
                    }));
  }

  private List<ProcessInstance> all(String caseNumber) {
    return runtime
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(caseNumber)
        .active()
        .list();
  }

  /**
   * Asked for, not cut out of the definition's id: the engine leaves the key out of an id that
   * would be too long.
   */
  private String diagram(ProcessInstance instance) {
    return repository.getProcessDefinition(instance.getProcessDefinitionId()).getKey();
  }

  /**
   * Without the tenant's check and the check of rights, also where a person's own command is
   * running.
   */
  public static <T> T unseen(Callable<T> work) {
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
