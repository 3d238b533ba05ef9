package scot.nrm.signin;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.plugin.AdministratorAuthorizationPlugin;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;
import scot.nrm.signin.oidc.OidcConfigured;

/**
 * The administrators' group. The engine creates it with its first administrator. Where an identity
 * provider names the administrators, the engine has none, and the group is created here.
 */
@Component
@Conditional(OidcConfigured.class)
class AdministratorsGroup extends AdministratorAuthorizationPlugin {

  private static final String NAME = "Administrators of the platform";

  AdministratorsGroup() {
    setAdministratorGroupName(Groups.CAMUNDA_ADMIN);
  }

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    IdentityService identities = engine.getIdentityService();
    if (identities.createGroupQuery().groupId(Groups.CAMUNDA_ADMIN).count() == 0) {
      Group group = identities.newGroup(Groups.CAMUNDA_ADMIN);
      group.setName(NAME);
      group.setType(Groups.GROUP_TYPE_SYSTEM);
      identities.saveGroup(group);
    }
    super.postProcessEngineBuild(engine);
  }
}
