package scot.nrm.casefile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.startup.StartRefused;

@Tag("quick")
class ContentCipherTest {

  private static final String KEY = key((byte) 7);

  private final ContentCipher cipher = new ContentCipher(KEY);

  @Property(tries = 200)
  void whatWasSealedIsOpenedAgain(@ForAll byte[] plain, @ForAll String context) {
    assertThat(cipher.open(cipher.seal(plain, context), context)).isEqualTo(plain);
  }

  @Property(tries = 200)
  void aChangedBitAnywhereIsNoticed(
      @ForAll @IntRange(max = 41) int position, @ForAll @IntRange(max = 7) int bit) {
    byte[] sealed = cipher.seal("a child's st".getBytes(UTF_8), "NRM-2009-000001/main");
    assertThat(sealed).hasSizeGreaterThanOrEqualTo(41);

    sealed[position % sealed.length] ^= (byte) (1 << bit);

    assertThatThrownBy(() -> cipher.open(sealed, "NRM-2009-000001/main"))
        .isInstanceOf(UnreadableContent.class);
  }

  @Test
  void equalContentIsNotRecognisable() {
    byte[] plain = "the same".getBytes(UTF_8);

    assertThat(cipher.seal(plain, "NRM-2009-000001/main"))
        .isNotEqualTo(cipher.seal(plain, "NRM-2009-000001/main"));
  }

  @Test
  void equalContentOfTheSameContextHasTheSameFingerprintWithTheSameKeyOnly() {
    byte[] content = "a file".getBytes(UTF_8);
    String context = "NRM-2009-000001/document";

    byte[] fingerprint = cipher.fingerprint(content, context);

    assertThat(fingerprint)
        .hasSize(33)
        .isEqualTo(new ContentCipher(KEY).fingerprint(content, context));
    assertThat(fingerprint).isNotEqualTo(cipher.fingerprint("a life".getBytes(UTF_8), context));
    assertThat(fingerprint).isNotEqualTo(cipher.fingerprint(content, "NRM-2009-000002/document"));
    assertThat(fingerprint)
        .isNotEqualTo(new ContentCipher(key((byte) 8)).fingerprint(content, context));
  }

  @Test
  void nothingOfTheContentIsReadable() {
    byte[] sealed = cipher.seal("Linh Example".getBytes(UTF_8), "NRM-2009-000001/main");

    assertThat(new String(sealed, ISO_8859_1)).doesNotContain("Linh");
  }

  @Test
  void contentOfOneCaseCannotBeOpenedAsAnothers() {
    byte[] sealed = cipher.seal("a story".getBytes(UTF_8), "NRM-2009-000001/main");

    assertThatThrownBy(() -> cipher.open(sealed, "NRM-2009-000002/main"))
        .isInstanceOf(UnreadableContent.class)
        .hasMessageContaining("NRM-2009-000002/main")
        .hasMessageContaining("moved");
  }

  @Test
  void anotherKeyOpensNothingAndSaysWhatToCheck() {
    byte[] sealed = cipher.seal("a story".getBytes(UTF_8), "NRM-2009-000001/main");

    assertThatThrownBy(() -> new ContentCipher(key((byte) 8)).open(sealed, "NRM-2009-000001/main"))
        .isInstanceOf(UnreadableContent.class)
        .hasMessageContaining("another key")
        .hasMessageContaining("nrm.case-file.key")
        .hasMessageNotContaining("story");
  }

  @Test
  void contentOfALaterKeyVersionIsSaidToBeSo() {
    byte[] sealed = cipher.seal("a story".getBytes(UTF_8), "NRM-2009-000001/main");
    sealed[0] = 2;

    assertThatThrownBy(() -> cipher.open(sealed, "NRM-2009-000001/main"))
        .hasMessageContaining("key version 2");
  }

  @Test
  void contentThatIsCutShortIsSaidToBeSo() {
    assertThatThrownBy(() -> cipher.open(new byte[] {1, 2, 3}, "NRM-2009-000001/main"))
        .isInstanceOf(UnreadableContent.class)
        .hasMessageContaining("cut short");
  }

  @ParameterizedTest
  @CsvSource({
    "'', There is no key",
    "'   ', There is no key",
    "not base64 at all!, not written in base64",
    "c2hvcnQ=, has 5 bytes instead of 32"
  })
  void withoutAUsableKeyTheStartIsRefusedWithWhatToDo(String key, String wrong) {
    assertThatThrownBy(() -> new ContentCipher(key))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(wrong)
        .hasMessageContaining("openssl rand -base64 32");
  }

  @Test
  void theDevelopmentKeyIsRecognised() {
    String development =
        Base64.getEncoder().encodeToString("DEVELOPMENT KEY NOT FOR CHILDREN".getBytes(UTF_8));

    assertThat(ContentCipher.isDevelopmentKey(development)).isTrue();
    assertThat(ContentCipher.isDevelopmentKey(KEY)).isFalse();
  }

  private static String key(byte fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, fill);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
