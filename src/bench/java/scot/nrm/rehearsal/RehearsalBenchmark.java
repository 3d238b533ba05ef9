package scot.nrm.rehearsal;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.calendar.LocalDay;
import scot.nrm.demo.ManyCases;
import scot.nrm.revision.RevisionContents.Contents;

/**
 * Measures the rehearsal of a revision on past cases, with the start of its engine, the control run
 * and the revision's run. {@code -Dnrm.bench.rehearsed=} says how many cases are made first; a
 * thousand take about twenty minutes to make.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"camunda.bpm.job-execution.enabled=false", "nrm.demo.cases=false"})
class RehearsalBenchmark implements Databases.OnH2 {

  private static final int CASES = Integer.getInteger("nrm.bench.rehearsed", 1000);
  private static final LocalDateTime BEGIN = LocalDateTime.of(2009, 4, 1, 0, 0);
  private static final LocalDateTime NOW = LocalDateTime.of(2013, 1, 31, 10, 0);

  @Autowired ManyCases cases;
  @Autowired Rehearsals rehearsals;
  @Autowired JdbcClient jdbc;

  @Test
  void pastCasesAreRehearsed() {
    cases.make(CASES, 5, BEGIN, NOW);
    ClockUtil.setCurrentTime(Date.from(NOW.atZone(LocalDay.ZONE).toInstant()));
    jdbc.sql(
            """
            insert into revision (id, name, reason, rules, in_force_on, author, state, base_set)
            values (900, 'Measured', 'To see', '', date '2030-01-01', 'policy.staff', 'draft', 1)\
            """)
        .update();
    try {
      long begun = System.nanoTime();
      RehearsalStore.Result result =
          rehearsals.run(new Contents(900, "Measured", true, Map.of(), "digest"), "policy.staff");
      double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
      BenchTable.add(
          "rehearsal of %,d cases, seconds".formatted(result.cases()),
          seconds,
          CASES == 1000 ? "< 120" : "");
      BenchTable.add(
          "of these cases not as in the register, percent",
          100.0 * result.notCompared() / result.cases(),
          "≤ 1");
    } finally {
      ClockUtil.reset();
    }
  }
}
