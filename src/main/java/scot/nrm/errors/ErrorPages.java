package scot.nrm.errors;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * What is shown where nothing else is: the number of the error in a sentence, and nothing of what
 * went wrong inside.
 */
@Controller
class ErrorPages implements ErrorController {

  @RequestMapping("${server.error.path:/error}")
  ResponseEntity<String> show(HttpServletRequest request) {
    // Whoever opens the address itself has made no error before.
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : 404;
    return ResponseEntity.status(status).contentType(MediaType.TEXT_PLAIN).body(sentence(status));
  }

  private static String sentence(int status) {
    return switch (status) {
      case 401 -> "401: Sign in first.";
      case 403 -> "403: You may not do this.";
      case 404 -> "404: There is nothing here, or it is not yours to see.";
      case 405 -> "405: This cannot be done with that method.";
      case 413 -> "413: This is too large.";
      default ->
          status < 500
              ? status + ": The request cannot be carried out like this."
              : status
                  + ": Something went wrong here. Whoever runs this program finds it in the log.";
    };
  }
}
