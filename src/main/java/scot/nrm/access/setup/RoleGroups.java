package scot.nrm.access.setup;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.Group;
import org.springframework.jdbc.core.simple.JdbcClient;
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
  private final Map<String, Group> present;
  private final Map<String, Set<String>> councilsOf;

  /** Reads all groups in two statements, because a start needs every group. */
  RoleGroups(ProcessEngine engine) {
    this.identity = engine.getIdentityService();
    this.present =
        identity.createGroupQuery().list().stream()
            .collect(Collectors.toMap(Group::getId, group -> group));
    this.councilsOf = councilsOf(engine);
  }

  private static Map<String, Set<String>> councilsOf(ProcessEngine engine) {
    Map<String, Set<String>> found = new HashMap<>();
    JdbcClient.create(engine.getProcessEngineConfiguration().getDataSource())
        .sql("select GROUP_ID_, TENANT_ID_ from ACT_ID_TENANT_MEMBER where GROUP_ID_ is not null")
        .query(
            row -> {
              found
                  .computeIfAbsent(row.getString(1), group -> new HashSet<>())
                  .add(row.getString(2));
            });
    return found;
  }

  void compare(Roles roles, Councils councils, List<AdditionalGroups> further, AccessDrift drift) {
    Set<String> all = councils.councils().stream().map(Council::id).collect(Collectors.toSet());
    for (RoleSettings role : roles.roles()) {
      compareGroup(role.group(), role.name(), drift);
      compareCouncils(role.group(), role.councils() == CouncilsOfRole.ALL ? all : Set.of(), drift);
    }
    further.forEach(
        groups ->
            groups
                .names()
                .forEach(
                    (id, name) -> {
                      compareGroup(id, name, drift);
                      compareCouncils(id, Set.of(), drift);
                    }));
  }

  private void compareGroup(String id, String name, AccessDrift drift) {
    Group group = present.get(id);
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

  private void compareCouncils(String group, Set<String> expected, AccessDrift drift) {
    Set<String> councils = councilsOf.getOrDefault(group, Set.of());
    expected.stream()
        .filter(council -> !councils.contains(council))
        .sorted()
        .forEach(
            council ->
                drift.found(
                    "Group " + group + " was not in the local authority " + council,
                    () -> identity.createTenantGroupMembership(council, group)));
    councils.stream()
        .filter(council -> !expected.contains(council))
        .sorted()
        .forEach(
            council ->
                drift.found(
                    "Group " + group + " was in the local authority " + council,
                    () -> identity.deleteTenantGroupMembership(council, group)));
  }
}
