package scot.nrm.casefile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import scot.nrm.startup.StartRefused;

/**
 * Encrypts what is written about a child, so that a database dump or backup reveals no personal
 * details.
 *
 * <p>AES-256-GCM. Sealed content is one byte of key version, twelve bytes of nonce, then the
 * ciphertext with its tag. The <em>context</em> (whose content it is, such as case number and
 * section) is authenticated with it: content that is moved to another case can't be opened there.
 *
 * <p>The key version is there so that a key can be replaced: a second key takes the next version,
 * new content is sealed with the newest key and old content opened with the key that it names.
 */
@Component
public class ContentCipher {

  /** Property of the key: 32 bytes in base64. */
  public static final String KEY_PROPERTY = "nrm.case-file.key";

  /** What to do without a usable key. */
  public static final String HOW_TO_GET_A_KEY =
      "Set NRM_CASE_FILE_KEY (property "
          + KEY_PROPERTY
          + ") to 32 random bytes in base64. "
          + "`openssl rand -base64 32` makes such a key. Keep it safe and apart from the database: "
          + "without it no case file can be read.";

  private static final byte[] DEVELOPMENT_KEY_BEGINS =
      "DEVELOPMENT KEY".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] FINGERPRINT = "fingerprint".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WHICH_KEY = "which key is this?".getBytes(StandardCharsets.US_ASCII);

  static final byte KEY_VERSION = 1;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int HEAD_BYTES = 1 + NONCE_BYTES;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param key 32 bytes in base64
   * @throws StartRefused if there is no key or it is not such a key; says what to do, never what
   *     the key is
   */
  public ContentCipher(@Value("${" + KEY_PROPERTY + ":}") String key) {
    this.key = new SecretKeySpec(bytesOf(key), "AES");
  }

  /** Encrypts for this context only. Equal content gives different bytes each time. */
  public byte[] seal(byte[] plain, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, nonce, 0, context).doFinal(plain);
      return ByteBuffer.allocate(HEAD_BYTES + encrypted.length)
          .put(KEY_VERSION)
          .put(nonce)
          .put(encrypted)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime cannot encrypt with AES-GCM", e);
    }
  }

  /**
   * Decrypts what was sealed for the same context.
   *
   * @throws UnreadableContent if the content was sealed with another key or for another context, or
   *     was changed
   */
  public byte[] open(byte[] sealed, String context) {
    if (sealed.length < HEAD_BYTES + TAG_BYTES) {
      throw new UnreadableContent("Content of " + context + " is cut short in the database.");
    }
    if (sealed[0] != KEY_VERSION) {
      throw new UnreadableContent(
          "Content of "
              + context
              + " was sealed with key version "
              + sealed[0]
              + ", which this application does not have.");
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, sealed, 1, context)
          .doFinal(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES);
    } catch (AEADBadTagException e) {
      throw new UnreadableContent(
          "Content of "
              + context
              + " cannot be opened: it was sealed with another key, or it "
              + "was changed or moved in the database. Check that "
              + KEY_PROPERTY
              + " is the key of this database.");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime cannot decrypt with AES-GCM", e);
    }
  }

  /**
   * A keyed digest (HMAC-SHA-256), by which equal content of the same context is recognised without
   * opening it. Without the key, nobody can match a digest to content. A plain hash could be
   * compared with files known elsewhere.
   *
   * @return one byte of key version, then 32 bytes
   */
  public byte[] fingerprint(byte[] content, String context) {
    try {
      // A separate key, so that the digest reveals nothing about what the main key encrypts.
      byte[] forDigests = hmac(key.getEncoded(), FINGERPRINT);
      byte[] digest = hmac(hmac(forDigests, context.getBytes(StandardCharsets.UTF_8)), content);
      return ByteBuffer.allocate(1 + digest.length).put(KEY_VERSION).put(digest).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "This Java runtime cannot make a keyed digest with SHA-256", e);
    }
  }

  /** A keyed digest by which a database recognises its key, without revealing anything of it. */
  String keyDigest() {
    try {
      return HexFormat.of().formatHex(hmac(key.getEncoded(), WHICH_KEY));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "This Java runtime cannot make a keyed digest with SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, byte[] content) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(content);
  }

  /**
   * Whether this is the published key from the embedded defaults.
   *
   * @throws StartRefused if it is no key at all
   */
  public static boolean isDevelopmentKey(String key) {
    byte[] bytes = bytesOf(key);
    return ByteBuffer.wrap(bytes, 0, DEVELOPMENT_KEY_BEGINS.length)
        .equals(ByteBuffer.wrap(DEVELOPMENT_KEY_BEGINS));
  }

  private static byte[] bytesOf(String key) {
    if (key == null || key.isBlank()) {
      throw new StartRefused("There is no key for the case files.", HOW_TO_GET_A_KEY);
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(key.strip());
    } catch (IllegalArgumentException e) {
      throw new StartRefused(
          "The key for the case files is not written in base64.", HOW_TO_GET_A_KEY);
    }
    if (bytes.length != KEY_BYTES) {
      throw new StartRefused(
          "The key for the case files has " + bytes.length + " bytes instead of " + KEY_BYTES + ".",
          HOW_TO_GET_A_KEY);
    }
    return bytes;
  }

  private Cipher cipher(int mode, byte[] nonce, int offset, String context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce, offset, NONCE_BYTES));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
