package scot.nrm.engine;

import camundajar.impl.scala.util.Either;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.function.CustomFunctionTransformer;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.IoUtil;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.feel.FeelEngine;
import org.camunda.feel.FeelEngine.Failure;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.camunda.feel.valuemapper.ValueMapper.CompositeValueMapper;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;
import scot.nrm.engine.sets.DefinitionSets;

/**
 * Evaluates the decision tables that policy staff maintain: for a case the version in its set,
 * otherwise the newest. The results are not in the engine's history, which would get a row for each
 * input and output every time: the register and the letters show their effect.
 */
@Component
public class DecisionTables {

  /**
   * The inputs and outputs of a table, and the conditions that it must meet before it is deployed.
   */
  public interface Check {

    /** The id of the decision. */
    String table();

    /** Every input that the program sets, by name. */
    Map<String, TableInput> inputs();

    /** The names of the outputs that the program reads. */
    default Set<String> outputs() {
      return Set.of();
    }

    /** Whether exactly one row must match any combination of inputs; otherwise, any number may. */
    boolean givesOneRow();

    /** Whether cases under way use its newest version as well, instead of the one in their set. */
    default boolean usesNewestVersion() {
      return false;
    }

    /** The names under which forms show its results, such as {@code limitReflection}. */
    default Set<String> namesInForms() {
      return Set.of();
    }

    /** A sentence for each problem of the rows, which are as in the file. */
    default List<String> problems(List<Row> rows) {
      return List.of();
    }

    /** The rows that apply, of those that match; in the order of the table. */
    default List<Map<String, Object>> applicable(List<Map<String, Object>> rows) {
      return rows;
    }

    /** A sentence for each combination of inputs for which the program can't use the result. */
    default List<String> problems(Answers answers) {
      return List.of();
    }
  }

  public interface Answers {

    /** Values of an input for which the results may differ: at least one of each kind. */
    List<Object> values(String input);

    /** The matching rows by the names of their outputs, for one value of each input. */
    List<Map<String, Object>> at(Map<String, Object> facts);
  }

  /**
   * A row of a table in its file, with the text of each cell.
   *
   * @param inputs the input cells, by the input's expression
   * @param outputs the output cells, by the output's name
   */
  public record Row(int line, Map<String, String> inputs, Map<String, String> outputs) {}

  private static final int CACHED_ANSWERS = 2_000;
  private static final int CACHED_CELLS = 5_000;

  private record Question(DmnDecision table, Map<String, Object> facts) {}

  private final ProcessEngine engine;
  private final DefinitionSets sets;
  private final DmnEngine tables = newEngine();

  /** The names of each table's inputs, by the table's id. */
  private final Map<String, Set<String>> declaredInputs = new HashMap<>();

  /** Parsed tables by the id of the definition: a version never changes. */
  private final Map<String, DmnDecision> byDefinition = new ConcurrentHashMap<>();

  /** Parsed tables by id and content: in most sets a table is the same as in the previous set. */
  private final Map<List<Object>, DmnDecision> byContent = new ConcurrentHashMap<>();

  /** The same facts give the same result, since a cell may not calculate or read the time. */
  private final ConcurrentLruCache<Question, List<Map<String, Object>>> answers;

  /** Lazy, because parts of the engine, such as form rules, may need a table later. */
  @Autowired
  public DecisionTables(@Lazy ProcessEngine engine, DefinitionSets sets) {
    this(engine, sets, CACHED_ANSWERS);
  }

  protected DecisionTables(ProcessEngine engine, DefinitionSets sets, int cachedAnswers) {
    this.engine = engine;
    this.sets = sets;
    this.answers = new ConcurrentLruCache<>(cachedAnswers, this::evaluate);
  }

  /** Declares the inputs of each table; the check of tables knows no others. */
  @Autowired
  void declare(List<Check> checks) {
    checks.forEach(check -> declaredInputs.put(check.table(), check.inputs().keySet()));
  }

  /**
   * The single matching row of a table, by the names of its outputs.
   *
   * <p>Evaluated on behalf of the program, not the signed-in user, because caseworkers have no
   * permission for the table.
   *
   * @param caseNumber the case whose set has the table; {@code null} for the newest version
   * @param table the id of the decision, such as {@code time-limits}
   * @throws IllegalStateException if no row matches, or more than one does; names the table, never
   *     the facts
   */
  public Map<String, Object> ask(String caseNumber, String table, Map<String, Object> facts) {
    return single(table, askAll(caseNumber, table, facts));
  }

