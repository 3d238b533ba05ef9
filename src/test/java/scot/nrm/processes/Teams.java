package scot.nrm.processes;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.yaml.snakeyaml.Yaml;
import scot.nrm.ProjectText;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.gate.files.TeamWords;

/** The teams that can have a task, in words, by the expression in the diagram. */
final class Teams {

  private Teams() {}

  /** The groups of {@code config/roles.yaml}: what people call them, by id. */
  static Map<String, String> groups() {
    Map<String, Map<String, List<Map<String, Object>>>> file;
    file = new Yaml().load(ProjectText.read(Path.of("config", "roles.yaml")));
    Map<String, String> groups = new LinkedHashMap<>();
    file.get("nrm")
        .get("roles")
        .forEach(role -> groups.put((String) role.get("group"), (String) role.get("name")));
    return groups;
  }

  /** All that a task can name: a group, a team of an authority, and what shipped diagrams write. */
  static Map<String, String> choices() {
    Map<String, String> choices = new LinkedHashMap<>(groups());
    TeamWords.authorities()
        .keySet()
        .forEach(
            authority -> {
              for (Team team : Team.values()) {
                String expression =
                    "${authorities.group(%s, '%s')}".formatted(authority, team.id());
                choices.put(expression, words(expression));
              }
            });
    TreeSet<String> written =
        Diagram.all().stream()
            .flatMap(diagram -> diagram.all(UserTask.class).stream())
            .map(UserTask::getCamundaCandidateGroups)
            .collect(Collectors.toCollection(TreeSet::new));
    written.forEach(expression -> choices.putIfAbsent(expression, words(expression)));
    return choices;
  }

  private static String words(String expression) {
    return TeamWords.of(expression, groups()::get);
  }
}
