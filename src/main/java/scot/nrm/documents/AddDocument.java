package scot.nrm.documents;

import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import scot.nrm.documents.VirusScanner.Verdict;

/** Checks a document and adds it to a case. */
@Component
class AddDocument {

  static final int LONGEST_DESCRIPTION = 500;

  private final DocumentSettings settings;
  private final FileCheck files;
  private final VirusScanner scanner;
  private final Documents documents;

  AddDocument(
      DocumentSettings settings, FileCheck files, VirusScanner scanner, Documents documents) {
    this.settings = settings;
    this.files = files;
    this.scanner = scanner;
    this.documents = documents;
  }

  /**
   * @throws NotAdded with a sentence for the sender, if nothing was changed
   */
  Document add(String caseNumber, SentDocument sent, String officer) {
    if (settings.kinds().stream().noneMatch(kind -> kind.id().equals(sent.kind()))) {
      throw new NotAdded(HttpStatus.BAD_REQUEST, "kind", "Choose the type of document.");
    }
    if (sent.description().length() > LONGEST_DESCRIPTION) {
      throw new NotAdded(
          HttpStatus.BAD_REQUEST,
          "description",
          "The description has %d characters. Shorten it to %d."
              .formatted(sent.description().length(), LONGEST_DESCRIPTION));
    }
    if (sent.fileName().whole().isEmpty()) {
      throw new NotAdded(HttpStatus.BAD_REQUEST, "Choose a file.");
    }
    FileType type = files.check(sent.fileName(), sent.content());
    Optional<Document> sentBefore = documents.sentBefore(caseNumber, sent, officer);
    if (sentBefore.isPresent()) {
      return sentBefore.get();
    }
    boolean scanned = scan(sent.content());
    return documents.add(caseNumber, sent, type, scanned, officer);
  }

  private boolean scan(byte[] content) {
    Verdict verdict = scanner.check(content);
    if (verdict == Verdict.INFECTED) {
      throw new NotAdded(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "The virus scanner found something harmful in the file, so it was not saved. Contact"
              + " your IT support, and do not open or share the file.");
    }
    if (verdict == Verdict.NO_ANSWER) {
      throw new NotAdded(
          HttpStatus.FAILED_DEPENDENCY,
          "The file could not be checked for viruses, so it was not saved. Try again later.");
    }
    return verdict == Verdict.CLEAN;
  }
}
