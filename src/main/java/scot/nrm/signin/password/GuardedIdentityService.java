package scot.nrm.signin.password;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.digest.PasswordManager;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.camunda.bpm.engine.impl.util.EncryptionUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.accesslog.Access;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.RequestOrigin;
import scot.nrm.accesslog.What;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.casefile.ChainedRow;
import scot.nrm.casefile.ChangeChain;

/**
 * Checks passwords instead of the engine: in the web applications, at the REST API, and when a
 * person changes theirs. The engine would lock a user after ten wrong passwords until an
 * administrator helps, even if a stranger tried them; {@link LoginAttempts} slows down only the
 * person guessing.
 *
 * <p>Changes of people, groups and local authorities come through here too. They are noted in the
 * {@link ChangeChain}, and those of one account or membership in the {@link AccessLog}.
 */
final class GuardedIdentityService extends IdentityServiceImpl {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedIdentityService.class);

  private static final Duration MAX_WAIT = Duration.ofSeconds(5);
  private static final int MAX_WAITING_NEWCOMERS = 20;

  private final LoginAttempts attempts;
  private final AccessLog log;
  private final UserIds ids;
  private final NamesAndRoles names;
  private final ChangeChain chain;
  private final ChainCheck check;
  private final Counter guessedUsers;
  private final boolean peopleComeFromProvider;

  private final LoginTurns turns =
      new LoginTurns(
          Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
          MAX_WAITING_NEWCOMERS,
          MAX_WAIT);

  /**
   * Compared with an unknown user's password, so that the check takes as long as for a known user.
   */
  private volatile String dummyHash;

  GuardedIdentityService(
      LoginAttempts attempts,
      AccessLog log,
      UserIds ids,
      NamesAndRoles names,
      ChangeChain chain,
      ChainCheck check,
      MeterRegistry registry,
      boolean peopleComeFromProvider) {
    this.attempts = attempts;
    this.log = log;
    this.ids = ids;
    this.names = names;
    this.chain = chain;
    this.check = check;
    this.guessedUsers =
        Counter.builder("nrm_passwords_guessed")
            .description(
                "Users for whom more than "
                    + LoginAttempts.FREE_PER_USER
                    + " wrong passwords were tried in an hour")
            .register(registry);
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
    boolean known = address.isEmpty() || log.hasSignedInFromThisAddress(userId);
    Optional<LoginTurns.Turn> turn = turns.take(userId, address, known);
    if (turn.isEmpty()) {
      LoginThrottle.requireWait(MAX_WAIT);
      return false;
    }
    try (LoginTurns.Turn held = turn.get()) {
      Duration wait = wait(userId, address, known);
      if (!wait.isZero()) {
        LoginThrottle.requireWait(wait);
        return false;
      }
      boolean correct = isCorrect(userId, password);
      boolean unchanged = !correct || check.isAccountUnchanged(userId);
      if (correct) {
        attempts.succeeded(userId, address);
        RequestOrigin.person(userId);
      } else {
        attempts.failed(userId, address);
        if (attempts.shouldReport(userId)) {
          guessedUsers.increment();
          LOG.warn(
              "Very many wrong passwords were tried for one user. At addresses where that user has not signed in before, sign-in as this user is delayed.");
        }
      }
      log.record(signIn(userId, What.SIGN_IN).allowed(correct && unchanged));
      if (!correct && !attempts.wait(userId, address).isZero()) {
        // Once for each wait, and not for each password that isn't checked meanwhile.
        log.record(signIn(userId, What.SIGN_IN_DELAYED).refused());
      }
      return correct && unchanged;
    }
  }

  private Duration wait(String userId, String address, boolean known) {
    Duration here = attempts.wait(userId, address);
    Duration elsewhere = attempts.waitElsewhere(userId);
    return elsewhere.compareTo(here) > 0 && !known ? elsewhere : here;
  }

  /** An unknown user name isn't logged, because people type their password there by mistake. */
  private Access signIn(String userId, What what) {
    boolean known =
        commandExecutor.execute(
            context -> context.getReadOnlyIdentityProvider().findUserById(userId) != null);
    return Access.by(known ? userId : null, what).detail(RequestOrigin.path());
  }

  /** Checks the password outside the engine's command, which would occupy a database connection. */
  private boolean isCorrect(String userId, String password) {
    StoredPassword stored =
        commandExecutor.execute(
            context ->
                StoredPassword.of(
                    (UserEntity) context.getReadOnlyIdentityProvider().findUserById(userId)));
    PasswordManager passwords =
        commandExecutor.execute(
            context -> Context.getProcessEngineConfiguration().getPasswordManager());
    if (stored == null) {
      passwords.check(password, dummyHash(passwords));
      return false;
    }
    boolean correct =
        passwords.check(EncryptionUtil.saltPassword(password, stored.salt()), stored.password());
    if (correct) {
      String hash = stored.hasOldHash() ? rehash(userId, password) : stored.password();
      RequestOrigin.request()
          .ifPresent(request -> PasswordSessions.signedIn(request, userId, hash));
    }
    return correct;
  }

  private String dummyHash(PasswordManager passwords) {
    if (dummyHash == null) {
      dummyHash = passwords.encrypt("nobody has this password");
    }
    return dummyHash;
  }

  /** The password is correct, and may be older than the rules for new ones. */
  private String rehash(String userId, String password) {
    return commandExecutor.execute(
        context ->
            context.runWithoutAuthorization(
                () -> {
                  User user = createUserQuery().userId(userId).singleResult();
                  user.setPassword(password);
                  saveUser(user, true);
                  return user.getPassword();
                }));
  }

  @Override
  public void saveUser(User user, boolean skipPasswordPolicy) {
    boolean password = user instanceof UserEntity saved && saved.hasNewPassword();
    runLogged(
        user.getId(),
        password ? What.PASSWORD : What.ACCOUNT,
        "",
        () -> {
          person().ifPresent(by -> checkChange(by, user, password));
          recordChange(user.getId(), ChainedRow.USER, user.getId());
          recordEarlierName(
              user.getId(),
              names.storeBeforeRenaming(user.getId(), user.getFirstName(), user.getLastName()));
          super.saveUser(user, skipPasswordPolicy);
        });
    if (password) {
      RequestOrigin.request()
          .ifPresent(
              request ->
                  PasswordSessions.passwordChanged(request, user.getId(), user.getPassword()));
    }
  }

  @Override
  public void deleteUser(String userId) {
    runLogged(
        userId,
        What.ACCOUNT,
        "delete",
        () -> {
          person().ifPresent(by -> checkDeletion(by, userId));
          chain.allChanged(ChangeChain.USER + userId);
          recordEarlierName(userId, names.store(userId));
          super.deleteUser(userId);
        });
  }

  /** The person who asks for a change; empty if the application itself makes it. */
  private Optional<Authentication> person() {
    return Optional.ofNullable(getCurrentAuthentication())
        .filter(by -> by.getUserId() != null)
        .filter(by -> Context.getCommandContext().isAuthorizationCheckEnabled());
  }

  /** Names are in records of cases, so nobody chooses their own. */
  private void checkChange(Authentication by, User user, boolean password) {
    boolean isNew = user instanceof UserEntity saved && saved.getRevision() == 0;
    if (isNew && ids.isUsed(user.getId())) {
      throw new BadUserRequestException(
          "This user id belonged to someone before, and records of cases may name it. Choose another id.");
    }
    if (!isNew
        && !password
        && (by.getGroupIds() == null || !by.getGroupIds().contains(Groups.CAMUNDA_ADMIN))) {
      throw new AuthorizationException(
          "Only an administrator changes names and e-mail addresses. Ask yours to correct them.");
    }
  }

  private void checkDeletion(Authentication by, String userId) {
    if (userId.equals(by.getUserId())) {
      throw new AuthorizationException(
          "Nobody deletes their own account. Ask another administrator.");
    }
    if (ids.isNamedInCases(userId)) {
      throw new BadUserRequestException(
          "Records of cases name this person, so the account can't be deleted. Remove it from all groups and local authorities instead, and set a new password.");
    }
  }

  @Override
  public void createMembership(String userId, String groupId) {
    changeMembership(
        userId,
        "join " + groupId,
        () -> recordRoleChange(userId, groupId),
        () -> super.createMembership(userId, groupId));
  }

  @Override
  public void deleteMembership(String userId, String groupId) {
    changeMembership(
        userId,
        "leave " + groupId,
        () -> recordRoleChange(userId, groupId),
        () -> super.deleteMembership(userId, groupId));
  }

  @Override
  public void createTenantUserMembership(String tenantId, String userId) {
    changeMembership(
        userId,
        "join local authority " + tenantId,
        () -> recordChange(userId, ChainedRow.AUTHORITY_OF_USER, tenantId),
        () -> super.createTenantUserMembership(tenantId, userId));
  }

  @Override
  public void deleteTenantUserMembership(String tenantId, String userId) {
    changeMembership(
        userId,
        "leave local authority " + tenantId,
        () -> recordChange(userId, ChainedRow.AUTHORITY_OF_USER, tenantId),
        () -> super.deleteTenantUserMembership(tenantId, userId));
  }

  @Override
  public void createTenantGroupMembership(String tenantId, String groupId) {
    changeMembership(
        null,
        groupId + " joins local authority " + tenantId,
        () -> chain.changed(ChangeChain.GROUP + groupId, ChainedRow.AUTHORITY_OF_GROUP, tenantId),
        () -> super.createTenantGroupMembership(tenantId, groupId));
  }

  @Override
  public void deleteTenantGroupMembership(String tenantId, String groupId) {
    changeMembership(
        null,
        groupId + " leaves local authority " + tenantId,
        () -> chain.changed(ChangeChain.GROUP + groupId, ChainedRow.AUTHORITY_OF_GROUP, tenantId),
        () -> super.deleteTenantGroupMembership(tenantId, groupId));
  }

  private void changeMembership(String about, String detail, Runnable record, Runnable change) {
    runLogged(
        about,
        What.MEMBERSHIP,
        detail,
        () -> {
          record.run();
          change.run();
        });
  }

  /** Its members leave it, too. */
  @Override
  public void deleteGroup(String groupId) {
    inOneTransaction(
        () -> {
          chain.allChanged(ChangeChain.GROUP + groupId);
          names.members(groupId).forEach(member -> recordRoleChange(member, groupId));
          super.deleteGroup(groupId);
        });
  }

  /** Its people and groups leave it, too. */
  @Override
  public void deleteTenant(String tenantId) {
    inOneTransaction(
        () -> {
          chain.changedForAll(ChainedRow.AUTHORITY_OF_USER, tenantId);
          chain.changedForAll(ChainedRow.AUTHORITY_OF_GROUP, tenantId);
          super.deleteTenant(tenantId);
        });
  }

  private void inOneTransaction(Runnable change) {
    commandExecutor.execute(
        context -> {
          change.run();
          return null;
        });
  }

  private void recordRoleChange(String userId, String groupId) {
    recordChange(userId, ChainedRow.MEMBERSHIP, groupId);
    recordEarlierName(userId, names.storeBeforeRoleChange(userId));
  }

  /** What the person was called, and the roles that they had, until now. */
  private void recordEarlierName(String userId, OptionalLong row) {
    row.ifPresent(id -> chain.changed(ChangeChain.USER + userId, ChainedRow.EARLIER_NAME, id));
  }

  private void recordChange(String userId, ChainedRow kind, String id) {
    chain.changed(ChangeChain.USER + userId, kind, id);
  }

  /** The change and its entry in the access log, in one transaction. */
  private void runLogged(String about, What what, String detail, Runnable change) {
    commandExecutor.execute(
        context -> {
          Access access = Access.by(getCurrentAuthentication(), what).detail(detail).about(about);
          try {
            change.run();
          } catch (AuthorizationException | BadUserRequestException refused) {
            log.record(access.refused());
            throw refused;
          }
          log.record(access);
          return null;
        });
  }

  private record StoredPassword(String password, String salt) {

    /** A person signed in by an identity provider has no password here. */
    static StoredPassword of(UserEntity user) {
      return user == null || user.getPassword() == null
          ? null
          : new StoredPassword(user.getPassword(), user.getSalt());
    }

    boolean hasOldHash() {
      return !password.startsWith("{" + Argon2Passwords.NAME + "}");
    }
  }
}
