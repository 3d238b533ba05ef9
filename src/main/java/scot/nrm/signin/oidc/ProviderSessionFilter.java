package scot.nrm.signin.oidc;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import scot.nrm.signin.oidc.ProviderSessions.State;

/** Checks, before each request, that the provider still accepts the signed-in person. */
final class ProviderSessionFilter extends OncePerRequestFilter {

  private final ProviderSessions sessions;
  private final UnavailableResponse unavailable;

  /** Answers a request when the provider could not be reached. */
  interface UnavailableResponse {
    void write(HttpServletResponse response) throws IOException;
  }

  ProviderSessionFilter(ProviderSessions sessions, UnavailableResponse unavailable) {
    this.sessions = sessions;
    this.unavailable = unavailable;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ProviderSession session = ProviderSession.of(request.getSession(false));
    State state = session == null ? State.VALID : sessions.state(session);
    if (state == State.UNKNOWN) {
      unavailable.write(response);
      return;
    }
    if (state == State.ENDED) {
      SecurityContextHolder.clearContext();
    }
    chain.doFilter(request, response);
  }
}
