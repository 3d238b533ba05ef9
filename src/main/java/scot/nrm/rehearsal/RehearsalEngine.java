package scot.nrm.rehearsal;

import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.history.HistoryLevel;
import org.camunda.bpm.engine.impl.history.event.HistoricActivityInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricTaskInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.event.HistoryEventType;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;
import org.camunda.bpm.engine.impl.history.handler.DbHistoryEventHandler;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.mail.MailSenderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import scot.nrm.access.TeamMembers;
import scot.nrm.casefile.ChangeChain;
import scot.nrm.casefile.ContentCipher;
import scot.nrm.casefile.MasterKeys;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.Deployer;
import scot.nrm.engine.sets.DataInForce;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.pages.PdfWriter;
import scot.nrm.startup.NoBackgroundWork;

/**
 * The whole program a second time, with an empty database in memory and keys of its own. It has the
 * same steps, tables, forms and rules, so a case takes the same path as in the real one. Nothing
 * leaves it: it has no mail server, files or web server, and runs only the jobs of a replay.
 */
final class RehearsalEngine implements AutoCloseable {

  private static final String PROGRAM = "scot.nrm";

  /** The columns whose indexes a replay needs to find its rows among those of many cases. */
  private static final Set<String> READ_COLUMNS =
      Set.of(
          new String[] {
            "BUSINESS_KEY_", "CASE_NUMBER", "DEPLOYMENT_ID_", "EVENT_NAME_",
            "EXECUTION_ID_", "KEY_", "PARENT_ID_", "PROC_INST_ID_",
            "PROCESS_INSTANCE_ID_", "SUPER_EXEC_", "TASK_ID_", "TOKEN"
          });

  /** The end of a statement that locks the rows it reads. */
  private static final String FOR_UPDATE = " for update";

  /** The tables of which a replay writes few rows. */
  private static final Pattern SELDOM_WRITTEN = Pattern.compile("ACT_(ID|RE)_.*");

  private static final String DATABASE =
      "jdbc:h2:mem:rehearsal-%s;DEFAULT_NULL_ORDERING=HIGH;QUERY_CACHE_SIZE=2000"
          // Only our own steps write here, so references needn't be checked. Statistics needn't be
          // updated: after each update, H2 parses every statement again.
          + ";ANALYZE_AUTO=0;INIT=SET REFERENTIAL_INTEGRITY FALSE";

  private static final String USER = "sa";

  private final String key;
  private final ConfigurableApplicationContext parts;

  /**
   * @param program the running application: only its components are used, whatever else is on the
   *     class path
   */
  RehearsalEngine(ApplicationContext program) {
    this(program, new Content(new Base64StringKeyGenerator().generateKey(), List.of()));
  }

