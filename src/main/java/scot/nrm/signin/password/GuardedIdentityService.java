package scot.nrm.signin.password;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.digest.PasswordManager;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.camunda.bpm.engine.impl.util.EncryptionUtil;

/**
 * Looks at passwords in the engine's place, wherever one is asked for: in the web applications, at
 * the REST API, and where somebody changes theirs. The engine itself locks a user after ten wrong
 * passwords until an administrator helps, whoever tried them; here {@link LoginAttempts} slows the
 * one down who guesses.
 */
final class GuardedIdentityService extends IdentityServiceImpl {

  private static final int TURNS = 64;
  private static final Duration LONGEST_TURN = Duration.ofSeconds(5);

  private final LoginAttempts attempts;
  private final boolean peopleComeFromProvider;

  /**
   * Passwords of one user from one address are looked at one after the other, so that none is tried
   * uncounted.
   */
  private final ReentrantLock[] turns =
      Stream.generate(ReentrantLock::new).limit(TURNS).toArray(ReentrantLock[]::new);

  /** What an unknown user's password is held against, so that it takes as long as a known one's. */
  private volatile String nobodys;

  GuardedIdentityService(LoginAttempts attempts, boolean peopleComeFromProvider) {
    this.attempts = attempts;
    this.peopleComeFromProvider = peopleComeFromProvider;
  }

  /**
   * With OpenID Connect people are kept by the identity provider: the engine then refuses to make,
   * change or remove them by its APIs and in Admin, and to set its first administrator up.
   */
  @Override
  public boolean isReadOnly() {
    return peopleComeFromProvider;
  }

  @Override
  public boolean checkPassword(String userId, String password) {
    if (userId == null || password == null || peopleComeFromProvider) {
      return false;
    }
    String address = LoginThrottle.addressOfRequest();
    ReentrantLock turn = turns[Math.floorMod((userId + '@' + address).hashCode(), TURNS)];
    if (!isMyTurn(turn)) {
      LoginThrottle.tellToWait(LONGEST_TURN);
      return false;
    }
    try {
      Duration wait = attempts.wait(userId, address);
      if (!wait.isZero()) {
        LoginThrottle.tellToWait(wait);
        return false;
      }
      boolean right = isRight(userId, password);
      if (right) {
        attempts.right(userId, address);
      } else {
        attempts.wrong(userId, address);
      }
      return right;
    } finally {
      turn.unlock();
    }
  }

  private static boolean isMyTurn(ReentrantLock turn) {
    try {
      return turn.tryLock(LONGEST_TURN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * The password is looked at outside the engine's command, which would keep a database connection
   * meanwhile.
   */
  private boolean isRight(String userId, String password) {
    Kept kept =
        commandExecutor.execute(
            context ->
                Kept.of((UserEntity) context.getReadOnlyIdentityProvider().findUserById(userId)));
    PasswordManager passwords =
        commandExecutor.execute(
            context -> Context.getProcessEngineConfiguration().getPasswordManager());
    if (kept == null) {
      passwords.check(password, nobodys(passwords));
      return false;
    }
    boolean right =
        passwords.check(EncryptionUtil.saltPassword(password, kept.salt()), kept.password());
    if (right && kept.inAnOldWay()) {
      keepAnew(userId, password);
    }
    return right;
  }

  private String nobodys(PasswordManager passwords) {
    if (nobodys == null) {
      nobodys = passwords.encrypt("nobody has this password");
    }
    return nobodys;
  }

  /** The password is right, and may be older than the rules for new ones. */
  private void keepAnew(String userId, String password) {
    commandExecutor.execute(
        context ->
            context.runWithoutAuthorization(
                () -> {
                  User user = createUserQuery().userId(userId).singleResult();
                  user.setPassword(password);
                  saveUser(user, true);
                  return null;
                }));
  }

  private record Kept(String password, String salt) {

    /** Somebody whom an identity provider signs in has no password here. */
    static Kept of(UserEntity user) {
      return user == null || user.getPassword() == null
          ? null
          : new Kept(user.getPassword(), user.getSalt());
    }

    boolean inAnOldWay() {
      return !password.startsWith("{" + Argon2Passwords.NAME + "}");
    }
  }
}
