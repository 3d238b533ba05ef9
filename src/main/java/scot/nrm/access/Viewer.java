package scot.nrm.access;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;

/**
 * The signed-in person, with their current groups and councils (tenants). If one of their roles is
 * limited to their own councils, they see only these, even if another role covers all councils: a
 * second role never opens another council's cases.
 */
public record Viewer(String userId, Set<String> groups, Set<String> tenants) {

  public Viewer {
    groups = Set.copyOf(groups);
    tenants = Set.copyOf(tenants);
  }

  /**
   * @param own the councils that the person belongs to
   * @param ofGroups the councils that their groups belong to
   */
  public static Viewer of(
      String userId, Set<String> groups, Set<String> own, Set<String> ofGroups) {
    Set<String> councils = new HashSet<>(own);
    if (!isLimitedToOwnCouncils(groups)) {
      councils.addAll(ofGroups);
    }
    return new Viewer(userId, groups, councils);
  }

  public static boolean isLimitedToOwnCouncils(Collection<String> groups) {
    return Role.OWN_COUNCIL_ROLES.stream().map(Role::group).anyMatch(groups::contains);
  }

  /** The person for whom the engine works; empty in a job, and for the program's own work. */
  public static Optional<Viewer> signedIn(IdentityService identity) {
    return Optional.ofNullable(identity.getCurrentAuthentication()).map(Viewer::of);
  }

  /** The person who is signed in to the engine. */
  public static Viewer of(Authentication person) {
    return new Viewer(person.getUserId(), ids(person.getGroupIds()), ids(person.getTenantIds()));
  }

  private static Set<String> ids(List<String> ids) {
    return ids == null ? Set.of() : new HashSet<>(ids);
  }

  public boolean has(Role role) {
    return isIn(role.group());
  }

  public boolean hasAnyOf(Set<Role> roles) {
    return !groupsAmong(roles).isEmpty();
  }

  public Set<String> groupsAmong(Set<Role> roles) {
    return roles.stream().map(Role::group).filter(this::isIn).collect(Collectors.toSet());
  }

  /** Also works for groups that aren't roles, such as those of police forces. */
  public boolean isIn(String group) {
    return groups.contains(group);
  }

  public boolean isInAnyOf(Set<String> others) {
    return groups.stream().anyMatch(others::contains);
  }
}
