package scot.nrm.letters;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import scot.nrm.pages.SignedInPages;

/** Serves letters as PDFs to people who are signed in, at URLs that reveal only a case number. */
@Controller
class LetterPages {

  private final SignedInPages pages;
  private final LetterReaders readers;
  private final LetterArchive archive;

  LetterPages(SignedInPages pages, LetterReaders readers, LetterArchive archive) {
    this.pages = pages;
    this.readers = readers;
    this.archive = archive;
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
}
