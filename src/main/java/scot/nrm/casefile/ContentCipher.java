package scot.nrm.casefile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Encrypts all content about a child, so that a database dump or backup reveals no personal
 * details.
 *
 * <p>It uses AES-256-GCM. The first byte of sealed content identifies the key: 0x80 is the data key
 * of its case, any other number the master key of that version. The <em>context</em> (whose content
 * it is, such as case number and section) is authenticated with it: content that is moved to
 * another case can't be opened there.
 */
@Component
public class ContentCipher {

  static final byte CASE_KEY = (byte) 0x80;

  private final MasterKeys masterKeys;
  private final DataKeys dataKeys;

  ContentCipher(MasterKeys masterKeys, DataKeys dataKeys) {
    this.masterKeys = masterKeys;
    this.dataKeys = dataKeys;
  }

  /** A cipher that encrypts nothing, for an in-memory database without real cases. */
  public static ContentCipher none(MasterKeys masterKeys) {
    return new None(masterKeys);
  }

  private static final class None extends ContentCipher {

    None(MasterKeys masterKeys) {
      super(masterKeys, null);
    }

    @Override
    public byte[] seal(byte[] plain, String context) {
      return plain;
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
      return sealed;
    }

    @Override
    public byte[] sealFor(String caseNumber, byte[] plain, String part) {
      return plain;
    }

    @Override
    public byte[] openFor(String caseNumber, byte[] sealed, String part) {
      return sealed;
    }

    @Override
    public void foundKey(String caseNumber, byte[] wrapped) {}

    @Override
    public byte[] fingerprintFor(String caseNumber, byte[] content, String part) {
      return fingerprints(content, caseNumber + "/" + part).get(0);
    }
  }

  /** Encrypts content of no case, for this context. Equal content gives different bytes. */
  public byte[] seal(byte[] plain, String context) {
    return masterKeys.seal(plain, context);
  }

  /**
   * Decrypts content that belongs to no case and was sealed for the same context.
   *
   * @throws UnreadableContent if the content was sealed with another key or for another context, or
   *     was changed
   */
  public byte[] open(byte[] sealed, String context) {
    return masterKeys.open(sealed, context);
  }

  /**
   * Encrypts content of a case with the case's own key, which is created for the first content.
   * Part of the current transaction.
   *
   * @param part the name of the content, such as {@code letter/12/email}; authenticated with the
   *     case number
   */
  public byte[] sealFor(String caseNumber, byte[] plain, String part) {
    return dataKeys.of(caseNumber).seal(CASE_KEY, plain, caseNumber + "/" + part);
  }

  /** As {@link #sealFor}, for a text; {@code null} for {@code null}. */
  public byte[] sealTextFor(String caseNumber, String text, String part) {
    return text == null ? null : sealFor(caseNumber, text.getBytes(StandardCharsets.UTF_8), part);
  }

  /** As {@link #openFor}, for a text; {@code null} for {@code null}. */
  public String openTextFor(String caseNumber, byte[] sealed, String part) {
    return sealed == null
        ? null
        : new String(openFor(caseNumber, sealed, part), StandardCharsets.UTF_8);
  }

  /**
   * Decrypts content that was sealed as the same part of the same case.
   *
   * @throws UnreadableContent if it was sealed as another part, was changed, or the key of the case
   *     has been erased
   */
  public byte[] openFor(String caseNumber, byte[] sealed, String part) {
    String context = caseNumber + "/" + part;
    if (!SealingKey.isWhole(sealed)) {
      throw new UnreadableContent("Content of " + context + " is cut short in the database.");
    }
    return dataKeys
        .find(caseNumber)
        .orElseThrow(
            () ->
                new UnreadableContent(
                    "Content of "
                        + context
                        + " cannot be opened: the key of this case is not in the database."))
        .open(sealed, context)
        .filter(plain -> sealed[0] == CASE_KEY) // which the key doesn't authenticate
        .orElseThrow(
            () ->
                new UnreadableContent(
                    "Content of "
                        + context
                        + " cannot be opened: it was changed, moved or put back in the database."));
  }

  /**
   * Caches a case's key that the caller has read together with other data, so that it isn't read
   * again in this transaction.
   *
   * @param wrapped the key as stored; {@code null} if there is none
   */
  public void foundKey(String caseNumber, byte[] wrapped) {
    dataKeys.found(caseNumber, wrapped);
  }

  /**
   * A keyed digest (HMAC-SHA-256), by which equal content of the same case is recognised without
   * opening it. Without the key, nobody can match a digest to content. A plain hash could be
   * compared with files known elsewhere.
   *
   * @return one byte that identifies the key, then 32 bytes
   */
  public byte[] fingerprintFor(String caseNumber, byte[] content, String part) {
    return dataKeys.of(caseNumber).fingerprint(CASE_KEY, content, caseNumber + "/" + part);
  }

  /**
   * Keyed digests by which equal content of different cases is recognised: one for each master key
   * that is set, so that cases are compared while a key is being replaced.
   */
  List<byte[]> fingerprints(byte[] content, String context) {
    return masterKeys.fingerprints(content, context);
  }

  /**
   * The first byte of the keyed digests of each master key, in hexadecimal; the current key first.
   */
  List<String> digestPrefixes() {
    return masterKeys.currentFirst().stream().map("%02x"::formatted).toList();
  }
}
