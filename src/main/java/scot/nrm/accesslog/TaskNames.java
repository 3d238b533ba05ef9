package scot.nrm.accesslog;

import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.stereotype.Component;
import scot.nrm.engine.sets.DefinitionSets;

/** The names of tasks in the diagrams in force. The diagrams of a set are read once. */
@Component
class TaskNames {

  private record CachedNames(int set, Map<String, String> names) {}

  private final DefinitionSets sets;
  private final AtomicReference<CachedNames> read =
      new AtomicReference<>(new CachedNames(0, Map.of()));

  TaskNames(DefinitionSets sets) {
    this.sets = sets;
  }

  /** The names by the ids of the tasks. */
  Map<String, String> inForce() {
    int set = sets.inForce();
    return read.updateAndGet(known -> known.set() == set ? known : new CachedNames(set, names(set)))
        .names();
  }

  private Map<String, String> names(int set) {
    return sets.files(set).entrySet().stream()
        .filter(file -> file.getKey().endsWith(".bpmn"))
        .map(file -> Bpmn.readModelFromStream(new ByteArrayInputStream(file.getValue())))
        .flatMap(diagram -> diagram.getModelElementsByType(UserTask.class).stream())
        .filter(task -> task.getName() != null)
        .collect(Collectors.toMap(UserTask::getId, UserTask::getName, (one, other) -> one));
  }
}
