package scot.nrm.accesslog;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.Viewer;
import scot.nrm.pages.FormToken;
import scot.nrm.pages.SignedInPages;

/** Asks why a person opens a case in which they have no task, and lets them in with the reason. */
@Controller
class ReasonPage {

  static final String PATH = "/nrm/cases/{caseNumber}/reason";

  static final int MIN_LENGTH = 10;
  static final int MAX_LENGTH = 500;

  private final SignedInPages pages;
  private final BreakGlass breakGlass;

  ReasonPage(SignedInPages pages, BreakGlass glass) {
    this.pages = pages;
    this.breakGlass = glass;
  }

  /** The answer instead of what was to be opened. */
  static ResponseEntity<byte[]> ask(
      SignedInPages pages, HttpServletRequest request, String caseNumber) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    // What was sent is not sent again, and its address may have no page.
    String to = HttpMethod.GET.matches(request.getMethod()) ? path : "";
    return page(pages, HttpStatus.FORBIDDEN, request, caseNumber, to, "", "");
  }

  @PostMapping(PATH)
  ResponseEntity<byte[]> submit(
      @PathVariable String caseNumber,
      @RequestParam(name = "reason", defaultValue = "") String typed,
      @RequestParam(name = "to", defaultValue = "") String to,
      HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> breakGlass.mayRead(viewer, caseNumber),
        viewer -> submit(caseNumber, typed, to, viewer, request));
  }

  private ResponseEntity<byte[]> submit(
      String caseNumber, String typed, String to, Viewer viewer, HttpServletRequest request) {
    String back = isOfCase(to, caseNumber) ? to : "/nrm/cases/" + caseNumber + "/record";
    if (!FormToken.isOurs(request)) {
      return page(
          pages,
          HttpStatus.FORBIDDEN,
          request,
          caseNumber,
          back,
          typed,
          "You have signed in again since you opened this page. Send your reason again.");
    }
    String reason = typed.strip();
    if (reason.length() < MIN_LENGTH || reason.length() > MAX_LENGTH) {
      return page(
          pages,
          HttpStatus.BAD_REQUEST,
          request,
          caseNumber,
          back,
          typed,
          "Enter a reason of " + MIN_LENGTH + " to " + MAX_LENGTH + " characters.");
    }
    breakGlass.recordReason(viewer, caseNumber, reason);
    return pages.seeOther(request.getContextPath() + back);
  }

  /** An address of the same case and nothing else, so that the form leads nowhere else. */
  private static boolean isOfCase(String to, String caseNumber) {
    String start = "/nrm/cases/" + caseNumber + "/";
    return to.startsWith(start)
        && to.substring(start.length()).matches("[a-z-]+(/[\\w-]+)?(\\.pdf)?");
  }

  private static ResponseEntity<byte[]> page(
      SignedInPages pages,
      HttpStatus status,
      HttpServletRequest request,
      String caseNumber,
      String to,
      String typed,
      String refused) {
    return pages.page(
        status,
        "reason",
        Map.of(
            "caseNumber", caseNumber,
            "token", FormToken.of(request),
            "to", to,
            "reason", typed,
            "refused", refused,
            "shortest", MIN_LENGTH,
            "longest", MAX_LENGTH));
  }
}
