package scot.nrm.register;

import scot.nrm.engine.StoredCode;

/** What a case owner proposes, and a second officer confirms or sends back (D18). */
public enum Proposal implements StoredCode {
  POSITIVE(Outcome.POSITIVE),
  NEGATIVE(Outcome.NEGATIVE),
  /** More time, for reasonable grounds (D15). */
  EXTEND(null),
  /** To suspend the stage while the child is missing (D35). */
  SUSPEND(null);

  private final Outcome outcome;

  Proposal(Outcome outcome) {
    this.outcome = outcome;
  }

  /** What is decided if it is confirmed; {@code null} if nothing is. */
  public Outcome outcome() {
    return outcome;
  }

  /** Whether the stage is decided if it is confirmed. */
  public boolean isDecision() {
    return outcome != null;
  }

  public static Proposal of(String id) {
    return StoredCode.of(Proposal.class, id);
  }
}
