package scot.nrm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDateTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.bench.Program.Spent;

/**
 * Has 5,000 timers due at the same moment ({@code -Dnrm.bench.timers=}), of cases that went through
 * the forms and diagrams and wait for conclusive grounds, on PostgreSQL. One node works them off,
 * and none may fail.
 */
class TimersBenchmark {

  private static final LocalDateTime NOW = LocalDateTime.of(2013, 6, 17, 12, 0);
  private static final Timestamp DUE = Timestamp.valueOf(NOW.minusHours(1));

  /** Milliseconds: a third of 19.3 of Java and 9.1 of PostgreSQL, as first measured. */
  private static final double GOAL = 9.5;

  private static final int TIMERS = Integer.getInteger("nrm.bench.timers", 5_000);

  @Test
  void noTimerFails() throws IOException {
    Database database = Databases.postgres();
    fill(database);
    try (Program node = Program.here(database, "--nrm.clock=" + NOW)) {
      Spent before = node.spent();
      int due =
          node.database()
              .sql(
                  "update ACT_RU_JOB set DUEDATE_ = :due where ID_ in (select ID_ from ACT_RU_JOB where TYPE_ = 'timer' and PROCESS_INSTANCE_ID_ is not null order by ID_ limit :timers)")
              .param("due", DUE)
              .param("timers", TIMERS)
              .update();
      long begun = System.nanoTime();
      Awaitility.await()
          .atMost(Duration.ofHours(1))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> left(node) == 0);
      double seconds = (System.nanoTime() - begun) / 1e9;
      Spent each = node.spent().since(before).dividedBy(due);
      long failed =
          node.database()
              .sql("select count(*) from ACT_HI_JOB_LOG where JOB_EXCEPTION_MSG_ is not null")
              .query(Long.class)
              .single();
      long traces = node.log().lines().filter(line -> line.startsWith("\tat ")).count();
      BenchTable.add("timers due at once", due, "≥ 5,000");
      BenchTable.add("timers due at once: attempts that failed", failed, "0");
      BenchTable.add("timers due at once: lines of stack traces", traces, "0");
      BenchTable.add("timers due at once: s", seconds, "");
      BenchTable.add("a timer, Java without its compilers: ms of processor time", each.java(), "");
      BenchTable.add("a timer, PostgreSQL: ms of processor time", each.postgres(), "");
      BenchTable.add(
          "a timer, both: ms of processor time", each.java() + each.postgres(), "≤ " + GOAL);
      assertThat(failed).isZero();
      assertThat(traces).isZero();
    }
  }

  /** With timers that are not due before they are to be. */
  private static void fill(Database database) {
    try (ConfigurableApplicationContext application = OpenCases.application(database)) {
      new OpenCases(application).fillWithTimers(TIMERS);
      application
          .getBean(JdbcClient.class)
          .sql("update ACT_RU_JOB set DUEDATE_ = ? where TYPE_ = 'timer'")
          .param(Timestamp.valueOf(NOW.plusYears(1)))
          .update();
    }
  }

  /** Those that are due or fail, whose attempts are later. */
  private static long left(Program node) {
    return node.database()
        .sql(
            "select count(*) from ACT_RU_JOB where TYPE_ = 'timer' and RETRIES_ > 0 and (DUEDATE_ = ? or EXCEPTION_MSG_ is not null)")
        .param(DUE)
        .query(Long.class)
        .single();
  }
}
