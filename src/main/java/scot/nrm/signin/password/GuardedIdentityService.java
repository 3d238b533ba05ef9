package scot.nrm.signin.password;

import java.time.Clock;
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
import scot.nrm.access.NamesAndRoles;
import scot.nrm.accesslog.Access;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.RequestOrigin;
import scot.nrm.accesslog.What;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.casefile.ChainedRow;
import scot.nrm.casefile.ChangeChain;
import scot.nrm.signin.request.Allowance;
import scot.nrm.signin.sessions.Sessions;

/**
 * Checks passwords instead of the engine: in the web applications, at the REST API, and when a
 * person changes theirs. The engine would lock a user after ten wrong passwords until an
 * administrator helps, even if a stranger tried them. Here wrong passwords are counted for a user
 * together with the address that they come from, and for an address alone. After too many, the next
 * one has to wait, and nobody is locked out for good. Each node counts in its memory. There are no
 * further rules, because production accepts no passwords (docs/adr/0032).
 *
 * <p>Changes of people, groups and local authorities come through here too. They are noted in the
 * {@link ChangeChain}, and those of one account or membership in the {@link AccessLog}.
 */
final class GuardedIdentityService extends IdentityServiceImpl {

  /** Wrong passwords of one user from one address; then one a minute. */
  private static final int FREE_PER_USER = 5;

  /** Wrong passwords from one address; then one every ten seconds. A whole office may share it. */
  private static final int FREE_PER_ADDRESS = 30;

  private static final int MAX_REMEMBERED = 50_000;

  private final Allowance ofUser;
  private final Allowance ofAddress;
  private final AccessLog log;
  private final UserIds ids;
  private final NamesAndRoles names;
  private final ChangeChain chain;
  private final ChainCheck check;
  private final Sessions sessions;
  private final boolean peopleComeFromProvider;

  /**
   * Compared with an unknown user's password, so that the check takes as long as for a known user.
   */
  private volatile String dummyHash;

  GuardedIdentityService(
      Clock clock,
      AccessLog log,
      UserIds ids,
      NamesAndRoles names,
      ChangeChain chain,
      ChainCheck check,
      Sessions sessions,
      boolean peopleComeFromProvider) {
    this.ofUser = new Allowance(clock, FREE_PER_USER, Duration.ofMinutes(1), MAX_REMEMBERED);
    this.ofAddress = new Allowance(clock, FREE_PER_ADDRESS, Duration.ofSeconds(10), MAX_REMEMBERED);
    this.log = log;
    this.ids = ids;
    this.names = names;
    this.chain = chain;
    this.check = check;
    this.sessions = sessions;
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
    String userAtAddress = userId + '@' + address;
    Duration wait = take(userAtAddress, address);
    if (!wait.isZero()) {
      LoginThrottle.requireWait(wait);
      return false;
    }
    boolean correct = isCorrect(userId, password);
    boolean accepted = correct && check.isAccountUnchanged(userId);
    if (correct) {
      RequestOrigin.person(userId);
      ofUser.giveBack(userAtAddress, 1);
      ofAddress.giveBack(address, 1);
    }
    log.record(signIn(userId, What.SIGN_IN).allowed(accepted));
    if (!ofUser.wait(userAtAddress).isZero() || !ofAddress.wait(address).isZero()) {
      // Once for each wait, and not for each password that isn't checked meanwhile.
      log.record(signIn(userId, What.SIGN_IN_DELAYED).refused());
    }
    return accepted;
  }

  /**
   * Counts a password before it is checked, so that many sent at the same moment have to wait too:
   * a check takes 19 MB.
   *
   * @return how long this one has to wait; it isn't counted then
   */
  private Duration take(String userAtAddress, String address) {
    Duration wait = ofAddress.take(address, 1);
    if (!wait.isZero()) {
      return wait;
    }
    Duration ofThisUser = ofUser.take(userAtAddress, 1);
    if (!ofThisUser.isZero()) {
      ofAddress.giveBack(address, 1);
    }
    return ofThisUser;
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
    UserEntity user =
        commandExecutor.execute(
            context -> (UserEntity) context.getReadOnlyIdentityProvider().findUserById(userId));
    PasswordManager passwords =
        commandExecutor.execute(
            context -> Context.getProcessEngineConfiguration().getPasswordManager());
    // A person signed in by an identity provider has no password here.
    if (user == null || user.getPassword() == null) {
      passwords.check(password, dummyHash(passwords));
      return false;
    }
    return passwords.check(
        EncryptionUtil.saltPassword(password, user.getSalt()), user.getPassword());
  }

  private String dummyHash(PasswordManager passwords) {
    if (dummyHash == null) {
      dummyHash = passwords.encrypt("nobody has this password");
    }
    return dummyHash;
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
      // Anyone who knew the old one may have them.
      sessions.endOthers(user.getId(), RequestOrigin.request().orElse(null));
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
}
