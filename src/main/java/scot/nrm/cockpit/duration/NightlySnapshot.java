package scot.nrm.cockpit.duration;

import java.time.Duration;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.engine.CaseClock;

/**
 * The figures that managers' pages need from the engine's history, calculated at night up to a
 * given day. A page adds everything since; without a snapshot it reads the whole history. See
 * docs/adr/0012 for the reasons.
 */
@Component
public class NightlySnapshot {

  private static final Logger LOG = LoggerFactory.getLogger(NightlySnapshot.class);

  /** There are no earlier cases (D8). */
  static final LocalDate BEFORE_ALL_CASES = LocalDate.of(2009, Month.APRIL, 1);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final List<NightlyTask> tasks;
  private final CaseClock clock;

  NightlySnapshot(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      List<NightlyTask> tasks,
      CaseClock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.tasks = List.copyOf(tasks);
    this.clock = clock;
  }

  /** A part of the snapshot. */
  public interface NightlyTask {

    /** Calculates everything before this day. */
    void run(LocalDate today);
  }

  /** The first day that is not in the snapshot, in Europe/London. */
  public LocalDate until() {
    // The snapshot may be incomplete if the clock has been moved back since.
    return jdbc.sql("select kept_on from kept_on where kept_on <= :today")
        .param("today", clock.today())
        .query(LocalDate.class)
        .optional()
        .orElse(BEFORE_ALL_CASES);
  }

  /** Calculates everything before today; false if a node has done so today. */
  public boolean take() {
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
                  tasks.forEach(task -> task.run(today));
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
