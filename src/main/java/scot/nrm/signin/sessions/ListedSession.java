package scot.nrm.signin.sessions;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Instant;

/** A session that is in the list. It is stored in the HTTP session, and leaves the list with it. */
final class ListedSession implements HttpSessionBindingListener {

  private static final String NAME = ListedSession.class.getName();

  private final Sessions all;
  private final String id;
  private final String userId;
  private volatile Instant checked;
  private volatile HttpSession session;

  ListedSession(Sessions all, String id, String userId, Instant checked) {
    this.all = all;
    this.id = id;
    this.userId = userId;
    this.checked = checked;
  }

  /** The one of an HTTP session, or null if it isn't listed. */
  static ListedSession of(HttpSession session) {
    return session == null ? null : (ListedSession) session.getAttribute(NAME);
  }

  void begin(HttpSession inSession) {
    inSession.setAttribute(NAME, this);
  }

  void end() {
    try {
      session.invalidate();
    } catch (IllegalStateException alreadyEnded) {
      all.left(this);
    }
  }

  String id() {
    return id;
  }

  String userId() {
    return userId;
  }

  Instant checked() {
    return checked;
  }

  void checked(Instant at) {
    checked = at;
  }

  @Override
  public void valueBound(HttpSessionBindingEvent event) {
    session = event.getSession();
  }

  @Override
  public void valueUnbound(HttpSessionBindingEvent event) {
    all.left(this);
  }
}
