package scot.nrm.letters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Letters that told a fact which was wrong (D43). */
@Component
public class WrongLetters {

  /** Facts by their keys, and the names under which templates tell them or a date that hangs on them. */
  private static final Map<String, List<String>> TOLD_AS = Map.of(
      "referralReceivedDate", List.of("receivedDate", "rgDue"),
      "courtHearingDate", List.of("rgDue"));

  private final Letters letters;

  WrongLetters(Letters letters) {
    this.letters = letters;
  }

  /**
   * The letters of a case that tell a fact. A date of birth stands in the head of every letter that names the child; a
   * wrong force means that letters went to the wrong police.
   *
   * @param fact its key in the file, such as {@code childDateOfBirth}
   */
  public List<Letter> telling(String caseNumber, String fact) {
    return letters.of(caseNumber).stream().filter(letter -> tells(letter, fact)).toList();
  }

  private static boolean tells(Letter letter, String fact) {
    return switch (fact) {
      case "childDateOfBirth" -> letter.addressee() != Addressee.WHO_ASKED;
      case "policeForce" -> letter.addressee() == Addressee.POLICE;
      default -> TOLD_AS.getOrDefault(fact, List.of()).stream()
          .anyMatch(name -> template(letter.template()).contains("{{" + name + "}}"));
    };
  }

  private static String template(String name) {
    try {
      return new ClassPathResource("letters/" + name + ".html").getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
