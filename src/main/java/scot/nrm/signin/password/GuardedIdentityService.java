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
 * Checks passwords instead of the engine: in the web applications, at the REST API, and when a
 * person changes theirs. The engine would lock a user after ten wrong passwords until an
 * administrator helps, even if a stranger tried them; {@link LoginAttempts} slows down only the
 * person guessing.
 */
final class GuardedIdentityService extends IdentityServiceImpl {

  private static final int TURNS = 64;
  private static final Duration LONGEST_TURN = Duration.ofSeconds(5);

  private final LoginAttempts attempts;
  private final boolean peopleComeFromProvider;

  /**
   * Passwords for one user from one address are checked one after the other, so that each is
   * counted.
   */
  private final ReentrantLock[] turns =
      Stream.generate(ReentrantLock::new).limit(TURNS).toArray(ReentrantLock[]::new);

  /**
   * Compared with an unknown user's password, so that the check takes as long as for a known user.
   */
  private volatile String nobodys;

  GuardedIdentityService(LoginAttempts attempts, boolean peopleComeFromProvider) {
    this.attempts = attempts;
    this.peopleComeFromProvider = peopleComeFromProvider;
  }

  /**
   * With OpenID Connect the identity provider manages users: the engine then refuses to create,
   * change or delete them by its APIs and in Admin, and to set up its first administrator.
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
      LoginThrottle.requireWait(LONGEST_TURN);
      return false;
    }
    try {
      Duration wait = attempts.wait(userId, address);
      if (!wait.isZero()) {
        LoginThrottle.requireWait(wait);
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

  /** Checks the password outside the engine's command, which would occupy a database connection. */
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
    if (right && kept.hasOldHash()) {
      rehash(userId, password);
    }
    return right;
  }

  private String nobodys(PasswordManager passwords) {
    if (nobodys == null) {
      nobodys = passwords.encrypt("nobody has this password");
    }
    return nobodys;
  }

  /** The password is correct, and may be older than the rules for new ones. */
  private void rehash(String userId, String password) {
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

    /** A person signed in by an identity provider has no password here. */
    static Kept of(UserEntity user) {
      return user == null || user.getPassword() == null
          ? null
          : new Kept(user.getPassword(), user.getSalt());
    }

    boolean hasOldHash() {
      return !password.startsWith("{" + Argon2Passwords.NAME + "}");
    }
  }
}
