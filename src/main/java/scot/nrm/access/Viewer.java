package scot.nrm.access;

import java.util.Set;

/** Who is signed in, with the groups and councils (tenants) that they have at this moment. */
public record Viewer(String userId, Set<String> groups, Set<String> tenants) {

  public Viewer {
    groups = Set.copyOf(groups);
    tenants = Set.copyOf(tenants);
  }

  public boolean isIn(String group) {
    return groups.contains(group);
  }

  public boolean isInAnyOf(Set<String> others) {
    return groups.stream().anyMatch(others::contains);
  }
}
