package scot.nrm.access;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scot.nrm.access.Roles.Role;

/**
 * The grants of the roles. Afterwards the groups of {@code config/roles.yaml} have what that file gives them and
 * nothing else: a grant made by hand is taken away again, and the log says so.
 */
final class Grants {

  private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

  private final AuthorizationService authorizations;
  private final Map<Key, Set<Permission>> wanted = new LinkedHashMap<>();

  private record Key(String group, int resourceType, String resourceId) {}

  Grants(AuthorizationService authorizations) {
    this.authorizations = authorizations;
  }

  void want(Roles roles) {
    for (Role role : roles.roles()) {
      for (String application : role.applications()) {
        want(role, Resources.APPLICATION, application, Permissions.ACCESS);
      }
      for (String process : role.starts()) {
        want(role, Resources.PROCESS_DEFINITION, process,
            ProcessDefinitionPermissions.READ, ProcessDefinitionPermissions.CREATE_INSTANCE);
        want(role, Resources.PROCESS_INSTANCE, Authorization.ANY, Permissions.CREATE);
      }
      for (Roles.Grant grant : role.grants()) {
        grant.ids().forEach(id -> want(role, grant.what(), id, grant.enginePermissions()));
      }
    }
  }

  void want(Role role, Resource resource, String resourceId, Permission... permissions) {
    wanted.computeIfAbsent(new Key(role.group(), resource.resourceType(), resourceId), key -> new LinkedHashSet<>())
        .addAll(Arrays.asList(permissions));
  }

  void putInPlace(Roles roles) {
    String[] groups = roles.roles().stream().map(Role::group).toArray(String[]::new);
    if (groups.length == 0) {
      return;
    }
    Map<Key, Set<Permission>> missing = new LinkedHashMap<>(wanted);
    for (Authorization present : authorizations.createAuthorizationQuery().groupIdIn(groups).list()) {
      if (isFromEngine(present)) {
        continue;
      }
      Key key = new Key(present.getGroupId(), present.getResourceType(), present.getResourceId());
      Set<Permission> permissions = present.getAuthorizationType() == Authorization.AUTH_TYPE_GRANT
          ? missing.remove(key) : null;
      if (permissions == null) {
        LOG.warn("Took away a grant of {} that config/roles.yaml does not give: resource type {}, {}",
            key.group(), key.resourceType(), key.resourceId());
        authorizations.deleteAuthorization(present.getId());
      } else if (!grants(present, permissions)) {
        save(present, permissions);
      }
    }
    missing.forEach((key, permissions) -> {
      Authorization grant = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
      grant.setGroupId(key.group());
      grant.setResourceType(key.resourceType());
      grant.setResourceId(key.resourceId());
      save(grant, permissions);
    });
  }

  /** The engine lets a group look at itself and at the councils that it is in. */
  private static boolean isFromEngine(Authorization present) {
    return (present.getResourceType() == Resources.GROUP.resourceType()
            || present.getResourceType() == Resources.TENANT.resourceType())
        && bits(present) == Permissions.READ.getValue();
  }

  private static boolean grants(Authorization present, Set<Permission> permissions) {
    return bits(present) == permissions.stream().mapToInt(Permission::getValue).reduce(0, (all, one) -> all | one);
  }

  /** All that a row gives, also beyond what the file names. */
  private static int bits(Authorization present) {
    return ((AuthorizationEntity) present).getPermissions();
  }

  private void save(Authorization grant, Set<Permission> permissions) {
    grant.setPermissions(permissions.toArray(Permission[]::new));
    authorizations.saveAuthorization(grant);
  }
}
