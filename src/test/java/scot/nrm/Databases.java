package scot.nrm;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.flywaydb.core.Flyway;
import org.h2.store.fs.FileUtils;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.util.FileSystemUtils;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.Definitions;
import scot.nrm.engine.Deployer;
import scot.nrm.schema.DatabaseRoles;
import scot.nrm.schema.EngineSchema;

/** Fresh databases for tests. */
public final class Databases {

  /** The users of PostgreSQL that {@code config/database-roles.sql} creates. */
  static final String OWNER = "nrm_owner";

  static final String RUNTIME = "nrm_runtime";
  static final String ERASER = "nrm_eraser";

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static EmbeddedPostgres server;
  private static Path files;
  private static volatile Kind current = Kind.H2;

  /**
   * Our tables with the diagrams, decision tables and forms, for copies: creating and deploying
   * them takes a third of the processor time of a start.
   */
  private static final Map<Kind, Database> DEPLOYED = new EnumMap<>(Kind.class);

  /** The run of Maven whose virtual machines share what they prepare; empty in an IDE. */
  private static final String RUN = System.getProperty("nrm.run", "");

  private static final Path SHARED = Path.of("target", "prepared-databases");

  /** A file can be copied, and isn't in the memory of the virtual machine. */
  private static final String H2 = "jdbc:h2:file:" + folder() + "/";

  static {
    // NrmApplication does this too, before the engine deploys.
    TimeZone.setDefault(TimeZone.getTimeZone(LocalDay.ZONE));
  }

  private Databases() {}

