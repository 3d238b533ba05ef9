package scot.nrm.mail;

import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Sends mail on one thread, in order, so that a slow server doesn't delay a caseworker. */
public final class Postman {

  private static final Logger LOG = LoggerFactory.getLogger(Postman.class);

  /** How long to wait for a mail server that doesn't respond. */
  private static final int SECONDS_TO_FINISH = 30;

  /** Enough for any outage; an older failure is at worst logged twice. */
  private static final int MAX_FAILURES = 1000;

  /** How long a message that is kept in no table is tried again. */
  private static final Duration RETRY_PERIOD = Duration.ofDays(1);

  /**
   * How many pauses to wait for the next attempt if the last one was refused or may have arrived.
   */
  private static final int LONG_PAUSE = 6;

  private final Duration pause;
  private final ThreadPoolTaskScheduler thread = new ThreadPoolTaskScheduler();
  private volatile boolean stopping;

  /** How each message failed last. */
  private final Map<String, String> failures =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> oldest) {
              return size() > MAX_FAILURES;
            }
          });

  /** Carries one kind of mail, such as {@code letters}; the thread's name begins with it. */
  public Postman(String carries) {
    this(carries, Duration.ofMinutes(5));
  }

  /** The pause is before a message that is kept in no table is tried again. */
  Postman(String carries, Duration pause) {
    this.pause = pause;
    thread.setPoolSize(1);
    thread.setThreadNamePrefix(carries + "-");
    thread.setDaemon(true);
    thread.setErrorHandler(
        failure -> {
          if (failure instanceof DataAccessException || failure instanceof TransactionException) {
            LOG.warn(
                "What waits to be e-mailed ({}) could not be read ({}); this will be tried again",
                carries,
                failure.getClass().getSimpleName());
          } else {
            LOG.error("What waits to be e-mailed ({}) could not be sent", carries, failure);
          }
        });
    // The current message is completed, so that it isn't sent again after the next start.
    thread.setWaitForTasksToCompleteOnShutdown(true);
    thread.setAwaitTerminationSeconds(SECONDS_TO_FINISH);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.initialize();
  }

  /** Runs the round once the current transaction has committed. */
  public void afterCommit(Runnable round) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            try {
              thread.execute(round);
            } catch (TaskRejectedException e) {
              LOG.info("The application is stopping; the outbox is sent when it starts again");
            }
          }
        });
  }

  /** Runs the round now, and again after each pause. */
  public void every(Duration pause, Runnable round) {
    thread.scheduleWithFixedDelay(round, pause);
  }

  /**
   * Sends plain text that is kept in no table. If the mail server fails, it is tried again for a
   * day, as long as the application runs. What may have arrived is sent once more at most.
   *
   * @param what it is, for the log: such as {@code An access alert}
   */
  public void send(MailServer mail, String what, String to, String subject, String text) {
    Instant last = Instant.now().plus(RETRY_PERIOD);
    thread.execute(() -> attempt(mail, what, to, subject, text, last, false));
  }

  private void attempt(
      MailServer mail,
      String what,
      String to,
      String subject,
      String text,
      Instant last,
      boolean mayHaveArrived) {
    try {
      mail.send(to, subject, text);
      succeeded(what);
    } catch (MessagingException | RuntimeException e) {
      Instant next =
          Instant.now().plus(MailServer.mayRetrySoon(e) ? pause : pause.multipliedBy(LONG_PAUSE));
      boolean unanswered = e instanceof MailServer.Unanswered;
      boolean again =
          MailServer.mayRetry(e) && next.isBefore(last) && !(unanswered && mayHaveArrived);
      String kind = MailServer.kind(e);
      if (isNewFailure(what, kind + again)) {
        LOG.warn(
            "{} could not be e-mailed ({}, {}); {}",
            what,
            MailServer.reason(e),
            kind,
            again
                ? unanswered ? "it is sent once more" : "it is tried again for a day"
                : "it is not tried again");
      }
      if (again && !stopping) {
        thread.schedule(
            () -> attempt(mail, what, to, subject, text, last, unanswered || mayHaveArrived), next);
      }
    }
  }

  /**
   * Whether this message has not failed in this way before. What is tried again each minute would
   * fill the log.
   *
   * @param message its id, or the mail server
   */
  public boolean isNewFailure(String message, String kind) {
    return !kind.equals(failures.put(message, kind));
  }

  /** The next failure of this message is a new one; returns whether it had failed. */
  public boolean succeeded(String message) {
    return failures.remove(message) != null;
  }

  /** Whether a round must end after the current message. */
  public boolean isStopping() {
    return stopping;
  }

  public void stop() {
    stopping = true;
    thread.shutdown();
  }
}
