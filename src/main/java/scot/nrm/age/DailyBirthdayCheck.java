package scot.nrm.age;

import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;

/**
 * Finds the children who come of age (D7), in the first minute of each day in Europe/London (D40)
 * and after the start, in case the node was down then. Every node does it. Failures are retried
 * each minute.
 */
@Component
@ConditionalOnProperty(
    name = "camunda.bpm.job-execution.enabled",
    havingValue = "true",
    matchIfMissing = true)
class DailyBirthdayCheck {

  private static final Logger LOG = LoggerFactory.getLogger(DailyBirthdayCheck.class);

  private final ComingOfAgeWait birthdays;
  private final CaseClock clock;
  private LocalDate done;
  private LocalDate reported;

  DailyBirthdayCheck(ComingOfAgeWait birthdays, CaseClock clock) {
    this.birthdays = birthdays;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
  void checkOnceADay() {
    LocalDate today = clock.today();
    if (today.equals(done)) {
      return;
    }
    List<String> failed;
    try {
      failed = birthdays.checkDue();
    } catch (RuntimeException e) {
      failed = List.of(e.getClass().getSimpleName());
    }
    if (failed.isEmpty()) {
      done = today;
    } else if (!today.equals(reported)) {
      reported = today;
      LOG.warn(
          "Dates of birth that could not be checked today: {} ({}). It is tried again each minute.",
          failed.size(),
          String.join(", ", new TreeSet<>(failed)));
    }
  }
}
