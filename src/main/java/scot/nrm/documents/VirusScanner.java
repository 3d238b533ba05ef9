package scot.nrm.documents;

/** Checks documents for viruses. A port, so that any scanner can be used. */
public interface VirusScanner {

  /** The result of a check. */
  enum Verdict {
    CLEAN,
    INFECTED,
    /** The scanner does not answer. */
    NO_ANSWER,
    /** There is no scanner. */
    NOT_SCANNED
  }

  /** May take seconds; never call it in a transaction. */
  Verdict check(byte[] content);

  /** Whether a scanner is configured. */
  boolean isConfigured();
}
