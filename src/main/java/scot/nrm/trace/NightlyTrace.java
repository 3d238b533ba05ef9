package scot.nrm.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.casefile.ChainCheck.Finding;
import scot.nrm.casefile.ChainHeads;
import scot.nrm.mail.MailServer;
import scot.nrm.mail.Postman;
import scot.nrm.startup.StartRefused;

/**
 * Compares the whole database with the chain of changes each night and after a start during the
 * day, and sends the ends of all chains to a place where the database's administrator can't change
 * them. Changes that the application didn't make, including those found during the day, cause a
 * warning in the log, a metric and an email. None of these names a child.
 */
@Component
class NightlyTrace {

  private static final Logger LOG = LoggerFactory.getLogger(NightlyTrace.class);

  private static final int MAX_LOGGED = 100;
  private static final LocalTime FIRST_TRY = LocalTime.of(4, 30);
  private static final LocalTime LAST_TRY = LocalTime.of(5, 45);

  /** The pause after each batch, as a multiple of its duration, because people may be working. */
  private static final int REST = 3;

  private final ChainHeads heads;
  private final ChainCheck check;
  private final TraceSettings settings;
  private final MailServer mail;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final Counter found;
  private final Postman postman = new Postman("trace");
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile int latest;
  private volatile LocalDate checkedOn;

  NightlyTrace(
      ChainHeads heads,
      ChainCheck check,
      TraceSettings settings,
      MailServer mail,
      ApplicationEventPublisher events,
      Clock signInClock,
      MeterRegistry registry) {
    this.heads = heads;
    this.check = check;
    this.settings = settings;
    this.mail = mail;
    this.events = events;
    this.clock = signInClock;
    this.found =
        Counter.builder("nrm_changes_past_application")
            .description("Changes found that were not made by the application")
            .register(registry);
    Gauge.builder("nrm_changes_past_application_at_night", this, one -> one.latest)
        .description("Changes not made by the application, found at the latest nightly check")
        .register(registry);
  }

  /** At the start, when an operator can read it. At night it would only be a warning. */
  @PostConstruct
  void requireWritable() {
    Path file = Path.of(settings.file()).toAbsolutePath();
    Path place = Files.exists(file) ? file : file.getParent();
    if (!settings.file().isBlank()
        && (!Files.isWritable(place) || Files.isDirectory(place) == place.equals(file))) {
      throw new StartRefused(
          "The line of each night can't be written to %s.".formatted(file),
          "Set nrm.trace.file (NRM_TRACE_FILE) to a file in a folder that the program may write"
              + " to.");
    }
  }

  /** Stops the check before Spring waits for scheduled work to end. */
  @EventListener(ContextClosedEvent.class)
  void endCheck() {
    stopping.countDown();
  }

  @PreDestroy
  void stop() {
    postman.stop();
  }

  /**
   * Checks after a start later in the day: this node may have been stopped during the night, and no
   * longer has the result of the latest check.
   */
  @Scheduled(initialDelay = 2, timeUnit = TimeUnit.MINUTES)
  void catchUp() {
    if (!now().isBefore(FIRST_TRY)) {
      tryToCheck();
    }
  }

  /**
   * Checks after the nightly backup and before people start work: at 4:30am in Europe/London, then
   * every quarter of an hour until 5:45am if it hasn't succeeded.
   */
  @Scheduled(cron = "0 30/15 4 * * *", zone = "Europe/London")
  @Scheduled(cron = "0 */15 5 * * *", zone = "Europe/London")
  synchronized void tryToCheck() {
    LocalDate today = LocalDay.of(clock.instant());
    if (today.equals(checkedOn)) {
      return;
    }
    try {
      checkDatabase();
      checkedOn = today;
    } catch (CancellationException e) {
      LOG.info("The check of the chain of changes ended with the program, before it was done.");
    } catch (RuntimeException e) {
      if (now().isBefore(LAST_TRY)) {
        LOG.warn(
            "The chain of changes could not be checked ({}); until 5.45 am it is tried again every quarter of an hour",
            e.getClass().getSimpleName());
      } else {
        reportFailedCheck(e);
      }
    }
  }

  private LocalTime now() {
    return LocalTime.ofInstant(clock.instant(), LocalDay.ZONE);
  }

  /** Reports a failed check too: a change outside the application could be the cause. */
  private void reportFailedCheck(RuntimeException cause) {
    LOG.error(
        "The chain of changes could not be checked today ({}). Run --nrm.verify: docs/operate/verify.md",
        cause.getClass().getSimpleName());
    send(
        "The record of changes was not checked",
        "The database could not be compared with the chain of changes on %s, so nobody knows whether something was changed outside the service. Read the program's log, and run --nrm.verify: docs/operate/verify.md%n"
            .formatted(LocalDay.of(clock.instant())));
  }

  /** Records the ends of the chains and checks everything. */
  void checkDatabase() {
    heads.record(LocalDay.of(clock.instant())).ifPresent(this::storeHeads);
    ChainCheck.Result result = check.checkAll(false, List.of(), this::pause);
    // Unexplained changes were already reported when the application found them.
    List<Finding> findings =
        result.findings().stream()
            .filter(finding -> finding.problem() != ChainCheck.Problem.UNEXPLAINED)
            .toList();
    latest = findings.size();
    events.publishEvent(new ChainCheck.Result(result.chains(), findings));
    report(findings);
  }

  private void pause(long worked) {
    try {
      if (stopping.await(REST * worked, TimeUnit.NANOSECONDS)) {
        throw new CancellationException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }

  private void storeHeads(ChainHeads.Night night) {
    LOG.info("The ends of all chains of changes: {}", night.line());
    if (!settings.file().isBlank()) {
      try {
        Files.writeString(
            Path.of(settings.file()),
            night.line() + System.lineSeparator(),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        LOG.warn(
            "The ends of the chains of changes could not be written to nrm.trace.file ({})",
            e.getClass().getSimpleName());
      }
    }
    if (night.grown() > 0) {
      send(
          "The record of changes on " + night.line().date(),
          "Keep this line. It shows later that nothing has been removed:%n%n%s%n"
              .formatted(night.line()));
    }
  }

  @EventListener
  void found(ChainCheck.Found noticed) {
    report(noticed.findings());
  }

  private void report(List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    found.increment(findings.size());
    findings.stream()
        .limit(MAX_LOGGED)
        .forEach(
            finding ->
                LOG.warn("Changed in the database, and not by the application: {}", finding));
    send(
        "Records were changed outside the service",
        "In the database, %d %s changed, added or removed, and not by this program. See Incidents in Cockpit, and the program's log: %s/camunda/app/cockpit/%n"
            .formatted(
                findings.size(),
                findings.size() == 1 ? "thing was" : "things were",
                mail.baseUrl()));
  }

  private void send(String subject, String text) {
    if (mail.isConfigured() && !settings.address().isBlank()) {
      postman.send(mail, "An e-mail about the chain of changes", settings.address(), subject, text);
    }
  }
}
