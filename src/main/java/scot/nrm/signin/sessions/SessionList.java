package scot.nrm.signin.sessions;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.filter.OncePerRequestFilter;
import scot.nrm.access.SignedIn;

/** Lists each session in which someone is signed in, and ends those that left the list. */
public final class SessionList extends OncePerRequestFilter {

  private final ObjectProvider<Sessions> sessions;

  public SessionList(ObjectProvider<Sessions> sessions) {
    this.sessions = sessions;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    Optional<String> person = session == null ? Optional.empty() : SignedIn.userId(request);
    if (person.isPresent()) {
      ListedSession listed = ListedSession.of(session);
      if (listed == null || !listed.userId().equals(person.get())) {
        sessions.getObject().begin(person.get(), request.getRemoteAddr()).begin(session);
      } else if (!sessions.getObject().isListed(listed)) {
        session.invalidate();
      }
    }
    chain.doFilter(request, response);
  }
}
