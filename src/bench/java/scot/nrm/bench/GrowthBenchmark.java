package scot.nrm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.BenchTable;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.NrmApplication;
import scot.nrm.demo.ManyCases;

/**
 * Counts the buffers that PostgreSQL reads for the same cases in an empty database and in one with
 * 20,000 cases ({@code -Dnrm.bench.grown=}), of which one in six is open, by statement, and the
 * scans of whole tables that grow. Neither depends on the machine. {@code -Dnrm.bench.database=} is
 * the JDBC address of a database that is full already.
 */
class GrowthBenchmark {

  private static final Logger LOG = LoggerFactory.getLogger(GrowthBenchmark.class);
  private static final Path RESULT = Path.of("target", "benchmarks", "growth.md");
  private static final LocalDateTime NOW = LocalDateTime.of(2015, 1, 1, 0, 0);

  /** The material of the copies. */
  private static final int MADE = 60;

  private static final int GROWN = Integer.getInteger("nrm.bench.grown", 20_000);
  private static final int MEASURED = 20;
  private static final int LISTED = 25;

  /** An index of few rows has one level, and one of millions has three or four. */
  private static final double MORE = 1.3;

  private record Cost(
      Map<String, Double> buffers, Map<String, Double> calls, Map<String, Long> scans) {

    double all() {
      return buffers.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    double of(String statement) {
      return buffers.getOrDefault(statement, 0.0);
    }
  }

  @Test
  void aCaseCostsTheSameInAFullDatabase() throws IOException, SQLException, InterruptedException {
    String filled = System.getProperty("nrm.bench.database", "");
    if (!filled.isEmpty()) {
      Database given = new Database(filled, "postgres", "");
      report(
          new Cost(Map.of(), Map.of(), Map.of()),
          make(given, JdbcClient.create(given.dataSource()), MEASURED, 2));
      return;
    }
    Database database = Databases.postgres();
    make(database, Databases.statistics(), MADE, 1);
    Cost before = make(database, Databases.statistics(), MEASURED, 2);
    new MultipliedCases(database).multiply(GROWN / 6, GROWN - GROWN / 6);
    Cost after = make(database, Databases.statistics(), MEASURED, 3);
    report(before, after);

    assertThat(after.scans()).isEmpty();
    assertThat(after.all()).isLessThan(before.all() * MORE);
  }

  private static void report(Cost before, Cost after) throws IOException {
    List<String> rows = new ArrayList<>();
    rows.add(
        "| buffers of a case | in an empty database | among %,d cases | calls |".formatted(GROWN));
    rows.add("|---|---:|---:|---:|");
    BenchTable.add("buffers of a case in an empty database", before.all(), "");
    BenchTable.add(
        "buffers of a case among %,d".formatted(GROWN),
        after.all(),
        "≤ %,.0f".formatted(before.all() * MORE));
    rows.add("| all statements | %.0f | %.0f | |".formatted(before.all(), after.all()));
    after.buffers().keySet().stream()
        .sorted(
            Comparator.comparingDouble(
                (String statement) -> before.of(statement) - after.of(statement)))
        .limit(LISTED)
        .forEach(
            statement ->
                rows.add(
                    "| %.140s | %.0f | %.0f | %.1f |"
                        .formatted(
                            statement.replace('|', '/'),
                            before.of(statement),
                            after.of(statement),
                            after.calls().get(statement))));
    rows.add("");
    rows.add(
        "Scans of whole tables with more than 3,000 rows by "
            + MEASURED
            + " cases: "
            + after.scans());
    Files.createDirectories(RESULT.getParent());
    Files.write(RESULT, rows);
    LOG.info("{}", String.join("\n", rows));
  }

  /** Makes cases, and returns what one costs. */
  private static Cost make(Database database, JdbcClient statistics, int cases, long seed)
      throws InterruptedException {
    try (ConfigurableApplicationContext application = start(database)) {
      ManyCases manyCases = application.getBean(ManyCases.class);
      JdbcClient jdbc = application.getBean(JdbcClient.class);
      while (jdbc.sql("select count(*) from kept_on where kept_on = ?")
              .param(NOW.toLocalDate())
              .query(Long.class)
              .single()
          == 0) {
        TimeUnit.SECONDS.sleep(1); // what is worked out at night isn't counted
      }
      // The operator's figures are read each minute, however many cases are made.
      ((DefaultSingletonBeanRegistry) application.getBeanFactory())
          .destroySingleton("operatorMetrics");
      Map<String, Long> scansBefore = scans(jdbc);
      statistics.sql("select pg_stat_statements_reset()").query().listOfRows();
      manyCases.make(cases, seed, LocalDateTime.of(2009, 4, 1, 0, 0), NOW);
      Map<String, Double> buffers = new HashMap<>();
      Map<String, Double> calls = new HashMap<>();
      String name = jdbc.sql("select current_database()").query(String.class).single();
      statistics
          .sql(
              """
              select query, shared_blks_hit + shared_blks_read, calls from pg_stat_statements
              where dbid = (select oid from pg_database where datname = ?)\
              """)
          .param(name)
          .query(
              row -> {
                String query = row.getString(1).replaceAll("\\s+", " ");
                buffers.merge(query, row.getDouble(2) / cases, Double::sum);
                calls.merge(query, row.getDouble(3) / cases, Double::sum);
              });
      Map<String, Long> scans = scans(jdbc);
      scans.replaceAll((table, count) -> count - scansBefore.getOrDefault(table, 0L));
      // PostgreSQL counts late: one scan may be of the start. A case that scans does so each time.
      scans.values().removeIf(count -> count <= 1);
      return new Cost(buffers, calls, scans);
    }
  }

  private static Map<String, Long> scans(JdbcClient jdbc) {
    return jdbc
        .sql(
            "select relname, seq_scan from pg_stat_user_tables where n_live_tup > 3000 and relname not like 'act\\_re\\_%'")
        .query((row, number) -> Map.entry(row.getString(1), row.getLong(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static ConfigurableApplicationContext start(Database database) {
    String[] where = database.arguments();
    return new SpringApplicationBuilder(NrmApplication.class)
        .run(
            where[0],
            where[1],
            where[2],
            "--server.port=0",
            "--nrm.demo.cases=false",
            "--camunda.bpm.job-execution.enabled=false",
            "--nrm.kept-at=00:00",
            "--nrm.clock=" + NOW);
  }
}
