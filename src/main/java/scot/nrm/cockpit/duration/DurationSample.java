package scot.nrm.cockpit.duration;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The passes that left one element in a period: how long each took, and its tasks with a due date.
 */
final class DurationSample {

  private static final int FEW = 16;

  private int[] seconds = new int[FEW];
  private int count;
  private boolean sorted;
  private long due;
  private long overdue;

  void add(int lasted) {
    room(1);
    seconds[count++] = lasted;
    sorted = false;
  }

  void addTasks(long tasks, long late) {
    due += tasks;
    overdue += late;
  }

  /**
   * @param bytes the result of {@link #lengths}
   */
  void addAll(byte[] bytes) {
    int more = bytes.length / Integer.BYTES;
    room(more);
    ByteBuffer.wrap(bytes).asIntBuffer().get(seconds, count, more);
    count += more;
    sorted = false;
  }

  private void room(int more) {
    if (count + more > seconds.length) {
      seconds = Arrays.copyOf(seconds, Math.max(count + more, 2 * seconds.length));
    }
  }

  /** All durations, in a form that can be stored. */
  byte[] lengths() {
    sort();
    ByteBuffer bytes = ByteBuffer.allocate(count * Integer.BYTES);
    bytes.asIntBuffer().put(seconds, 0, count);
    return bytes.array();
  }

  int count() {
    return count;
  }

  long due() {
    return due;
  }

  long overdue() {
    return overdue;
  }

  /**
   * The quantile in seconds, interpolated between the two nearest durations.
   *
   * @param share 0 to 1
   * @return {@code null} if nothing has left
   */
  Long within(double share) {
    if (count == 0) {
      return null;
    }
    sort();
    double place = share * (count - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return Math.round(seconds[below] + (place - below) * (seconds[above] - seconds[below]));
  }

  private void sort() {
    if (!sorted) {
      Arrays.sort(seconds, 0, count);
      sorted = true;
    }
  }
}
