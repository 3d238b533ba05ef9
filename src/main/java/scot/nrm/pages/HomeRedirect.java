package scot.nrm.pages;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import scot.nrm.access.SignedIn;

/**
 * Redirects the root URL to the application in which the person works: Tasklist, or Cockpit for
 * those who may not open Tasklist. Without a session it is Tasklist, where most people sign in.
 */
@Controller
class HomeRedirect {

  @GetMapping("/")
  String open(HttpServletRequest request) {
    return "redirect:/camunda/app/%s/default/".formatted(SignedIn.application(request));
  }
}
