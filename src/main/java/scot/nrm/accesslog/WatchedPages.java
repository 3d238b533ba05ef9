package scot.nrm.accesslog;

import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import scot.nrm.access.Viewer;
import scot.nrm.pages.PageWatch;
import scot.nrm.pages.SignedInPages;

/**
 * Logs what our own pages show and refuse, and asks for a reason first where someone opens a case
 * in which they have no task. What can't be logged isn't shown.
 */
@Component
class WatchedPages implements PageWatch {

  /** They say that something was done. With a mistake in what was entered, it was not. */
  private static final Set<What> CHANGES = EnumSet.of(What.DOCUMENT_ADDED, What.LEGAL_HOLD);

  private static final String VIEWER = WatchedPages.class.getName();

  private final AccessLog log;
  private final BreakGlass breakGlass;

  WatchedPages(AccessLog log, BreakGlass glass) {
    this.log = log;
    this.breakGlass = glass;
  }

  @Override
  public ResponseEntity<byte[]> answer(
      SignedInPages pages,
      HttpServletRequest request,
      Viewer viewer,
      Supplier<ResponseEntity<byte[]>> page) {
    OpenedPage opened = OpenedPage.of(request);
    Access entry = opened.entry(viewer);
    try {
      if (opened.showsFile()) {
        boolean hasTask = breakGlass.hasTask(viewer, opened);
        entry = entry.hasTask(hasTask);
        if (!hasTask && breakGlass.needsReason(viewer, opened.caseNumber())) {
          log.record(entry.refused());
          return ReasonPage.ask(pages, request, opened.caseNumber());
        }
      }
      request.setAttribute(VIEWER, viewer);
      ResponseEntity<byte[]> answer = page.get();
      if (answer != null) {
        boolean allowed = !isRefusal(opened.what(), answer);
        if (allowed
            && Boolean.FALSE.equals(entry.hasTask())
            && breakGlass.opensForAddressee(viewer, opened)) {
          entry = entry.hasTask(null);
        }
        if (!allowed || opened.what() != null && opened.what() != What.REASON) {
          log.record(entry.allowed(allowed));
        }
      }
      return answer;
    } catch (NotLogged e) {
      return pages.error(HttpStatus.SERVICE_UNAVAILABLE.value());
    }
  }

  private static boolean isRefusal(What what, ResponseEntity<byte[]> answer) {
    return CHANGES.contains(what) && answer.getStatusCode().isError()
        || answer.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND)
        || answer.getStatusCode().isSameCodeAs(HttpStatus.FORBIDDEN);
  }

  @Override
  public void tableBegins(HttpServletRequest request) {
    log.record(table(request));
  }

  @Override
  public void tableSent(HttpServletRequest request, int rows) {
    log.record(table(request).rows(rows));
  }

  private static Access table(HttpServletRequest request) {
    return OpenedPage.of(request).entry((Viewer) request.getAttribute(VIEWER));
  }
}
