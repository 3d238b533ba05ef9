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
 * @param approver {@code null} before it is approved, and again when the approval lapses
 * @param releaseOfficer {@code null} before it is released
 * @param digest the digest of what was approved
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
    String approver,
    String releaseOfficer,
    String digest,
    Integer made,
    Integer takesBack) {

  static final int MAX_NAME_LENGTH = 100;
  static final int MAX_REASON_LENGTH = 2000;
  static final int MAX_RULES_LENGTH = 200;
  static final int MAX_NOTE_LENGTH = 2000;

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
        number,
        name,
        reason,
        rules,
        day,
        author,
        state,
        base,
        approver,
        releaseOfficer,
        digest,
        made,
        takesBack);
  }

  Revision inState(State state) {
    return copy(state, base, approver, releaseOfficer, digest, made);
  }

  Revision basedOn(int set) {
    return copy(state, set, approver, releaseOfficer, digest, made);
  }

  Revision madeInto(int set) {
    return copy(state, base, approver, releaseOfficer, digest, set);
  }

  /** This revision with these signatures; {@code null} where it has yet to be signed. */
  Revision signed(String approver, String releaseOfficer, String digest) {
    return copy(state, base, approver, releaseOfficer, digest, made);
  }

  Revision unsigned() {
    return signed(null, null, null);
  }

  private Revision copy(
      State state, int base, String approver, String releaseOfficer, String digest, Integer made) {
    return new Revision(
        number,
        name,
        reason,
        rules,
        day,
        author,
        state,
        base,
        approver,
        releaseOfficer,
        digest,
        made,
        takesBack);
  }
}
