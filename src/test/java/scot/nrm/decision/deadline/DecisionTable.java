package scot.nrm.decision.deadline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;

/**
 * A decision table of this project on the engine for tables alone, so that a test can try very many
 * questions.
 */
public final class DecisionTable {

  private static final DmnEngine ENGINE =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

  private final DmnDecision decision;

  private DecisionTable(DmnDecision decision) {
    this.decision = decision;
  }

  /** The table whose decision and file have this name. */
  public static DecisionTable named(String name) {
    try (InputStream file = Files.newInputStream(Path.of("processes", name + ".dmn"))) {
      return new DecisionTable(ENGINE.parseDecision(name, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All rows that fit, by the names of the outputs. */
  public List<Map<String, Object>> ask(Map<String, Object> facts) {
    return ENGINE.evaluateDecisionTable(decision, facts).getResultList();
  }
}
