package scot.nrm.signin.password;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import scot.nrm.signin.request.Allowance;

/**
 * Slows down anyone who guesses passwords, and nobody else. Wrong passwords are counted for a user
 * together with the address that they come from, so a stranger can't lock a colleague out: from
 * another address the correct password still works. After {@value #FREE_ATTEMPTS} wrong passwords
 * in a row the next attempt must wait five seconds, then ten, twenty and so on, never longer than
 * {@link #MAX_DELAY}. Many wrong passwords for different users from one address must wait too,
 * never longer than {@link #PER_ADDRESS}: a whole office may share it. Very many wrong passwords of
 * one user from any addresses must wait too, except at an address where that user has signed in
 * before. Nobody is locked out for good.
 *
 * <p>Kept in the memory of each node, and forgotten after {@link #FORGET_AFTER} without another
 * wrong password.
 */
final class LoginAttempts {

  /** Wrong passwords in a row of one user from one address, before the first wait. */
  static final int FREE_ATTEMPTS = 5;

  static final Duration MAX_DELAY = Duration.ofMinutes(15);
  static final Duration FORGET_AFTER = Duration.ofHours(1);

  /**
   * The number of wrong passwords one address may try at once; after that, one in each {@link
   * #PER_ADDRESS}.
   */
  static final int FREE_PER_ADDRESS = 30;

  static final Duration PER_ADDRESS = Duration.ofSeconds(10);

  /** The same for one user at all addresses together: a hundred, and then a hundred in an hour. */
  static final int FREE_PER_USER = 100;

  static final Duration PER_USER = Duration.ofSeconds(36);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final int MAX_DOUBLINGS = 10; // longer than MAX_DELAY

  private final Clock clock;
  private final Map<UserAtAddress, Failures> failures;

  private final Allowance perAddress;
  private final Allowance perUser;

  /** By user: when the limit at all addresses was last reported. */
  private final Map<String, Instant> reported;

  /**
   * @param remembered the most entries kept in memory; the oldest are forgotten first
   */
  LoginAttempts(Clock clock, int remembered) {
    this.clock = clock;
    this.failures = Allowance.limitedMap(remembered);
    this.perAddress = new Allowance(clock, FREE_PER_ADDRESS, PER_ADDRESS, remembered);
    this.perUser = new Allowance(clock, FREE_PER_USER, PER_USER, remembered);
    this.reported = Allowance.limitedMap(remembered);
  }

  /**
   * How long this user must wait at this address before the next password is checked; zero for no
   * wait.
   */
  synchronized Duration wait(String user, String address) {
    Instant now = clock.instant();
    Failures before = failures.get(new UserAtAddress(user, address));
    Duration ofUser = before == null ? Duration.ZERO : Duration.between(now, before.notBefore());
    Duration ofAddress = perAddress.wait(address);
    Duration longer = ofUser.compareTo(ofAddress) > 0 ? ofUser : ofAddress;
    return longer.isNegative() ? Duration.ZERO : longer;
  }

  /**
   * How long this user must wait at every address where they have not signed in before; zero for no
   * wait.
   */
  Duration waitElsewhere(String user) {
    return perUser.wait(user);
  }

  /** Counts a wrong password. */
  synchronized void failed(String user, String address) {
    Instant now = clock.instant();
    UserAtAddress key = new UserAtAddress(user, address);
    Failures before = failures.get(key);
    int count =
        before == null || before.last().plus(FORGET_AFTER).isBefore(now) ? 1 : before.count() + 1;
    failures.put(key, new Failures(count, now, now.plus(delayAfter(count))));
    perAddress.use(address);
    perUser.use(user);
  }

  /**
   * Whether to report that this user must wait elsewhere: once in {@link #FORGET_AFTER}, however
   * many passwords are tried.
   */
  synchronized boolean shouldReport(String user) {
    Instant now = clock.instant();
    Instant last = reported.get(user);
    boolean due =
        !waitElsewhere(user).isZero() && (last == null || !now.isBefore(last.plus(FORGET_AFTER)));
    if (due) {
      reported.put(user, now);
    }
    return due;
  }

  synchronized void succeeded(String user, String address) {
    failures.remove(new UserAtAddress(user, address));
  }

  private static Duration delayAfter(int count) {
    if (count < FREE_ATTEMPTS) {
      return Duration.ZERO;
    }
    Duration delay = FIRST_WAIT.multipliedBy(1L << Math.min(count - FREE_ATTEMPTS, MAX_DOUBLINGS));
    return delay.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : delay;
  }

  private record UserAtAddress(String user, String address) {}

  /**
   * @param count wrong passwords in a row
   * @param last the time of the last one
   * @param notBefore when the next password is checked
   */
  private record Failures(int count, Instant last, Instant notBefore) {}
}
