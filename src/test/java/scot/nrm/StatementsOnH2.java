package scot.nrm;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts the statements that some work asks of H2. */
public final class StatementsOnH2 {

  private StatementsOnH2() {}

  /** How many statements were executed meanwhile, in any session of the database. */
  public static long of(JdbcClient jdbc, Runnable work) {
    jdbc.sql("set query_statistics true").update();
    jdbc.sql("set query_statistics_max_entries 10000").update();
    try {
      long before = executed(jdbc);
      work.run();
      return executed(jdbc) - before;
    } finally {
      jdbc.sql("set query_statistics false").update();
    }
  }

  private static long executed(JdbcClient jdbc) {
    return jdbc.sql(
            "select coalesce(sum(execution_count), 0) from information_schema.query_statistics where sql_statement <> ?")
        // Another value each time, because H2 caches the answer to the same query.
        .param(UUID.randomUUID().toString())
        .query(Long.class)
        .single();
  }
}