  /** Its database has the content of another engine's. */
  RehearsalEngine(ApplicationContext program, Content content) {
    this.key = content.key();
    String url = DATABASE.formatted(UUID.randomUUID());
    StandardEnvironment environment = new ConfigFilesEnvironment();
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("rehearsal", settings(program.getEnvironment(), url, key)));
    SpringApplicationBuilder builder =
        new SpringApplicationBuilder(Parts.class)
            .environment(environment)
            .web(WebApplicationType.NONE)
            .lazyInitialization(true)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            .initializers(
                context -> context.addBeanFactoryPostProcessor(beans -> keepOnly(beans, program)));
    builder.application().setListeners(withoutLogging(builder.application().getListeners()));
    try (Connection kept = DriverManager.getConnection(url, USER, "");
        Statement database = kept.createStatement()) {
      for (String statement : content.statements()) {
        database.execute(statement);
      }
      parts = builder.run();
      dropUnreadIndexes(); // which also connects: H2 drops a database without a connection
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The content of a database, as statements that create a copy.
   *
   * @param key its {@code nrm.case-file.key}
   */
  record Content(String key, List<String> statements) {

    /** Without the content, which must not get into a log. */
    @Override
    public String toString() {
      return "Content[" + statements.size() + " statements]";
    }
  }

  /** Must not be called while something is written. */
  Content content() {
    return new Content(key, get(JdbcClient.class).sql("script").query(String.class).list());
  }

  /** Drops indexes that slow replays down: most rows are written more often than read. */
  private void dropUnreadIndexes() {
    JdbcClient jdbc = JdbcClient.create(configuration().getDataSource());
    Set<String> unread = new HashSet<>();
    jdbc.sql(
            "select index_name, table_name, column_name from information_schema.index_columns"
                + " where ordinal_position = 1 and not is_unique")
        .query(
            row -> {
              if (!READ_COLUMNS.contains(row.getString(3))
                  && !SELDOM_WRITTEN.matcher(row.getString(2)).matches()) {
                unread.add(row.getString(1));
              }
            });
    jdbc
        .sql(
            "select index_name, table_name, constraint_name from"
                + " information_schema.table_constraints where constraint_type = 'FOREIGN KEY'")
        .query(
            (row, number) ->
                unread.contains(row.getString(1))
                    ? "alter table \"%s\" drop constraint \"%s\""
                        .formatted(row.getString(2), row.getString(3))
                    : "")
        .list()
        .stream()
        .filter(drop -> !drop.isEmpty())
        .forEach(drop -> jdbc.sql(drop).update());
    unread.forEach(index -> jdbc.sql("drop index if exists \"" + index + "\"").update());
  }

  /**
   * Leaves out the listener for logging, which would apply a rehearsal's settings to the log of the
   * whole program and remove its filters.
   */
  private static List<ApplicationListener<?>> withoutLogging(Set<ApplicationListener<?>> all) {
    return all.stream().filter(one -> !(one instanceof LoggingApplicationListener)).toList();
  }

  private static void keepOnly(BeanFactory beans, ListableBeanFactory program) {
    BeanDefinitionRegistry definitions = (BeanDefinitionRegistry) beans;
    for (String name : definitions.getBeanDefinitionNames()) {
      String type = type(definitions.getBeanDefinition(name));
      if (type.startsWith(PROGRAM + ".")
          && !type.startsWith(Parts.class.getName())
          && !program.containsBeanDefinition(name)) {
        definitions.removeBeanDefinition(name);
      }
    }
  }

  /** The class of a component, or the class with its factory method. */
  private static String type(BeanDefinition part) {
    return part instanceof AnnotatedBeanDefinition method
            && method.getFactoryMethodMetadata() != null
        ? method.getFactoryMethodMetadata().getDeclaringClassName()
        : Objects.toString(part.getBeanClassName(), "");
  }

  /**
   * Settings from the files in {@code config/} only. Those from outside, such as keys and the
   * address of the database, are missing.
   */
  private static final class ConfigFilesEnvironment extends StandardEnvironment {

    @Override
    protected void customizePropertySources(MutablePropertySources sources) {
      // Neither the operating system's variables nor the virtual machine's properties.
    }
  }

  private static Map<String, Object> settings(Environment program, String url, String key) {
    Map<String, Object> settings = new HashMap<>();
    for (String files : List.of("import", "location", "additional-location")) {
      String location = program.getProperty("spring.config." + files);
      if (location != null) {
        settings.put("spring.config." + files, location);
      }
    }
    settings.put("spring.datasource.url", url);
    settings.put("spring.datasource.username", USER);
    settings.put("spring.datasource.password", "");
    settings.put("spring.profiles.active", "rehearsal");
    settings.put("spring.main.register-shutdown-hook", "false");
    settings.put("spring.jmx.enabled", "false");
    settings.put("nrm.case-file.key", key);
    settings.put("nrm.demo.enabled", "false");
    settings.put("nrm.demo.cases", "false");
    settings.put("management.metrics.use-global-registry", "false");
    settings.put(
        "camunda.bpm.admin-user.id", "false"); // nobody signs in, and hashing a password is slow
    settings.put("camunda.bpm.process-engine-name", "rehearsal");
    settings.put("camunda.bpm.job-execution.enabled", "false");
    for (String setting :
        List.of(
            "nrm.access-log.file", "nrm.access-log.syslog",
            "nrm.access-alerts.address", "nrm.trace.file",
            "nrm.trace.address", "nrm.clock",
            "nrm.node", "nrm.oidc.issuer",
            "nrm.documents.scanner.host", "nrm.fill")) {
      settings.put(setting, "");
    }
    return settings;
  }

  <T> T get(Class<T> part) {
    return parts.getBean(part);
  }

  ProcessEngine engine() {
    return get(ProcessEngine.class);
  }

  /**
   * Turns the check of permissions off: people may have moved since, and a new task may have a new
   * team. The rules about the officers of a decision (D18) are still checked.
   */
  void disablePermissionChecks() {
    configuration().setAuthorizationEnabled(false);
    configuration().setTenantCheckEnabled(false);
  }

  /** Starts the engine, which creates its tables. */
  private ProcessEngineConfigurationImpl configuration() {
    return (ProcessEngineConfigurationImpl) engine().getProcessEngineConfiguration();
  }

  /**
   * Makes these files the set in force.
   *
   * @param checked whether the files are checked before
   * @return the number of the set here
   * @throws org.camunda.bpm.engine.BadUserRequestException if the check finds something wrong
   */
  int deploy(Map<String, byte[]> files, boolean checked) {
    get(Check.class).needed = checked;
    get(DataInForce.class).load(files);
    DeploymentBuilder set =
        engine()
            .getRepositoryService()
            .createDeployment()
            .name("rehearsal")
            .source(DefinitionSets.SOURCE);
    files.forEach((name, content) -> set.addInputStream(name, new ByteArrayInputStream(content)));
    CachedSets sets = get(CachedSets.class);
    sets.forget();
    try {
      set.deploy();
    } finally {
      sets.forget();
    }
    return sets.inForce();
  }

  /**
   * @param kept whether the engine's history has each step; without them no case can move to
   *     another set
   */
  void keepSteps(boolean kept) {
    get(ShortHistory.class).steps = kept;
  }

  @Override
  public void close() {
    parts.close();
  }

  /** Not a component, so that the application itself does not find it. */
  @EnableAutoConfiguration(exclude = MailSenderAutoConfiguration.class)
  @ComponentScan(
      basePackages = PROGRAM,
      excludeFilters = {
        @ComponentScan.Filter(type = FilterType.REGEX, pattern = "scot\\.nrm\\.[A-Z].*"),
        @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Deployer.class)
      })
  @ConfigurationPropertiesScan(PROGRAM)
  static class Parts {

