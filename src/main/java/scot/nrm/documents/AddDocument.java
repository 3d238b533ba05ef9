package scot.nrm.documents;

import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import scot.nrm.documents.VirusScanner.Verdict;

/** Checks a document and adds it to a case. */
@Component
class AddDocument {

  static final int MAX_DESCRIPTION = 500;

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
   * @throws DocumentRefused with a sentence for the sender, if nothing was changed
   */
  Document add(String caseNumber, DocumentUpload upload, String officer) {
    if (settings.kinds().stream().noneMatch(kind -> kind.id().equals(upload.kind()))) {
      throw new DocumentRefused(HttpStatus.BAD_REQUEST, "kind", "Choose the type of document.");
    }
    if (upload.description().length() > MAX_DESCRIPTION) {
      throw new DocumentRefused(
          HttpStatus.BAD_REQUEST,
          "description",
          "The description has %,d characters. Shorten it to %,d."
              .formatted(upload.description().length(), MAX_DESCRIPTION));
    }
    if (upload.fileName().whole().isEmpty()) {
      throw new DocumentRefused(HttpStatus.BAD_REQUEST, "Choose a file.");
    }
    FileType type = files.check(upload.fileName(), upload.content());
    Optional<Document> repeated = documents.findRepeated(caseNumber, upload, officer);
    if (repeated.isPresent()) {
      return repeated.get();
    }
    boolean scanned = scan(upload.content());
    return documents.add(caseNumber, upload, type, scanned, officer);
  }

  private boolean scan(byte[] content) {
    Verdict verdict = scanner.check(content);
    if (verdict == Verdict.INFECTED) {
      throw new DocumentRefused(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "The virus scanner found something harmful in the file, so it was not saved. Contact your IT support, and do not open or share the file.");
    }
    if (verdict == Verdict.NO_ANSWER) {
      throw new DocumentRefused(
          HttpStatus.FAILED_DEPENDENCY,
          "The file could not be checked for viruses, so it was not saved. Try again later.");
    }
    return verdict == Verdict.CLEAN;
  }
}
