package scot.nrm.cockpit.duration;

import java.util.Arrays;

/**
 * The passes that left one element in a period: how long each took, and its tasks with a due date.
 */
final class DurationSample {

  /** A day and local authority often have only one. */
  private static final int INITIAL_CAPACITY = 2;

  private int[] seconds = new int[INITIAL_CAPACITY];
  private int count;
  private boolean sorted;
  private long due;
  private long overdue;

  void add(int lasted) {
    if (count == seconds.length) {
      seconds = Arrays.copyOf(seconds, 2 * count);
    }
    seconds[count++] = lasted;
    sorted = false;
  }

  void addTasks(long tasks, long late) {
    due += tasks;
    overdue += late;
  }

  /** All durations, the shortest first. */
  int[] inOrder() {
    sort();
    return Arrays.copyOf(seconds, count);
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
  Long quantile(double share) {
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
