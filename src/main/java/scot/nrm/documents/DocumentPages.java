package scot.nrm.documents;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.documents.Documents.DescribedDocument;
import scot.nrm.pages.FormToken;
import scot.nrm.pages.SignedInPages;

/**
 * The documents of a case: a page for adding them, because a form of Tasklist can't upload a file,
 * and an address for opening each.
 */
@Controller
class DocumentPages {

  private static final String PATH = "/nrm/cases/{caseNumber}/documents";

  private final SignedInPages pages;
  private final CaseAccess access;
  private final NamesAndRoles people;
  private final Documents documents;
  private final AddDocument addDocument;
  private final FileCheck files;
  private final DocumentSettings settings;
  private final VirusScanner scanner;

  DocumentPages(
      SignedInPages pages,
      CaseAccess access,
      NamesAndRoles people,
      Documents documents,
      AddDocument addDocument,
      FileCheck files,
      DocumentSettings settings,
      VirusScanner scanner) {
    this.pages = pages;
    this.access = access;
    this.people = people;
    this.documents = documents;
    this.addDocument = addDocument;
    this.files = files;
    this.settings = settings;
    this.scanner = scanner;
  }

  /** The documents of a case; {@code added} is the number of the one just added. */
  @GetMapping(PATH)
  ResponseEntity<byte[]> show(
      @PathVariable String caseNumber,
      @RequestParam(name = "added", required = false) String added,
      HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> access.mayRead(viewer, caseNumber),
        viewer ->
            page(
                HttpStatus.OK,
                viewer,
                caseNumber,
                DocumentUpload.EMPTY,
                Map.of("added", added == null ? "" : added),
                request));
  }

  @PostMapping(PATH)
  ResponseEntity<byte[]> add(@PathVariable String caseNumber, HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> access.mayAddDocuments(viewer, caseNumber),
        viewer -> add(viewer, caseNumber, request));
  }

  private ResponseEntity<byte[]> add(Viewer viewer, String caseNumber, HttpServletRequest request) {
    DocumentUpload upload = DocumentUpload.EMPTY;
    try {
      upload = DocumentUpload.of(request, files);
      if (!FormToken.isOurs(request)) {
        throw new DocumentRefused(
            HttpStatus.FORBIDDEN,
            "You have signed in again since you opened this page. Choose the file again and add it.");
      }
      Document document = addDocument.add(caseNumber, upload, viewer.userId());
      return pages.seeOther(
          request.getContextPath() + Document.pageOf(caseNumber) + "?added=" + document.number());
    } catch (DocumentRefused refused) {
      return page(
          refused.status(),
          viewer,
          caseNumber,
          upload,
          Map.of("refused", refused.getMessage(), refused.field() + "Refused", true),
          request);
    }
  }

  @GetMapping(PATH + "/{id}")
  ResponseEntity<byte[]> open(
      @PathVariable String caseNumber, @PathVariable String id, HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> {
          Optional<Document> document =
              access.mayRead(viewer, caseNumber)
                  ? documents.find(caseNumber, id)
                  : Optional.empty();
          return document.isPresent() ? open(document.get()) : pages.notFound();
        });
  }

  /** Pictures without the data beside them. What was sent stays sealed as it was. */
  private ResponseEntity<byte[]> open(Document document) {
    byte[] content = contentToDeliver(document);
    MediaType type = MediaType.parseMediaType(document.type().mediaType());
    if (document.type() == FileType.TEXT) {
      type =
          PlainText.charset(content)
              .map(charset -> new MediaType(MediaType.TEXT_PLAIN, charset))
              .orElse(type);
    }
    return pages.file(content, type, document.type().opensInBrowser(), document.downloadName());
  }

  private byte[] contentToDeliver(Document document) {
    try {
      return FileCheck.withoutPictureData(document.type(), documents.content(document))
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException("A document cannot be read"); // without what it says
    }
  }

  private ResponseEntity<byte[]> page(
      HttpStatus status,
      Viewer viewer,
      String caseNumber,
      DocumentUpload typed,
      Map<String, Object> outcome,
      HttpServletRequest request) {
    List<DescribedDocument> all = documents.described(caseNumber);
    Map<String, Object> model = new HashMap<>(outcome);
    model.put("caseNumber", caseNumber);
    model.put("none", all.isEmpty());
    model.put("count", all.size());
    NamesAndRoles.History by =
        people.of(all.stream().map(one -> one.document().addedBy()).toList());
    model.put("documents", all.stream().map(one -> row(one, by)).toList());
    model.put(
        "added",
        all.stream()
            .map(one -> String.valueOf(one.document().number()))
            .filter(number -> number.equals(outcome.get("added")))
            .findFirst()
            .orElse(""));
    model.put("mayAdd", access.mayAddDocuments(viewer, caseNumber));
    model.put("token", FormToken.of(request));
    model.put(
        "kinds",
        settings.kinds().stream()
            .map(
                kind ->
                    Map.of(
                        "id", kind.id(),
                        "name", kind.name(),
                        "chosen", kind.id().equals(typed.kind())))
            .toList());
    model.put("description", typed.description());
    model.put("longestDescription", AddDocument.MAX_DESCRIPTION);
    model.put(
        "types", settings.types().stream().map(FileType::words).collect(Collectors.joining(", ")));
    model.put(
        "endings",
        settings.types().stream()
            .flatMap(type -> type.endings().stream())
            .map(ending -> "." + ending)
            .collect(Collectors.joining(",")));
    model.put("maxSize", settings.maxSizeInWords());
    model.put("noScanner", !scanner.isConfigured());
    return pages.page(status, "documents", model);
  }

  private static Map<String, Object> row(DescribedDocument described, NamesAndRoles.History by) {
    Document document = described.document();
    return Map.of(
        "number", document.number(),
        "date", BritishDate.of(document.addedOn()),
        "kind", document.kindName(),
        "description", described.description(),
        "fileName", described.fileName(),
        "size", document.size(),
        "addedBy", by.nameWithId(document.addedBy(), document.addedAt()),
        "unchecked", !document.scanned(),
        "opens", document.type().opensInBrowser(),
        "address", document.address());
  }
}
