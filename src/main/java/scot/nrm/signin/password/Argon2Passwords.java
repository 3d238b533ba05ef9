package scot.nrm.signin.password;

import org.camunda.bpm.engine.impl.digest.PasswordEncryptor;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.util.unit.DataSize;

/** Hashes with Argon2id, which costs a thief of the database time and memory for each guess. */
final class Argon2Passwords implements PasswordEncryptor {

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /**
   * The cost of one guess. The defaults are the least that OWASP's Password Storage Cheat Sheet
   * recommends.
   *
   * @param memory of one guess
   * @param passes over that memory
   */
  @ConfigurationProperties("nrm.passwords")
  record Cost(@DefaultValue("19MB") DataSize memory, @DefaultValue("2") int passes) {}

  private final Argon2PasswordEncoder encoder;

  Argon2Passwords(Cost cost) {
    encoder =
        new Argon2PasswordEncoder(
            SALT_BYTES, HASH_BYTES, 1, (int) cost.memory().toKilobytes(), cost.passes());
  }

  @Override
  public String encrypt(String password) {
    return encoder.encode(password);
  }

  @Override
  public boolean check(String password, String encrypted) {
    return encoder.matches(password, encrypted);
  }

  @Override
  public String hashAlgorithmName() {
    return "argon2id";
  }
}
