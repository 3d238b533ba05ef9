package scot.nrm.documents;

import java.time.LocalDate;
import java.time.Period;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.CaseClock;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;

/** The documents of a case and the page for adding them. Each link checks permissions again. */
@Configuration
class DocumentsFormText {

  /** For a week, a document is marked as new, so that people who work on the case notice it. */
  private static final Period NEW = Period.ofWeeks(1);

  /** Links to the documents of the case; new ones are marked for a week. */
  @Bean
  FormText showDocuments(Documents documents, CaseClock clock) {
    return shown -> {
      String links =
          documents.of(shown.caseNumber()).stream()
              .map(document -> link(document, clock.today()))
              .collect(Collectors.joining());
      return "**Documents**\n\n%s[Add or open documents](%s)"
          .formatted(links.isEmpty() ? "" : links + "\n", Document.pageOf(shown.caseNumber()));
    };
  }

  private static String link(Document document, LocalDate today) {
    return "- %s[%s, %s, %s, %s](%s)\n"
        .formatted(
            document.addedOn().isAfter(today.minus(NEW)) ? "**New:** " : "",
            BritishDate.of(document.addedOn()),
            Markdown.escape(document.kindName()),
            Markdown.escape(document.type().words()),
            Markdown.escape(document.size()),
            document.address());
  }
}
