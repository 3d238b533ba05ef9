package scot.nrm.signin.password;

import java.time.Clock;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.casefile.ChangeChain;
import scot.nrm.signin.oidc.OidcSettings;
import scot.nrm.signin.sessions.Sessions;
import scot.nrm.startup.StartRefused;

/** Configures how the engine hashes, accepts and checks passwords. */
@Component
class SignInPlugin extends AbstractProcessEnginePlugin {

  private final Argon2Passwords.Cost cost;
  private final OidcSettings oidc;
  private final Clock clock;
  private final AccessLog log;
  private final UserIds ids;
  private final NamesAndRoles names;
  private final ChangeChain chain;
  private final ChainCheck check;
  private final Sessions sessions;
  private final String administrator;
  private final String administratorsPassword;

  SignInPlugin(
      Argon2Passwords.Cost cost,
      OidcSettings oidc,
      Clock signInClock,
      AccessLog log,
      UserIds ids,
      NamesAndRoles names,
      ChangeChain chain,
      ChainCheck check,
      Sessions sessions,
      @Value("${camunda.bpm.admin-user.id:}") String administrator,
      @Value("${camunda.bpm.admin-user.password:}") String administratorsPassword) {
    this.cost = cost;
    this.oidc = oidc;
    this.clock = signInClock;
    this.log = log;
    this.ids = ids;
    this.names = names;
    this.chain = chain;
    this.check = check;
    this.sessions = sessions;
    this.administrator = administrator;
    this.administratorsPassword = administratorsPassword;
  }

  /** Without a password the engine would use the user id. */
  private void checkAdministrator() {
    if (!oidc.isConfigured() && !administrator.isBlank()) {
      PasswordRules.problemWithAdministratorPassword(administrator, administratorsPassword)
          .ifPresent(
              wrong -> {
                throw new StartRefused(
                    wrong,
                    "Set camunda.bpm.admin-user.password to at least "
                        + PasswordRules.MIN_LENGTH
                        + " characters that are hard to guess.");
              });
    }
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    checkAdministrator();
    engine.setPasswordEncryptor(new Argon2Passwords(cost));
    engine.setEnablePasswordPolicy(true);
    engine.setPasswordPolicy(new PasswordRules());
    engine.setLoginMaxAttempts(
        Integer.MAX_VALUE); // users locked by the engine earlier are unlocked
    engine.setIdentityService(
        new GuardedIdentityService(
            clock, log, ids, names, chain, check, sessions, oidc.isConfigured()));
  }
}
