package scot.nrm.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;

/**
 * Asks the decision tables that policy staff maintain, always in their newest version. The answers
 * are not in the engine's history: the register and the letters have what became of them, and the
 * history would have a row for each fact and each output every time.
 */
@Component
public class DecisionTables {

  private static final int ANSWERS = 2_000;

  private record Question(DmnDecision table, Map<String, Object> facts) {}

  private final ProcessEngine engine;
  private final DmnEngine tables =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

  /** By the id of the definition: a version never changes. */
  private final Map<String, DmnDecision> read = new ConcurrentHashMap<>();

  /**
   * The engine reads every cell of a table again for each question. The same facts have the same
   * answer, since a cell may not calculate or ask for the time.
   */
  private final ConcurrentLruCache<Question, List<Map<String, Object>>> answers =
      new ConcurrentLruCache<>(ANSWERS, this::evaluate);

  /**
   * Lazy, because components needed to build the engine, such as form rules, may need a table
   * later.
   */
  public DecisionTables(@Lazy ProcessEngine engine) {
    this.engine = engine;
  }

  /**
   * The single matching row of a table, by the names of its outputs.
   *
   * <p>Evaluated on behalf of the program, not the signed-in user, because caseworkers have no
   * permission for the table.
   *
   * @param table the id of the decision, such as {@code time-limits}
   * @throws IllegalStateException if no row matches, or more than one does; names the table, never
   *     the facts
   */
  public Map<String, Object> ask(String table, Map<String, Object> facts) {
    return single(table, askForAll(table, facts));
  }

  private static Map<String, Object> single(String table, List<Map<String, Object>> rows) {
    if (rows.size() != 1) {
      throw new IllegalStateException(
          "The decision table %s gives %d rows where it must give one: deploy it with a row for every case, then retry"
              .formatted(table, rows.size()));
    }
    return rows.get(0);
  }

  /** All matching rows, in the order of the table; empty if there are none. */
  public List<Map<String, Object>> askForAll(String table, Map<String, Object> facts) {
    return answers.get(
        new Question(
            onBehalfOfTheProgram(() -> newest(table)),
            Collections.unmodifiableMap(new HashMap<>(facts))));
  }

  private List<Map<String, Object>> evaluate(Question question) {
    return tables.evaluateDecisionTable(question.table(), question.facts()).getResultList().stream()
        .map(Collections::unmodifiableMap)
        .toList();
  }

  /** The rows of a table, with what policy staff wrote beside them. */
  public Collection<Rule> rules(String table) {
    return onBehalfOfTheProgram(
        () ->
            engine
                .getRepositoryService()
                .getDmnModelInstance(newestId(table))
                .getModelElementsByType(Rule.class));
  }

  private DmnDecision newest(String table) {
    return read.computeIfAbsent(
        newestId(table),
        id -> tables.parseDecision(table, engine.getRepositoryService().getDecisionModel(id)));
  }

  private String newestId(String table) {
    return engine
        .getRepositoryService()
        .createDecisionDefinitionQuery()
        .decisionDefinitionKey(table)
        .withoutTenantId()
        .latestVersion()
        .singleResult()
        .getId();
  }

  private <T> T onBehalfOfTheProgram(Callable<T> question) {
    var configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    return configuration
        .getCommandExecutorTxRequired()
        .execute(context -> context.runWithoutAuthorization(question));
  }
}
