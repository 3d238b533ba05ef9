package scot.nrm.decision.deadline;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import scot.nrm.engine.DecisionTables;

/**
 * A decision table of this project on the engine for tables alone, so that a test can try very many
 * questions.
 */
public final class DecisionTable {

  private static final DmnEngine ENGINE =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

  private static final Map<String, DecisionTable> READ = new ConcurrentHashMap<>();

  private final DmnDecision decision;

  private DecisionTable(DmnDecision decision) {
    this.decision = decision;
  }

  /** The table whose decision and file have this name. */
  public static DecisionTable named(String name) {
    return READ.computeIfAbsent(name, DecisionTable::read);
  }

  private static DecisionTable read(String name) {
    try (InputStream file = Files.newInputStream(Path.of("processes", name + ".dmn"))) {
      return new DecisionTable(ENGINE.parseDecision(name, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The table of a file that a test has written. */
  public static DecisionTable of(String name, String file) {
    return new DecisionTable(
        ENGINE.parseDecision(
            name, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8))));
  }

  /** The time limits of the file. */
  public static TimeLimits limits() {
    DecisionTables tables = mock(DecisionTables.class);
    DecisionTable table = named(TimeLimits.TABLE);
    when(tables.askAll(any(), any())).thenAnswer(asked -> table.ask(asked.getArgument(1)));
    return new TimeLimits(tables);
  }

  /** All rows that fit, by the names of the outputs. */
  public List<Map<String, Object>> ask(Map<String, Object> facts) {
    return ENGINE.evaluateDecisionTable(decision, facts).getResultList();
  }
}
