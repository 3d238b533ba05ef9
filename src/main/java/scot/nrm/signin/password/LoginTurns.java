package scot.nrm.signin.password;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Decides whose password is checked next. A check deliberately takes a tenth of a second and much
 * memory, so an endless stream of wrong passwords could delay everyone's sign-in. People who have
 * signed in from the same address before don't wait for others. All others are checked a few at a
 * time, and only a few more may wait.
 */
final class LoginTurns {

  private static final int LOCKS = 64;

  private final Duration maxWait;
  private final Semaphore newcomers;
  private final Semaphore waiting;
  private final Lock[] knownLocks = locks();
  private final Lock[] newcomerLocks = locks();

  /**
   * @param atATime how many who are new where they are have their passwords checked at a time
   * @param waiting how many more of them may wait
   * @param maxWait how long anyone waits
   */
  LoginTurns(int atATime, int waiting, Duration maxWait) {
    this.newcomers = new Semaphore(atATime, true);
    this.waiting = new Semaphore(atATime + waiting);
    this.maxWait = maxWait;
  }

  private static Lock[] locks() {
    return Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);
  }

  /** A turn, which its holder gives back. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for a turn. Passwords for one user from one address are checked one after the other, so
   * that each is counted.
   *
   * @param known whether the user has signed in from this address before
   * @return empty if there was none in time
   */
  Optional<Turn> take(String userId, String address, boolean known) {
    int place = Math.floorMod((userId + '@' + address).hashCode(), LOCKS);
    try {
      return known ? lock(knownLocks[place], () -> {}) : takeAsNewcomer(newcomerLocks[place]);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<Turn> takeAsNewcomer(Lock turn) throws InterruptedException {
    if (!waiting.tryAcquire()) {
      return Optional.empty();
    }
    if (!newcomers.tryAcquire(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
      waiting.release();
      return Optional.empty();
    }
    return lock(
        turn,
        () -> {
          newcomers.release();
          waiting.release();
        });
  }

  private Optional<Turn> lock(Lock turn, Runnable onRelease) throws InterruptedException {
    if (!turn.tryLock(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
      onRelease.run();
      return Optional.empty();
    }
    return Optional.of(
        () -> {
          turn.unlock();
          onRelease.run();
        });
  }
}
