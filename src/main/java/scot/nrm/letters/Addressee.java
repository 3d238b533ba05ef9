package scot.nrm.letters;

import scot.nrm.engine.StoredCode;

/**
 * Who a letter can be sent to. Organisations, with two exceptions that {@link Recipient} guards, so
 * that nothing is addressed to a person who is a child on the day of the letter (D37): the
 * applicant for reconsideration, and the person of the case once they are an adult.
 */
public enum Addressee implements StoredCode {
  LOCAL_AUTHORITY("Local authority"),
  FIRST_RESPONDER("First responder"),
  POLICE("Police"),
  /** The authority that decides now. */
  COMPETENT_AUTHORITY("Competent authority"),
  UKBA_ASYLUM("{{authority.immigration.short}} asylum"),
  /** The applicant for reconsideration (D30). */
  WHO_ASKED("Person who asked for reconsideration"),
  /**
   * The person of the case, in care of their representative if they have one. Never while they are
   * a child (D7).
   */
  PERSON_OR_REPRESENTATIVE("Person of the case, or their representative"),
  /** Receives no letters yet; policy staff may add a row for it. */
  CHILDRENS_REPORTER("Children's Reporter");

  private final String words;

  Addressee(String words) {
    this.words = words;
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

  public static Addressee of(String id) {
    return StoredCode.find(Addressee.class, id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No letter can be addressed to '%s'. The table letters may name %s."
                        .formatted(id, String.join(", ", StoredCode.ids(Addressee.class)))));
  }
}
