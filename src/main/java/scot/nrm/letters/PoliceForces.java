package scot.nrm.letters;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.access.setup.AdditionalGroups;
import scot.nrm.register.CaseLists;
import scot.nrm.register.CaseLists.Page;

/**
 * Decides which cases belong to a police force: those whose form names it, or if a form names none,
 * those of its councils. A police liaison belongs to a force by the force's group, such as {@code
 * police-strathclyde}.
 */
@Component
public class PoliceForces implements AdditionalGroups {

  private static final String GROUP = "police-";

  private final Organisations organisations;
  private final CaseLists lists;

  PoliceForces(Organisations organisations, CaseLists lists) {
    this.organisations = organisations;
    this.lists = lists;
  }

  /** A group for each force with its first name: eight forces later have the same name. */
  @Override
  public Map<String, String> names() {
    return organisations.policeForces().entrySet().stream()
        .collect(
            Collectors.toMap(
                force -> GROUP + force.getKey(),
                force -> "Police liaison of " + force.getValue().nameOn(LocalDate.MIN),
                (one, other) -> one,
                TreeMap::new));
  }

  public boolean isLiaison(Viewer viewer) {
    return viewer.has(Role.POLICE_LIAISON);
  }

  /** The forces of a police liaison; none for anyone else. */
  public Set<String> of(Viewer viewer) {
    return !isLiaison(viewer)
        ? Set.of()
        : organisations.policeForces().keySet().stream()
            .filter(force -> viewer.isIn(GROUP + force))
            .collect(Collectors.toSet());
  }

  /** The cases of the forces, newest first. */
  public Page cases(Set<String> forces, int from, int most) {
    return lists.ofForces(forces, councilsOf(forces), from, most);
  }

  boolean isOwnCase(Viewer viewer, String caseNumber) {
    Set<String> forces = of(viewer);
    return !forces.isEmpty() && lists.belongsToForces(caseNumber, forces, councilsOf(forces));
  }

  private Set<String> councilsOf(Set<String> forces) {
    return organisations.councils().entrySet().stream()
        .filter(council -> forces.contains(council.getValue().policeForce()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /**
   * The names of these forces on a day. If several forces have merged, the areas follow the name,
   * unless all are included: a liaison still belongs to one area.
   */
  public String names(Set<String> forces, LocalDate day) {
    Map<String, Set<String>> byName = new TreeMap<>();
    organisations
        .policeForces()
        .forEach(
            (id, force) ->
                byName.computeIfAbsent(force.nameOn(day), name -> new TreeSet<>()).add(id));
    return byName.entrySet().stream()
        .filter(force -> force.getValue().stream().anyMatch(forces::contains))
        .map(
            force ->
                force.getKey()
                    + (forces.containsAll(force.getValue())
                        ? ""
                        : force.getValue().stream()
                            .filter(forces::contains)
                            .map(id -> name(id, LocalDate.MIN))
                            .collect(Collectors.joining(", ", " (area of the former ", ")"))))
        .collect(Collectors.joining(", "));
  }

  /** A force's name on a day, by its id. */
  public String name(String force, LocalDate day) {
    return organisations.policeForce(force, "").nameOn(day);
  }
}
