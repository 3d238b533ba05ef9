package scot.nrm.cockpit.duration;

import java.time.Duration;
import java.time.LocalDate;
import java.time.Month;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.cockpit.workload.CompletedTasks;
import scot.nrm.engine.CaseClock;

/**
 * What is kept ready of the engine's history, up to a day. Whoever reads it adds what came since;
 * where nothing is kept, all of it.
 */
@Component
public class NightlySnapshot {

  private static final Logger LOG = LoggerFactory.getLogger(NightlySnapshot.class);

  /** No case is older (D8). */
  private static final LocalDate NOTHING = LocalDate.of(2009, Month.APRIL, 1);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ElementDurations times;
  private final CompletedTasks work;
  private final CaseClock clock;

  NightlySnapshot(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      ElementDurations times,
      CompletedTasks work,
      CaseClock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.times = times;
    this.work = work;
    this.clock = clock;
  }

  /** The first day of which nothing is kept, in Europe/London. */
  public LocalDate until() {
    // Where the clock was put back since, what is kept may not be all.
    return jdbc.sql("select kept_on from kept_on where kept_on <= :today")
        .param("today", clock.today())
        .query(LocalDate.class)
        .optional()
        .orElse(NOTHING);
  }

  /**
   * Works out everything before today, unless that has been done today, here or on another node.
   *
   * @return whether it was done now
   */
  public boolean keep() {
    long begun = System.nanoTime();
    boolean done =
        Boolean.TRUE.equals(
            transaction.execute(
                running -> {
                  LocalDate today = clock.today();
                  LocalDate before =
                      jdbc.sql("select kept_on from kept_on for update")
                          .query(LocalDate.class)
                          .single();
                  if (before.equals(today)) {
                    return false;
                  }
                  times.keep(today);
                  work.keep(today);
                  jdbc.sql("update kept_on set kept_on = :today").param("today", today).update();
                  return true;
                }));
    if (done) {
      LOG.info(
          "Recalculated the snapshot for managers' pages in {} s",
          Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    }
    return done;
  }
}
