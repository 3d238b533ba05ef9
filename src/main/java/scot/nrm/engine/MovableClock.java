package scot.nrm.engine;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.startup.StartRefused;

/**
 * Lets training, rehearsals and tests take place at another time, such as in May 2009. The engine's
 * clock has an offset from the real time and runs normally. Not for production.
 */
@Component
@Profile("!production")
public class MovableClock extends AbstractProcessEnginePlugin {

  /** Local date and time at which the application starts, such as {@code 2009-05-17T14:00}. */
  public static final String PROPERTY = "nrm.clock";

  /** The one that last moved the virtual machine's only clock, and so must reset it. */
  private static final AtomicReference<MovableClock> MOVED_BY = new AtomicReference<>();

  private final String startsAt;
  private final ApplicationEventPublisher events;
  private final Clock realClock = Clock.systemUTC();
  private ProcessEngineConfigurationImpl engine;

  MovableClock(@Value("${" + PROPERTY + ":}") String startsAt, ApplicationEventPublisher events) {
    this.startsAt = startsAt.strip();
    this.events = events;
  }

  /** Published before the clock moves back; new steps are then earlier than previous ones. */
  public record MovesBack() {}

  /** Runs before the engine is built, so that deployments and first cases have the new time. */
  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    engine = configuration;
    if (startsAt.isEmpty()) {
      return;
    }
    try {
      offsetBy(until(LocalDateTime.parse(startsAt)));
    } catch (DateTimeException e) {
      throw new StartRefused(
          "The setting " + PROPERTY + " is not a local date and time.",
          "Write it like 2009-05-17T14:00, or remove it to use the real time.");
    }
  }

  /** The current local date and time for cases. */
  public LocalDateTime now() {
    return LocalDateTime.ofInstant(ClockUtil.getCurrentTime().toInstant(), LocalDay.ZONE)
        .truncatedTo(ChronoUnit.SECONDS);
  }

  /** Moves the clock to this local time; jobs that are then due run immediately. */
  public void moveTo(LocalDateTime time) {
    if (time.isBefore(now())) {
      events.publishEvent(new MovesBack());
    }
    offsetBy(until(time));
    // The job executor may be waiting because no job was due.
    engine.getJobExecutor().jobWasAdded();
  }

  private Duration until(LocalDateTime time) {
    return Duration.between(realClock.instant(), time.atZone(LocalDay.ZONE));
  }

  private void offsetBy(Duration difference) {
    ClockUtil.offset(difference.toMillis());
    MOVED_BY.set(this);
  }

  /** Resets the clock, unless another application in the virtual machine has moved it since. */
  @PreDestroy
  void reset() {
    if (MOVED_BY.compareAndSet(this, null)) {
      ClockUtil.reset();
    }
  }
}
