package scot.nrm.register;

import scot.nrm.engine.StoredCode;

/** A deadline of a case, which can be set, extended and moved. */
public enum Deadline implements StoredCode {
  /** The decision on reasonable grounds (D15). */
  RG_DUE("the deadline for reasonable grounds"),
  /** The review on day 30 of the reflection period (D21). */
  REFLECTION_REVIEW("the review of the reflection period"),
  /** The last day of the reflection period (D20). */
  REFLECTION_END("the end of the reflection period"),
  /** The decision on conclusive grounds (D24). */
  CG_TARGET("the target date for conclusive grounds");

  private final String label;

  Deadline(String label) {
    this.label = label;
  }

  /** The deadline in words, such as {@code the deadline for reasonable grounds}. */
  public String label() {
    return label;
  }
}
