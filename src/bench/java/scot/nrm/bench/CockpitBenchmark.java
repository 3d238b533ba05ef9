package scot.nrm.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.NrmApplication;
import scot.nrm.demo.ManyCases;

/**
 * Measures response times of the managers' pages over HTTP with many cases, on PostgreSQL after
 * ANALYZE, and of Cockpit's and the engine's own calls on the same data in the same run. It also
 * checks that memory use stays constant, even when everything is downloaded.
 *
 * <p>{@code -Dnrm.bench.made=} sets the number of cases that go through the diagrams and forms.
 * {@code -Dnrm.bench.open=} and {@code -Dnrm.bench.finished=} set the numbers after copying (see
 * {@link MultipliedCases}). {@code -Dnrm.bench.database=} is the JDBC address of an empty database,
 * or of one that was filled this way.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CockpitBenchmark {

  private static final Logger LOG = LoggerFactory.getLogger(CockpitBenchmark.class);
  private static final Path RESULT = Path.of("target", "benchmarks", "cockpit.md");
  private static final Path MEMORY = Path.of("target", "benchmarks", "cockpit-memory.md");

  /**
   * Within a month, as most days are: a period of three months then begins within one too. Hours
   * before the daily check of the chain, which would take a part of a processor.
   */
  private static final LocalDateTime NOW = LocalDateTime.of(2014, 12, 16, 1, 0);

  private static final List<String> MANAGERS =
      List.of("nrm.manager", "ukhtc.manager", "glasgow.manager", "policy.staff");
  private static final String PASSWORD = "development-only";
  private static final int WARM_UP = 5;
  private static final int ROUNDS = 40;

  /** Slow calls are measured less often. */
  private static final int FEWEST = 5;

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

  /** Megabytes. */
  private static final int SMALL = 384;

  private static final int MEMORY_ROUNDS = 4;
  private static final int CALLS = 5;
  private static final int MEGABYTE = 1024 * 1024;

  private static Database database;
  private static ConfigurableApplicationContext application;
  private static List<Page> pages;
  private static long open;
  private static long finished;

  /**
   * @param own whether the call is ours; otherwise Cockpit's or the engine's, for comparison
   */
  private record Page(String name, String path, boolean own) {}

  @BeforeAll
  static void fill() throws SQLException, InterruptedException {
    String given = System.getProperty("nrm.bench.database", "");
    database = given.isEmpty() ? Databases.postgres() : new Database(given, "postgres", "");
    if (given.isEmpty() || isEmpty()) {
      make();
    }
    ready();
  }

  private static boolean isEmpty() {
    JdbcClient jdbc = JdbcClient.create(database.dataSource());
    return jdbc.sql("select count(*) from pg_tables where tablename = 'case_register'")
            .query(Long.class)
            .single()
        == 0;
  }

  private static void make() throws SQLException {
    start();
    application
        .getBean(ManyCases.class)
        .make(
            Integer.getInteger("nrm.bench.made", 2_000),
            1,
            LocalDateTime.of(2009, 4, 1, 0, 0),
            NOW);
    application.close();
    new MultipliedCases(database)
        .multiply(
            Integer.getInteger("nrm.bench.open", 20_000),
            Integer.getInteger("nrm.bench.finished", 100_000));
  }

  private static void ready() throws InterruptedException {
    start("--nrm.kept-at=00:00");
    JdbcClient jdbc = application.getBean(JdbcClient.class);
    long begun = System.nanoTime();
    while (jdbc.sql("select count(*) from kept_on where kept_on = :today")
            .param("today", NOW.toLocalDate())
            .query(Long.class)
            .single()
        == 0) {
      TimeUnit.SECONDS.sleep(1);
    }
    LOG.info("What is worked out at night took {} s", (System.nanoTime() - begun) / 1_000_000_000);
    open =
        jdbc.sql("select count(*) from case_register where case_outcome is null")
            .query(Long.class)
            .single();
    finished =
        jdbc.sql("select count(*) from case_register where case_outcome is not null")
            .query(Long.class)
            .single();
    pages = pages(jdbc);
  }

  private static void start(String... more) {
    List<String> arguments = new ArrayList<>(List.of(database.arguments()));
    arguments.addAll(
        List.of(
            "--server.port=0", "--nrm.demo.cases=false",
            "--camunda.bpm.job-execution.enabled=false", "--nrm.limits.reads=0",
            "--nrm.limits.exports=0", "--nrm.clock=" + NOW));
    arguments.addAll(List.of(more));
    application =
        new SpringApplicationBuilder(NrmApplication.class).run(arguments.toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  /** The measured calls, one line each. */
  private static List<Page> pages(JdbcClient jdbc) {
    // A case with a long history that every manager here may see.
    String aCase =
        jdbc.sql(
                """
                select max(case_number) from case_register where local_authority = 'glasgow-city' and rg_authority = 'UKHTC'
                  and case_outcome = 'recognised' and cg_authority = 'UKHTC'\
                """)
            .query(String.class)
            .single();
    String definition =
        jdbc.sql( // the version that the cases have, if the database was filled earlier
                "select ID_ from ACT_RE_PROCDEF where KEY_ = 'reasonable-grounds' and VERSION_ = 1")
            .query(String.class)
            .single();
    String task =
        jdbc.sql(
                """
                select min(t.ID_) from ACT_RU_TASK t join ACT_RU_EXECUTION e on e.ID_ = t.PROC_INST_ID_
                join case_register r on r.case_number = e.BUSINESS_KEY_
                where r.local_authority = 'glasgow-city'\
                """)
            .query(String.class)
            .single();
    List<Page> all = new ArrayList<>();
    all.add(ours("Caseload: summary", "caseload/summary"));
    all.add(ours("Caseload: first page of open cases", "caseload/cases"));
    all.add(
        ours(
            "Caseload: all cases, last sorted by due date",
            "caseload/cases?state=all&sort=due&page=40"));
    all.add(ours("Caseload: reasonable grounds overdue", "caseload/cases?attention=rg-overdue"));
    all.add(ours("Caseload: at one stage", "caseload/cases?stage=Call_ConclusiveGrounds"));
    all.add(ours("Caseload: search by number", "caseload/cases?state=all&number=" + aCase));
    all.add(ours("Caseload: search by part of a number", "caseload/cases?state=all&number=123"));
    all.add(ours("Case: timeline", "case?number=" + aCase));
    all.add(ours("Case: path on the diagram", "case/path?number=" + aCase));
    all.add(
        ours(
            "Where time goes: the last year",
            "time/" + definition + "?from=2014-01-01&to=2014-12-31"));
    all.add(
        ours(
            "Where time goes: five years",
            "time/" + definition + "?from=2010-01-01&to=2014-12-31"));
    all.add(ours("Where time goes: all diagrams, three months", "time"));
    all.add(ours("Figures: 2009 to 2014", "figures?from=2009-04&to=2014-12"));
    all.add(ours("Figures: trends, 2009 to 2014", "figures/trends?from=2009-04&to=2014-12"));
    all.add(ours("Workload: teams", "workload"));
    all.add(ours("Workload: one team", "workload/people?team=ukhtc-case-owner"));
    all.add(ours("Workload: tasks of a team", "workload/tasks?team=ukhtc-case-owner"));
    all.add(ours("Incidents", "incidents"));
    all.add(
        new Page(
            "Tasklist: case beside a task",
            "/camunda/api/tasklist/plugin/nrm-tasklist/default/task/" + task + "/case",
            true));
    String engine = "/camunda/api/engine/engine/default/";
    all.add(new Page("stock: number of instances", engine + "process-instance/count", false));
    all.add(
        new Page(
            "stock: first 50 instances of a diagram, in history",
            engine
                + "history/process-instance?processDefinitionKey=nrm-case&sortBy=startTime&sortOrder=desc&firstResult=0&maxResults=50",
            false));
    all.add(
        new Page(
            "stock: numbers on a diagram",
            engine + "process-definition/" + definition + "/statistics?incidents=true",
            false));
    all.add(
        new Page(
            "stock: numbers of all diagrams",
            engine + "process-definition/statistics?rootIncidents=true",
            false));
    all.add(
        new Page(
            "stock: first 50 tasks",
            engine + "task?firstResult=0&maxResults=50&sortBy=created&sortOrder=desc",
            false));
    return all;
  }

  private static Page ours(String name, String path) {
    return new Page(name, "/camunda/api/cockpit/plugin/nrm/default/" + path, true);
  }

  @Test
  @Order(1)
  void timeToLoadEachPage() throws IOException {
    List<String> rows = new ArrayList<>();
    rows.add(
        "| %,d open and %,d finished cases | %s |"
            .formatted(
                open,
                finished,
                String.join(" | ", MANAGERS.stream().map(who -> who + " p50 | p95").toList())));
    rows.add("|---|" + "---:|".repeat(2 * MANAGERS.size()));
    List<Session> managers = MANAGERS.stream().map(CockpitBenchmark::signIn).toList();
    for (Page page : pages) {
      StringBuilder row = new StringBuilder("| " + page.name() + " |");
      for (int i = 0; i < managers.size(); i++) {
        row.append(measured(page, MANAGERS.get(i), managers.get(i)));
      }
      rows.add(row.toString());
      LOG.info("{}", row);
    }
    write(RESULT, rows);
  }

  private static String measured(Page page, String name, Session manager) {
    int status = manager.get(page.path()).statusCode();
    if (status != 200) {
      return " %d | – |".formatted(status); // not allowed for this manager
    }
    for (int i = 0; i < WARM_UP; i++) {
      Session.expect(manager.get(page.path()), 200);
    }
    Measured.Times times = new Measured.Times();
    long end = System.nanoTime() + LONG_ENOUGH.toNanos();
    for (int i = 0; i < ROUNDS && (i < FEWEST || System.nanoTime() < end); i++) {
      long begun = System.nanoTime();
      Session.expect(manager.get(page.path()), 200);
      times.add(System.nanoTime() - begun);
    }
    double p95 = times.percentile(95);
    if (page.own()) {
      BenchTable.add(page.name() + ", " + name + ": p95 ms", p95, "< 150");
    }
    return (page.own() && p95 >= 500 ? " %.0f | **%.0f** |" : " %.0f | %.0f |")
        .formatted(times.percentile(50), p95);
  }

  @Test
  @Order(2)
  void memoryUseStaysConstant() throws IOException, InterruptedException {
    Session manager = signIn(MANAGERS.get(0));
    List<String> rows =
        new ArrayList<>(List.of("| after | used heap after GC, MB |", "|---|---:|"));
    for (int round = 0; round <= MEMORY_ROUNDS; round++) {
      for (int i = 0; i < CALLS && round > 0; i++) {
        pages.forEach(page -> manager.get(page.path()));
      }
      rows.add("| %d calls of each page | %d |".formatted(round * CALLS, usedAfterCollection()));
    }
    rows.add("");
    rows.add(csvOfASmallProgram());
    write(MEMORY, rows);
  }

  /** Downloads everything from a separate application whose memory is too small for any table. */
  private static String csvOfASmallProgram() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + SMALL + "m",
                "-cp",
                System.getProperty("java.class.path"),
                NrmApplication.class.getName()));
    command.addAll(List.of(database.arguments()));
    command.addAll(
        List.of(
            "--server.port=0", "--nrm.demo.cases=false",
            "--camunda.bpm.job-execution.enabled=false", "--nrm.limits.reads=0",
            "--nrm.limits.exports=0", "--nrm.clock=" + NOW));
    Path output = Files.createTempFile("nrm-small", ".txt");
    Process small =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      int port = 0;
      while (port == 0 && small.isAlive()) {
        TimeUnit.SECONDS.sleep(1);
        String said = Files.readString(output);
        port =
            said.contains("Ready.")
                ? Integer.parseInt(said.replaceAll("(?s).*http://localhost:(\\d+)/.*", "$1"))
                : 0;
      }
      Session manager = new Session(port, "default", "cockpit", MANAGERS.get(0), PASSWORD);
      long begun = System.nanoTime();
      long lines =
          manager.lines("/camunda/api/cockpit/plugin/nrm/default/caseload/cases.csv?state=all");
      return "The caseload of all cases as CSV, by a program with %d MB of heap: %,d lines in %.1f s"
          .formatted(SMALL, lines, (System.nanoTime() - begun) / 1e9);
    } finally {
      small.destroy();
      small.waitFor();
      Files.delete(output);
    }
  }

  private static long usedAfterCollection() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
  }

  private static Session signIn(String manager) {
    return new Session(
        TaskListBenchmark.port(application),
        application.getBean(ProcessEngine.class).getName(),
        "cockpit",
        manager,
        PASSWORD);
  }

  private static void write(Path file, List<String> rows) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, rows);
    LOG.info("In milliseconds:\n{}", String.join("\n", rows));
  }
}
