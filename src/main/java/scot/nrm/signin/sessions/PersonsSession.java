package scot.nrm.signin.sessions;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;

/** Facts about the session of a signed-in person, stored in the HTTP session and ended with it. */
public abstract class PersonsSession implements HttpSessionBindingListener {

  private final String userId;
  private volatile HttpSession session;

  protected PersonsSession(String userId) {
    this.userId = userId;
  }

  /** The one of an HTTP session; {@code null} if it has none. */
  protected static <T extends PersonsSession> T of(Class<T> type, HttpSession session) {
    return session == null ? null : type.cast(session.getAttribute(type.getName()));
  }

  /** The HTTP session has ended, or is another person's now. */
  protected abstract void ended();

  public final void begin(HttpSession inSession) {
    inSession.setAttribute(getClass().getName(), this);
  }

  public final void end() {
    try {
      session.invalidate();
    } catch (IllegalStateException alreadyEnded) {
      ended();
    }
  }

  public final String userId() {
    return userId;
  }

  @Override
  public void valueBound(HttpSessionBindingEvent event) {
    session = event.getSession();
  }

  @Override
  public final void valueUnbound(HttpSessionBindingEvent event) {
    ended();
  }
}
