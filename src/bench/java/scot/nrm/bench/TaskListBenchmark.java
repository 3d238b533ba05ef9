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
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.NrmApplication;
import scot.nrm.access.Councils;

/**
 * Measures response times of Tasklist's lists over HTTP, on PostgreSQL after ANALYZE, with the same
 * open tasks of real cases on this deployment and on stock Camunda (one grant for each task and
 * candidate). Calls to both alternate, so that other load on the machine slows both.
 *
 * <p>{@code -Dnrm.bench.tasks=} sets the number of open tasks.
 */
class TaskListBenchmark {

  private static final Logger LOG = LoggerFactory.getLogger(TaskListBenchmark.class);
  private static final Path RESULT = Path.of("target", "benchmarks", "task-lists.md");

  private static final int WARM_UP = 40;
  private static final int ROUNDS = 15;

  /** Stock Camunda is slow, so in each round it gets one call and we get several. */
  private static final int OURS_PER_ROUND = 14;

  private static ConfigurableApplicationContext ours;
  private static StockCopy stock;
  private static String team;
  private static long tasks;

  @BeforeAll
  static void fill() throws SQLException {
    Database database = Databases.postgres();
    doNotWaitForTheDisk(database);
    start(database);
    ProcessEngine engine = ours.getBean(ProcessEngine.class);
    new OpenCases(
            engine,
            ours.getBean(Councils.class).councils().stream().map(Councils.Council::id).toList())
        .fill(Integer.getInteger("nrm.bench.tasks", 20_000));
    team =
        engine
            .getFilterService()
            .createFilterQuery()
            .filterName("My team's tasks")
            .singleResult()
            .getId();
    tasks = engine.getTaskService().createTaskQuery().count();
    ours.close();

    Database copy = Databases.copyOf(database);
    doNotWaitForTheDisk(copy);
    stock = new StockCopy(copy);
    stock.grantPerTask();
    run(database, "vacuum analyze");
    run(copy, "vacuum analyze");
    start(database);
  }

  private static void start(Database database) {
    String[] where = database.arguments();
    ours =
        new SpringApplicationBuilder(NrmApplication.class)
            .run(
                where[0],
                where[1],
                where[2],
                "--server.port=0",
                "--nrm.demo.cases=false",
                "--camunda.bpm.job-execution.enabled=false");
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
  private static void doNotWaitForTheDisk(Database database) throws SQLException {
    run(
        database,
        "do $$ begin execute format('alter database %I set synchronous_commit = off',"
            + " current_database()); end $$");
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
    stock.close();
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
        "| %,d open tasks | tasks seen | here p50 | here p95 | stock p50 | stock p95 | stock / here (p50) |"
            .formatted(tasks));
    rows.add("|---|---:|---:|---:|---:|---:|---:|");
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
    Measured there = stock.signIn(user);
    for (Call call : calls()) {
      String seen = count(call.by(here));
      if (!seen.equals(count(call.by(there)))) {
        throw new IllegalStateException(
            "Stock and this deployment show " + user + " different numbers of tasks");
      }
      for (int i = 0; i < WARM_UP; i++) {
        call.by(here);
      }
      call.by(there);
      Measured.Times mine = new Measured.Times();
      Measured.Times theirs = new Measured.Times();
      for (int round = 0; round < ROUNDS; round++) {
        theirs.add(time(call, there));
        for (int i = 0; i < OURS_PER_ROUND; i++) {
          mine.add(time(call, here));
        }
      }
      rows.add(
          "| %s: %s | %s | %.1f | %.1f | %.0f | %.0f | **%.0f** |"
              .formatted(
                  who,
                  call.name(),
                  seen,
                  mine.percentile(50),
                  mine.percentile(95),
                  theirs.percentile(50),
                  theirs.percentile(95),
                  theirs.percentile(50) / mine.percentile(50)));
    }
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
