package scot.nrm.cockpit;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.access.Viewer;

/**
 * Decides which teams' work a manager watches. A council's manager sees the work of the council's
 * own teams. An authority's manager sees the work of the authority's teams, in any council's case.
 * The NRM manager sees the work of all teams. They see no more of a task than the team's members
 * do: the case number and the task.
 */
@Component
public class WatchedTeams {

  private final Roles roles;

  public WatchedTeams(Roles roles) {
    this.roles = roles;
  }

  /**
   * The teams that a person watches.
   *
   * @param councilTeams teams that each council has
   * @param councils the councils; empty for all
   * @param mayReassign whether they may reassign these teams' tasks
   * @param viewer the manager's user id
   */
  public record Watched(
      Set<String> nationalTeams,
      Set<String> councilTeams,
      Set<String> councils,
      boolean mayReassign,
      String viewer) {

    public boolean isOfCouncils() {
      return nationalTeams.isEmpty();
    }

    public Set<String> all() {
      Set<String> all = new LinkedHashSet<>(nationalTeams);
      all.addAll(councilTeams);
      return all;
    }

    /** A condition on a task's group and council, with the parameters of {@link #params()}. */
    public String sql(String group, String council) {
      return "(%s in (:central) or %s in (:ofCouncils) and (:everyCouncil = 1 or %s in (:councils)))"
          .formatted(group, group, council);
    }

    public Map<String, Object> params() {
      Map<String, Object> params = new HashMap<>();
      params.put("central", neverEmpty(nationalTeams));
      params.put("ofCouncils", neverEmpty(councilTeams));
      params.put("everyCouncil", councils.isEmpty() ? 1 : 0);
      params.put("councils", neverEmpty(councils));
      return params;
    }

    /** A condition on a column with a user id: a member of one of these teams. */
    public String membersSql(String person) {
      return """
          exists (select 1 from ACT_ID_MEMBERSHIP m where m.USER_ID_ = %1$s and (m.GROUP_ID_ in (:central)
            or m.GROUP_ID_ in (:ofCouncils) and exists (select 1 from ACT_ID_TENANT_MEMBER t
              where t.USER_ID_ = %1$s and (:everyCouncil = 1 or t.TENANT_ID_ in (:councils)))))\
          """
          .formatted(person);
    }

    public boolean includes(String team, String council) {
      return nationalTeams.contains(team)
          || councilTeams.contains(team)
              && council != null
              && (councils.isEmpty() || councils.contains(council));
    }

    /** An SQL list must not be empty. */
    private static Collection<String> neverEmpty(Set<String> values) {
      return values.isEmpty() ? List.of("-") : values;
    }
  }

  /** Refuses a person who watches no team. */
  public Watched of(Viewer viewer) {
    return find(viewer)
        .orElseThrow(() -> RequestRefused.forbidden("Your role does not oversee any team."));
  }

  /** Empty for a person who watches no team. */
  public Optional<Watched> find(Viewer viewer) {
    if (viewer.has(Role.NRM_MANAGER)) {
      Set<String> allTeams =
          roles.roles().stream().map(RoleSettings::group).collect(Collectors.toSet());
      return Optional.of(
          watched(allTeams, Set.of(), !roles.teamsAssignableBy(viewer.groups()).isEmpty(), viewer));
    }
    // Without a council of their own, nobody watches those of every council.
    Set<String> own =
        roles.teamsAssignableBy(viewer.groups()).stream()
            .filter(team -> !roles.isCouncilTeam(team) || !viewer.tenants().isEmpty())
            .collect(Collectors.toSet());
    return own.isEmpty()
        ? Optional.empty()
        : Optional.of(watched(own, viewer.tenants(), true, viewer));
  }

  private Watched watched(
      Set<String> teams, Set<String> councils, boolean mayReassign, Viewer viewer) {
    return new Watched(
        teams.stream().filter(team -> !roles.isCouncilTeam(team)).collect(Collectors.toSet()),
        teams.stream().filter(roles::isCouncilTeam).collect(Collectors.toSet()),
        councils,
        mayReassign,
        viewer.userId());
  }

  /** The team's display name; its id if it is no longer in the list of roles. */
  public String name(String team) {
    return roles.name(team);
  }

  /** The order of the list of roles. */
  public int position(String team) {
    List<String> groups = roles.roles().stream().map(RoleSettings::group).toList();
    return groups.contains(team) ? groups.indexOf(team) : groups.size();
  }

  public boolean isOfCouncils(String team) {
    return roles.isCouncilTeam(team);
  }
}
