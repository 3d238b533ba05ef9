package scot.nrm.register;

import scot.nrm.engine.StoredCode;

/** A case owner's proposal, which a second officer confirms or sends back (D18). */
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

  /** The outcome if it is confirmed; {@code null} if it isn't a decision. */
  public Outcome outcome() {
    return outcome;
  }

  /** Whether its confirmation decides the stage. */
  public boolean isDecision() {
    return outcome != null;
  }

  public static Proposal of(String id) {
    return StoredCode.of(Proposal.class, id);
  }
}
