package scot.nrm.rehearsal;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.joda.time.DateTimeUtils;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;

/**
 * A clock for each thread that works on replayed or invented cases, which take place at other
 * times. The engine reads its time from Joda-Time, which gets our own provider meanwhile.
 */
@Component
public class ClockPerThread {

  /** A smaller difference is the time between two readings of the clock, not an offset. */
  private static final Duration NO_OFFSET = Duration.ofSeconds(1);

  private final Clock realClock = Clock.systemUTC();
  private volatile ThreadLocal<Duration> offsets;

  /** The local date and time for the calling thread, to the second. */
  public LocalDateTime now() {
    return LocalDateTime.ofInstant(ClockUtil.getCurrentTime().toInstant(), LocalDay.ZONE)
        .truncatedTo(ChronoUnit.SECONDS);
  }

  /** Moves the clock of the calling thread during {@link #during}. */
  public void moveTo(LocalDateTime time) {
    offsets.set(Duration.between(realClock.instant(), time.atZone(LocalDay.ZONE)));
  }

  /**
   * Does some work on one thread or several, each with its own clock. Other threads keep the normal
   * time, as do these ones afterwards, so the application's own jobs must not run on these threads.
   * A second caller waits until the first has finished.
   */
  public synchronized void during(Runnable work) {
    Duration before = Duration.between(realClock.instant(), ClockUtil.getCurrentTime().toInstant());
    ThreadLocal<Duration> own = ThreadLocal.withInitial(() -> before);
    offsets = own;
    DateTimeUtils.setCurrentMillisProvider(() -> realClock.millis() + own.get().toMillis());
    try {
      work.run();
    } finally {
      offsets = null;
      ClockUtil.reset();
      if (before.abs().compareTo(NO_OFFSET) > 0) {
        ClockUtil.offset(before.toMillis());
      }
    }
  }
}
