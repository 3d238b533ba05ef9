package scot.nrm.casefile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * A key of 32 bytes for AES-256-GCM and for keyed digests.
 *
 * <p>Sealed content is one byte that identifies the key, a nonce of twelve bytes, and the
 * ciphertext with its tag. The <em>context</em> (whose content it is) is authenticated with it.
 */
public final class SealingKey {

  static final int BYTES = 32;

  private static final byte[] FINGERPRINT = "fingerprint".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEY_DIGEST = "which key is this?".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int HEAD_BYTES = 1 + NONCE_BYTES;
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Java would look for it among all providers each time, which takes longer than the cipher. */
  private static final Provider PROVIDER = provider();

  private final byte[] key;

  public SealingKey(byte[] key) {
    this.key = key.clone();
  }

  private static Provider provider() {
    try {
      return Cipher.getInstance(CIPHER).getProvider();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime has no AES-GCM", e);
    }
  }

  static SealingKey random() {
    byte[] key = new byte[BYTES];
    RANDOM.nextBytes(key);
    return new SealingKey(key);
  }

  /** The key itself, to be sealed with another one. */
  byte[] bytes() {
    return key.clone();
  }

  boolean beginsWith(byte[] bytes) {
    return Arrays.equals(key, 0, bytes.length, bytes, 0, bytes.length);
  }

  /** Whether content is long enough to be sealed content. */
  static boolean isWhole(byte[] sealed) {
    return sealed.length >= HEAD_BYTES + TAG_BYTES;
  }

  /** Seals content; equal content gives different bytes each time. */
  public byte[] seal(byte head, byte[] plain, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, nonce, 0, context).doFinal(plain);
      return ByteBuffer.allocate(HEAD_BYTES + encrypted.length)
          .put(head)
          .put(nonce)
          .put(encrypted)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime cannot encrypt with AES-GCM", e);
    }
  }

  /** Opens sealed content; empty if the key or context differs, or the content was changed. */
  public Optional<byte[]> open(byte[] sealed, String context) {
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, sealed, 1, context)
              .doFinal(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime cannot decrypt with AES-GCM", e);
    }
  }

  /** A keyed digest: one byte that identifies the key, then the 32 bytes of HMAC-SHA-256. */
  byte[] fingerprint(byte head, byte[] content, String context) {
    // A separate key, so that the digest reveals nothing about what the main key encrypts.
    byte[] forDigests = hmac(key, FINGERPRINT);
    byte[] digest = hmac(hmac(forDigests, context.getBytes(StandardCharsets.UTF_8)), content);
    return ByteBuffer.allocate(1 + digest.length).put(head).put(digest).array();
  }

  /** A keyed digest by which a database recognises the key, without revealing anything of it. */
  String digest() {
    return HexFormat.of().formatHex(hmac(key, KEY_DIGEST));
  }

  private static byte[] hmac(byte[] key, byte[] content) {
    return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmac(content);
  }

  private Cipher cipher(int mode, byte[] nonce, int offset, String context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER, PROVIDER);
    cipher.init(
        mode,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(TAG_BYTES * 8, nonce, offset, NONCE_BYTES));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
