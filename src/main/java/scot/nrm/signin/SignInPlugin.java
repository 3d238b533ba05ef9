package scot.nrm.signin;

import java.time.Clock;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;

/** How the engine keeps passwords, which it takes, and how it looks at them. */
@Component
class SignInPlugin extends AbstractProcessEnginePlugin {

  private static final int ATTEMPTS_REMEMBERED = 50_000;

  private final Argon2Passwords.Cost cost;
  private final OidcSettings oidc;
  private final Clock clock;

  SignInPlugin(Argon2Passwords.Cost cost, OidcSettings oidc, Clock signInClock) {
    this.cost = cost;
    this.oidc = oidc;
    this.clock = signInClock;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setPasswordEncryptor(new Argon2Passwords(cost));
    engine.setEnablePasswordPolicy(true);
    engine.setPasswordPolicy(new PasswordRules());
    engine.setLoginMaxAttempts(Integer.MAX_VALUE); // whoever was locked by the engine before is so no more
    engine.setIdentityService(
        new GuardedIdentityService(new Attempts(clock, ATTEMPTS_REMEMBERED), oidc.isConfigured()));
  }
}
