package scot.nrm.availability;

import jakarta.annotation.PreDestroy;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether the database answers in two seconds: a load balancer skips a node without one. */
@Component
public class DatabaseHealthIndicator implements HealthIndicator {

  private static final int SECONDS = 2;

  private final JdbcClient jdbc;

  /** One question at a time, whose answer is for everyone who asks meanwhile. */
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          runnable -> {
            Thread thread = new Thread(runnable, "nrm-health");
            thread.setDaemon(true);
            return thread;
          });

  private Future<?> check;

  DatabaseHealthIndicator(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Gives no details, because anyone may ask. */
  @Override
  public Health health() {
    return isAnswering() ? Health.up().build() : Health.outOfService().build();
  }

  public boolean isAnswering() {
    try {
      check().get(SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (RejectedExecutionException | ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized Future<?> check() {
    if (check == null || check.isDone()) {
      check = executor.submit(() -> jdbc.sql("select 1").query(Integer.class).single());
    }
    return check;
  }

  @PreDestroy
  void stop() {
    executor.shutdownNow();
  }
}
