package scot.nrm.casefile;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import scot.nrm.startup.StartRefused;

/**
 * The master keys, by version. They seal the {@linkplain DataKeys data key of each case}, and
 * content that belongs to no case. New content is sealed with the current version, and older
 * content is opened with the version in its first byte, so a key can be replaced while the
 * application runs.
 *
 * <p>{@value #FIRST_KEY} is version 1. Version <em>n</em> is {@code nrm.keys.n.value}, {@code
 * nrm.keys.n.file} or {@code nrm.keys.n.command}.
 */
@Component
public class MasterKeys {

  /** Property of version 1: 32 bytes in base64. */
  public static final String FIRST_KEY = "nrm.case-file.key";

  /** Property of the version that seals new content; 1 if it isn't set. */
  public static final String CURRENT = "nrm.keys.current";

  /** Instructions for a start without a usable key. */
  public static final String HOW_TO_GET_A_KEY =
      "Set NRM_CASE_FILE_KEY (property "
          + FIRST_KEY
          + ") to 32 random bytes in base64. `openssl rand -base64 32` makes such a key. Keep it safe and apart from the database: without it no case file can be read. A file or a command can give it instead of the setting: see docs/operate/keys.md.";

  private static final int HIGHEST = 127;
  private static final byte[] DEVELOPMENT_KEY_PREFIX =
      "DEVELOPMENT KEY".getBytes(StandardCharsets.US_ASCII);

  private final Map<Integer, SealingKey> keys;
  private final int current;

  /**
   * @throws StartRefused if the current key isn't set or a key can't be used; with the action to
   *     take, never a key
   */
  @Autowired
  public MasterKeys(Environment environment) {
    this(read(environment), current(environment));
  }

  MasterKeys(Map<Integer, SealingKey> keys, int current) {
    if (keys.isEmpty()) {
      throw new StartRefused("There is no key for the case files.", HOW_TO_GET_A_KEY);
    }
    if (!keys.containsKey(current)) {
      throw new StartRefused(
          "The current key for the case files is version %d, which is not set. Set: %s."
              .formatted(current, list(keys.keySet())),
          "Set " + CURRENT + " to one of them, or set the missing key: see docs/operate/keys.md.");
    }
    this.keys = keys;
    this.current = current;
  }

  private static Map<Integer, SealingKey> read(Environment environment) {
    Map<Integer, SealingKey> keys = new TreeMap<>();
    for (int version = 1; version <= HIGHEST; version++) {
      int number = version;
      KeySource.read(environment, version).ifPresent(key -> keys.put(number, key));
    }
    return keys;
  }

  private static int current(Environment environment) {
    String version = environment.getProperty(CURRENT, "").strip();
    if (version.isEmpty()) {
      return 1;
    }
    if (!version.matches("\\d{1,3}")) {
      throw new StartRefused(
          "The setting " + CURRENT + " is not the number of a version.",
          "Write the version of the key, such as 2, and not the key: see docs/operate/keys.md.");
    }
    return Integer.parseInt(version);
  }

  /** The version that seals new content. */
  int current() {
    return current;
  }

  Set<Integer> versions() {
    return keys.keySet();
  }

  List<Integer> currentFirst() {
    return keys.keySet().stream()
        .sorted(Comparator.comparing(version -> version != current))
        .toList();
  }

  SealingKey get(int version) {
    return keys.get(version);
  }

  public boolean includeDevelopmentKey() {
    return keys.values().stream().anyMatch(key -> key.beginsWith(DEVELOPMENT_KEY_PREFIX));
  }

  byte[] seal(byte[] plain, String context) {
    return keys.get(current).seal((byte) current, plain, context);
  }

  /**
   * @throws UnreadableContent if the content was sealed with a key that isn't set or for another
   *     context, or was changed
   */
  byte[] open(byte[] sealed, String context) {
    if (!SealingKey.isWhole(sealed)) {
      throw new UnreadableContent("Content of " + context + " is cut short in the database.");
    }
    SealingKey key = keys.get((int) sealed[0]);
    if (key == null) {
      throw new UnreadableContent(
          "Content of "
              + context
              + " was sealed with key version "
              + sealed[0]
              + ", which this application does not have.");
    }
    return key.open(sealed, context)
        .orElseThrow(
            () ->
                new UnreadableContent(
                    "Content of %s cannot be opened: it was sealed with another key, or it was changed or moved in the database. Check that key version %d (%s) is the key of this database."
                        .formatted(
                            context,
                            sealed[0],
                            sealed[0] == 1 ? FIRST_KEY : "nrm.keys." + sealed[0])));
  }

  /** A keyed digest with each key, the current one first. */
  List<byte[]> fingerprints(byte[] content, String context) {
    return currentFirst().stream()
        .map(version -> keys.get(version).fingerprint(version.byteValue(), content, context))
        .toList();
  }

  static String list(Set<Integer> versions) {
    return String.join(", ", versions.stream().sorted().map(String::valueOf).toList());
  }
}
