package scot.nrm.cockpit;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;

/**
 * The engine's nightly cleanup. It removes history that belongs to no case after the time to live
 * in its diagram. The history of a case is removed only with the case.
 */
@Component
public class HistoryCleanup {

  /** What becomes due during a day is removed in the night after it. */
  private static final Duration A_DAY = Duration.ofDays(1);

  private final JdbcClient jdbc;
  private final CaseClock clock;

  HistoryCleanup(DataSource database, CaseClock clock) {
    this.jdbc = JdbcClient.create(database);
    this.clock = clock;
  }

  /**
   * @param last when it last ran without a fault; {@code null} if it hasn't run in the last 30 days
   * @param overdue finished processes that should have been removed in an earlier night
   */
  public record State(Instant last, long overdue) {}

  /** Two statements, each by an index. */
  public State state() {
    return new State(
        jdbc.sql(
                """
                select max(TIMESTAMP_) as last_run from ACT_HI_JOB_LOG
                where PROCESS_DEF_KEY_ is null and JOB_DEF_TYPE_ = 'history-cleanup' and JOB_STATE_ = 2\
                """)
            .query((row, number) -> Columns.instant(row, "last_run"))
            .list()
            .get(0),
        jdbc.sql("select count(*) from ACT_HI_PROCINST where REMOVAL_TIME_ < :since")
            .param("since", Timestamp.from(clock.now().minus(A_DAY)))
            .query(Long.class)
            .single());
  }
}
