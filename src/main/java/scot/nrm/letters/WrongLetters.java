package scot.nrm.letters;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.pages.Templates;

/** Finds letters with a fact that was wrong (D43). */
@Component
public class WrongLetters {

  /**
   * Facts by key, with the names that templates use for them or for a date that depends on them.
   */
  private static final Map<String, List<String>> TOLD_AS =
      Map.of(
          "referralReceivedDate", List.of("receivedDate", "rgDue"),
          "courtHearingDate", List.of("rgDue"));

  private final Letters letters;
  private final Templates templates;

  WrongLetters(Letters letters, Templates templates) {
    this.letters = letters;
    this.templates = templates;
  }

  /**
   * The letters of a case that contain a fact. Every letter that names the child has all names and
   * the date of birth in its heading; a wrong force means that letters went to the wrong police.
   *
   * @param fact its key in the file, such as {@code childDateOfBirth}
   */
  public List<Letter> containing(String caseNumber, String fact) {
    return letters.of(caseNumber).stream().filter(letter -> contains(letter, fact)).toList();
  }

  private boolean contains(Letter letter, String fact) {
    return switch (fact) {
      case "childNames", "childAlsoKnownAs", "childDateOfBirth" ->
          letter.addressee() != Addressee.WHO_ASKED;
      case "policeForce" -> letter.addressee() == Addressee.POLICE;
      default ->
          TOLD_AS.containsKey(fact) && templates.mentions(letter.template(), TOLD_AS.get(fact));
    };
  }
}
