package scot.nrm.cockpit.duration;

import jakarta.annotation.PreDestroy;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.startup.StartRefused;

/**
 * Keeps {@linkplain NightlySnapshot kept} each night from a time of day on, in Europe/London; a
 * night that was missed is made up for. Without the setting nothing is kept, and everything is read
 * from the history.
 */
@Component
@ConditionalOnProperty(NightlySnapshotJob.PROPERTY)
class NightlySnapshotJob {

  static final String PROPERTY = "nrm.kept-at";

  private static final Logger LOG = LoggerFactory.getLogger(NightlySnapshotJob.class);
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(15);

  private final LocalTime at;
  private final NightlySnapshot kept;
  private final CaseClock clock;
  private final ThreadPoolTaskScheduler thread = new ThreadPoolTaskScheduler();

  NightlySnapshotJob(
      @Value("${" + PROPERTY + "}") String at, NightlySnapshot kept, CaseClock clock) {
    try {
      this.at = LocalTime.parse(at.strip());
    } catch (DateTimeException e) {
      throw new StartRefused(
          "The setting " + PROPERTY + " is not a time of day.",
          "Write it like 03:00, or remove it.");
    }
    this.kept = kept;
    this.clock = clock;
    thread.setThreadNamePrefix("kept-");
    thread.setDaemon(true);
    thread.initialize();
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    thread.scheduleWithFixedDelay(this::look, LOOK_AGAIN);
  }

  @PreDestroy
  void stop() {
    thread.shutdown();
  }

  /** Keeps what is to be kept, if it is time and nobody has done so today. */
  void look() {
    if (clock.now().atZone(LocalDay.ZONE).toLocalTime().isBefore(at)) {
      return;
    }
    try {
      kept.keep();
    } catch (RuntimeException e) {
      LOG.warn(
          "What managers' pages keep ready could not be worked out ({}); it is tried again",
          e.getClass().getSimpleName());
    }
  }
}
