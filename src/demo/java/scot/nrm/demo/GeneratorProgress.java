package scot.nrm.demo;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Shows the progress of a long piece of work: on a terminal in one line with a bar; elsewhere, such
 * as in a file, in a new line every 5 %.
 */
final class GeneratorProgress {

  private static final int EVERY_PERCENT = 5;
  private static final int WIDTH = 30;
  private static final int HUNDRED = 100;
  private static final double SECOND = 1e9;
  private static final long RENEWED_AFTER = 200_000_000;

  private final PrintStream out;
  private final boolean terminal;
  private final int all;
  private final LongSupplier nanoseconds;
  private final long begun;
  private long shown;
  private int percentShown;
  private int longest;

  /**
   * @param nanoseconds a monotonic clock
   */
  GeneratorProgress(PrintStream out, boolean terminal, int all, LongSupplier nanoseconds) {
    this.out = out;
    this.terminal = terminal;
    this.all = all;
    this.nanoseconds = nanoseconds;
    this.begun = nanoseconds.getAsLong();
    this.shown = begun - RENEWED_AFTER;
  }

  static GeneratorProgress onConsole(int all) {
    return new GeneratorProgress(System.out, isTerminal(System.console()), all, System::nanoTime);
  }

  /** Since Java 22 a console need not be a terminal; before, it can't be asked. */
  private static boolean isTerminal(Console console) {
    try {
      return console != null && (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /**
   * @param done how many cases have begun so far
   */
  void done(int done) {
    long now = nanoseconds.getAsLong();
    int percent = (int) ((long) done * HUNDRED / all);
    if (terminal
        ? now - shown >= RENEWED_AFTER || done == all
        : percent >= percentShown + EVERY_PERCENT) {
      shown = now;
      percentShown = percent - percent % EVERY_PERCENT;
      show(line(done, percent, now - begun));
    }
  }

  private void show(String line) {
    if (terminal) {
      // Spaces erase the end of a longer previous line.
      out.print("\r" + line + " ".repeat(Math.max(0, longest - line.length())));
      longest = Math.max(longest, line.length());
    } else {
      out.println(line);
    }
    out.flush();
  }

  private String line(int done, int percent, long took) {
    double aSecond = done / Math.max(took / SECOND, 1 / SECOND);
    Duration left = Duration.ofSeconds(Math.round((all - done) / Math.max(aSecond, 1 / SECOND)));
    int filled = WIDTH * percent / HUNDRED;
    String bar = terminal ? "[" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "] " : "";
    return "%s%d %%: %,d of %,d cases, %.1f a second, %s left"
        .formatted(bar, percent, done, all, aSecond, words(left));
  }

  static String words(Duration time) {
    return time.toHours() > 0
        ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
        : time.toMinutes() > 0
            ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
            : time.toSeconds() + " s";
  }

  /** Ends the line before other output. */
  void end() {
    if (terminal) {
      out.println();
    }
  }
}
