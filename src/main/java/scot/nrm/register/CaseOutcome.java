package scot.nrm.register;

import scot.nrm.engine.StoredCode;

/** The outcome of a case (D4, D33, D43). */
public enum CaseOutcome implements StoredCode {
  NOT_REFERRED("Not referred", "not referred to the National Referral Mechanism"),
  NO_REASONABLE_GROUNDS("No reasonable grounds", "no reasonable grounds"),
  RECOGNISED("Recognised as a victim", "recognised as a victim of human trafficking"),
  NOT_RECOGNISED(
      "Not recognised as a victim",
      "insufficient evidence to recognise the individual as a victim of human trafficking"),
  /** Merged, entered in error, or the child died (D12, D43). */
  CLOSED_OTHER("Closed for another reason", "closed for another reason");

  private final String heading;
  private final String words;

  CaseOutcome(String heading, String words) {
    this.heading = heading;
    this.words = words;
  }

  public static CaseOutcome of(String id) {
    return StoredCode.of(CaseOutcome.class, id);
  }

  /** The outcome that a negative decision of a stage leads to. */
  public static CaseOutcome negative(Stage stage) {
    return switch (stage) {
      case REASONABLE_GROUNDS -> NO_REASONABLE_GROUNDS;
      case CONCLUSIVE_GROUNDS -> NOT_RECOGNISED;
    };
  }

  /** The text in a list. */
  public String heading() {
    return heading;
  }

  /** The text after <em>Closed:</em>. */
  public String words() {
    return words;
  }
}
