package scot.nrm.register;

/** A date of a case that is set, extended and moved. */
public enum Deadline implements StoredCode {
  /** The decision on reasonable grounds (D15). */
  RG_DUE("rg-due", "the deadline for reasonable grounds"),
  /** The review on day 30 of the reflection period (D21). */
  REFLECTION_REVIEW("reflection-review", "the review of the reflection period"),
  /** The last day of the reflection period (D20). */
  REFLECTION_END("reflection-end", "the end of the reflection period"),
  /** The decision on conclusive grounds (D24). */
  CG_TARGET("cg-target", "the target date for conclusive grounds");

  private final String id;
  private final String label;

  Deadline(String id, String label) {
    this.id = id;
    this.label = label;
  }

  @Override
  public String id() {
    return id;
  }

  /** The deadline in words, such as {@code the deadline for reasonable grounds}. */
  public String label() {
    return label;
  }

  public static Deadline of(String id) {
    return StoredCode.of(Deadline.class, id);
  }
}
