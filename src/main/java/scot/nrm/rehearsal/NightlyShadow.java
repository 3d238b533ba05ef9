package scot.nrm.rehearsal;

import jakarta.annotation.PreDestroy;
import java.time.LocalTime;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.CronTrigger;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.revision.RevisionContents;
import scot.nrm.revision.RevisionContents.Approved;

/**
 * Each night, replays the day's decisions under an approved revision that is not in force yet, on
 * the node that is first. While a revision may still come into force, each node also replays the
 * latest cases under the set in force, which makes the next day's rehearsals shorter.
 */
@Component
class NightlyShadow {

  private static final Logger LOG = LoggerFactory.getLogger(NightlyShadow.class);

  /**
   * The start of the night's work, in Europe/London: few people are working then, and no change of
   * the clocks leaves it out or repeats it.
   */
  private static final LocalTime START = LocalTime.of(2, 30);

  /** Each night at {@link #START}. */
  static final Trigger NIGHTS =
      new CronTrigger("0 %d %d * * *".formatted(START.getMinute(), START.getHour()), LocalDay.ZONE);

  private final RevisionContents revisions;
  private final Rehearsals rehearsals;
  private final CaseClock clock;
  private final ThreadPoolTaskScheduler thread = new ThreadPoolTaskScheduler();

  NightlyShadow(RevisionContents revisions, Rehearsals rehearsals, CaseClock clock) {
    this.clock = clock;
    this.revisions = revisions;
    this.rehearsals = rehearsals;
    thread.setThreadNamePrefix(QuietReplays.THREADS + "-night-");
    thread.setDaemon(true);
    // Without its message, which may be about a case.
    thread.setErrorHandler(
        e ->
            LOG.warn(
                "The night's rehearsals were not finished ({})", e.getClass().getSimpleName()));
    thread.initialize();
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    thread.schedule(this::runNight, NIGHTS);
  }

  /** Catches up after a start later in the day: all nodes may have been stopped at night. */
  @Scheduled(initialDelay = 3, timeUnit = TimeUnit.MINUTES)
  void catchUp() {
    if (!clock.now().atZone(LocalDay.ZONE).toLocalTime().isBefore(START)) {
      thread.execute(this::rehearseApproved);
    }
  }

  @PreDestroy
  void stop() {
    thread.shutdown();
  }

  /** Does the work of a night. */
  void runNight() {
    rehearseApproved();
    if (revisions.hasOpen()) {
      rehearsals.replayAhead();
    }
  }

  /** Rehearses each approved revision separately, so that a failure doesn't stop the others. */
  private void rehearseApproved() {
    for (Approved revision : revisions.approved()) {
      try {
        rehearsals.shadow(revision);
      } catch (RuntimeException e) {
        // Without its message, which may be about a case.
        LOG.warn(
            "Revision {} could not be rehearsed on what was decided since its approval ({})",
            revision.contents().number(),
            e.getClass().getSimpleName());
      }
    }
  }
}
