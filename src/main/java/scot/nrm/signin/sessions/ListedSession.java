package scot.nrm.signin.sessions;

import jakarta.servlet.http.HttpSession;
import java.time.Instant;

/** A session that is in the list, and leaves it when it ends. */
final class ListedSession extends PersonsSession {

  private final Sessions all;
  private final String id;
  private volatile Instant checked;

  ListedSession(Sessions all, String id, String userId, Instant checked) {
    super(userId);
    this.all = all;
    this.id = id;
    this.checked = checked;
  }

  /** The one of an HTTP session; {@code null} if it isn't listed. */
  static ListedSession of(HttpSession session) {
    return of(ListedSession.class, session);
  }

  @Override
  protected void ended() {
    all.remove(this);
  }

  String id() {
    return id;
  }

  Instant checked() {
    return checked;
  }

  void checked(Instant at) {
    checked = at;
  }
}
