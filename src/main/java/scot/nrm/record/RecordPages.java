package scot.nrm.record;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.accesslog.CaseReadersPage;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.pages.FormToken;
import scot.nrm.pages.PdfWriter;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.Templates;

/** The record of a case: a page to read, and a PDF to print and file (D33). */
@Controller
class RecordPages {

  private final SignedInPages pages;
  private final CaseAccess access;
  private final CaseRecord records;
  private final Templates templates;
  private final PdfWriter pdf;
  private final Officers officers;
  private final CaseReadersPage readers;
  private final SubjectAccess subjects;
  private final ChainCheck check;

  RecordPages(
      SignedInPages pages,
      CaseAccess access,
      CaseRecord records,
      Templates templates,
      PdfWriter pdf,
      Officers officers,
      CaseReadersPage readers,
      SubjectAccess subjects,
      ChainCheck check) {
    this.pages = pages;
    this.access = access;
    this.records = records;
    this.templates = templates;
    this.pdf = pdf;
    this.officers = officers;
    this.readers = readers;
    this.subjects = subjects;
    this.check = check;
  }

  @GetMapping("/nrm/cases/{caseNumber}/record")
  ResponseEntity<byte[]> page(@PathVariable String caseNumber, HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> {
          Optional<Map<String, Object>> found = model(caseNumber, viewer);
          if (found.isEmpty()) {
            return pages.notFound();
          }
          Map<String, Object> model = found.get();
          model.put("readers", readers.address(caseNumber, viewer));
          model.put("token", subjects.mayExport(viewer, caseNumber) ? FormToken.of(request) : "");
          return pages.page(HttpStatus.OK, "record", model);
        });
  }

  @GetMapping("/nrm/cases/{caseNumber}/record.pdf")
  ResponseEntity<byte[]> pdf(@PathVariable String caseNumber, HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer ->
            model(caseNumber, viewer)
                .map(
                    model ->
                        pages.pdf(print(caseNumber, model, viewer), caseNumber + "-record.pdf"))
                .orElseGet(pages::notFound));
  }

  /** A copy of the record for its subject, which an officer checks first. */
  @PostMapping("/nrm/cases/{caseNumber}/subject-access")
  ResponseEntity<byte[]> export(@PathVariable String caseNumber, HttpServletRequest request) {
    return pages.forForm(
        request,
        viewer -> subjects.mayExport(viewer, caseNumber),
        viewer ->
            pages.pdf(
                print(caseNumber, subjects.export(caseNumber, viewer), viewer),
                caseNumber + "-subject-access.pdf"));
  }

  /** The whole record, or the part for a council that has handed the case over (D41). */
  private Optional<Map<String, Object>> model(String caseNumber, Viewer viewer) {
    Optional<Map<String, Object>> model =
        access.mayRead(viewer, caseNumber)
            ? Optional.of(records.model(caseNumber, viewer))
            : access
                .formerCouncil(viewer, caseNumber)
                .map(council -> records.recordUntilHandover(caseNumber, council, viewer));
    model.ifPresent(
        found -> {
          List<ChainCheck.Finding> changed = check.check(caseNumber);
          found.put("isChanged", !changed.isEmpty());
          found.put("changed", changed.stream().map(ChainCheck.Finding::sentence).toList());
        });
    return model;
  }

  private byte[] print(String caseNumber, Map<String, Object> model, Viewer viewer) {
    // This is also the title of the PDF. It omits the child's name, because viewers and printers
    // show it.
    model.put("title", "Record of case " + caseNumber);
    model.put("footer", caseNumber + "  ·  printed on " + model.get("today"));
    model.put("printedBy", officers.name(viewer.userId()));
    return pdf.write(templates.page("record-pdf", model), "the record of a case");
  }
}
