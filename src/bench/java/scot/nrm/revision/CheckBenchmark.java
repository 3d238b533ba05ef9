package scot.nrm.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.NrmApplication;
import scot.nrm.calendar.LocalDay;
import scot.nrm.journeys.RevisedFiles;

/**
 * Adds the files of each revision that history brought to a draft on the page, as an author does,
 * on PostgreSQL, and opens the page, which says what the check found and what changes. The first is
 * added to a program that has just been started and has checked nothing yet.
 */
class CheckBenchmark {

  @Test
  void timeToCheckAddedFiles() {
    String[] where = Databases.postgres().arguments();
    try (ConfigurableApplicationContext application =
        new SpringApplicationBuilder(NrmApplication.class)
            .run(where[0], where[1], where[2], "--server.port=0", "--nrm.demo.cases=false")) {
      Environment settings = application.getEnvironment();
      PeopleOfRevisions people =
          new PeopleOfRevisions(
              settings.getRequiredProperty("local.server.port", Integer.class),
              settings.getRequiredProperty("nrm.demo.password"));
      double first = 0;
      double slowest = 0;
      for (var revision : RevisedFiles.all().entrySet()) {
        Map<String, byte[]> files = new TreeMap<>(RevisedFiles.drawn(revision.getValue()));
        files.keySet().removeIf(TwelveRevisionsTest.COMES_WITH_A_START::contains);
        if (files.isEmpty()) {
          continue;
        }
        int number = people.start(revision.getKey(), LocalDate.now(LocalDay.ZONE).plusDays(1));
        long begun = System.nanoTime();
        int status = people.add(number, Map.of("files.zip", RevisionFiles.zip(files)));
        assertThat(status).as(revision.getKey()).isEqualTo(303);
        assertThat(people.page("policy.staff", number)).contains("What changes");
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf("checked in %.1f s: %s%n", seconds, revision.getKey());
        people.act("policy.staff", number, "cancel", "", 303);
        if (first == 0) {
          first = seconds;
        } else {
          slowest = Math.max(slowest, seconds);
        }
      }
      BenchTable.add("check of a revision after a start, in s", first, "≤ 5");
      BenchTable.add("check of a revision, slowest of ten, in s", slowest, "≤ 5");
    }
  }
}
