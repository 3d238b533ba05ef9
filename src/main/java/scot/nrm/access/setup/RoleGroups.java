package scot.nrm.access.setup;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import scot.nrm.access.Councils;
import scot.nrm.access.Councils.Council;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.CouncilsOfRole;
import scot.nrm.access.Roles.RoleSettings;

/**
 * The roles as the engine's groups, the central ones in every council, and the additional groups.
 */
final class RoleGroups {

  private static final String TYPE = "NRM";

  private final IdentityService identity;

  RoleGroups(IdentityService identity) {
    this.identity = identity;
  }

  void compare(Roles roles, Councils councils, List<AdditionalGroups> further, AccessDrift drift) {
    Set<String> all = councils.councils().stream().map(Council::id).collect(Collectors.toSet());
    for (RoleSettings role : roles.roles()) {
      group(role.group(), role.name(), drift);
      memberOf(role.group(), role.councils() == CouncilsOfRole.ALL ? all : Set.of(), drift);
    }
    further.forEach(
        groups ->
            groups
                .names()
                .forEach(
                    (id, name) -> {
                      group(id, name, drift);
                      memberOf(id, Set.of(), drift);
                    }));
  }

  private void group(String id, String name, AccessDrift drift) {
    Group group = identity.createGroupQuery().groupId(id).singleResult();
    if (group == null) {
      drift.found("Group " + id + " was missing", () -> save(identity.newGroup(id), name));
    } else if (!name.equals(group.getName())) {
      drift.found("Group " + id + " was called " + group.getName(), () -> save(group, name));
    }
  }

  private void save(Group group, String name) {
    group.setName(name);
    group.setType(TYPE);
    identity.saveGroup(group);
  }

  private void memberOf(String group, Set<String> wanted, AccessDrift drift) {
    Set<String> present =
        identity.createTenantQuery().groupMember(group).list().stream()
            .map(Tenant::getId)
            .collect(Collectors.toSet());
    wanted.stream()
        .filter(council -> !present.contains(council))
        .sorted()
        .forEach(
            council ->
                drift.found(
                    "Group " + group + " was not in the local authority " + council,
                    () -> identity.createTenantGroupMembership(council, group)));
    present.stream()
        .filter(council -> !wanted.contains(council))
        .sorted()
        .forEach(
            council ->
                drift.found(
                    "Group " + group + " was in the local authority " + council,
                    () -> identity.deleteTenantGroupMembership(council, group)));
  }
}
