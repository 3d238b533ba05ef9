package scot.nrm.letters;

import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.calendar.BritishDate;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;

/** Links to the letters of a case and to its NRM form. Each link checks permissions again. */
@Configuration
class LettersFormText {

  /** Links to the letters of the case. */
  @Bean
  FormText showLetters(LetterArchive archive) {
    return FormText.named(
        "showLetters",
        shown -> {
          String links =
              archive.of(shown.caseNumber()).stream()
                  .map(LettersFormText::link)
                  .collect(Collectors.joining("\n"));
          return links.isEmpty() ? "" : "**Letters**\n\n" + links;
        });
  }

  private static String link(Letter letter) {
    return "- [%s, %s, to %s](%s)%s%s"
        .formatted(
            BritishDate.of(letter.dated()),
            Markdown.escape(letter.title()),
            Markdown.escape(letter.addresseeName()),
            letter.address(),
            letter.minuteEnclosed() ? ", minute enclosed" : "",
            Letter.NO_POSTAL_ADDRESS.equals(letter.deliveryNote())
                ? ", care of the local authority, because no address of the person or their"
                    + " representative is on file"
                : "");
  }

  /** The complete NRM form as filled in so far. */
  @Bean
  FormText showNrmForm() {
    return FormText.named(
        "showNrmForm",
        shown ->
            "[NRM form as a PDF](/nrm/cases/%s/nrm-form.pdf) · [blank form](/nrm/nrm-form-blank.pdf)"
                .formatted(shown.caseNumber()));
  }
}
