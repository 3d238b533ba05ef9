package scot.nrm.cockpit.duration;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.startup.StartRefused;

/**
 * Takes the {@linkplain NightlySnapshot snapshot} each night after a set time, in Europe/London. A
 * missed night is made up later. The figures of waiting cases are updated throughout the day.
 * Without the setting there is no snapshot, and pages read everything from the history.
 */
@Component
@ConditionalOnProperty(NightlySnapshotJob.PROPERTY)
class NightlySnapshotJob {

  static final String PROPERTY = "nrm.kept-at";

  private static final Logger LOG = LoggerFactory.getLogger(NightlySnapshotJob.class);

  private final LocalTime at;
  private final NightlySnapshot snapshot;
  private final WaitingCases waiting;
  private final CaseClock clock;

  NightlySnapshotJob(
      @Value("${" + PROPERTY + "}") String at,
      NightlySnapshot snapshot,
      WaitingCases waiting,
      CaseClock clock) {
    try {
      this.at = LocalTime.parse(at.strip());
    } catch (DateTimeException e) {
      throw new StartRefused(
          "The setting " + PROPERTY + " is not a time of day.",
          "Write it like 03:00, or remove it.");
    }
    this.snapshot = snapshot;
    this.waiting = waiting;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = 15, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
  void takeIfDue() {
    try {
      if (!clock.now().atZone(LocalDay.ZONE).toLocalTime().isBefore(at)) {
        snapshot.take();
      }
      waiting.refresh();
    } catch (RuntimeException e) {
      LOG.warn(
          "The snapshot for managers' pages could not be taken ({}); it is tried again",
          e.getClass().getSimpleName());
    }
  }
}
