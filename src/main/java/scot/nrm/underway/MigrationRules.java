package scot.nrm.underway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationException;
import org.camunda.bpm.engine.migration.MigrationPlanValidationException;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseNumber;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.engine.sets.MigrationRule;
import scot.nrm.gate.HistoryReplay;
import scot.nrm.gate.Procedure;
import scot.nrm.underway.MoveStore.Instance;

/**
 * The rules for every migration of the engine, also through REST, in Cockpit and by an
 * administrator: a case is moved only as a whole, only by a revision that three people have signed,
 * and only if its history is valid on the new diagram.
 */
@Component
class MigrationRules implements MigrationRule {

  static final String ONLY_WHOLE_CASES =
      "A case is moved as a whole, with its dates and its record: start a revision with a row \"takes: move\" in cases-under-way.yaml.";

  private static final int MAX_SETS = 8;

  private final ProcessEngine engine;
  private final HistoryReplay replay;

  /** The problems found while a case is moved as a whole; otherwise {@code null}. */
  private final ThreadLocal<List<String>> refused = new ThreadLocal<>();

  /** The diagrams by the id of the deployment, because a set never changes. */
  private final ConcurrentLruCache<String, Procedure> procedures =
      new ConcurrentLruCache<>(MAX_SETS, this::read);

  MigrationRules(@Lazy ProcessEngine engine, HistoryReplay replay) {
    this.engine = engine;
    this.replay = replay;
  }

  /** Migrates a part of a case as a whole; returns why it was refused, empty if it wasn't. */
  List<String> migratePart(Runnable migration) {
    List<String> found = new ArrayList<>();
    refused.set(found);
    try {
      migration.run();
    } catch (MigratingProcessInstanceValidationException | MigrationPlanValidationException e) {
      if (found.isEmpty()) {
        found.add("The new diagram is too different at the step where the case is.");
      }
    } finally {
      refused.remove();
    }
    return found;
  }

  @Override
  public List<String> problems(Migration migration) {
    List<String> problems = new ArrayList<>(obstacles(migration));
    List<String> ofCase = refused.get();
    if (ofCase != null) {
      ofCase.addAll(problems);
    } else if (CaseNumber.isValid(migration.businessKey())) {
      problems.add(ONLY_WHOLE_CASES);
    }
    return problems;
  }

  private List<String> obstacles(Migration migration) {
    return migration.from().equals(migration.to())
        ? replay.obstacles(
            migration.from(),
            procedure(migration.fromDeployment()),
            procedure(migration.toDeployment()),
            history(migration))
        : List.of("A case can't move to another diagram.");
  }

  /** The diagrams of a set, by the id of its deployment. */
  Procedure procedure(String deployment) {
    return procedures.get(deployment);
  }

  private Procedure read(String deployment) {
    return Procedure.of(DefinitionSets.files(engine.getRepositoryService(), deployment));
  }

  private HistoryReplay.History history(Migration migration) {
    List<HistoricActivityInstance> history =
        engine
            .getHistoryService()
            .createHistoricActivityInstanceQuery()
            .processInstanceId(migration.instance())
            .orderPartiallyByOccurrence()
            .asc()
            .list();
    Map<String, Object> values = new TreeMap<>();
    engine
        .getRuntimeService()
        .createVariableInstanceQuery()
        .processInstanceIdIn(migration.instance())
        .disableBinaryFetching()
        .disableCustomObjectDeserialization()
        .list()
        .forEach(
            variable ->
                values.put(
                    variable.getName(),
                    variable.getTypeName().equals("null") ? null : variable.getValue()));
    return new HistoryReplay.History(
        migration.at(),
        history.stream()
            .filter(one -> one.getEndTime() != null && !one.isCanceled())
            .map(HistoricActivityInstance::getActivityId)
            .collect(Collectors.toSet()),
        history.stream().findFirst().map(HistoricActivityInstance::getActivityId),
        values);
  }

  /**
   * The diagrams of the processes of a case.
   *
   * @param definition gives the id of the definition of a process, before or after the move
   */
  CaseState.Diagrams diagrams(List<Instance> instances, Function<Instance, String> definition) {
    Map<String, Procedure> byInstance = new LinkedHashMap<>();
    Map<String, String> names = new HashMap<>();
    CaseInstances.withoutChecks(
        () -> {
          for (Instance instance : instances) {
            names.put(instance.id(), instance.diagram());
            byInstance.put(
                instance.id(),
                procedure(
                    engine
                        .getRepositoryService()
                        .getProcessDefinition(definition.apply(instance))
                        .getDeploymentId()));
          }
          return byInstance;
        });
    return new CaseState.Diagrams() {
      @Override
      public Optional<String> name(String element) {
        return byInstance.values().stream()
            .flatMap(procedure -> procedure.elementName(element).stream())
            .findFirst();
      }

      @Override
      public Optional<String> timer(String instance, String element) {
        return byInstance.get(instance).timer(names.get(instance), element);
      }
    };
  }

  String diagram(Instance instance) {
    return CaseInstances.withoutChecks(
        () ->
            Optional.ofNullable(
                    engine
                        .getRepositoryService()
                        .getProcessDefinition(instance.definition())
                        .getName())
                .orElse(instance.diagram()));
  }
}
