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
  private final int free;
  private final Duration each;
  private final int remembered;

  /** By user or address: when the wait for all that was done will be over. */
  private final Map<String, Instant> waitedFor =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > remembered;
        }
      };

  /**
   * @param free how often at once
   * @param each the interval between two more times
   * @param remembered the most users or addresses in memory; the oldest are forgotten first
   */
  public Allowance(Clock clock, int free, Duration each, int remembered) {
    this.clock = clock;
    this.free = free;
    this.each = each;
    this.remembered = remembered;
  }

  /** How long until the next time; zero for no wait. */
  public synchronized Duration wait(String who) {
    Instant until = waitedFor.get(who);
    Duration wait =
        until == null
            ? Duration.ZERO
            : Duration.between(clock.instant(), until).minus(each.multipliedBy(free - 1L));
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** Counts one time. */
  public synchronized void use(String who) {
    Instant now = clock.instant();
    waitedFor.merge(
        who, now.plus(each), (until, one) -> (until.isBefore(now) ? now : until).plus(each));
  }

  /**
   * Counts a number of times at once if the first of them need not wait, and says how long it must
   * wait if it must.
   */
  synchronized Duration take(String who, int times) {
    Duration wait = wait(who);
    for (int i = 0; wait.isZero() && i < times; i++) {
      use(who);
    }
    return wait;
  }

  /** Forgets a number of times that were counted, because nothing was done. */
  synchronized void giveBack(String who, int times) {
    waitedFor.computeIfPresent(who, (user, until) -> until.minus(each.multipliedBy(times)));
  }
}
