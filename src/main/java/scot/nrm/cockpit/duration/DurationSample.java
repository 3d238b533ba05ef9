package scot.nrm.cockpit.duration;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Everything that left one element in some time: how long it had stayed there, and its tasks that
 * had a due date.
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
   * @param bytes what {@link #lengths} gave
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

  /** All lengths of time in a form that can be stored. */
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
   * The time, in seconds, within which this share of them had left: between the two nearest where
   * it falls between them.
   *
   * @param share 0 to 1
   * @return {@code null} where nothing has left
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
