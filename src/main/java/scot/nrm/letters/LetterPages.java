package scot.nrm.letters;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import scot.nrm.access.CaseAccess;
import scot.nrm.pages.SignedInPages;

/**
 * Serves letters and NRM forms as PDFs to people who are signed in, at URLs that reveal only a case
 * number.
 */
@Controller
class LetterPages {

  private final SignedInPages pages;
  private final CaseAccess access;
  private final LetterReaders readers;
  private final LetterArchive archive;
  private final NrmForm nrmForm;

  LetterPages(
      SignedInPages pages,
      CaseAccess access,
      LetterReaders readers,
      LetterArchive archive,
      NrmForm nrmForm) {
    this.pages = pages;
    this.access = access;
    this.readers = readers;
    this.archive = archive;
    this.nrmForm = nrmForm;
  }

  @GetMapping("/nrm/cases/{caseNumber}/letters/{letterId}.pdf")
  ResponseEntity<byte[]> letter(
      @PathVariable String caseNumber, @PathVariable String letterId, HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> {
          Optional<Letter> letter =
              archive.find(caseNumber, letterId).filter(found -> readers.mayRead(viewer, found));
          return letter.isPresent()
              ? pages.pdf(archive.pdf(letter.get()), letter.get().fileName())
              : pages.notFound();
        });
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
