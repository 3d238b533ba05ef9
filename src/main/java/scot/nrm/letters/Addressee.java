package scot.nrm.letters;

import scot.nrm.engine.StoredCode;

/**
 * The kinds of addressees of a letter. They are organisations, with two exceptions: the applicant
 * for reconsideration, and the person of the case once they are an adult. {@link Recipient} ensures
 * that neither is a child on the day of the letter (D37).
 */
public enum Addressee implements StoredCode {
  LOCAL_AUTHORITY("Local authority"),
  FIRST_RESPONDER("First responder"),
  POLICE("Police"),
  /** The authority that decides the current stage. */
  COMPETENT_AUTHORITY("Competent authority"),
  UKBA_ASYLUM("{{authority.immigration.short}} asylum"),
  /** The applicant for reconsideration (D30). */
  WHO_ASKED("Person who asked for reconsideration"),
  /** The person, in care of their representative if any. Never while they are a child (D7). */
  PERSON_OR_REPRESENTATIVE("Person of the case, or their representative"),
  /** Receives no letters unless policy staff add a row for it. */
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
