package scot.nrm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.NrmApplication;
import scot.nrm.access.Viewer;
import scot.nrm.accesslog.Access;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.What;
import scot.nrm.bench.Measured.Times;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;

/**
 * Measures what the access log costs a request, on PostgreSQL that waits for the disk at each
 * commit, with a second copy in a file and 200,000 entries in the table: an entry in a transaction
 * of the request, an entry of its own, and whole requests for comparison.
 */
class AccessLogBenchmark {

  private static final Path RESULT = Path.of("target", "benchmarks", "access-log.md");
  private static final String PASSWORD = "Kelvin-Grove-1901";
  private static final Viewer LEAD =
      new Viewer("glasgow.lead", Set.of("la-lead-professional"), Set.of("glasgow-city"));
  private static final int WARM_UP = 300;
  private static final int ROUNDS = 2000;
  private static final int REQUESTS = 300;
  private static final int PRESENT = 200_000;

  private final List<String> rows = new ArrayList<>();

  @Test
  void costOfAnEntry() throws IOException {
    try (ConfigurableApplicationContext application =
        new SpringApplicationBuilder(NrmApplication.class)
            .run(
                Stream.of(
                        Databases.postgres().arguments(),
                        new String[] {
                          "--server.port=0",
                          "--camunda.bpm.job-execution.enabled=false",
                          "--nrm.demo.cases=false",
                          "--nrm.limits.reads=0",
                          "--nrm.demo.password=" + PASSWORD,
                          "--nrm.access-log.file=target/benchmarks/access.jsonl"
                        })
                    .flatMap(Stream::of)
                    .toArray(String[]::new))) {
      measure(application);
    }
    Files.createDirectories(RESULT.getParent());
    Files.writeString(
        RESULT,
        "| %,d entries | p50 ms | p95 ms |\n|---|---:|---:|\n%s\n"
            .formatted(PRESENT, String.join("\n", rows)));
  }

  private void measure(ConfigurableApplicationContext application) {
    ProcessEngine engine = application.getBean(ProcessEngine.class);
    JdbcClient jdbc = application.getBean(JdbcClient.class);
    AccessLog log = application.getBean(AccessLog.class);
    TransactionTemplate transaction =
        new TransactionTemplate(application.getBean(PlatformTransactionManager.class));
    String caseNumber = aCase(engine);
    Access entry = Access.by(LEAD, What.RECORD).ofCase(caseNumber).hasTask(true);
    jdbc.sql(
            """
            insert into access_log (recorded_at, user_id, roles, councils, what, case_number, has_task, address, allowed)
            select now() - n * interval '1 minute', 'user.' || mod(n, 300), 'la-lead-professional', 'fife', 'record',
              'NRM-2009-' || lpad(mod(n, 20000)::text, 6, '0'), true, '192.0.2.1', true
            from generate_series(1, %d) n\
            """
                .formatted(PRESENT))
        .update();
    jdbc.sql("analyze").update();

    report("an entry of its own (one insert and its commit)", ROUNDS, () -> log.record(entry));
    report(
        "a transaction that writes, without an entry",
        ROUNDS,
        () -> transaction.executeWithoutResult(status -> writes(jdbc)));
    report(
        "the same with an entry",
        ROUNDS,
        () ->
            transaction.executeWithoutResult(
                status -> {
                  writes(jdbc);
                  log.record(entry);
                }));
    int port = Integer.parseInt(application.getEnvironment().getProperty("local.server.port"));
    Session lead = new Session(port, engine.getName(), "tasklist", "glasgow.lead", PASSWORD);
    String task =
        engine
            .getTaskService()
            .createTaskQuery()
            .processInstanceBusinessKey(caseNumber)
            .taskAssignee("glasgow.lead")
            .list()
            .get(0)
            .getId();
    report(
        "request: a task's form with its values",
        REQUESTS,
        () ->
            Session.expect(
                lead.get("/camunda/api/engine/engine/default/task/" + task + "/form-variables"),
                200));
    report(
        "request: the record of a case",
        REQUESTS,
        () -> Session.expect(lead.get("/nrm/cases/" + caseNumber + "/record"), 200));
  }

  private static void writes(JdbcClient jdbc) {
    jdbc.sql("update ACT_GE_PROPERTY set REV_ = REV_ where NAME_ = 'next.dbid'").update();
  }

  private static String aCase(ProcessEngine engine) {
    Journey child =
        new Journey(engine)
            .on("2009-05-18")
            .concern("glasgow.duty", Invented.concern("2009-05-18"))
            .does("glasgow.duty", "Task_AcceptConcern", Invented.acceptance("2009-05-18"))
            .does("glasgow.lead", "Task_AssessChild", Invented.assessment("2009-05-18"));
    ClockUtil.reset();
    return child.caseNumber();
  }

  private void report(String what, int rounds, Runnable work) {
    for (int i = 0; i < WARM_UP; i++) {
      work.run();
    }
    Times times = new Times();
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      work.run();
      times.add(System.nanoTime() - start);
    }
    BenchTable.add(
        "access log: " + what + ": p50 ms",
        times.percentile(50),
        what.startsWith("an entry") ? "< 1" : "");
    rows.add("| %s | %.2f | %.2f |".formatted(what, times.percentile(50), times.percentile(95)));
  }
}
