package scot.nrm.access;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;

/**
 * Puts councils, roles, grants and Tasklist's filters in place at each start, as the files in {@code config/} say. What
 * is there already is left alone, so a second start changes nothing.
 */
@Component
public class AccessSetup extends AbstractProcessEnginePlugin {

  private final Councils councils;
  private final Roles roles;
  private final TaskFilters filters;
  private final List<FurtherGroups> furtherGroups;
  private final Optional<DemoUsers> demoUsers;

  public AccessSetup(
      Councils councils,
      Roles roles,
      TaskFilters filters,
      List<FurtherGroups> furtherGroups,
      Optional<DemoUsers> demoUsers) {
    this.councils = councils;
    this.roles = roles;
    this.filters = filters;
    this.furtherGroups = List.copyOf(furtherGroups);
    this.demoUsers = demoUsers;
  }

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getCommandExecutorTxRequired()
        .execute(context -> {
          // Two nodes that start together must not both create the same rows. All or nothing: a fault leaves no half.
          context.getPropertyManager().acquireExclusiveLock();
          new CouncilTenants(engine.getIdentityService()).putInPlace(councils);
          new RoleGroups(engine.getIdentityService()).putInPlace(roles, councils, furtherGroups);
          Grants grants = new Grants(engine.getAuthorizationService());
          grants.want(roles);
          new TaskFilterSetup(engine).putInPlace(filters, roles, grants);
          grants.putInPlace(roles);
          demoUsers.ifPresent(users -> users.putInPlace(engine.getIdentityService()));
          return null;
        });
  }
}
