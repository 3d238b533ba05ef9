package scot.nrm.access.setup;

import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import scot.nrm.access.Councils;
import scot.nrm.access.Roles;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.SetData;

/**
 * Creates councils, roles, grants and Tasklist's filters as the files in {@code config/} say: at
 * each start, and when a set with other data comes into force. Only differences are corrected and
 * logged, so a second start changes nothing.
 */
@Component
public class AccessSetup extends AbstractProcessEnginePlugin
    implements SetData.Check, SetData.Follower {

  private static final Logger LOG = LoggerFactory.getLogger(AccessSetup.class);

  private final Councils councils;
  private final Roles roles;
  private final TaskFilters filters;
  private final List<AdditionalGroups> furtherGroups;
  private final Authorities authorities;
  private ProcessEngine engine;

  public AccessSetup(
      Councils councils,
      Roles roles,
      TaskFilters filters,
      List<AdditionalGroups> furtherGroups,
      Authorities authorities) {
    this.councils = councils;
    roles.requireAll(authorities);
    this.authorities = authorities;
    this.roles = roles;
    this.filters = filters;
    this.furtherGroups = List.copyOf(furtherGroups);
  }

  @Override
  public void validate() {
    roles.requireAll(authorities);
  }

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    this.engine = engine;
    setUp();
  }

  @Override
  public void setUp() {
    ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getCommandExecutorTxRequired()
        .execute(
            context -> {
              // Two nodes that start together must not both create the same rows. All or nothing.
              context.getPropertyManager().acquireExclusiveLock();
              boolean first = engine.getIdentityService().createTenantQuery().count() == 0;
              report(first, compare(engine, AccessDrift.correcting()));
              return null;
            });
  }

  /** The differences from the files, each in a sentence without a full stop. Changes nothing. */
  List<String> differences(ProcessEngine engine) {
    return compare(engine, AccessDrift.reportOnly());
  }

  private List<String> compare(ProcessEngine engine, AccessDrift drift) {
    new CouncilTenants(engine.getIdentityService()).compare(councils, drift);
    new RoleGroups(engine).compare(roles, councils, furtherGroups, drift);
    Grants grants = new Grants(engine.getAuthorizationService());
    grants.expect(roles);
    new TaskFilterSetup(engine, authorities).compare(filters, roles, grants, drift);
    grants.compare(drift);
    return drift.found();
  }

  private static void report(boolean first, List<String> found) {
    if (first) {
      LOG.info("Local authorities, roles, permissions and filters are set up from config/");
    } else if (!found.isEmpty()) {
      LOG.warn(
          "Local authorities, groups, permissions or filters differed from config/; {} corrected:\n  {}",
          found.size() == 1 ? "this was" : found.size() + " things were",
          String.join("\n  ", found));
    }
  }
}
