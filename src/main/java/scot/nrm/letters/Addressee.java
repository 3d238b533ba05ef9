package scot.nrm.letters;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Whom a letter can go to: organisations. There is no constant for a person, and the name of an addressee comes from
 * the organisations' list or from the first responder's office, so that nothing can be addressed to a child (D37).
 */
public enum Addressee {
  LOCAL_AUTHORITY("local-authority"),
  FIRST_RESPONDER("first-responder"),
  POLICE("police"),
  UKHTC("ukhtc"),
  UKBA("ukba"),
  UKBA_ASYLUM("ukba-asylum"),
  /** Gets no letter yet; policy staff may add a row for it. */
  CHILDRENS_REPORTER("childrens-reporter");

  private final String id;

  Addressee(String id) {
    this.id = id;
  }

  /** The value in the table {@code letters} and in the register of letters. */
  public String id() {
    return id;
  }

  public static Addressee of(String id) {
    for (Addressee addressee : values()) {
      if (addressee.id.equals(id)) {
        return addressee;
      }
    }
    throw new IllegalArgumentException(
        "No letter can be addressed to '" + id + "'. The table letters may name "
            + Arrays.stream(values()).map(Addressee::id).collect(Collectors.joining(", ")) + ".");
  }
}
