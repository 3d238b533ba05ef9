package scot.nrm.accesslog;

import jakarta.ws.rs.ServiceUnavailableException;

/**
 * The access log can't be written, so nothing of a child's file is shown: 503, on Camunda's APIs as
 * on our own pages.
 */
public final class NotLogged extends ServiceUnavailableException {

  private static final long serialVersionUID = 1L;

  NotLogged(Throwable cause) {
    super("The access log can't be written", (Long) null, cause);
  }
}
