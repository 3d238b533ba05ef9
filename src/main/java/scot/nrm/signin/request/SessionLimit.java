package scot.nrm.signin.request;

import static org.springframework.security.web.context.HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session after a working day, even if it is in use. The server ends unused sessions long
 * before that, and those of visitors who have not signed in even sooner: anyone can start as many
 * as they like.
 */
public final class SessionLimit extends OncePerRequestFilter {

  private static final String SINCE = SessionLimit.class.getName();

  private final Duration longest;
  private final Duration beforeSignIn;
  private final Clock clock;

  /**
   * @param longest from signing in
   * @param beforeSignIn how long a session may be unused while nobody has signed in
   */
  public SessionLimit(Duration longest, Duration beforeSignIn, Clock clock) {
    this.longest = longest;
    this.beforeSignIn = beforeSignIn;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    if (session != null
        && session.getAttribute(SINCE) instanceof Instant since
        && !clock.instant().isBefore(since.plus(longest))) {
      session.invalidate();
    }
    try {
      chain.doFilter(request, response);
    } finally {
      // A session started by this request, as by signing in, counts from now on.
      HttpSession now = request.getSession(false);
      if (now != null && now.getAttribute(SINCE) == null) {
        now.setAttribute(SINCE, clock.instant());
      }
      if (now != null) {
        limitUnused(now);
      }
    }
  }

  private void limitUnused(HttpSession session) {
    int seconds =
        isSignedIn(session)
            ? Math.toIntExact(
                Duration.ofMinutes(session.getServletContext().getSessionTimeout()).toSeconds())
            : Math.toIntExact(beforeSignIn.toSeconds());
    if (session.getMaxInactiveInterval() != seconds) {
      session.setMaxInactiveInterval(seconds);
    }
  }

  private static boolean isSignedIn(HttpSession session) {
    Authentications inWebapps = AuthenticationUtil.getAuthsFromSession(session);
    return !inWebapps.getAuthentications().isEmpty()
        || session.getAttribute(SPRING_SECURITY_CONTEXT_KEY) != null;
  }
}
