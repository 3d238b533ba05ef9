package scot.nrm.letters;

import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;

/**
 * Links to the letters of a case, for the form of the next task. Each link checks permissions
 * again.
 */
@Component
class LettersFormText implements FormText {

  private final LetterArchive archive;

  LettersFormText(LetterArchive archive) {
    this.archive = archive;
  }

  @Override
  public String name() {
    return "showLetters";
  }

  @Override
  public String text(ShownCase shown) {
    String links =
        archive.of(shown.caseNumber()).stream()
            .map(
                letter ->
                    "- [%s, %s, to %s](%s)%s"
                        .formatted(
                            BritishDate.of(letter.dated()),
                            Markdown.escape(letter.title()),
                            Markdown.escape(letter.addresseeName()),
                            Delivery.address(letter),
                            letter.minuteEnclosed() ? ", minute enclosed" : ""))
            .collect(Collectors.joining("\n"));
    return links.isEmpty() ? "" : "**Letters**\n\n" + links;
  }
}
