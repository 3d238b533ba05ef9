package scot.nrm.rehearsal;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.EngineLists;
import scot.nrm.engine.sets.DefinitionSets;

/**
 * The parts of a set that a replay used: its diagrams, and its questions to tables. Under another
 * set with the same parts it would take the same path.
 */
final class SetReads {

  /**
   * A question to a table, with its answer.
   *
   * @param rows the matching rows, in the order of the table
   */
  record Answered(String table, Map<String, Object> facts, List<Map<String, Object>> rows) {}

  private final Set<String> diagrams = new HashSet<>();
  private final Set<Answered> questions = new HashSet<>();

  /** The ids of all diagrams that the replay used. */
  Set<String> diagrams() {
    return diagrams;
  }

  Set<Answered> questions() {
    return questions;
  }

  void add(SetReads more) {
    diagrams.addAll(more.diagrams);
    questions.addAll(more.questions);
  }

  /** Records what each replay reads, in the engine of a rehearsal. */
  static final class Recorder extends AbstractProcessEnginePlugin {

    private final ThreadLocal<SetReads> current = new ThreadLocal<>();

    /** Each question once, because cases have most questions in common. */
    private final Map<Answered, Answered> known = new ConcurrentHashMap<>();

    void record(SetReads reads, Runnable replay) {
      current.set(reads);
      try {
        replay.run();
      } finally {
        current.remove();
      }
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
      engine.setCustomHistoryEventHandlers(
          EngineLists.with(engine.getCustomHistoryEventHandlers(), new Diagrams()));
    }

    /** Not a bean: Camunda's starter accepts only one of this type. */
    private final class Diagrams implements HistoryEventHandler {

      @Override
      public void handleEvent(HistoryEvent event) {
        SetReads reads = current.get();
        if (reads != null && event.getProcessDefinitionKey() != null) {
          reads.diagrams.add(event.getProcessDefinitionKey());
        }
      }

      @Override
      public void handleEvents(List<HistoryEvent> events) {
        events.forEach(this::handleEvent);
      }
    }

    private void addAnswer(
        String table, Map<String, Object> facts, List<Map<String, Object>> rows) {
      SetReads reads = current.get();
      if (reads != null) {
        Answered answered =
            new Answered(table, Collections.unmodifiableMap(new HashMap<>(facts)), rows);
        reads.questions.add(known.computeIfAbsent(answered, same -> same));
      }
    }
  }

  /** The tables of a rehearsal, which record the questions. */
  static final class RecordedTables extends DecisionTables {

    /** The most answers that are remembered: enough for a thousand cases with different dates. */
    private static final int MAX_ANSWERS = 50_000;

    private final Recorder recorder;

    RecordedTables(ProcessEngine engine, DefinitionSets sets, Recorder recorder) {
      super(engine, sets, MAX_ANSWERS);
      this.recorder = recorder;
    }

    @Override
    public List<Map<String, Object>> askAll(
        String caseNumber, String table, Map<String, Object> facts) {
      List<Map<String, Object>> rows = super.askAll(caseNumber, table, facts);
      recorder.addAnswer(table, facts, rows);
      return rows;
    }
  }
}
