package scot.nrm.signin.request;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often something may be done: a number of times at once, and then once in each interval. Kept
 * in the memory of each node, for each user or address.
 */
public final class Allowance {

  private final Clock clock;
  private final int burst;
  private final Duration interval;

  /** By user or address: when the wait for all that was done will be over. */
  private final Map<String, Instant> waitUntil;

  /**
   * @param burst how often at once
   * @param interval the interval between two more times
   * @param remembered the most users or addresses in memory; the oldest are forgotten first
   */
  public Allowance(Clock clock, int burst, Duration interval, int remembered) {
    this.clock = clock;
    this.burst = burst;
    this.interval = interval;
    this.waitUntil = limitedMap(remembered);
  }

  /** A map that drops the least recently used entry when it is full. */
  public static <K, V> Map<K, V> limitedMap(int maxSize) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > maxSize;
      }
    };
  }

  /** How long until the next time; zero for no wait. */
  public synchronized Duration wait(String who) {
    Instant until = waitUntil.get(who);
    Duration wait =
        until == null
            ? Duration.ZERO
            : Duration.between(clock.instant(), until).minus(interval.multipliedBy(burst - 1L));
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** Counts one time. */
  public synchronized void use(String who) {
    Instant now = clock.instant();
    waitUntil.merge(
        who,
        now.plus(interval),
        (until, one) -> (until.isBefore(now) ? now : until).plus(interval));
  }

  /**
   * Counts a number of times at once if the first of them need not wait, and says how long it must
   * wait if it must.
   */
  public synchronized Duration take(String who, int times) {
    Duration wait = wait(who);
    for (int i = 0; wait.isZero() && i < times; i++) {
      use(who);
    }
    return wait;
  }

  /** Forgets a number of times that were counted, because nothing was done. */
  public synchronized void giveBack(String who, int times) {
    waitUntil.computeIfPresent(who, (user, until) -> until.minus(interval.multipliedBy(times)));
  }
}
