package scot.nrm.letters;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import scot.nrm.casefile.SealingKey;
import scot.nrm.engine.sets.LimitedCache;

/**
 * A cache of recently read forms as PDFs, so that a form isn't written again for each reader. It is
 * in memory only. Each PDF is encrypted with a key derived from its text, so only code that has
 * just read the child's file can open it. After a change of the file the text is different, and
 * after its erasure it can't be read, so nothing has to be removed here.
 */
final class WrittenForms {

  private static final int MOST = 64;
  private static final int AT_A_TIME = 16;

  /** The byte that identifies a key elsewhere; not used here, because each PDF has its own key. */
  private static final byte HEAD = 0;

  private final Map<String, byte[]> sealed;

  /**
   * A lock for each first digit of a digest, so that the same form isn't written twice at the same
   * time.
   */
  private final Object[] turns =
      IntStream.range(0, AT_A_TIME).mapToObj(i -> new Object()).toArray();

  WrittenForms() {
    this(LimitedCache.lru(MOST));
  }

  /**
   * @param sealed the map for the encrypted PDFs; threads share it
   */
  WrittenForms(Map<String, byte[]> sealed) {
    this.sealed = sealed;
  }

  /**
   * The PDF of a text.
   *
   * @param text the text that is printed
   * @param written writes the PDF if it isn't in the cache
   */
  byte[] of(String text, Supplier<byte[]> written) {
    byte[] key = DigestUtils.sha256(text);
    String id = DigestUtils.sha256Hex(key);
    synchronized (turns[Character.digit(id.charAt(0), AT_A_TIME)]) {
      byte[] known = sealed.get(id);
      if (known != null) {
        return new SealingKey(key).open(known, id).orElseThrow();
      }
      byte[] pdf = written.get();
      sealed.put(id, new SealingKey(key).seal(HEAD, pdf, id));
      return pdf;
    }
  }
}
