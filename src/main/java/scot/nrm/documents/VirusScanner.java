package scot.nrm.documents;

/**
 * Looks for viruses in what people add to a case. A port: whatever a council or authority uses can
 * stand behind it.
 */
public interface VirusScanner {

  /** What came of it. */
  enum Verdict {
    CLEAN,
    INFECTED,
    /** There is a scanner, but it gives no answer now. */
    NO_ANSWER,
    /** There is no scanner. */
    NOT_LOOKED_AT
  }

  /** May take seconds; never within a transaction. */
  Verdict look(byte[] content);

  /** Whether there is a scanner at all. */
  boolean isThere();
}
