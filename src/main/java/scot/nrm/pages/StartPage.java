package scot.nrm.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import scot.nrm.pages.StartPageEntry.Entry;

/** Lists the pages that the signed-in person may open. */
@Controller
class StartPage {

  private final SignedInPages pages;
  private final ObjectProvider<StartPageEntry> entries;

  StartPage(SignedInPages pages, ObjectProvider<StartPageEntry> entries) {
    this.pages = pages;
    this.entries = entries;
  }

  @GetMapping({"/nrm", "/nrm/"})
  ResponseEntity<byte[]> show(HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> {
          List<Entry> shown =
              entries.orderedStream().flatMap(entry -> entry.entries(viewer).stream()).toList();
          return pages.page(
              HttpStatus.OK, "start", Map.of("entries", shown, "none", shown.isEmpty()));
        });
  }
}
