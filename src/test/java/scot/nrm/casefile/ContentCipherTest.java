package scot.nrm.casefile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class ContentCipherTest {

  private static final String KEY = Keys.key(7);
  private static final String OTHER_KEY = Keys.key(8);
  private static final String CASE = "NRM-2009-2222-2239";

  private final ContentCipher cipher = cipher(KEY);

  @Property(tries = 200)
  void anyContentCanBeOpenedAgain(@ForAll byte[] plain, @ForAll String context) {
    assertThat(cipher.open(cipher.seal(plain, context), context)).isEqualTo(plain);
    assertThat(cipher.openFor(CASE, cipher.sealFor(CASE, plain, context), context))
        .isEqualTo(plain);
  }

  @Property(tries = 200)
  void anyChangedBitIsDetected(
      @ForAll @IntRange(max = 40) int position, @ForAll @IntRange(max = 7) int bit) {
    byte[] sealed = cipher.seal("a child's st".getBytes(UTF_8), "booking/1");
    assertThat(sealed).hasSize(41);

    sealed[position] ^= (byte) (1 << bit);

    assertThatThrownBy(() -> cipher.open(sealed, "booking/1"))
        .isInstanceOf(UnreadableContent.class);
  }

  @Property(tries = 200)
  void anyChangedBitInACaseIsDetected(
      @ForAll @IntRange(max = 40) int position, @ForAll @IntRange(max = 7) int bit) {
    byte[] sealed = cipher.sealFor(CASE, "a child's st".getBytes(UTF_8), "main/1");
    assertThat(sealed).hasSize(41);

    sealed[position] ^= (byte) (1 << bit);

    assertThatThrownBy(() -> cipher.openFor(CASE, sealed, "main/1"))
        .isInstanceOf(UnreadableContent.class);
  }

  @Test
  void equalContentIsEncryptedDifferently() {
    byte[] plain = "the same".getBytes(UTF_8);

    assertThat(cipher.seal(plain, "booking/1")).isNotEqualTo(cipher.seal(plain, "booking/1"));
    assertThat(cipher.sealFor(CASE, plain, "main/1"))
        .isNotEqualTo(cipher.sealFor(CASE, plain, "main/1"));
  }

  @Test
  void equalContentOfTheSameCaseHasTheSameFingerprint() {
    byte[] content = "a file".getBytes(UTF_8);

    byte[] fingerprint = cipher.fingerprintFor(CASE, content, "document");

    assertThat(fingerprint)
        .hasSize(33)
        .isEqualTo(cipher.fingerprintFor(CASE, content, "document"))
        .isNotEqualTo(cipher.fingerprintFor(CASE, "a life".getBytes(UTF_8), "document"))
        .isNotEqualTo(cipher.fingerprintFor("NRM-2009-2222-2247", content, "document"))
        .isNotEqualTo(cipher(KEY).fingerprintFor(CASE, content, "document"));
  }

  @Test
  void equalFactsOfTwoCasesHaveTheSameDigestWithTheSameKeyOnly() {
    byte[] fact = "a name".getBytes(UTF_8);

    assertThat(cipher.fingerprints(fact, "likely matches/name"))
        .singleElement()
        .isEqualTo(cipher(KEY).fingerprints(fact, "likely matches/name").get(0))
        .isNotEqualTo(cipher(OTHER_KEY).fingerprints(fact, "likely matches/name").get(0))
        .isNotEqualTo(cipher.fingerprints(fact, "likely matches/alias").get(0));
  }

  @Test
  void encryptedContentIsNotReadable() {
    assertThat(new String(cipher.seal("Linh Example".getBytes(UTF_8), "booking/1"), ISO_8859_1))
        .doesNotContain("Linh");
    assertThat(
            new String(cipher.sealFor(CASE, "Linh Example".getBytes(UTF_8), "main/1"), ISO_8859_1))
        .doesNotContain("Linh");
  }

  @Test
  void contentCannotBeOpenedUnderAnotherId() {
    byte[] sealed = cipher.seal("a story".getBytes(UTF_8), "booking/1");

    assertThatThrownBy(() -> cipher.open(sealed, "booking/2"))
        .isInstanceOf(UnreadableContent.class)
        .hasMessageContaining("booking/2")
        .hasMessageContaining("moved");
  }

  @Test
  void contentCannotBeOpenedForAnotherCaseOrPart() {
    byte[] sealed = cipher.sealFor(CASE, "a story".getBytes(UTF_8), "main/1");
    cipher.sealFor("NRM-2009-2222-2247", "another".getBytes(UTF_8), "main/1");

    assertThatThrownBy(() -> cipher.openFor("NRM-2009-2222-2247", sealed, "main/1"))
        .isInstanceOf(UnreadableContent.class)
        .hasMessageContaining("NRM-2009-2222-2247/main/1")
        .hasMessageContaining("moved");
    assertThatThrownBy(() -> cipher.openFor(CASE, sealed, "main/2"))
        .isInstanceOf(UnreadableContent.class);
  }

  @Test
  void contentNeedsTheKeyOfItsCase() {
    byte[] sealed = cipher.sealFor(CASE, "a story".getBytes(UTF_8), "main/1");

    assertThatThrownBy(() -> cipher(KEY).openFor(CASE, sealed, "main/1"))
        .isInstanceOf(UnreadableContent.class)
        .hasMessageContaining("the key of this case is not in the database");
  }

  @Test
  void aWrongKeyIsRefusedWithWhatToCheck() {
    byte[] sealed = cipher.seal("a story".getBytes(UTF_8), "booking/1");

    assertThatThrownBy(() -> cipher(OTHER_KEY).open(sealed, "booking/1"))
        .isInstanceOf(UnreadableContent.class)
        .hasMessageContaining("another key")
        .hasMessageContaining("nrm.case-file.key")
        .hasMessageNotContaining("story");
  }

  @Test
  void aLaterKeyVersionIsReported() {
    byte[] sealed = cipher.seal("a story".getBytes(UTF_8), "booking/1");
    sealed[0] = 2;

    assertThatThrownBy(() -> cipher.open(sealed, "booking/1"))
        .hasMessageContaining("key version 2");
  }

  @Test
  void truncatedContentIsReported() {
    assertThatThrownBy(() -> cipher.open(new byte[] {1, 2, 3}, "booking/1"))
        .isInstanceOf(UnreadableContent.class)
        .hasMessageContaining("cut short");
    assertThatThrownBy(() -> cipher.openFor(CASE, new byte[0], "main/1"))
        .isInstanceOf(UnreadableContent.class)
        .hasMessageContaining("cut short");
  }

  /** With keys of cases in memory. */
  private static ContentCipher cipher(String key) {
    Map<String, SealingKey> made = new HashMap<>();
    DataKeys dataKeys = mock(DataKeys.class);
    when(dataKeys.of(any()))
        .thenAnswer(call -> made.computeIfAbsent(call.getArgument(0), n -> SealingKey.random()));
    when(dataKeys.find(any()))
        .thenAnswer(call -> Optional.ofNullable(made.get(call.<String>getArgument(0))));
    return new ContentCipher(Keys.of(key), dataKeys);
  }
}
