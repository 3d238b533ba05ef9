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
import scot.nrm.pages.PdfWriter;

/**
 * Does once, on a second processor, what the invented cases need and what takes long the first
 * time: to compare a name and to write a letter. It begins when the tables of an empty database are
 * made, and has ended before the first case.
 */
@Component
@Profile("!production")
@ConditionalOnProperty({"nrm.demo.enabled", "nrm.demo.cases"})
class WarmUp implements Callback {

  private static final MigrationVersion FIRST = MigrationVersion.fromVersion("1");

  private static final String LETTER =
      """
      <html lang="en-GB">
      <head>
        <title>A letter</title>
        <style>
          @page { size: A4; @bottom-center { content: "page " counter(page) " of " counter(pages);
            font-family: 'DejaVu Sans Condensed'; } }
          body { font-family: 'DejaVu Sans Condensed'; }
          .to { position: absolute; font-weight: bold; }
        </style>
      </head>
      <body><div class="to">To the reader</div><h1>A letter</h1><p>Dear reader</p></body>
      </html>
      """;

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
    new PdfWriter("", "/nowhere").write(LETTER, "a letter that nobody reads");
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
