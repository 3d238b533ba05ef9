package scot.nrm.cockpit.duration;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** The passes that left one element in a month, by day, in a form that can be stored. */
final class MonthSample {

  private static final int MAX_DAYS = 31;

  /** A number is stored in as few bytes as it needs, seven bits in each. */
  private static final int BITS = 7;

  private static final int CONTINUATION = 1 << BITS;

  private final DurationSample[] days = new DurationSample[MAX_DAYS + 1];

  /** The day of the month is counted from 1. */
  DurationSample on(int day) {
    if (days[day] == null) {
      days[day] = new DurationSample();
    }
    return days[day];
  }

  /**
   * For each day with passes or tasks: the day, the tasks with a due date, those of them that were
   * overdue, the number of passes, and how much longer each took than the one before, in order.
   */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int day = 1; day <= MAX_DAYS; day++) {
      DurationSample sample = days[day];
      if (sample != null) {
        write(out, day);
        write(out, Math.toIntExact(sample.due()));
        write(out, Math.toIntExact(sample.overdue()));
        write(out, sample.count());
        int before = 0;
        for (int seconds : sample.inOrder()) {
          write(out, seconds - before);
          before = seconds;
        }
      }
    }
    return out.toByteArray();
  }

  /**
   * Adds a stored sample.
   *
   * @param bytes the result of {@link #bytes}
   * @param which the days of the month to add
   * @param to gives the sample to add to; called only if there are durations on these days
   */
  static void read(byte[] bytes, IntPredicate which, Supplier<DurationSample> to) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      DurationSample sample = which.test(read(in)) ? to.get() : new DurationSample();
      int due = read(in);
      sample.addTasks(due, read(in));
      int seconds = 0;
      for (int left = read(in); left > 0; left--) {
        seconds += read(in);
        sample.add(seconds);
      }
    }
  }

  private static void write(ByteArrayOutputStream out, int number) {
    int rest = number;
    while (rest >>> BITS != 0) {
      out.write(rest & (CONTINUATION - 1) | CONTINUATION);
      rest >>>= BITS;
    }
    out.write(rest);
  }

  private static int read(ByteBuffer in) {
    int number = 0;
    int shift = 0;
    int next;
    do {
      next = in.get();
      number |= (next & (CONTINUATION - 1)) << shift;
      shift += BITS;
    } while ((next & CONTINUATION) != 0);
    return number;
  }
}
