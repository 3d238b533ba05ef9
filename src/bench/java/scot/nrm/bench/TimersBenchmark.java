package scot.nrm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.NrmApplication;
import scot.nrm.access.Councils;

/**
 * Has 5,000 timers due at the same moment ({@code -Dnrm.bench.timers=}), of cases that went through
 * the forms and diagrams, on PostgreSQL. One node works them off, and none may fail.
 */
class TimersBenchmark {

  private static final LocalDateTime NOW = LocalDateTime.of(2013, 6, 17, 12, 0);
  private static final int TIMERS = Integer.getInteger("nrm.bench.timers", 5_000);

  @Test
  void noTimerFails() throws InterruptedException {
    Database database = Databases.postgres();
    int due;
    try (ConfigurableApplicationContext application =
        start(database, "--camunda.bpm.job-execution.enabled=false")) {
      new OpenCases(
              application.getBean(ProcessEngine.class),
              application.getBean(Councils.class).councils().stream()
                  .map(Councils.Council::id)
                  .toList())
          .fill(TIMERS);
      JdbcClient jdbc = application.getBean(JdbcClient.class);
      due =
          jdbc.sql(
                  "update ACT_RU_JOB set DUEDATE_ = ? where TYPE_ = 'timer' and ID_ in"
                      + " (select ID_ from ACT_RU_JOB where TYPE_ = 'timer' order by ID_ limit ?)")
              .params(Timestamp.valueOf(NOW.minusHours(1)), TIMERS)
              .update();
    }
    long begun = System.nanoTime();
    try (ConfigurableApplicationContext application = start(database, "--nrm.clock=" + NOW)) {
      JdbcClient jdbc = application.getBean(JdbcClient.class);
      while (left(jdbc) > 0) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      long failed =
          jdbc.sql("select count(*) from ACT_HI_JOB_LOG where JOB_EXCEPTION_MSG_ is not null")
              .query(Long.class)
              .single();
      BenchTable.add("timers due at once", due, "≥ 5,000");
      BenchTable.add("timers due at once: attempts that failed", failed, "0");
      BenchTable.add("timers due at once: s with the start", seconds, "");
      assertThat(failed).isZero();
    }
  }

  /** Those that are due or fail, whose attempts are later. */
  private static long left(JdbcClient jdbc) {
    return jdbc.sql(
            "select count(*) from ACT_RU_JOB where TYPE_ = 'timer'"
                + " and RETRIES_ > 0 and (DUEDATE_ = ? or EXCEPTION_MSG_ is not null)")
        .param(Timestamp.valueOf(NOW.minusHours(1)))
        .query(Long.class)
        .single();
  }

  private static ConfigurableApplicationContext start(Database database, String setting) {
    String[] where = database.arguments();
    return new SpringApplicationBuilder(NrmApplication.class)
        .run(where[0], where[1], where[2], "--server.port=0", "--nrm.demo.cases=false", setting);
  }
}
