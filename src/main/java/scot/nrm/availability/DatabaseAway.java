package scot.nrm.availability;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.TransactionSystemException;

/** Whether a failure means that the database doesn't answer, or not in time. */
public final class DatabaseAway {

  /** The sentence that a person reads: the transaction was rolled back as a whole. */
  public static final String ADVICE = "Nothing you entered was saved. Try again in a minute.";

  /** For the header {@code Retry-After}. */
  public static final int SECONDS = 60;

  /**
   * PostgreSQL's states: shutting down, restarting, read-only after a fault, and a row that someone
   * else has locked for too long.
   */
  private static final Set<String> STATES = Set.of("57P01", "57P02", "57P03", "25006", "55P03");

  /** How states begin: no connection; and no room on the disk, no memory, too many connections. */
  private static final Set<String> STATE_CLASSES = Set.of("08", "53");

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseAway.class);

  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  private static final AtomicReference<Instant> NEXT_LOG = new AtomicReference<>(Instant.EPOCH);

  private DatabaseAway() {}

  public static boolean isCauseOf(Throwable thrown) {
    return reason(thrown).isPresent();
  }

  /** What PostgreSQL or the pool of connections says, which has nothing of a row. */
  public static Optional<String> reason(Throwable thrown) {
    return Stream.iterate(thrown, one -> one != null, DatabaseAway::cause)
        .limit(50) // a circle of causes
        .filter(DatabaseAway::isOutage)
        .reduce((batch, statement) -> statement)
        .map(one -> String.valueOf(one.getMessage()).lines().findFirst().orElse(""));
  }

  /** Whether this is why a request is answered with 503; logs it at most once a minute. */
  public static boolean logIfCauseOf(Throwable thrown) {
    Optional<String> reason = reason(thrown);
    reason.ifPresent(why -> log(why, Instant.now()));
    return reason.isPresent();
  }

  static void log(String reason, Instant now) {
    Instant next = NEXT_LOG.get();
    if (!now.isBefore(next) && NEXT_LOG.compareAndSet(next, now.plus(LOG_INTERVAL))) {
      LOG.warn(
          "A request was answered with 503, because of the database: {}. This is logged once a minute.",
          reason);
    }
  }

  /** Where the connection was lost, nothing could be rolled back either, which hides why. */
  private static Throwable cause(Throwable thrown) {
    return thrown instanceof TransactionSystemException rollback
        ? rollback.getOriginalException()
        : thrown.getCause();
  }

  private static boolean isOutage(Throwable thrown) {
    return thrown instanceof SQLTransientConnectionException
        || thrown instanceof SQLException failure
            && failure.getSQLState() != null
            && (STATE_CLASSES.stream().anyMatch(failure.getSQLState()::startsWith)
                || STATES.contains(failure.getSQLState()));
  }
}
