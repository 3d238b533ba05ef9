package scot.nrm.register;

import scot.nrm.engine.StoredCode;

/** The outcome of a competent authority's decision at a stage (D19, D27). */
public enum Outcome implements StoredCode {
  POSITIVE,
  NEGATIVE;

  public static Outcome of(String id) {
    return StoredCode.of(Outcome.class, id);
  }
}
