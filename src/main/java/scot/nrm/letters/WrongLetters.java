package scot.nrm.letters;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.pages.Templates;

/** Letters that told a fact which was wrong (D43). */
@Component
public class WrongLetters {

  /**
   * Facts by their keys, and the names under which templates tell them or a date that hangs on
   * them.
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
   * The letters of a case that tell a fact. A date of birth stands in the head of every letter that
   * names the child; a wrong force means that letters went to the wrong police.
   *
   * @param fact its key in the file, such as {@code childDateOfBirth}
   */
  public List<Letter> telling(String caseNumber, String fact) {
    return letters.of(caseNumber).stream().filter(letter -> tells(letter, fact)).toList();
  }

  private boolean tells(Letter letter, String fact) {
    return switch (fact) {
      case "childDateOfBirth" -> letter.addressee() != Addressee.WHO_ASKED;
      case "policeForce" -> letter.addressee() == Addressee.POLICE;
      default ->
          TOLD_AS.containsKey(fact) && templates.mentions(letter.template(), TOLD_AS.get(fact));
    };
  }
}
