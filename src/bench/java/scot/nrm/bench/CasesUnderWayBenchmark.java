package scot.nrm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.calendar.LocalDay;
import scot.nrm.pages.Browser;
import scot.nrm.revision.SignedRevisions;

/**
 * Moves the open cases of {@code -Dnrm.bench.tasks=} open tasks, which went through the forms and
 * diagrams, to the set of a revision, and opens the page of cases under way among {@code
 * -Dnrm.bench.open=} open cases, on PostgreSQL.
 */
class CasesUnderWayBenchmark {

  private static final int TASKS = Integer.getInteger("nrm.bench.tasks", 2_000);
  private static final int OPEN = Integer.getInteger("nrm.bench.open", 20_000);
  private static final String PAGE = "/nrm/revisions/%d/cases-under-way";
  private static final Path INTAKE = Path.of("processes/intake.bpmn");

  private static final String ROWS =
      """
      cases-under-way:
      - {from: [1], stage: local-authority-assessment, takes: move}
      - {from: [1], stage: intake, takes: move}
      - {from: [1], stage: reasonable-grounds, takes: move}
      - {from: [1], stage: reflection-period, takes: move}
      - {from: [1], stage: conclusive-grounds, takes: move}
      """;

  @Test
  void timeToMoveCasesAndOpenThePage() throws Exception {
    Database database = Databases.postgres();
    try (ConfigurableApplicationContext application = OpenCases.application(database)) {
      new OpenCases(application).fill(TASKS);
      int revision = move(application);
      application.getBean(JdbcClient.class).sql("analyze").update();
      new MultipliedCases(database).multiply(OPEN, 0);
      openThePage(application, revision);
    } finally {
      ClockUtil.reset();
    }
  }

  private static int move(ConfigurableApplicationContext application) throws Exception {
    LocalDate tomorrow = LocalDate.now(LocalDay.ZONE).plusDays(1);
    SignedRevisions revisions = new SignedRevisions(application);
    int revision =
        revisions.released(
            "Another name",
            tomorrow,
            Map.of(
                "processes/intake.bpmn",
                Files.readString(INTAKE)
                    .replace("name=\"Log the referral\"", "name=\"Log the NRM form\"")
                    .getBytes(StandardCharsets.UTF_8),
                "config/cases-under-way.yaml",
                ROWS.getBytes(StandardCharsets.UTF_8)));
    ClockUtil.setCurrentTime(Date.from(tomorrow.atStartOfDay(LocalDay.ZONE).toInstant()));
    revisions.bringIntoForce();
    long begun = System.nanoTime();
    revisions.minute();
    double seconds = (System.nanoTime() - begun) / 1e9;
    JdbcClient jdbc = application.getBean(JdbcClient.class);
    jdbc.sql("select reason, count(*) as cases from case_move group by reason")
        .query()
        .listOfRows()
        .forEach(row -> System.out.println("moved or stays: " + row));
    int moved =
        jdbc.sql("select count(*) from case_move where moved").query(Integer.class).single();
    assertThat(moved).isPositive();
    assertThat(
            jdbc.sql("select count(*) from revision_move where finished_at is null")
                .query(Integer.class)
                .single())
        .isZero();
    BenchTable.add("cases moved to a new set", moved, "");
    BenchTable.add("moving 1,000 cases, in s", seconds * 1000 / moved, "≤ 120");
    return revision;
  }

  private static void openThePage(ConfigurableApplicationContext application, int revision) {
    Browser browser =
        new Browser(
                Integer.parseInt(
                    application.getEnvironment().getRequiredProperty("local.server.port")))
            .signIn(
                "policy.staff",
                application.getEnvironment().getRequiredProperty("nrm.demo.password"),
                "cockpit");
    double slowest = 0;
    for (int time = 0; time < 5; time++) {
      long begun = System.nanoTime();
      assertThat(browser.open(PAGE.formatted(revision)).statusCode()).isEqualTo(200);
      slowest = Math.max(slowest, (System.nanoTime() - begun) / 1e9);
    }
    BenchTable.add("cases under way: the page among 20,000, slowest of 5, in s", slowest, "≤ 5");
  }
}
