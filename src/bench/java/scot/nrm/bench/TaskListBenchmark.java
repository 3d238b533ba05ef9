package scot.nrm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;

/**
 * Measures response times of Tasklist's lists over HTTP, on PostgreSQL after ANALYZE, with the same
 * open tasks on this deployment and on stock Camunda (one grant for each task and candidate). Calls
 * to both alternate, so that other load on the machine slows both. Also counts the buffers that
 * PostgreSQL reads for a call here, which don't depend on the machine.
 *
 * <p>{@code -Dnrm.bench.tasks=} sets the number of open tasks: some hundred of cases that went
 * through the forms and diagrams, and copies of them. {@code -Dnrm.bench.stock=false} leaves stock
 * Camunda out. {@code -Dnrm.bench.database=} is the JDBC address of an empty database, or of one
 * that was filled this way.
 */
class TaskListBenchmark {

  private static final Logger LOG = LoggerFactory.getLogger(TaskListBenchmark.class);
  private static final Path RESULT = Path.of("target", "benchmarks", "task-lists.md");

  /** Of cases that went through the diagrams; the others are copies of them. */
  private static final int MADE = 200;

  /** A node works for days; by then both compilers are done with what lists need. */
  private static final int WARM_UP = 1_000;

  private static final int ROUNDS = 15;

  /** Stock Camunda is slow, so in each round it gets one call and we get several. */
  private static final int OURS_PER_ROUND = 14;

  private static ConfigurableApplicationContext ours;
  private static StockCopy stock;
  private static JdbcClient statistics;
  private static String team;
  private static long tasks;

  @BeforeAll
  static void fill() throws SQLException {
    String given = System.getProperty("nrm.bench.database", "");
    Database database =
        given.isEmpty() ? Databases.postgres() : new Database(given, "postgres", "");
    statistics =
        given.isEmpty() ? Databases.statistics() : JdbcClient.create(database.dataSource());
    commitAsynchronously(database);
    start(database);
    if (ours.getBean(ProcessEngine.class).getTaskService().createTaskQuery().count() == 0) {
      make(database);
      start(database);
    }
    ProcessEngine engine = ours.getBean(ProcessEngine.class);
    team =
        engine
            .getFilterService()
            .createFilterQuery()
            .filterName("My team's tasks")
            .singleResult()
            .getId();
    tasks = engine.getTaskService().createTaskQuery().count();
    if (given.isEmpty() && Boolean.parseBoolean(System.getProperty("nrm.bench.stock", "true"))) {
      ours.close();
      Database copy = Databases.copyOf(database);
      commitAsynchronously(copy);
      stock = new StockCopy(copy);
      stock.grantPerTask();
      run(copy, "vacuum analyze");
      start(database);
    }
  }

  private static void make(Database database) throws SQLException {
    ProcessEngine engine = ours.getBean(ProcessEngine.class);
    new OpenCases(ours).fill(MADE);
    long made = engine.getTaskService().createTaskQuery().count();
    long cases =
        ours.getBean(JdbcClient.class)
            .sql("select count(*) from case_register where case_outcome is null")
            .query(Long.class)
            .single();
    ours.close();
    new MultipliedCases(database)
        .multiply((int) (Integer.getInteger("nrm.bench.tasks", 20_000) * cases / made), 0);
  }

  private static void start(Database database) {
    ours = OpenCases.application(database);
  }

