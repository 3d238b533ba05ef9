package scot.nrm.record;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.pages.PdfWriter;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.Templates;

/** The record of one case: a page to read, and a PDF to print and file (D33). */
@Controller
class RecordPages {

  private final SignedInPages pages;
  private final CaseAccess access;
  private final CaseRecord records;
  private final Templates templates;
  private final PdfWriter pdf;
  private final Officers officers;

  RecordPages(
      SignedInPages pages,
      CaseAccess access,
      CaseRecord records,
      Templates templates,
      PdfWriter pdf,
      Officers officers) {
    this.pages = pages;
    this.access = access;
    this.records = records;
    this.templates = templates;
    this.pdf = pdf;
    this.officers = officers;
  }

  static String address(String caseNumber) {
    return "/nrm/cases/" + caseNumber + "/record";
  }

  @GetMapping("/nrm/cases/{caseNumber}/record")
  ResponseEntity<byte[]> page(@PathVariable String caseNumber, HttpServletRequest request) {
    return pages.forViewer(request, viewer -> {
      if (!access.mayRead(viewer, caseNumber)) {
        return pages.notFound();
      }
      Map<String, Object> model = records.model(caseNumber, viewer);
      model.put("root", request.getContextPath());
      return pages.page(HttpStatus.OK, "page-record", model);
    });
  }

  @GetMapping("/nrm/cases/{caseNumber}/record.pdf")
  ResponseEntity<byte[]> pdf(@PathVariable String caseNumber, HttpServletRequest request) {
    return pages.forViewer(request, viewer -> access.mayRead(viewer, caseNumber)
        ? pages.pdf(print(caseNumber, viewer), caseNumber + "-record.pdf")
        : pages.notFound());
  }

  private byte[] print(String caseNumber, Viewer viewer) {
    Map<String, Object> model = records.model(caseNumber, viewer);
    // Also the title of the PDF: without the child's name, because viewers and printers show it.
    model.put("title", "Record of the case " + caseNumber);
    model.put("footer", caseNumber + "  ·  printed on " + model.get("today"));
    model.put("printedBy", officers.name(viewer.userId()));
    return pdf.write(templates.fill("page-record-pdf", model), "the record of a case");
  }
}
