package scot.nrm.signin.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import scot.nrm.ConfigFile;

@Tag("quick")
class PasswordRulesTest {

  private final UserEntity isla = new UserEntity("glasgow.lead");

  PasswordRulesTest() {
    isla.setFirstName("Isla");
    isla.setLastName("Lochhead");
    isla.setEmail("isla@nrm.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery",
        "development-only",
        "fort milk train 7",
        "ein Pferd im Salat",
        "passwords are dull things"
      })
  void aLongPasswordIsAcceptedWithoutDigitsOrSymbols(String password) {
    assertThat(isTaken(password)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "elevenchars",
        "Sh0rt!",
        "my glasgow.lead secret",
        "in love with Isla",
        "LOCHHEAD-lochhead"
      })
  void aShortOrPersonalPasswordIsRefused(String password) {
    assertThat(isTaken(password)).isFalse();
  }

  @Test
  void passwordsAreHashedByArgon2idAsOwaspRecommends() {
    ConfigurableEnvironment settings = ConfigFile.read("config/application.yaml", "");
    // Weaker, for tests.
    settings
        .getPropertySources()
        .remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
    Argon2Passwords passwords =
        new Argon2Passwords(
            Binder.get(settings).bind("nrm.passwords", Argon2Passwords.Cost.class).get());

    String one = passwords.encrypt("correct horse battery");
    String other = passwords.encrypt("correct horse battery");

    assertThat(one)
        .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
        .hasSizeLessThan(200)
        .isNotEqualTo(other);
    assertThat(passwords.check("correct horse battery", one)).isTrue();
    assertThat(passwords.check("correct horse batterz", one)).isFalse();
  }

  private boolean isTaken(String password) {
    return new PasswordRules().getRules().stream().allMatch(rule -> rule.execute(password, isla));
  }
}
