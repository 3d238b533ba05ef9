package scot.nrm.access;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** The signed-in person, with their current groups and councils (tenants). */
public record Viewer(String userId, Set<String> groups, Set<String> tenants) {

  public Viewer {
    groups = Set.copyOf(groups);
    tenants = Set.copyOf(tenants);
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
    return !groupsOf(roles).isEmpty();
  }

  /** The person's groups that are among these roles. */
  public Set<String> groupsOf(Set<Role> roles) {
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
