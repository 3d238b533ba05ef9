package scot.nrm.mail;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Goes round with mail on one thread of its own: a slow mail server must not hold up a caseworker,
 * nor two messages overtake each other.
 */
public final class Postman {

  private static final Logger LOG = LoggerFactory.getLogger(Postman.class);

  /** As long as a mail server that hangs is waited for. */
  private static final int SECONDS_TO_FINISH = 30;

  private final ThreadPoolTaskScheduler thread = new ThreadPoolTaskScheduler();
  private volatile boolean stopping;

  /**
   * @param carries what this one carries, such as {@code letters}; the name of the thread begins
   *     with it
   */
  public Postman(String carries) {
    thread.setPoolSize(1);
    thread.setThreadNamePrefix(carries + "-");
    thread.setDaemon(true);
    // The message that is under way is finished, so that it is not sent again after the next start.
    thread.setWaitForTasksToCompleteOnShutdown(true);
    thread.setAwaitTerminationSeconds(SECONDS_TO_FINISH);
    thread.initialize();
  }

  /** Goes round once the running transaction has committed. */
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

  /** Goes round now and again after each pause. */
  public void every(Duration pause, Runnable round) {
    thread.scheduleWithFixedDelay(round, pause);
  }

  /** Whether a round is to end with the message that is under way. */
  public boolean isStopping() {
    return stopping;
  }

  public void stop() {
    stopping = true;
    thread.shutdown();
  }
}
