package scot.nrm.access.setup;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.util.ResourceTypeUtil;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.RoleSettings;

/**
 * The grants of the roles. Groups have exactly what {@code config/roles.yaml} gives them; single
 * persons, and everyone, have only what the engine itself grants them. Grants of administrators are
 * not changed.
 */
final class Grants {

  /** The permission that the engine gives the creator of one of these. */
  private static final Set<Integer> CREATED_BY_PEOPLE =
      Set.of(
          Resources.DEPLOYMENT.resourceType(),
          Resources.FILTER.resourceType(),
          Resources.BATCH.resourceType());

  private final AuthorizationService authorizations;
  private final Map<Key, Set<Permission>> expected = new LinkedHashMap<>();

  private record Key(String group, int resourceType, String resourceId) {

    @Override
    public String toString() {
      return resourceName(resourceType) + " " + ("*".equals(resourceId) ? "(all)" : resourceId);
    }
  }

  Grants(AuthorizationService authorizations) {
    this.authorizations = authorizations;
  }

  void expect(Roles roles) {
    for (RoleSettings role : roles.roles()) {
      for (String application : role.applications()) {
        expect(role, Resources.APPLICATION, application, Permissions.ACCESS);
      }
      for (String process : role.starts()) {
        expect(
            role,
            Resources.PROCESS_DEFINITION,
            process,
            ProcessDefinitionPermissions.READ,
            ProcessDefinitionPermissions.CREATE_INSTANCE);
        expect(role, Resources.PROCESS_INSTANCE, Authorization.ANY, Permissions.CREATE);
      }
      for (Roles.Grant grant : role.grants()) {
        grant.ids().forEach(id -> expect(role, grant.what(), id, grant.enginePermissions()));
      }
    }
  }

  void expect(RoleSettings role, Resource resource, String resourceId, Permission... permissions) {
    expected
        .computeIfAbsent(
            new Key(role.group(), resource.resourceType(), resourceId),
            key -> new LinkedHashSet<>())
        .addAll(Arrays.asList(permissions));
  }

  void compare(AccessDrift drift) {
    Map<Key, Set<Permission>> missing = new LinkedHashMap<>(expected);
    for (Authorization present : authorizations.createAuthorizationQuery().list()) {
      if (present.getGroupId() == null) {
        comparePersonal(present, drift);
      } else if (!Groups.CAMUNDA_ADMIN.equals(present.getGroupId()) && !isFromEngine(present)) {
        compareGroup(present, missing, drift);
      }
    }
    missing.forEach(
        (key, permissions) ->
            drift.found(
                "Group %s had no permission for %s (%s)"
                    .formatted(key.group(), key, names(permissions)),
                () -> {
                  Authorization grant =
                      authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
                  grant.setGroupId(key.group());
                  grant.setResourceType(key.resourceType());
                  grant.setResourceId(key.resourceId());
                  save(grant, permissions);
                }));
  }

  private void compareGroup(
      Authorization present, Map<Key, Set<Permission>> missing, AccessDrift drift) {
    Key key = new Key(present.getGroupId(), present.getResourceType(), present.getResourceId());
    Set<Permission> permissions =
        present.getAuthorizationType() == Authorization.AUTH_TYPE_GRANT
            ? missing.remove(key)
            : null;
    if (permissions == null) {
      drift.found(
          "Group %s had a permission that config/roles.yaml does not give: %s (%s)"
              .formatted(key.group(), key, names(present)),
          () -> authorizations.deleteAuthorization(present.getId()));
    } else if (!matches(present, permissions)) {
      drift.found(
          "Group %s had permissions that differ from config/roles.yaml: %s (%s)"
              .formatted(key.group(), key, names(present)),
          () -> save(present, permissions));
    }
  }

  /** No person has permissions of their own, nor has everyone, even if someone granted them. */
  private void comparePersonal(Authorization present, AccessDrift drift) {
    if (isFromEngineForPerson(present)) {
      return;
    }
    Key key = new Key("", present.getResourceType(), present.getResourceId());
    String whose =
        present.getUserId() == null || Authorization.ANY.equals(present.getUserId())
            ? "Everyone"
            : "The user " + present.getUserId();
    drift.found(
        whose + " had a permission of their own: " + key + " (" + names(present) + ")",
        () -> authorizations.deleteAuthorization(present.getId()));
  }

  /** The engine lets people manage themselves and what they created, and read their councils. */
  private static boolean isFromEngineForPerson(Authorization present) {
    int type = present.getResourceType();
    return present.getUserId() != null
        && present.getAuthorizationType() == Authorization.AUTH_TYPE_GRANT
        && (type == Resources.USER.resourceType()
                && present.getUserId().equals(present.getResourceId())
            || type == Resources.TENANT.resourceType()
                && bits(present) == Permissions.READ.getValue()
            || CREATED_BY_PEOPLE.contains(type)
                && !Authorization.ANY.equals(present.getResourceId()));
  }

  /** The engine lets a group read itself and its councils. */
  private static boolean isFromEngine(Authorization present) {
    return (present.getResourceType() == Resources.GROUP.resourceType()
            || present.getResourceType() == Resources.TENANT.resourceType())
        && bits(present) == Permissions.READ.getValue();
  }

  private static boolean matches(Authorization present, Set<Permission> permissions) {
    return bits(present)
        == permissions.stream().mapToInt(Permission::getValue).reduce(0, (all, one) -> all | one);
  }

  /** All permissions of a row, also those that the file can't name. */
  private static int bits(Authorization present) {
    return ((AuthorizationEntity) present).getPermissions();
  }

  private void save(Authorization grant, Set<Permission> permissions) {
    grant.setPermissions(permissions.toArray(Permission[]::new));
    authorizations.saveAuthorization(grant);
  }

  private static String names(Authorization present) {
    List<Permission> given =
        Stream.of(
                present.getPermissions(
                    ResourceTypeUtil.getPermissionsByResourceType(present.getResourceType())))
            .filter(permission -> permission.getValue() != 0)
            .toList();
    return names(
        given.stream().anyMatch(permission -> permission.getName().equals("ALL"))
            ? List.of(Permissions.ALL)
            : given);
  }

  private static String names(Collection<Permission> permissions) {
    return permissions.stream()
        .map(Permission::getName)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String resourceName(int resourceType) {
    Resource resource = ResourceTypeUtil.getResourceByType(resourceType);
    return resource == null
        ? "resource type " + resourceType
        : resource.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