    @Bean
    static BeanFactoryPostProcessor nothingRuns() {
      return new NoBackgroundWork();
    }

    /**
     * Removes the engine from the list of names, so that Cockpit and the REST API don't find it.
     */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static ProcessEnginePlugin hidden() {
      return new AbstractProcessEnginePlugin() {
        @Override
        public void postProcessEngineBuild(ProcessEngine engine) {
          ProcessEngines.unregister(engine);
        }
      };
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    static ShortHistory shortHistory() {
      return new ShortHistory();
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    static Check check() {
      return new Check();
    }

    @Bean
    static SetReads.Recorder recorder() {
      return new SetReads.Recorder();
    }

    @Bean
    @Primary
    static DecisionTables recordedTables(
        @Lazy ProcessEngine engine, DefinitionSets sets, SetReads.Recorder recorder) {
      return new SetReads.RecordedTables(engine, sets, recorder);
    }

    /** No chain of changes: nobody looks for tampering in a rehearsal. */
    @Bean
    @Primary
    static ChangeChain noChain(JdbcClient jdbc) {
      return ChangeChain.none(jdbc);
    }

    /**
     * No locks of rows: only the thread that replays a case changes its rows, and H2 parses a
     * statement that locks rows again each time.
     */
    @Bean
    static JdbcClient withoutLocks(DataSource database) {
      JdbcClient all = JdbcClient.create(database);
      return sql ->
          all.sql(
              sql.endsWith(FOR_UPDATE)
                  ? sql.substring(0, sql.length() - FOR_UPDATE.length())
                  : sql);
    }

    @Bean
    @Primary
    static CachedSets cachedSets(@Lazy ProcessEngine engine, @Lazy DefinitionSets.CaseSets cases) {
      return new CachedSets(engine, cases);
    }

    @Bean
    @Primary
    static CachedTeams cachedTeams(JdbcClient jdbc) {
      return new CachedTeams(jdbc);
    }

    /** No encryption: all texts are invented, and the database ends with the engine. */
    @Bean
    @Primary
    static ContentCipher noCipher(MasterKeys keys) {
      return ContentCipher.none(keys);
    }

    /** No text of letters: a rehearsal compares which letters go to whom, not what they say. */
    @Bean
    @Primary
    static PdfWriter noPdf() {
      return new PdfWriter("", "/nowhere") {
        @Override
        public boolean isEnabled() {
          return false;
        }
      };
    }
  }

  /**
   * Keeps only the history that a rehearsal compares: the diagrams and tasks of a case, without its
   * variables, people and operations.
   */
  static final class ShortHistory extends AbstractProcessEnginePlugin {

    /** The events that the engine creates at all. */
    private static final Set<HistoryEventTypes> PRODUCED =
        EnumSet.of(
            HistoryEventTypes.PROCESS_INSTANCE_START, HistoryEventTypes.TASK_INSTANCE_CREATE,
            HistoryEventTypes.ACTIVITY_INSTANCE_START, HistoryEventTypes.ACTIVITY_INSTANCE_UPDATE,
            HistoryEventTypes.ACTIVITY_INSTANCE_MIGRATE, HistoryEventTypes.ACTIVITY_INSTANCE_END);

    private volatile boolean steps;

    /** Replaces the handler that keeps the whole history. */
    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
      List<HistoryEventHandler> handlers = new ArrayList<>(engine.getCustomHistoryEventHandlers());
      handlers.removeIf(DbHistoryEventHandler.class::isInstance);
      handlers.add(
          new DbHistoryEventHandler() {
            @Override
            public void handleEvent(HistoryEvent event) {
              if (isKept(event)) {
                super.handleEvent(event);
              }
            }
          });
      engine.setCustomHistoryEventHandlers(handlers);
    }

    @Override
    public void postInit(ProcessEngineConfigurationImpl engine) {
      HistoryLevel level = engine.getHistoryLevel();
      engine.setHistoryLevel(
          new HistoryLevel() {
            @Override
            public int getId() {
              return level.getId();
            }

            @Override
            public String getName() {
              return level.getName();
            }

            @Override
            public boolean isHistoryEventProduced(HistoryEventType type, Object entity) {
              return PRODUCED.contains(type) && level.isHistoryEventProduced(type, entity);
            }
          });
      withoutLoggingContext(engine);
    }

    /**
     * Clears the logging context, because nothing is logged. The activity's id remains: the engine
     * takes the step of a failed job from it.
     */
    private static void withoutLoggingContext(ProcessEngineConfigurationImpl engine) {
      engine
          .setLoggingContextActivityName(null)
          .setLoggingContextApplicationName(null)
          .setLoggingContextBusinessKey(null)
          .setLoggingContextProcessDefinitionId(null)
          .setLoggingContextProcessDefinitionKey(null)
          .setLoggingContextProcessInstanceId(null)
          .setLoggingContextTenantId(null)
          .setLoggingContextEngineName(null);
    }

    /** Whether an event is kept, by name and class: processes, steps and variables share names. */
    boolean isKept(HistoryEvent event) {
      return event instanceof HistoricProcessInstanceEventEntity
              && event.isEventOfType(HistoryEventTypes.PROCESS_INSTANCE_START)
          || event instanceof HistoricTaskInstanceEventEntity
              && event.isEventOfType(HistoryEventTypes.TASK_INSTANCE_CREATE)
          || steps && event instanceof HistoricActivityInstanceEventEntity;
    }
  }

