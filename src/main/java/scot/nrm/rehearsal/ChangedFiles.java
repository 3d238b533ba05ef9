package scot.nrm.rehearsal;

import static org.camunda.bpm.model.bpmn.impl.BpmnModelConstants.CAMUNDA_ATTRIBUTE_FORM_REF;
import static org.camunda.bpm.model.bpmn.impl.BpmnModelConstants.CAMUNDA_NS;

import java.io.ByteArrayInputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.engine.sets.DefinitionSets;

/**
 * The files in which a set differs from the one before, and whether a replay under the earlier one
 * read any of them. If in doubt, it did.
 *
 * <p>A case depends on its diagrams, their forms, the answers of tables, and the data of the set.
 * It reaches another diagram only by a call from one of these, or by an event that starts one.
 */
final class ChangedFiles {

  private static final String TABLE = ".dmn";

  private final DmnEngine tables = DecisionTables.newEngine();

  /** The ids of diagrams that have changed, or whose forms have. */
  private final Set<String> diagrams = new HashSet<>();

  /** The tables in changed files by their ids, as they are now; empty for one that was removed. */
  private final Map<String, Optional<DmnDecision>> changedTables = new HashMap<>();

  private boolean affectsEveryCase;

  /** Whether the answer to a question has changed. */
  private final Map<SetReads.Answered, Boolean> answerChanged = new ConcurrentHashMap<>();

  /** The content of files by name with the folder. */
  ChangedFiles(Map<String, byte[]> before, Map<String, byte[]> now) {
    Set<String> changed = DefinitionSets.changed(before, now);
    Set<String> forms = new HashSet<>();
    for (String name : changed) {
      if (name.endsWith(".bpmn")) {
        Stream.of(before, now).forEach(set -> addDiagram(set.get(name)));
      } else if (name.endsWith(".form")) {
        forms.add(DefinitionSets.nameOf(name).replace(".form", ""));
      } else if (name.endsWith(TABLE)) {
        tables(before.get(name))
            .forEach(table -> changedTables.put(table.getKey(), Optional.empty()));
      } else if (!DataFile.isScenario(name)) {
        affectsEveryCase = true;
      }
    }
    changed.stream()
        .filter(name -> name.endsWith(TABLE))
        .flatMap(name -> tables(now.get(name)).stream())
        .forEach(table -> changedTables.put(table.getKey(), Optional.of(table)));
    if (!forms.isEmpty()) {
      addDiagramsWith(forms, now);
    }
  }

  private void addDiagram(byte[] content) {
    if (content != null) {
      BpmnModelInstance drawn = read(content);
      diagrams.addAll(ids(drawn));
      affectsEveryCase |=
          drawn.getModelElementsByType(StartEvent.class).stream()
              .anyMatch(
                  event ->
                      event.getParentElement() instanceof Process
                          && !event.getEventDefinitions().isEmpty());
    }
  }

  /** Those that name one of these forms. One that no longer names it has changed itself. */
  private void addDiagramsWith(Set<String> forms, Map<String, byte[]> now) {
    now.entrySet().stream()
        .filter(file -> file.getKey().endsWith(".bpmn"))
        .map(file -> read(file.getValue()))
        .filter(
            diagram ->
                diagram.getModelElementsByType(FlowNode.class).stream()
                    .map(node -> node.getAttributeValueNs(CAMUNDA_NS, CAMUNDA_ATTRIBUTE_FORM_REF))
                    .anyMatch(form -> form != null && forms.contains(form)))
        .forEach(diagram -> diagrams.addAll(ids(diagram)));
  }

  private List<DmnDecision> tables(byte[] content) {
    return content == null ? List.of() : tables.parseDecisions(new ByteArrayInputStream(content));
  }

  private static BpmnModelInstance read(byte[] diagram) {
    return Bpmn.readModelFromStream(new ByteArrayInputStream(diagram));
  }

  private static Set<String> ids(BpmnModelInstance diagram) {
    Set<String> ids = new HashSet<>();
    diagram.getModelElementsByType(Process.class).forEach(process -> ids.add(process.getId()));
    return ids;
  }

  /** Whether a replay that read this under the earlier set may take another path now. */
  boolean affects(SetReads reads) {
    return affectsEveryCase
        || !Collections.disjoint(diagrams, reads.diagrams())
        || reads.questions().stream().anyMatch(this::isAnswerChanged);
  }

  private boolean isAnswerChanged(SetReads.Answered question) {
    return changedTables.containsKey(question.table())
        && answerChanged.computeIfAbsent(
            question, any -> !answer(question).equals(Optional.of(question.rows())));
  }

  /** The answer of the table as it is now; empty if there is none. */
  private Optional<List<Map<String, Object>>> answer(SetReads.Answered question) {
    try {
      return changedTables
          .get(question.table())
          .map(table -> tables.evaluateDecisionTable(table, question.facts()).getResultList());
    } catch (DmnEngineException e) {
      return Optional.empty();
    }
  }
}
