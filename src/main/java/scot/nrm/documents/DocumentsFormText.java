package scot.nrm.documents;

import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.calendar.BritishDate;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;

/**
 * Links to the documents of a case and to the page for adding them. Each link checks permissions
 * again.
 */
@Configuration
class DocumentsFormText {

  @Bean
  FormText showDocuments(Documents documents) {
    return FormText.named(
        "showDocuments",
        shown -> {
          String links =
              documents.of(shown.caseNumber()).stream()
                  .map(DocumentsFormText::link)
                  .collect(Collectors.joining());
          return "**Documents**\n\n%s[Add or open documents](%s)"
              .formatted(links.isEmpty() ? "" : links + "\n", Document.pageOf(shown.caseNumber()));
        });
  }

  private static String link(Document document) {
    return "- [%s, %s, %s, %s](%s)\n"
        .formatted(
            BritishDate.of(document.addedOn()),
            Markdown.escape(document.kindName()),
            Markdown.escape(document.type().words()),
            Markdown.escape(document.size()),
            document.address());
  }
}
