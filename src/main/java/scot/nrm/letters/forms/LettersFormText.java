package scot.nrm.letters.forms;

import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.calendar.BritishDate;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;
import scot.nrm.letters.Letter;
import scot.nrm.letters.LetterReaders;
import scot.nrm.letters.Letters;

/**
 * The letters of a case, with links to those that the reader may open, and its NRM form. Each link
 * checks permissions again.
 */
@Configuration
class LettersFormText {

  /** The letters of the case, with links to those that the reader may open. */
  @Bean
  FormText showLetters(Letters letters, LetterReaders readers) {
    return shown -> {
      String links =
          letters.of(shown.caseNumber()).stream()
              .map(letter -> line(letter, readers))
              .collect(Collectors.joining("\n"));
      return links.isEmpty() ? "" : "**Letters**\n\n" + links;
    };
  }

  private static String line(Letter letter, LetterReaders readers) {
    String words =
        "%s, %s, to %s"
            .formatted(
                BritishDate.of(letter.dated()),
                Markdown.escape(letter.title()),
                Markdown.escape(letter.addresseeInText()));
    return "- %s%s%s"
        .formatted(
            readers.link(words, letter),
            letter.minuteEnclosed() ? ", minute enclosed" : "",
            Letter.NO_POSTAL_ADDRESS.equals(letter.deliveryNote())
                ? ", care of the local authority, because no address of the person or their representative is on file"
                : "");
  }

  /** The complete NRM form as filled in so far. */
  @Bean
  FormText showNrmForm() {
    return shown -> "[NRM form as a PDF](/nrm/cases/%s/nrm-form.pdf)".formatted(shown.caseNumber());
  }
}