  /**
   * Creates a filter of everything that a user may see, the most expensive one. It is created after
   * the last start, because a start removes filters that are not configured.
   */
  static String filterOfEverything(ProcessEngine engine) {
    Filter filter =
        engine
            .getFilterService()
            .newTaskFilter("Everything")
            .setQuery(engine.getTaskService().createTaskQuery());
    String id = engine.getFilterService().saveFilter(filter).getId();
    AuthorizationService authorizations = engine.getAuthorizationService();
    Authorization all = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GLOBAL);
    all.setResource(Resources.FILTER);
    all.setResourceId(id);
    all.addPermission(Permissions.READ);
    authorizations.saveAuthorization(all);
    return id;
  }

  /** Without this, filling would take twice as long; lists only read. */
  private static void commitAsynchronously(Database database) throws SQLException {
    run(
        database,
        "do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$");
  }

  private static void run(Database database, String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement running = connection.createStatement()) {
      running.execute(statement);
    }
  }

  @AfterAll
  static void stop() {
    if (stock != null) {
      stock.close();
    }
    ours.close();
  }

  private record Call(String name, Function<Measured, String> made) {

    String by(Measured person) {
      return made.apply(person);
    }
  }

  private static List<Call> calls() {
    return List.of(
        new Call(
            "first page of 15",
            person -> Measured.expect(person.page(person.everything(), "created", "desc"), 200)),
        new Call(
            "page by due date",
            person -> Measured.expect(person.page(person.everything(), "dueDate", "asc"), 200)),
        new Call("count", person -> Measured.expect(person.count(person.everything()), 200)),
        new Call(
            "filter \"My team's tasks\", by due date",
            person -> Measured.expect(person.page(team, "dueDate", "asc"), 200)),
        new Call("count of that filter", person -> Measured.expect(person.count(team), 200)));
  }

  @Test
  void listsOfACaseworkerAndOfACentralOfficer() throws IOException {
    List<String> rows = new ArrayList<>();
    rows.add(
        "| %,d open tasks | tasks seen | buffers | database ms | here p50 | here p95 | stock p50 | stock p95 | stock / here (p50) |"
            .formatted(tasks));
    rows.add("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    measure("caseworker", Measured.CASEWORKER, rows);
    measure("central officer", Measured.OFFICER, rows);

    Files.createDirectories(RESULT.getParent());
    Files.write(RESULT, rows);
    LOG.info(
        "In milliseconds, {} calls here and {} of stock each:\n{}",
        ROUNDS * OURS_PER_ROUND,
        ROUNDS,
        String.join("\n", rows));
  }

  private void measure(String who, String user, List<String> rows) {
    Measured here = new Measured(port(ours), ours.getBean(ProcessEngine.class), user);
    Measured there = stock == null ? null : stock.signIn(user);
    // All before the first is measured, or the compiler would still work meanwhile.
    for (Call call : calls()) {
      for (int i = 0; i < WARM_UP; i++) {
        call.by(here);
      }
    }
    for (Call call : calls()) {
      String seen = count(call.by(here));
      if (there != null && !seen.equals(count(call.by(there)))) {
        throw new IllegalStateException(
            "Stock and this deployment show " + user + " different numbers of tasks");
      }
      Measured.Times mine = new Measured.Times();
      Measured.Times theirs = new Measured.Times();
      statistics.sql("select pg_stat_statements_reset()").query().listOfRows();
      for (int round = 0; round < ROUNDS; round++) {
        if (there != null) {
          theirs.add(time(call, there));
        }
        for (int i = 0; i < OURS_PER_ROUND; i++) {
          mine.add(time(call, here));
        }
      }
      String database = database(ROUNDS * OURS_PER_ROUND);
      BenchTable.add(
          "%s: %s, %,d open tasks: p95 ms".formatted(who, call.name(), tasks),
          mine.percentile(95),
          there == null ? Double.NaN : theirs.percentile(95),
          tasks > 100_000 ? "< 40" : "< 20");
      rows.add(
          "| %s: %s | %s | %s | %.1f | %.1f | %s |"
              .formatted(
                  who,
                  call.name(),
                  seen,
                  database,
                  mine.percentile(50),
                  mine.percentile(95),
                  there == null
                      ? "– | – | –"
                      : "%.0f | %.0f | **%.0f**"
                          .formatted(
                              theirs.percentile(50),
                              theirs.percentile(95),
                              theirs.percentile(50) / mine.percentile(50))));
    }
  }

  /** Buffers and milliseconds of a call here. */
  private static String database(int calls) {
    return statistics
        .sql(
            """
            select sum(shared_blks_hit + shared_blks_read), sum(total_exec_time) from pg_stat_statements
            where dbid = (select oid from pg_database where datname = :database)\
            """)
        .param("database", name(ours))
        .query(
            (row, number) ->
                "%.0f | %.1f".formatted(row.getDouble(1) / calls, row.getDouble(2) / calls))
        .single();
  }

  private static String name(ConfigurableApplicationContext application) {
    return application
        .getBean(JdbcClient.class)
        .sql("select current_database()")
        .query(String.class)
        .single();
  }

  private static long time(Call call, Measured person) {
    long begun = System.nanoTime();
    call.by(person);
    return System.nanoTime() - begun;
  }

  /** Both kinds of responses contain a count. */
  private static String count(String answer) {
    return answer.replaceAll("(?s).*\"count\":(\\d+).*", "$1");
  }

  static int port(ConfigurableApplicationContext application) {
    return Integer.parseInt(application.getEnvironment().getRequiredProperty("local.server.port"));
  }
}
