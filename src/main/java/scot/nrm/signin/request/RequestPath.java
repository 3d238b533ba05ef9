package scot.nrm.signin.request;

import jakarta.servlet.http.HttpServletRequest;

/** The address of a request as it was sent, within this application. */
public final class RequestPath {

  private RequestPath() {}

  public static String of(HttpServletRequest request) {
    return request.getRequestURI().substring(request.getContextPath().length());
  }
}
