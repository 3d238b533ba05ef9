package scot.nrm.letters;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.pages.SignedInPages;

/** Letters and NRM forms as PDFs, at signed-in addresses that tell a case number and nothing else. */
@Controller
class LetterPages {

  private static final String ASYLUM_LIAISON = "ukba-asylum-liaison";

  private final SignedInPages pages;
  private final CaseAccess access;
  private final LetterArchive archive;
  private final NrmForm nrmForm;

  LetterPages(SignedInPages pages, CaseAccess access, LetterArchive archive, NrmForm nrmForm) {
    this.pages = pages;
    this.access = access;
    this.archive = archive;
    this.nrmForm = nrmForm;
  }

  @GetMapping("/nrm/cases/{caseNumber}/letters/{letterId}.pdf")
  ResponseEntity<byte[]> letter(
      @PathVariable String caseNumber, @PathVariable String letterId, HttpServletRequest request) {
    return pages.forViewer(request, viewer -> {
      Optional<Letter> letter = archive.find(caseNumber, letterId).filter(found -> mayRead(viewer, found));
      return letter.isPresent()
          ? pages.pdf(archive.pdf(letter.get()), caseNumber + "-letter.pdf")
          : pages.notFound();
    });
  }

  @GetMapping("/nrm/cases/{caseNumber}/nrm-form.pdf")
  ResponseEntity<byte[]> nrmForm(@PathVariable String caseNumber, HttpServletRequest request) {
    return pages.forViewer(request, viewer -> access.mayRead(viewer, caseNumber)
        ? pages.pdf(nrmForm.filled(caseNumber), caseNumber + "-nrm-form.pdf")
        : pages.notFound());
  }

  @GetMapping("/nrm/nrm-form-blank.pdf")
  ResponseEntity<byte[]> blankNrmForm(HttpServletRequest request) {
    return pages.forViewer(request, viewer -> pages.pdf(nrmForm.blank(), "nrm-form-blank.pdf"));
  }

  /**
   * A council reads what was sent to it, also after the case has gone to another council, and asylum colleagues what
   * was sent to them; what stands in someone's print queue they may open to print it.
   */
  private boolean mayRead(Viewer viewer, Letter letter) {
    return access.mayReadAllLetters(viewer, letter.caseNumber())
        || letter.council().isPresent() && access.mayReadLetterTo(letter.council().get(), viewer, letter.caseNumber())
        || letter.addressee() == Addressee.UKBA_ASYLUM && viewer.isIn(ASYLUM_LIAISON)
        || PrintQueue.sendersOf(viewer).contains(letter.sender());
  }
}