  /** Remembers the newest versions until another set comes into force. */
  static final class CachedSets extends DefinitionSets {

    private final Map<String, ProcessDefinition> diagrams = new ConcurrentHashMap<>();
    private final Map<String, String> tables = new ConcurrentHashMap<>();

    CachedSets(ProcessEngine engine, CaseSets cases) {
      super(engine, cases);
    }

    @Override
    protected ProcessDefinition newest(String diagram) {
      return diagrams.computeIfAbsent(diagram, super::newest);
    }

    @Override
    protected String newestTable(String table) {
      return tables.computeIfAbsent(table, super::newestTable);
    }

    void forget() {
      diagrams.clear();
      tables.clear();
    }
  }

  /** Remembers the members of teams until someone joins one. */
  static final class CachedTeams extends TeamMembers {

    private record Team(String group, String council) {}

    private final Map<Team, List<Person>> known = new ConcurrentHashMap<>();

    CachedTeams(JdbcClient jdbc) {
      super(jdbc);
    }

    @Override
    public List<Person> of(String team, String council) {
      return known.computeIfAbsent(
          new Team(team, council), one -> super.of(one.group(), one.council()));
    }

    void forget() {
      known.clear();
    }
  }

  /**
   * Skips the check of files that have been checked before: it takes longer than deploying them.
   */
  static final class Check extends AbstractProcessEnginePlugin {

    private volatile boolean needed;

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
      engine
          .getCustomPreDeployers()
          .replaceAll(
              check ->
                  deployment -> {
                    if (needed) {
                      check.deploy(deployment);
                    }
                  });
    }
  }
}
