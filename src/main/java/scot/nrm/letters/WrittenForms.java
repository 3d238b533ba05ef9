package scot.nrm.letters;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The forms that were read last, as PDF, so that a form is written once and not for each reader.
 * They are in memory only, and each is sealed with a key made of its own text: only what has just
 * read the child's file can open it. After any change of the file, and after its erasure, the text
 * is another one or can't be read, so nothing has to be removed here.
 */
final class WrittenForms {

  private static final int MOST = 64;
  private static final int AT_A_TIME = 16;
  private static final int TAG_BITS = 128;

  private static final int NONCE_BYTES = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, byte[]> sealed;

  /** One for each way in which a digest may begin: the same form isn't written twice at a time. */
  private final Object[] turns =
      IntStream.range(0, AT_A_TIME).mapToObj(i -> new Object()).toArray();

  WrittenForms() {
    this(
        new LinkedHashMap<>(MOST, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > MOST;
          }
        });
  }

  /**
   * @param sealed where they are kept
   */
  WrittenForms(Map<String, byte[]> sealed) {
    this.sealed = sealed;
  }

  /**
   * The PDF of a text.
   *
   * @param text everything that is printed
   * @param written writes it, if it isn't here
   */
  byte[] of(String text, Supplier<byte[]> written) {
    byte[] key = digest(text.getBytes(StandardCharsets.UTF_8));
    String id = HexFormat.of().formatHex(digest(key));
    synchronized (turns[Character.digit(id.charAt(0), AT_A_TIME)]) {
      byte[] known = find(id);
      if (known != null) {
        return crypt(Cipher.DECRYPT_MODE, key, known, known, NONCE_BYTES);
      }
      byte[] pdf = written.get();
      keep(id, seal(key, pdf));
      return pdf;
    }
  }

  private byte[] find(String id) {
    synchronized (sealed) {
      return sealed.get(id);
    }
  }

  private void keep(String id, byte[] form) {
    synchronized (sealed) {
      sealed.put(id, form);
    }
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime has no SHA-256", e);
    }
  }

  /** The nonce, and then the ciphertext. */
  private static byte[] seal(byte[] key, byte[] content) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] encrypted = crypt(Cipher.ENCRYPT_MODE, key, nonce, content, 0);
    return ByteBuffer.allocate(NONCE_BYTES + encrypted.length).put(nonce).put(encrypted).array();
  }

  private static byte[] crypt(int mode, byte[] key, byte[] nonce, byte[] content, int from) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
      return cipher.doFinal(content, from, content.length - from);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime cannot use AES-GCM", e);
    }
  }
}
