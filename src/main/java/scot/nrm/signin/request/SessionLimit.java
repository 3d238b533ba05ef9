package scot.nrm.signin.request;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session after a working day, even if it is in use. The server ends unused sessions long
 * before that.
 */
public final class SessionLimit extends OncePerRequestFilter {

  private static final String SINCE = SessionLimit.class.getName();

  private final Duration longest;
  private final Clock clock;

  public SessionLimit(Duration longest, Clock clock) {
    this.longest = longest;
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
    }
  }
}
