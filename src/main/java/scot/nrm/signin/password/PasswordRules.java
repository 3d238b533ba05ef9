package scot.nrm.signin.password;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.identity.PasswordPolicy;
import org.camunda.bpm.engine.identity.PasswordPolicyRule;
import org.camunda.bpm.engine.impl.identity.PasswordPolicyLengthRuleImpl;
import org.camunda.bpm.engine.impl.identity.PasswordPolicyUserDataRuleImpl;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;

/**
 * The rules for passwords, as the National Cyber Security Centre advises: a minimum length, no
 * required digits or symbols, nothing about the person, and no common passwords.
 */
public final class PasswordRules implements PasswordPolicy {

  /** In characters. */
  public static final int MIN_LENGTH = 12;

  private static final List<PasswordPolicyRule> RULES =
      List.of(
          new PasswordPolicyLengthRuleImpl(MIN_LENGTH),
          new PasswordPolicyUserDataRuleImpl(),
          new UncommonPassword());

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
            : password.equalsIgnoreCase(id)
                ? "The administrator's password is the same as the user id."
                : password.length() < MIN_LENGTH
                    ? "The administrator's password has fewer than " + MIN_LENGTH + " characters."
                    : RULES.stream().allMatch(rule -> rule.execute(password, administrator))
                        ? null
                        : "The administrator's password contains the user id, or is one that is easy to guess.");
  }

  /**
   * Refuses passwords made only of common words, keyboard rows, or one or two repeated characters.
   */
  static final class UncommonPassword implements PasswordPolicyRule {

    /** The parts of long common passwords, and words about this application. */
    private static final String[] WORDS = {
      "password", "passw0rd", "letmein", "welcome", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm",
      "azerty", "administrator", "admin", "secret", "changeme", "default", "iloveyou", "monkey",
      "dragon", "football", "liverpool", "rangers", "celtic", "scotland", "glasgow", "edinburgh",
      "aberdeen", "dundee", "council", "trafficking", "referral", "mechanism", "national", "nrm",
      "camunda", "tasklist", "cockpit", "abc", "abcdef", "abcdefgh", "abcdefghijkl", "user",
      "login", "test", "guest", "spring", "summer", "autumn", "winter"
    };

    private static final int MIN_DIFFERENT_CHARACTERS = 5;
    private static final int MAX_CHECKED = 100; // nobody guesses longer ones first

    /**
     * Admin shows this text unchanged, because it has translations only for the engine's own rules.
     */
    @Override
    public String getPlaceholder() {
      return "Do not use a common password";
    }

    @Override
    public Map<String, String> getParameters() {
      return Map.of();
    }

    @Override
    public boolean execute(String password) {
      String letters = password.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
      return password.chars().distinct().count() >= MIN_DIFFERENT_CHARACTERS
          && !letters.isEmpty()
          && (letters.length() > MAX_CHECKED || !isMadeOfWords(letters));
    }

    private static boolean isMadeOfWords(String letters) {
      return letters.isEmpty()
          || Stream.of(WORDS)
              .anyMatch(
                  word ->
                      letters.startsWith(word) && isMadeOfWords(letters.substring(word.length())));
    }
  }
}
