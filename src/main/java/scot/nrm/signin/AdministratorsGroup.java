package scot.nrm.signin;

import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;
import scot.nrm.signin.oidc.OidcConfigured;

/**
 * The administrators' group. The engine creates it with its first administrator. Where an identity
 * provider names the administrators, the engine has none, and the group is created here.
 */
@Component
@Conditional(OidcConfigured.class)
class AdministratorsGroup extends AbstractProcessEnginePlugin {

  private static final String NAME = "Administrators of the platform";

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    IdentityService identities = engine.getIdentityService();
    if (identities.createGroupQuery().groupId(Groups.CAMUNDA_ADMIN).count() == 0) {
      Group group = identities.newGroup(Groups.CAMUNDA_ADMIN);
      group.setName(NAME);
      group.setType(Groups.GROUP_TYPE_SYSTEM);
      identities.saveGroup(group);
    }
    AuthorizationService authorizations = engine.getAuthorizationService();
    for (Resources resource : Resources.values()) {
      if (authorizations
              .createAuthorizationQuery()
              .groupIdIn(Groups.CAMUNDA_ADMIN)
              .resourceType(resource)
              .resourceId(Authorization.ANY)
              .count()
          == 0) {
        Authorization all = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        all.setGroupId(Groups.CAMUNDA_ADMIN);
        all.setResource(resource);
        all.setResourceId(Authorization.ANY);
        all.addPermission(Permissions.ALL);
        authorizations.saveAuthorization(all);
      }
    }
  }
}
