package scot.nrm.documents;

import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;

/**
 * Links to the documents of a case and to the page for adding them. Each link checks permissions
 * again.
 */
@Component
class DocumentsFormText implements FormText {

  private final Documents documents;

  DocumentsFormText(Documents documents) {
    this.documents = documents;
  }

  @Override
  public String name() {
    return "showDocuments";
  }

  @Override
  public String text(ShownCase shown) {
    String links =
        documents.of(shown.caseNumber()).stream()
            .map(
                document ->
                    "- [%s, %s, %s, %s](%s)\n"
                        .formatted(
                            BritishDate.of(document.addedOn()),
                            Markdown.escape(document.kindName()),
                            Markdown.escape(document.type().words()),
                            Markdown.escape(document.size()),
                            document.address()))
            .collect(Collectors.joining());
    return "**Documents**\n\n"
        + (links.isEmpty() ? "" : links + "\n")
        + "[Add or open documents](%s)".formatted(Document.pageOf(shown.caseNumber()));
  }
}
