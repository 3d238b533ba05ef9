package scot.nrm.letters;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.pages.Templates;

/** Finds letters with a wrong fact (D43). */
@Component
public class WrongLetters {

  /**
   * Facts by key, with the names that templates use for them or for a date that depends on them.
   */
  private static final Map<String, List<String>> PLACEHOLDERS =
      Map.of(
          "referralReceivedDate", List.of("receivedDate", "rgDue"),
          "courtHearingDate", List.of("rgDue"));

  private final Letters letters;
  private final Templates templates;
  private final Organisations organisations;

  WrongLetters(Letters letters, Templates templates, Organisations organisations) {
    this.letters = letters;
    this.templates = templates;
    this.organisations = organisations;
  }

  /**
   * The letters of a case that contain a fact. Every letter that names the child has all names and
   * the date of birth in its heading; a wrong force means that letters went to the wrong police, as
   * police or as the first responder.
   *
   * @param fact its key in the file, such as {@code childDateOfBirth}
   * @param corrected the day of the correction; later letters are correct
   */
  public List<Letter> containing(String caseNumber, String fact, LocalDate corrected) {
    return letters.of(caseNumber).stream()
        .filter(letter -> !letter.dated().isAfter(corrected) && contains(letter, fact))
        .toList();
  }

  private boolean contains(Letter letter, String fact) {
    return switch (fact) {
      case "childNames", "childAlsoKnownAs", "childDateOfBirth" ->
          letter.addressee() != Addressee.WHO_ASKED;
      case "policeForce" -> letter.addressee() == Addressee.POLICE || isToFirstResponder(letter);
      default ->
          PLACEHOLDERS.containsKey(fact)
              && templates.mentions(letter.template(), PLACEHOLDERS.get(fact));
    };
  }

  /**
   * Whether the letter went to a first responder who is the police, and so is listed by the force's
   * name.
   */
  private boolean isToFirstResponder(Letter letter) {
    return letter.addressee() == Addressee.FIRST_RESPONDER
        && organisations.policeForces().values().stream()
            .anyMatch(force -> force.nameOn(letter.dated()).equals(letter.addresseeName()));
  }
}
