package scot.nrm.rehearsal;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.calendar.LocalDay;
import scot.nrm.demo.ManyCases;
import scot.nrm.journeys.RevisedFiles;
import scot.nrm.revision.RevisionContents.Contents;

/**
 * Measures the rehearsal of revisions on past cases, with the start of its engine: the replays of
 * the night before under the set in force, then a revision that changes a time limit of every case,
 * and one that changes the route of a few. The first two together are what a rehearsal takes
 * without the night. The first revision is rehearsed a second time, because a node works for days:
 * by then Java has compiled what it does. {@code -Dnrm.bench.rehearsed=} says how many cases are
 * made first; a thousand take five minutes or more to make. {@code -Dnrm.rehearsal.processors=}
 * says how many processors are used; one in two by default.
 */
@WholeApplication
class RehearsalBenchmark implements Databases.OnH2 {

  private static final int CASES = Integer.getInteger("nrm.bench.rehearsed", 1000);
  private static final LocalDateTime BEGIN = LocalDateTime.of(2009, 4, 1, 0, 0);
  private static final LocalDateTime NOW = LocalDateTime.of(2013, 1, 31, 10, 0);

  @Autowired ManyCases cases;
  @Autowired Rehearsals rehearsals;
  @Autowired RehearsalStore store;
  @Autowired JdbcClient jdbc;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @Test
  void timeToRehearsePastCases() {
    cases.make(CASES, 5, BEGIN, NOW);
    ClockUtil.setCurrentTime(Date.from(NOW.atZone(LocalDay.ZONE).toInstant()));
    try {
      measured("replays of the night before", "", rehearsals::replayAhead);
      Map<String, byte[]> everyCase =
          changed("thirty-days", "time-limits", "2023-01-30", "2009-04-01");
      rehearsed("every case, for the first time", 900, everyCase);
      RehearsalStore.Result result = rehearsed("every case", 901, everyCase);
      BenchTable.add("of these cases open, and followed", result.open(), "");
      BenchTable.add(
          "of these cases not as in the register, percent",
          100.0 * result.notCompared() / result.cases(),
          "≤ 1");
      rehearsed(
          "a few cases, on the same day",
          902,
          changed("lawful-to-home-office", "competent-authority", "2009-06-01", "2012-01-01"));
    } finally {
      ClockUtil.reset();
    }
  }

  private RehearsalStore.Result rehearsed(
      String concerned, int revision, Map<String, byte[]> files) {
    jdbc.sql(
            """
            insert into revision (id, name, reason, rules, in_force_on, author, state, base_set)
            values (?, 'Measured', 'To see', '', date '2030-01-01', 'policy.staff', 'draft', 1)\
            """)
        .param(revision)
        .update();
    Contents contents = new Contents(revision, "Measured", true, files, "digest");
    measured(
        "rehearsal of %,d cases, a revision of %s".formatted(CASES, concerned),
        CASES == 1000 ? "< 120" : "",
        () -> rehearsals.run(contents, "policy.staff"));
    return store.latest(revision).orElseThrow();
  }

  private void measured(String what, String goal, Runnable work) {
    long begun = System.nanoTime();
    long used = system.getProcessCpuTime();
    work.run();
    BenchTable.add(
        what + ": seconds", Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0, goal);
    BenchTable.add(
        what + ": processor seconds",
        Duration.ofNanos(system.getProcessCpuTime() - used).toMillis() / 1000.0,
        "");
  }

  private static Map<String, byte[]> changed(
      String revision, String table, String day, String earlier) {
    String file = "processes/" + table + ".dmn";
    String text = new String(RevisedFiles.all().get(revision).get(file), StandardCharsets.UTF_8);
    if (!text.contains(day)) {
      throw new IllegalStateException(file + " has no " + day);
    }
    return Map.of(file, text.replace(day, earlier).getBytes(StandardCharsets.UTF_8));
  }
}
