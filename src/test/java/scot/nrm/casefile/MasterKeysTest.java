package scot.nrm.casefile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import scot.nrm.startup.StartRefused;

/** Several keys by version, and where they come from. */
@Tag("quick")
class MasterKeysTest {

  private static final String FIRST = "nrm.case-file.key=" + Keys.key(1);
  private static final String SECOND = "nrm.keys.2.value=" + Keys.key(2);
  private static final byte[] PLAIN = "a story".getBytes(UTF_8);

  @TempDir Path folder;

  @Test
  void theCurrentKeyEncryptsAndEachKeyDecryptsItsOwnContent() {
    byte[] older = Keys.set(FIRST).seal(PLAIN, "booking/1");
    MasterKeys both = Keys.set(FIRST, SECOND, "nrm.keys.current=2");

    byte[] newer = both.seal(PLAIN, "booking/1");

    assertThat(newer[0]).isEqualTo((byte) 2);
    assertThat(both.open(newer, "booking/1")).isEqualTo(PLAIN);
    assertThat(both.open(older, "booking/1")).isEqualTo(PLAIN);
    assertThatThrownBy(() -> Keys.set(FIRST).open(newer, "booking/1"))
        .isInstanceOf(UnreadableContent.class)
        .hasMessageContaining("key version 2, which this application does not have");
  }

  @Test
  void onlyTheCurrentKeyEncrypts() {
    assertThat(Keys.set(FIRST, SECOND).seal(PLAIN, "booking/1")[0]).isEqualTo((byte) 1);
  }

  @Test
  void theFirstVersionCanBeSetLikeTheOthers() throws IOException {
    Path file = file("key", Keys.key(1) + "\n");

    MasterKeys keys = Keys.set("nrm.keys.1.file=" + file, "nrm.case-file.key=" + Keys.key(5));

    assertThat(keys.get(1).digest()).isEqualTo(Keys.set(FIRST).get(1).digest());
  }

  @Test
  void aKeyIsReadFromAFileOrACommand() throws IOException {
    Path file = file("key", Keys.key(2) + "\n");
    String digest = Keys.set(FIRST, SECOND).get(2).digest();

    assertThat(Keys.set(FIRST, "nrm.keys.2.file=" + file).get(2).digest()).isEqualTo(digest);
    assertThat(Keys.set(FIRST, "nrm.keys.2.command=cat " + file).get(2).digest()).isEqualTo(digest);
  }

  @Test
  void aKeyCanBeSetByEnvironmentVariables() {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new SystemEnvironmentPropertySource(
                "variables", Map.of("NRM_KEYS_2_VALUE", Keys.key(2), "NRM_KEYS_CURRENT", "2")));

    assertThat(new MasterKeys(environment).get(2).digest())
        .isEqualTo(Keys.set(FIRST, SECOND).get(2).digest());
  }

  @Test
  void aWorldReadableKeyFileIsRefused() throws IOException {
    Path file = file("key", Keys.key(2));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));

    assertRefused("nrm.keys.2.file=" + file, "can be read by every user", "chmod 400");
  }

  @Test
  void aMissingKeyFileIsRefused() {
    assertRefused("nrm.keys.2.file=" + folder.resolve("none"), "can't be read", "nrm.keys.2.file");
  }

  /** A container makes a folder where the file that it is to show doesn't exist. */
  @Test
  void aFolderInPlaceOfAKeyFileIsRefused() {
    assertRefused(
        "nrm.keys.2.file=" + folder, "The file " + folder + " with key version 2 can't be read.");
  }

  @ParameterizedTest
  @CsvSource({"'', has 0 bytes", "'\n', has 0 bytes", "\u00e9\u0000, not written in base64"})
  void aFileWithoutAKeyIsRefusedByItsName(String content, String says) throws IOException {
    Path file = file("key", content);

    assertRefused("nrm.keys.2.file=" + file, "(version 2, from " + file + ")", says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true", "/no/such/command --key"})
  void aCommandWithoutOutputIsRefused(String command) {
    assertRefused("nrm.keys.2.command=" + command, "did not print a key", "exit code 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sleep 90", "sleep 90 & exit 0"})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aCommandThatDoesNotCloseItsOutputTimesOut(String script) throws IOException {
    Path file = file("script", script + "\nexit 0");

    assertThatThrownBy(() -> KeySource.fromCommand(2, "sh " + file, 1))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("within 1 seconds");
  }

  @Test
  void wrongOutputOfACommandIsRefusedWithoutShowingIt() throws IOException {
    Path file = file("answer", "secret: abc");

    assertThatThrownBy(() -> Keys.set(FIRST, "nrm.keys.2.command=cat " + file))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("version 2")
        .hasMessageNotContaining("abc");
  }

  @Test
  void twoSourcesForOneVersionAreRefused() {
    assertRefused("nrm.keys.2.value=" + Keys.key(2), "more than one way", "Keep one of");
  }

  private void assertRefused(String setting, String... says) {
    String[] settings =
        setting.startsWith("nrm.keys.2.value")
            ? new String[] {FIRST, setting, "nrm.keys.2.command=cat"}
            : new String[] {FIRST, setting};
    assertThatThrownBy(() -> Keys.set(settings))
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll(says);
  }

  @Test
  void theCurrentVersionMustBeSet() {
    assertThatThrownBy(() -> Keys.set(FIRST, "nrm.keys.current=2"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("version 2, which is not set. Set: 1.")
        .hasMessageContaining("docs/operate/keys.md");
  }

  @Test
  void withoutACurrentVersionTheFirstKeySeals() {
    assertThat(Keys.set(FIRST, SECOND).current()).isEqualTo(1);
    assertThat(Keys.set(FIRST, SECOND, "nrm.keys.current=").current()).isEqualTo(1);
  }

  @Test
  void aKeyInsteadOfTheVersionIsNotPrinted() {
    assertThatThrownBy(() -> Keys.set(FIRST, "nrm.keys.current=" + Keys.key(2)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("nrm.keys.current is not the number of a version")
        .hasMessageNotContaining(Keys.key(2));
  }

  @ParameterizedTest
  @CsvSource({
    "'', There is no key",
    "'   ', There is no key",
    "not base64 at all!, not written in base64",
    "c2hvcnQ=, has 5 bytes instead of 32"
  })
  void aStartWithoutAUsableKeyIsRefusedWithWhatToDo(String key, String wrong) {
    assertThatThrownBy(() -> Keys.of(key))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(wrong)
        .hasMessageContaining("openssl rand -base64 32");
  }

  @Test
  void theDevelopmentKeyIsRecognisedUnderAnyVersion() {
    String development =
        Base64.getEncoder().encodeToString("DEVELOPMENT KEY NOT FOR CHILDREN".getBytes(UTF_8));

    assertThat(Keys.of(development).includeDevelopmentKey()).isTrue();
    assertThat(Keys.set(FIRST, "nrm.keys.3.value=" + development).includeDevelopmentKey()).isTrue();
    assertThat(Keys.set(FIRST, SECOND).includeDevelopmentKey()).isFalse();
  }

  private Path file(String name, String content) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    return file;
  }
}
