package scot.nrm.letters.forms;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import scot.nrm.casefile.SealingKey;
import scot.nrm.engine.sets.LimitedCache;

/**
 * A cache of recently read forms as PDFs, so that a form isn't written again for each reader. It is
 * in memory only. Each PDF is encrypted with a key derived from its text, so only code that has
 * just read the child's file can open it. After a change to the file the text is different, and
 * after its erasure it can't be read, so nothing has to be removed here.
 */
final class FormCache {

  private static final int MAX_FORMS = 64;
  private static final int LOCKS = 16;

  /** The byte that identifies a key elsewhere; not used here, because each PDF has its own key. */
  private static final byte UNUSED_KEY_ID = 0;

  private final Map<String, byte[]> sealed;

  /** Locks by the first digit of a digest, so that no form is written twice at the same time. */
  private final Object[] locks = IntStream.range(0, LOCKS).mapToObj(i -> new Object()).toArray();

  FormCache() {
    this(LimitedCache.of(MAX_FORMS));
  }

  /** The map has the encrypted PDFs; threads share it. */
  FormCache(Map<String, byte[]> sealed) {
    this.sealed = sealed;
  }

  /**
   * The PDF of a text.
   *
   * @param written writes the PDF if it isn't in the cache
   */
  byte[] of(String text, Supplier<byte[]> written) {
    byte[] key = DigestUtils.sha256(text);
    String id = DigestUtils.sha256Hex(key);
    synchronized (locks[Character.digit(id.charAt(0), LOCKS)]) {
      byte[] known = sealed.get(id);
      if (known != null) {
        return new SealingKey(key).open(known, id).orElseThrow();
      }
      byte[] pdf = written.get();
      sealed.put(id, new SealingKey(key).seal(UNUSED_KEY_ID, pdf, id));
      return pdf;
    }
  }
}