  /** For the databases of this virtual machine, which are deleted with it. */
  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "h2-");
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(folder.toFile())));
      return folder.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of a database, with user and password. */
  public record Database(String url, String user, String password) {

    /** The application's settings for it. */
    public Map<String, String> settings() {
      return Map.of(
          "spring.datasource.url", url,
          "spring.datasource.username", user,
          "spring.datasource.password", password);
    }

    /**
     * For {@code SpringApplicationBuilder.run}.
     *
     * @param more other arguments of the same start
     */
    public String[] arguments(String... more) {
      return Stream.concat(
              settings().entrySet().stream()
                  .map(setting -> "--" + setting.getKey() + "=" + setting.getValue()),
              Stream.of(more))
          .toArray(String[]::new);
    }

    /** For {@code @DynamicPropertySource}. */
    public void register(DynamicPropertyRegistry properties) {
      settings().forEach((name, value) -> properties.add(name, () -> value));
    }

    public DataSource dataSource() {
      return new DriverManagerDataSource(url, user, password);
    }

    /**
     * Connections that are kept, for thousands of statements: on PostgreSQL a new connection takes
     * ten times as long as a statement. Such a database cannot be copied.
     */
    public DataSource pool() {
      HikariDataSource pool = new HikariDataSource();
      pool.setJdbcUrl(url);
      pool.setUsername(user);
      pool.setPassword(password);
      pool.setMaximumPoolSize(4);
      return pool;
    }

    /** Connects like the running program in production, with no more permissions than it needs. */
    public Database asRuntime() {
      return as(RUNTIME);
    }

    Database as(String anotherUser) {
      return url.startsWith("jdbc:postgresql:") ? new Database(url, anotherUser, password) : this;
    }
  }

  /** Which database a test runs on. */
  public enum Kind {
    H2("H2"),
    POSTGRES("PostgreSQL");

    private final String displayName;

    Kind(String displayName) {
      this.displayName = displayName;
    }

    String displayName() {
      return displayName;
    }

    /** A fresh one. */
    Database database() {
      return this == H2 ? h2() : postgres();
    }
  }

  /** Marks Spring tests that run on H2 only. */
  public interface OnH2 {}

  /** Marks Spring tests that run on a real PostgreSQL only. */
  public interface OnPostgres {}

  static void current(Kind kind) {
    current = kind;
  }

  /** The database on which tests {@linkplain OnEachDatabase on each database} now run. */
  static Kind current() {
    return current;
  }

  /**
   * An H2 database that lives as long as the virtual machine, with our tables, and with the
   * diagrams, decision tables and forms as a start has deployed them.
   */
  public static Database h2() {
    String from = file(deployed(Kind.H2));
    Database made = emptyH2();
    try (InputStream content = FileUtils.newInputStream(from);
        OutputStream copy = FileUtils.newOutputStream(file(made), false)) {
      content.transferTo(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return made;
  }

  /**
   * The same without tables. H2 keeps 16 MB of it in memory, and writes it to its file every
   * minute, not twice a second: a thread for each database would look for changes twenty times a
   * second.
   */
  public static Database emptyH2() {
    return new Database(
        H2
            + "nrm"
            + COUNT.incrementAndGet()
            + ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=500;OPTIMIZE_REUSE_RESULTS=0;CACHE_SIZE=16384;WRITE_DELAY=60000",
        "sa",
        "");
  }

  /** Frees the memory of a database that nothing uses any more. */
  static void forget(Database database) {
    if (database.url().startsWith(H2)) {
      JdbcClient.create(database.dataSource()).sql("shutdown immediately").update();
      FileUtils.delete(file(database));
    }
  }

  private static String file(Database database) {
    return database.url().replaceAll("jdbc:h2:([^;]*);.*", "$1.mv.db");
  }

  /** The same on a real PostgreSQL, which runs once for the virtual machine. */
  public static Database postgres() {
    return copyOf(deployed(Kind.POSTGRES));
  }

  /** Connects as the owner of the tables, for what the application itself may not do. */
  public static DataSource asOwner(DataSource application) {
    try (Connection connection = application.getConnection()) {
      String url = connection.getMetaData().getURL();
      return url.startsWith("jdbc:postgresql:")
          ? new DriverManagerDataSource(url, OWNER, "")
          : application;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * PostgreSQL's own counts of the statements of all databases ({@code pg_stat_statements}), which
   * the application may not read.
   */
  public static JdbcClient statistics() {
    JdbcClient statistics = JdbcClient.create(server.getPostgresDatabase());
    statistics.sql("create extension if not exists pg_stat_statements").update();
    return statistics;
  }

  /** The same without tables. */
  public static Database emptyPostgres() {
    return create("");
  }

  private static synchronized Database deployed(Kind kind) {
    return DEPLOYED.computeIfAbsent(
        kind, made -> kind == Kind.H2 && !RUN.isEmpty() ? sharedH2() : prepared(kind));
  }

  /** The first of the virtual machines of a run prepares it, and the others wait for its copy. */
  private static Database sharedH2() {
    Path shared = SHARED.resolve(RUN.replaceAll("\\W", "") + ".mv.db");
    try {
      Files.createDirectories(SHARED);
      try (FileChannel channel =
              FileChannel.open(
                  SHARED.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !Files.exists(shared)) {
          Database first = prepared(Kind.H2);
          try (Stream<Path> earlier = Files.list(SHARED)) {
            for (Path file : earlier.filter(it -> it.toString().endsWith(".mv.db")).toList()) {
              Files.delete(file);
            }
          }
          Path unfinished = SHARED.resolve("unfinished");
          try (InputStream content = FileUtils.newInputStream(file(first))) {
            Files.copy(content, unfinished, StandardCopyOption.REPLACE_EXISTING);
          }
          Files.move(unfinished, shared);
          return first;
        }
      }
      Database copy = emptyH2();
      try (OutputStream content = FileUtils.newOutputStream(file(copy), false)) {
        Files.copy(shared, content);
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Configured as Spring does it. */
  public static Flyway flyway(Database database) {
    return Flyway.configure()
        .dataSource(database.dataSource())
        .javaMigrations(new EngineSchema())
        .load();
  }

  private static Database prepared(Kind kind) {
    Database database = kind == Kind.H2 ? emptyH2() : emptyPostgres();
    flyway(database).migrate();
    if (kind == Kind.POSTGRES) {
      DatabaseRoles.grant(database.dataSource(), new DatabaseRoles.Users(RUNTIME, ERASER));
    }
    deploy(database);
    return database;
  }

  /**
   * As a start does, which then finds nothing to deploy; long ago, whatever a test's clock says.
   */
  private static void deploy(Database database) {
    ProcessEngineConfigurationImpl engine =
        (ProcessEngineConfigurationImpl)
            new StandaloneProcessEngineConfiguration()
                .setProcessEngineName("deploys")
                .setDataSource(database.dataSource())
                .setDatabaseSchemaUpdate("false")
                .setHistory("full")
                .setJobExecutorActivate(false);
    engine.setIdGenerator(new StrongUuidGenerator());
    engine.getProcessEnginePlugins().add(new SharedEngineStatements());
    ProcessEngine running = engine.buildProcessEngine();
    new Deployer(new Definitions(Path.of("")), forms -> List.of(), "", false)
        .postProcessEngineBuild(running);
    running.close();
    JdbcClient jdbc = JdbcClient.create(database.dataSource());
    jdbc.sql("update ACT_RE_DEPLOYMENT set DEPLOY_TIME_ = timestamp '2009-04-01 00:00:00'")
        .update();
    if (database.url().startsWith(H2)) {
      jdbc.sql("shutdown compact").update();
    }
  }

  /** A copy on the same PostgreSQL. Nothing may be connected to the original. */
  public static Database copyOf(Database database) {
    return create(" template " + database.url().replaceAll(".*/(nrm\\d+).*", "$1"));
  }

  private static synchronized Database create(String from) {
    String name = "nrm" + COUNT.incrementAndGet();
    try {
      if (server == null) {
        // Spring stops it, after it has closed the applications of tests: they would wait for a
        // lost database. Spring does so only if an application has run, so one is run here.
        new SpringApplicationBuilder(Nothing.class)
            .web(WebApplicationType.NONE)
            .logStartupInfo(false)
            .run()
            .close();
        boolean isMeasured = System.getProperty("nrm.bench.made") != null;
        files = Files.createTempDirectory("nrm-postgres-");
        server =
            EmbeddedPostgres.builder()
                .setDataDirectory(files)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(1)) // a second, or ten on a busy machine
                .setRegisterShutdownHook(false)
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off") // not needed after a crash
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                // tests run on two servers side by side, benchmarks on one as it usually is
                .setServerConfig("shared_buffers", isMeasured ? "128MB" : "48MB")
                // one worker after the other for many databases with small tables
                .setServerConfig("autovacuum", isMeasured ? "on" : "off")
                .start();
        SpringApplication.getShutdownHandlers().add(Databases::stop);
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
          ScriptUtils.executeSqlScript(
              connection, new FileSystemResource("config/database-roles.sql"));
        }
      }
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create database " + name + " owner " + OWNER + from);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("No database could be made on the embedded PostgreSQL", e);
    }
    // Without the user, who would go before every other.
    return new Database(server.getJdbcUrl(OWNER, name).replaceAll("\\?.*", ""), OWNER, "");
  }

  private static class Nothing {}

  /** To delete thousands of files takes eight seconds: the build doesn't wait for it. */
  private static void stop() {
    try {
      server.close();
      new ProcessBuilder("rm", "-rf", files.toString()).start();
    } catch (IOException e) {
      FileSystemUtils.deleteRecursively(files.toFile()); // on Windows
    }
  }
}
