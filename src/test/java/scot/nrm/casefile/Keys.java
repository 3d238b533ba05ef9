package scot.nrm.casefile;

import java.util.Arrays;
import java.util.Base64;
import org.springframework.mock.env.MockEnvironment;

/** Invented keys for tests. */
final class Keys {

  private Keys() {}

  /** A key in base64, of this byte only. */
  static String key(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** This key as version 1. */
  static MasterKeys of(String key) {
    return new MasterKeys(new MockEnvironment().withProperty(MasterKeys.FIRST_KEY, key));
  }

  /** Settings as {@code name=value}. */
  static MasterKeys set(String... settings) {
    MockEnvironment environment = new MockEnvironment();
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      environment.setProperty(parts[0], parts[1]);
    }
    return new MasterKeys(environment);
  }
}
