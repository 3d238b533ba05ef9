package scot.nrm.register;

/** What a competent authority decides at a stage (D19, D27). */
public enum Outcome implements StoredCode {
  POSITIVE,
  NEGATIVE;

  public static Outcome of(String id) {
    return StoredCode.of(Outcome.class, id);
  }

  /** Whether this is what was proposed; other proposals suspend or extend (D15, D35). */
  public boolean is(String proposal) {
    return id().equals(proposal);
  }
}
