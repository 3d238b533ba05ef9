package scot.nrm.pages;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import scot.nrm.availability.DatabaseAway;

/** Responds to unhandled errors: with a page for a browser, a sentence for a program. */
@Controller
@ControllerAdvice
class ErrorPages implements ErrorController {

  private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

  private final SignedInPages pages;

  ErrorPages(SignedInPages pages) {
    this.pages = pages;
  }

  /** Spring answers a form with files that can't be read as a fault. */
  @ExceptionHandler
  void refuse(MultipartException unreadable, HttpServletResponse response) throws IOException {
    response.sendError(unreadable instanceof MaxUploadSizeExceededException ? 413 : 400);
  }

  @RequestMapping("${server.error.path:/error}")
  ResponseEntity<byte[]> show(HttpServletRequest request, HttpServletResponse response) {
    // Without a previous error, someone has opened this URL directly.
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : 404;
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown
        && DatabaseAway.logIfCauseOf(thrown)) {
      status = HttpStatus.SERVICE_UNAVAILABLE.value();
      response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(DatabaseAway.SECONDS));
    }
    if (SignedInPages.isFromBrowser(request)) {
      ResponseEntity<byte[]> page = pages.error(status);
      // Replaces headers that the error already has; Spring would add to them.
      page.getHeaders()
          .forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
      return ResponseEntity.status(status)
          .contentType(page.getHeaders().getContentType())
          .body(page.getBody());
    }
    ErrorText error = ErrorText.of(status);
    return ResponseEntity.status(status)
        .contentType(TEXT)
        .body("%s. %s".formatted(error.title(), error.advice()).getBytes(StandardCharsets.UTF_8));
  }
}
