package scot.nrm.access;

import java.util.Set;
import java.util.stream.Collectors;

/** Who is signed in, with the groups and councils (tenants) that they have at this moment. */
public record Viewer(String userId, Set<String> groups, Set<String> tenants) {

  public Viewer {
    groups = Set.copyOf(groups);
    tenants = Set.copyOf(tenants);
  }

  public boolean has(Role role) {
    return isIn(role.group());
  }

  public boolean hasAnyOf(Set<Role> roles) {
    return !groupsOf(roles).isEmpty();
  }

  /** Those of the person's groups that are one of these roles. */
  public Set<String> groupsOf(Set<Role> roles) {
    return roles.stream().map(Role::group).filter(this::isIn).collect(Collectors.toSet());
  }

  /** Also for groups that are no role, such as those of police forces. */
  public boolean isIn(String group) {
    return groups.contains(group);
  }

  public boolean isInAnyOf(Set<String> others) {
    return groups.stream().anyMatch(others::contains);
  }
}
