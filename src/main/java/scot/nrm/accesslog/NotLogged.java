package scot.nrm.accesslog;

import jakarta.ws.rs.ServiceUnavailableException;

/** Without an access log nothing of a child's file is shown: 503, on APIs and our own pages. */
public final class NotLogged extends ServiceUnavailableException {

  private static final long serialVersionUID = 1L;

  NotLogged(Throwable cause) {
    super("The access log can't be written", (Long) null, cause);
  }
}
