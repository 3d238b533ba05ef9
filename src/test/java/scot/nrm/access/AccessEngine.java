package scot.nrm.access;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.springframework.boot.context.properties.bind.Binder;
import scot.nrm.ConfigFile;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.SharedEngineStatements;
import scot.nrm.access.setup.AccessSetup;
import scot.nrm.access.setup.TaskFilters;
import scot.nrm.access.tasks.LeaverTasks;
import scot.nrm.access.tasks.RowLevelPlugin;
import scot.nrm.commands.CommandPlugin;
import scot.nrm.demo.Caseworkers;
import scot.nrm.demo.Demo;
import scot.nrm.demo.DemoUsers;
import scot.nrm.engine.CaseNumberInTaskName;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.register.Register;

/**
 * An engine in memory with only the access rules of the deployment, from the files in {@code
 * config/}.
 */
public final class AccessEngine implements AutoCloseable {

  /** Each has its own name, because several tests keep one each. */
  private final StandaloneInMemProcessEngineConfiguration configuration =
      new StandaloneInMemProcessEngineConfiguration();

  private final ProcessEngine engine;

  public AccessEngine(ProcessEnginePlugin... others) {
    this(Databases.h2(), others);
  }

  /** On an empty H2, or a PostgreSQL with our tables. */
  public AccessEngine(Database database, ProcessEnginePlugin... others) {
    configuration.setProcessEngineName("access-" + UUID.randomUUID());
    configuration.setJdbcUrl(database.url());
    configuration.setJdbcUsername(database.user());
    configuration.setJdbcPassword(database.password());
    if (database.url().startsWith("jdbc:postgresql:")) {
      configuration.setJdbcDriver("org.postgresql.Driver");
    }
    configuration.setDatabaseSchemaUpdate("true");
    configuration.setHistory("full");
    configuration.setAuthorizationEnabled(true);
    configuration.setGeneralResourceWhitelistPattern("[a-zA-Z0-9][a-zA-Z0-9.-]*");
    configuration.setEnforceHistoryTimeToLive(false);
    configuration.getProcessEnginePlugins().addAll(List.of(others));
    configuration
        .getProcessEnginePlugins()
        .addAll(
            List.of(
                new SharedEngineStatements(),
                new CommandPlugin(),
                new RowLevelPlugin(roles()),
                new TenantByCouncil(councils(), org.mockito.Mockito.mock(Register.class)),
                new LeaverTasks(),
                new CustomCodeWithoutTenantCheck(),
                new CaseNumberInTaskName(),
                setup()));
    engine = configuration.buildProcessEngine();
    new DemoUsers(demo(), "admin").putInPlace(engine);
    grantEverythingToAdministrators();
  }

  /** Creates the administrator, like Camunda's starter. */
  private void grantEverythingToAdministrators() {
    for (Resource resource : Resources.values()) {
      Authorization everything =
          engine.getAuthorizationService().createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
      everything.setGroupId(Groups.CAMUNDA_ADMIN);
      everything.setResource(resource);
      everything.setResourceId(Authorization.ANY);
      everything.addPermission(Permissions.ALL);
      engine.getAuthorizationService().saveAuthorization(everything);
    }
  }

  public ProcessEngine engine() {
    return engine;
  }

  /** Runs without a signed-in person, with the engine's own view. */
  public void withoutSigningIn() {
    engine.getIdentityService().clearAuthentication();
  }

  public void as(String user, List<String> groups, List<String> councils) {
    engine.getIdentityService().setAuthentication(user, groups, councils);
  }

  /** Signs in one of the invented people, with their groups and councils from the database. */
  public void as(String user) {
    new Caseworkers(engine).signIn(user);
  }

  /** The diagram of a booking, which belongs to no council. */
  public static BpmnModelInstance bookings() {
    return Bpmn.createExecutableProcess("awareness-event-booking")
        .camundaHistoryTimeToLive(1)
        .startEvent()
        .userTask("Task_Booking")
        .camundaCandidateGroups("events-organiser")
        .endEvent()
        .done();
  }

  public static AccessSetup setup() {
    return new AccessSetup(
        councils(),
        roles(),
        bind("filters", "nrm", TaskFilters.class),
        List.of(() -> Map.of("police-strathclyde", "Police liaison of Strathclyde Police")),
        KnownAuthorities.OF_THE_FILE);
  }

  public static Councils councils() {
    return bind("councils", "nrm", Councils.class);
  }

  public static Roles roles() {
    return bind("roles", "nrm", Roles.class);
  }

  public static Demo demo() {
    return bind("demo-users", "nrm.demo", Demo.class);
  }

  public static <T> T bind(String file, String prefix, Class<T> type) {
    return Binder.get(ConfigFile.read("config/" + file + ".yaml", "")).bind(prefix, type).get();
  }

  @Override
  public void close() {
    engine.close();
  }
}
