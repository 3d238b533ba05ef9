package scot.nrm.letters;

import java.util.Arrays;
import java.util.List;

/**
 * Who a letter can be sent to. Organisations, with two exceptions that {@link Recipient} guards, so
 * that nothing is addressed to a person who is a child on the day of the letter (D37): the
 * applicant for reconsideration, and the person of the case once they are an adult.
 */
public enum Addressee {
  LOCAL_AUTHORITY("local-authority", "Local authority"),
  FIRST_RESPONDER("first-responder", "First responder"),
  POLICE("police", "Police"),
  /** The authority that decides now. */
  COMPETENT_AUTHORITY("competent-authority", "Competent authority"),
  UKBA_ASYLUM("ukba-asylum", "{{authority.immigration.short}} asylum"),
  /** The applicant for reconsideration (D30). */
  WHO_ASKED("who-asked", "Person who asked for reconsideration"),
  /**
   * The person of the case, in care of their representative if they have one. Never while they are
   * a child (D7).
   */
  PERSON_OR_REPRESENTATIVE(
      "person-or-representative", "Person of the case, or their representative"),
  /** Receives no letters yet; policy staff may add a row for it. */
  CHILDRENS_REPORTER("childrens-reporter", "Children's Reporter");

  private final String id;
  private final String words;

  Addressee(String id, String words) {
    this.id = id;
    this.words = words;
  }

  /** The value in the table {@code letters} and in the register of letters. */
  public String id() {
    return id;
  }

  /** The kind in words, for pages. */
  public String words() {
    return words;
  }

  /** Whether its people can sign in, so that a notice may link to the letter. */
  boolean signsIn() {
    return switch (this) {
      case LOCAL_AUTHORITY, COMPETENT_AUTHORITY, UKBA_ASYLUM -> true;
      case FIRST_RESPONDER, POLICE, WHO_ASKED, PERSON_OR_REPRESENTATIVE, CHILDRENS_REPORTER ->
          false;
    };
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(Addressee::id).toList();
  }

  public static Addressee of(String id) {
    for (Addressee addressee : values()) {
      if (addressee.id.equals(id)) {
        return addressee;
      }
    }
    throw new IllegalArgumentException(
        "No letter can be addressed to '"
            + id
            + "'. The table letters may name "
            + String.join(", ", ids())
            + ".");
  }
}
