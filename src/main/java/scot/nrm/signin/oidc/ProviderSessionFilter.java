package scot.nrm.signin.oidc;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import scot.nrm.signin.oidc.ProviderSessions.Standing;

/** Checks, before each request, that the provider still accepts the signed-in person. */
final class ProviderSessionFilter extends OncePerRequestFilter {

  private final ProviderSessions sessions;
  private final NoAnswer noAnswer;

  /** Answers a request when the provider could not be reached. */
  interface NoAnswer {
    void to(HttpServletResponse response) throws IOException;
  }

  ProviderSessionFilter(ProviderSessions sessions, NoAnswer noAnswer) {
    this.sessions = sessions;
    this.noAnswer = noAnswer;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ProviderSession session = ProviderSession.of(request.getSession(false));
    Standing standing = session == null ? Standing.GOOD : sessions.standing(session);
    if (standing == Standing.UNKNOWN) {
      noAnswer.to(response);
      return;
    }
    if (standing == Standing.OVER) {
      SecurityContextHolder.clearContext();
    }
    chain.doFilter(request, response);
  }
}
