package scot.nrm.access;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import scot.nrm.access.Councils.Council;
import scot.nrm.access.Roles.CouncilsOfRole;
import scot.nrm.access.Roles.Role;

/** The roles as the engine's groups, the central ones in every council. */
final class RoleGroups {

  private static final String TYPE = "NRM";

  private final IdentityService identity;

  RoleGroups(IdentityService identity) {
    this.identity = identity;
  }

  void putInPlace(Roles roles, Councils councils, List<FurtherGroups> further) {
    for (Role role : roles.roles()) {
      group(role.group(), role.name());
      memberOf(role, councils);
    }
    further.forEach(groups -> groups.names().forEach(this::group));
  }

  private void group(String id, String name) {
    Group group = identity.createGroupQuery().groupId(id).singleResult();
    if (group == null) {
      group = identity.newGroup(id);
    } else if (name.equals(group.getName())) {
      return;
    }
    group.setName(name);
    group.setType(TYPE);
    identity.saveGroup(group);
  }

  private void memberOf(Role role, Councils councils) {
    Set<String> present = identity.createTenantQuery().groupMember(role.group()).list().stream()
        .map(Tenant::getId).collect(Collectors.toSet());
    Set<String> wanted = role.councils() == CouncilsOfRole.ALL
        ? councils.councils().stream().map(Council::id).collect(Collectors.toSet())
        : Set.of();
    wanted.stream().filter(council -> !present.contains(council))
        .forEach(council -> identity.createTenantGroupMembership(council, role.group()));
    present.stream().filter(council -> !wanted.contains(council))
        .forEach(council -> identity.deleteTenantGroupMembership(council, role.group()));
  }
}
