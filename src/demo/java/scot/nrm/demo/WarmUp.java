package scot.nrm.demo;

import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.PersonName;

/**
 * Compares a name, on a second processor: the invented cases need it, and the first time takes
 * long. It begins when the tables of an empty database are made, and has ended before the first
 * case.
 */
@Component
@Profile("!production")
@ConditionalOnProperty({"nrm.demo.enabled", "nrm.demo.cases"})
class WarmUp implements Callback {

  private static final MigrationVersion FIRST = MigrationVersion.fromVersion("1");

  private volatile CompletableFuture<Void> done = CompletableFuture.completedFuture(null);

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    if (FIRST.equals(context.getMigrationInfo().getVersion())) {
      done = CompletableFuture.runAsync(WarmUp::run, WarmUp::startThread);
    }
  }

  private static void startThread(Runnable task) {
    Thread thread = new Thread(task, "warm-up");
    thread.setDaemon(true); // a start that is refused ends at once
    thread.start();
  }

  static void run() {
    PersonName.of("Анна");
  }

  /** After this, no other thread prepares the same classes. What failed fails again when used. */
  void await() {
    done.exceptionally(failed -> null).join();
  }

  @Override
  public String getCallbackName() {
    return "warmUp";
  }
}
