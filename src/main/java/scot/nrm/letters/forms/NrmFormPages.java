package scot.nrm.letters.forms;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import scot.nrm.access.CaseAccess;
import scot.nrm.pages.SignedInPages;

/** Serves NRM forms as PDFs to people who are signed in, at URLs that reveal only a case number. */
@Controller
class NrmFormPages {

  private final SignedInPages pages;
  private final CaseAccess access;
  private final NrmForm nrmForm;

  NrmFormPages(SignedInPages pages, CaseAccess access, NrmForm nrmForm) {
    this.pages = pages;
    this.access = access;
    this.nrmForm = nrmForm;
  }

  @GetMapping("/nrm/cases/{caseNumber}/nrm-form.pdf")
  ResponseEntity<byte[]> nrmForm(@PathVariable String caseNumber, HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> access.mayRead(viewer, caseNumber),
        viewer -> pages.pdf(nrmForm.filled(caseNumber), caseNumber + "-nrm-form.pdf"));
  }

  @GetMapping("/nrm/nrm-form-blank.pdf")
  ResponseEntity<byte[]> blankNrmForm(HttpServletRequest request) {
    return pages.forViewer(request, viewer -> pages.pdf(nrmForm.blank(), "nrm-form-blank.pdf"));
  }
}
