package scot.nrm.documents;

import java.util.List;
import org.springframework.stereotype.Component;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.pages.RecordSection;

/**
 * The documents in the record of a case (D33). Anyone who may read the case may read its documents.
 */
@Component
class DocumentsInRecord implements RecordSection {

  private final Documents documents;
  private final NamesAndRoles people;

  DocumentsInRecord(Documents documents, NamesAndRoles people) {
    this.documents = documents;
    this.people = people;
  }

  @Override
  public String heading() {
    return "Documents";
  }

  @Override
  public List<Row> rows(String caseNumber, Viewer viewer) {
    List<Document> added = documents.of(caseNumber);
    NamesAndRoles.History by = people.of(added.stream().map(Document::addedBy).toList());
    return added.stream()
        .map(
            document ->
                new Row(
                    BritishDate.of(document.addedOn()),
                    "%s, %s, %s, added by %s"
                        .formatted(
                            document.kindName(),
                            document.type().words(),
                            document.size(),
                            by.nameWithId(document.addedBy(), document.addedAt())),
                    document.address()))
        .toList();
  }
}
