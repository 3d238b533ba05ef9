package scot.nrm.signin.password;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.identity.PasswordPolicy;
import org.camunda.bpm.engine.identity.PasswordPolicyRule;
import org.camunda.bpm.engine.impl.identity.PasswordPolicyLengthRuleImpl;
import org.camunda.bpm.engine.impl.identity.PasswordPolicyUserDataRuleImpl;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;

/**
 * The rules for passwords, as the National Cyber Security Centre advises: a minimum length, no
 * required digits or symbols, and nothing about the person.
 */
public final class PasswordRules implements PasswordPolicy {

  /** In characters. */
  public static final int MIN_LENGTH = 12;

  private static final List<PasswordPolicyRule> RULES =
      List.of(new PasswordPolicyLengthRuleImpl(MIN_LENGTH), new PasswordPolicyUserDataRuleImpl());

  @Override
  public List<PasswordPolicyRule> getRules() {
    return RULES;
  }

  /** The problem with the first administrator's password, in a sentence. */
  public static Optional<String> problemWithAdministratorPassword(String id, String password) {
    UserEntity administrator = new UserEntity(id);
    return Optional.ofNullable(
        password.isBlank()
            ? "There is no password for the administrator."
            : RULES.stream().allMatch(rule -> rule.execute(password, administrator))
                ? null
                : "The administrator's password has fewer than %d characters or contains the user id."
                    .formatted(MIN_LENGTH));
  }
}
