package scot.nrm.modelcheck;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import scot.nrm.engine.Definitions;
import scot.nrm.modelcheck.XmlFile.Element;
import scot.nrm.modelcheck.XmlFile.Unreadable;

/**
 * The set in force decides which team does a task: that of the start, or of a revision that three
 * people have signed. A person who deploys a revised diagram alone can remove a task, but can't
 * give it to another team or person, who would then read about children that are not theirs. A task
 * that is not in that set keeps the team that it has in the files of the start, so nobody can
 * remove it with one deployment and give it to another team with the next.
 */
@Component
final class KnownTasks {

  private static final List<String> PEOPLE = List.of("assignee", "candidateUsers");

  private final Definitions definitions;
  private final Expressions expressions;
  private Map<String, List<Element>> atStart;

  KnownTasks(Definitions definitions, Expressions expressions) {
    this.definitions = definitions;
    this.expressions = expressions;
  }

  static Map<String, List<Element>> byId(Stream<Element> diagrams) {
    return diagrams
        .flatMap(KnownTasks::tasks)
        .collect(Collectors.groupingBy(task -> task.attribute("id")));
  }

  /**
   * A sentence for each problem of a diagram that a person deploys.
   *
   * @param inForce the tasks of the set in force by their ids
   */
  List<String> problems(Element diagram, Map<String, List<Element>> inForce) {
    List<Element> tasks = tasks(diagram).toList();
    if (tasks.isEmpty()) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    for (Element task : tasks) {
      String id = task.attribute("id");
      List<Element> before =
          inForce.containsKey(id) ? inForce.get(id) : atStart().getOrDefault(id, List.of());
      if (!before.isEmpty()) {
        groupProblem(task, before).ifPresent(problem -> problems.add(place(task) + problem));
        PEOPLE.stream()
            .filter(people -> differs(people, task, before))
            .forEach(
                people ->
                    problems.add(
                        place(task)
                            + "camunda:"
                            + people
                            + " is not the one of this task. Leave it as it is, or remove it."));
      }
    }
    return problems;
  }

  /** The tasks in the files of the start, by their ids. The files are read only once. */
  private synchronized Map<String, List<Element>> atStart() {
    if (atStart == null) {
      atStart = byId(definitions.all("processes", "bpmn").stream().map(KnownTasks::read));
    }
    return atStart;
  }

  private Optional<String> groupProblem(Element task, List<Element> before) {
    String groups = task.attribute(DiagramCheck.CAMUNDA, "candidateGroups");
    if (groups == null || !differs("candidateGroups", task, before)) {
      return Optional.empty();
    }
    Set<String> allowed = new HashSet<>();
    before.stream()
        .map(one -> one.attribute(DiagramCheck.CAMUNDA, "candidateGroups"))
        .filter(Objects::nonNull)
        .forEach(known -> expressions.possibleTexts(known).ifPresent(allowed::addAll));
    Optional<Set<String>> assigned = expressions.possibleTexts(groups);
    if (assigned.isEmpty()) {
      return Optional.of(
          "it is not clear which teams get this task. Name them, or choose between names, like ${authorities.group(rgAuthority, 'case-owner')}.");
    }
    List<String> others =
        assigned.get().stream().filter(group -> !allowed.contains(group)).sorted().toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "this task would go to "
                + String.join(", ", others)
                + " as well. One person can't give it to another team: that needs a revision.");
  }

  private static boolean differs(String attribute, Element task, List<Element> before) {
    String value = task.attribute(DiagramCheck.CAMUNDA, attribute);
    return value != null
        && before.stream()
            .noneMatch(one -> value.equals(one.attribute(DiagramCheck.CAMUNDA, attribute)));
  }

  private static Stream<Element> tasks(Element diagram) {
    return diagram
        .all()
        .filter(
            element ->
                element.namespace().equals(DiagramCheck.BPMN)
                    && element.name().equals("userTask")
                    && element.attribute("id") != null);
  }

  private static Element read(Resource file) {
    try {
      return XmlFile.read(Definitions.content(file));
    } catch (Unreadable e) {
      throw new IllegalStateException(file.getFilename() + ": " + e.getMessage(), e);
    }
  }

  private static String place(Element task) {
    return "Line " + task.line() + ", " + task.attribute("id") + ": ";
  }
}
