package scot.nrm.revision;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import scot.nrm.engine.StoredCode;

/**
 * A change of diagrams, tables and forms that comes into force as a whole.
 *
 * @param rules the rules that it concerns, as typed; may be empty
 * @param day its first day, in Europe/London
 * @param base the number of the set that it changes
 * @param made the number of the set that it became
 * @param takesBack the number of the revision whose files it restores
 */
record Revision(
    int number,
    String name,
    String reason,
    String rules,
    LocalDate day,
    String author,
    State state,
    int base,
    Signatures signatures,
    Integer made,
    Integer takesBack) {

  static final int MAX_NAME_LENGTH = 100;
  static final int MAX_REASON_LENGTH = 2000;
  static final int MAX_RULES_LENGTH = 200;
  static final int MAX_NOTE_LENGTH = 2000;

  /**
   * Who has signed it after its author.
   *
   * @param approver {@code null} before it is approved, and again when the approval lapses
   * @param releaseOfficer {@code null} before it is released
   * @param digest the digest of what was approved
   */
  record Signatures(String approver, String releaseOfficer, String digest) {

    static final Signatures NONE = new Signatures(null, null, null);
  }

  enum State implements StoredCode {
    DRAFT("Draft"),
    IN_REVIEW("Waiting for approval"),
    CHANGES_REQUESTED("Changes requested"),
    APPROVED("Approved, waiting for release"),
    RELEASED("Released"),
    IN_FORCE("In force"),
    REJECTED("Rejected"),
    CANCELLED("Cancelled");

    /** The states in which the revision can still come into force. */
    static final Set<State> OPEN =
        EnumSet.of(DRAFT, IN_REVIEW, CHANGES_REQUESTED, APPROVED, RELEASED);

    /** The states in which its author may change it. */
    static final Set<State> EDITABLE = EnumSet.of(DRAFT, CHANGES_REQUESTED);

    /** The states in which a change of the set in force requires a new approval. */
    static final Set<State> SUBMITTED = EnumSet.of(IN_REVIEW, APPROVED, RELEASED);

    private final String words;

    State(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  boolean isIn(Set<State> states) {
    return states.contains(state);
  }

  Revision withDetails(String name, String reason, String rules, LocalDate day) {
    return new Revision(
        number, name, reason, rules, day, author, state, base, signatures, made, takesBack);
  }

  Revision inState(State state) {
    return new Revision(
        number, name, reason, rules, day, author, state, base, signatures, made, takesBack);
  }

  Revision basedOn(int set) {
    return new Revision(
        number, name, reason, rules, day, author, state, set, signatures, made, takesBack);
  }

  Revision madeInto(int set) {
    return new Revision(
        number, name, reason, rules, day, author, state, base, signatures, set, takesBack);
  }

  Revision signed(Signatures signatures) {
    return new Revision(
        number, name, reason, rules, day, author, state, base, signatures, made, takesBack);
  }

  Revision unsigned() {
    return signed(Signatures.NONE);
  }
}
