package scot.nrm.signin.request;

import jakarta.servlet.http.HttpServletRequest;

/** The address of a request as it was sent, within this application. */
public final class RequestPath {

  /**
   * Where Camunda Modeler deploys to, without a session: below it, each request says who sends it.
   */
  public static final String MODELER = "/nrm/modeler";

  /** The attribute of a request below it that has when it came, in {@link System#nanoTime}. */
  public static final String RECEIVED_AT = "nrm.came";

  private RequestPath() {}

  static boolean isForModeler(HttpServletRequest request) {
    return of(request).startsWith(MODELER + "/");
  }

  public static String of(HttpServletRequest request) {
    return request.getRequestURI().substring(request.getContextPath().length());
  }
}