  /** The single matching row of a table's newest version; see the other {@code ask}. */
  public Map<String, Object> ask(String table, Map<String, Object> facts) {
    return ask(null, table, facts);
  }

  /** The single matching row of a table's version in a set; see {@link #ask}. */
  public Map<String, Object> askIn(int set, String table, Map<String, Object> facts) {
    return single(
        table,
        sets.withoutAuthorization(
            () ->
                sets.tableIn(set, table)
                    .map(id -> answers.get(question(parsed(table, id), facts)))
                    .orElseThrow(
                        () -> new IllegalStateException("Set " + set + " has no " + table))));
  }

  private static Question question(DmnDecision table, Map<String, Object> facts) {
    return new Question(table, Collections.unmodifiableMap(new HashMap<>(facts)));
  }

  /** The class by which an incident is explained. */
  private static final class WrongRowCount extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    WrongRowCount(String message) {
      super(message);
    }
  }

  private static Map<String, Object> single(String table, List<Map<String, Object>> rows) {
    if (rows.size() != 1) {
      throw new WrongRowCount(
          "The decision table %s gives %d rows where it must give one: deploy it with a row for every case, then retry"
              .formatted(table, rows.size()));
    }
    return rows.get(0);
  }

  /** All matching rows, in the order of the table; empty if there are none. See {@link #ask}. */
  public List<Map<String, Object>> askAll(
      String caseNumber, String table, Map<String, Object> facts) {
    if (!declaredInputs.getOrDefault(table, facts.keySet()).equals(facts.keySet())) {
      throw new IllegalStateException(
          "The decision table %s is asked with other inputs than its check declares: %s"
              .formatted(table, facts.keySet()));
    }
    return answers.get(
        question(
            sets.withoutAuthorization(() -> parsed(table, sets.table(table, caseNumber))), facts));
  }

  /** All matching rows of a table's newest version. */
  public List<Map<String, Object>> askAll(String table, Map<String, Object> facts) {
    return askAll(null, table, facts);
  }

  /** An engine that works as Camunda's, but parses each cell once and not at each evaluation. */
  public static DmnEngine newEngine() {
    SchemaCache.use();
    return new DefaultDmnEngineConfiguration()
        .feelEngineFactory(() -> new CachingFeelEngine())
        .buildEngine();
  }

  private static final class CachingFeelEngine extends ScalaFeelEngine {

    CachingFeelEngine() {
      super(List.of());
    }

    @Override
    protected FeelEngine buildFeelEngine(
        CustomFunctionTransformer functions, CompositeValueMapper values) {
      FeelEngine camunda = super.buildFeelEngine(functions, values);
      return new FeelEngine(
          camunda.functionProvider(),
          camunda.valueMapper(),
          camunda.configuration(),
          camunda.clock()) {

        private final ConcurrentLruCache<String, Either<Failure, ParsedExpression>> tests =
            new ConcurrentLruCache<>(CACHED_CELLS, super::parseUnaryTests);
        private final ConcurrentLruCache<String, Either<Failure, ParsedExpression>> expressions =
            new ConcurrentLruCache<>(CACHED_CELLS, super::parseExpression);

        @Override
        public Either<Failure, ParsedExpression> parseUnaryTests(String cell) {
          return tests.get(cell);
        }

        @Override
        public Either<Failure, ParsedExpression> parseExpression(String cell) {
          return expressions.get(cell);
        }
      };
    }
  }

  private List<Map<String, Object>> evaluate(Question question) {
    return tables.evaluateDecisionTable(question.table(), question.facts()).getResultList().stream()
        .map(Collections::unmodifiableMap)
        .toList();
  }

  /** The rows of a table's newest version, with their descriptions by policy staff. */
  public Collection<Rule> rules(String table) {
    return sets.withoutAuthorization(
        () ->
            engine
                .getRepositoryService()
                .getDmnModelInstance(sets.table(table, null))
                .getModelElementsByType(Rule.class));
  }

  private DmnDecision parsed(String table, String definition) {
    return byDefinition.computeIfAbsent(
        definition,
        id -> {
          byte[] file = content(id);
          return byContent.computeIfAbsent(
              List.of(table, ByteBuffer.wrap(file)),
              any -> tables.parseDecision(table, new ByteArrayInputStream(file)));
        });
  }

  private byte[] content(String definition) {
    return IoUtil.readInputStream(
        engine.getRepositoryService().getDecisionModel(definition), definition);
  }
}
