package scot.nrm.signin.sessions;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.filter.OncePerRequestFilter;
import scot.nrm.access.SignedIn;

/** Lists each session in which someone is signed in, and ends those that left the list. */
public final class SessionList extends OncePerRequestFilter {

  private final Supplier<Sessions> sessions;

  public SessionList(ObjectProvider<Sessions> sessions) {
    this.sessions = SingletonSupplier.of(sessions::getObject);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    list(request);
    chain.doFilter(request, response);
    list(request); // of a person who has signed in just now
  }

  private void list(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    Optional<String> person = session == null ? Optional.empty() : SignedIn.userId(request);
    if (person.isPresent()) {
      ListedSession listed = ListedSession.of(session);
      if (listed == null || !listed.userId().equals(person.get())) {
        sessions.get().begin(person.get(), request.getRemoteAddr()).begin(session);
      } else if (!sessions.get().isListed(listed)) {
        session.invalidate();
      }
    }
  }
}
