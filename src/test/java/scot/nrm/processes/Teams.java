package scot.nrm.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.util.StringUtils;
import org.yaml.snakeyaml.Yaml;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.register.Stage;

/** Who can get a task, in words, by what the diagram writes. */
final class Teams {

  private static final Pattern TEAM =
      Pattern.compile(
          "authorities\\.group\\((.*?), '([a-z-]+)'\\)|(?:^|[,'])([a-z]+(?:-[a-z]+)*)(?=[,']|$)");

  private Teams() {}

  /** The groups of {@code config/roles.yaml}: what people call them, by id. */
  static Map<String, String> groups() {
    Map<String, Map<String, List<Map<String, Object>>>> file;
    try {
      file = new Yaml().load(Files.readString(Path.of("config", "roles.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> groups = new LinkedHashMap<>();
    file.get("nrm")
        .get("roles")
        .forEach(role -> groups.put((String) role.get("group"), (String) role.get("name")));
    return groups;
  }

  /** The authorities that a process knows, in words, by the value that has their code. */
  static Map<String, String> authorities() {
    Map<String, String> known = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) {
      known.put(stage.prefix() + "Authority", "the authority for " + stage.label());
    }
    known.put("decidingAuthority", "the authority that is working on the case");
    known.put("'intake'", "the authority that logs NRM forms");
    known.put("'immigration'", "the authority that receives copies");
    return known;
  }

  /** All that a task can name: a group, a team of an authority, and what shipped diagrams write. */
  static Map<String, String> choices() {
    Map<String, String> choices = new LinkedHashMap<>(groups());
    authorities()
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
    String code = expression.replaceAll("^\\$\\{|}$", "");
    Map<String, String> groups = groups();
    List<String> words = new ArrayList<>();
    TEAM.matcher(code)
        .results()
        .forEach(
            team ->
                words.add(
                    team.group(2) == null
                        ? groups.get(team.group(3))
                        : team.group(2).replace('-', ' ') + " of " + authority(team.group(1))));
    return StringUtils.capitalize(
        String.join(expression.startsWith("$") ? " or " : " and ", words));
  }

  /** One value, or a choice between two. */
  private static String authority(String expression) {
    return authorities().entrySet().stream()
        .filter(authority -> expression.matches(".*(?<!\\w)" + authority.getKey() + "(?!\\w).*"))
        .map(Map.Entry::getValue)
        .collect(Collectors.joining(" or "))
        .toLowerCase(Locale.ROOT);
  }
}
