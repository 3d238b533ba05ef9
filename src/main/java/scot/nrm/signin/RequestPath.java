package scot.nrm.signin;

import jakarta.servlet.http.HttpServletRequest;

/** The address of a request as it was sent, within this application. */
final class RequestPath {

  private RequestPath() {}

  static String of(HttpServletRequest request) {
    return request.getRequestURI().substring(request.getContextPath().length());
  }
}
