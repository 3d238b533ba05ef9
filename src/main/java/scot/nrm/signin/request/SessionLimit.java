package scot.nrm.signin.request;

import static org.springframework.security.web.context.HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * Ends a session after a working day, even if it is in use. The server ends unused sessions long
 * before that, and those of visitors who have not signed in even sooner: anyone can start as many
 * as they like.
 *
 * <p>A page can't see when its session will end. Each answer therefore brings a cookie that expires
 * some minutes earlier, in every window of the browser and by no clock of the computer: when it is
 * gone, {@code lib/nrm/session.js} warns. Its value says why and how many minutes are left.
 *
 * <p>Another node, which a proxy asks while this one doesn't answer, gives the browser its own
 * token for changes. The session here is still there afterwards, so the browser gets its token
 * back.
 *
 * <p>Signing in replaces the session. A request that a page sent just before, or another window
 * sends meanwhile, still belongs to the old one. A new session for it would take the place of the
 * one that has just begun, and the person would be signed out again. Such a request is refused.
 */
public final class SessionLimit extends OncePerRequestFilter {

  private static final String SINCE = SessionLimit.class.getName();
  private static final String WARNING = "nrm-session";
  private static final String TOKEN = CsrfConstants.CSRF_TOKEN_DEFAULT_COOKIE_NAME;
  private static final Duration WARN_BEFORE = Duration.ofMinutes(5);
  private static final String API = "/camunda/api/";

  /** For how long a browser may still send the session that signing in has replaced, at most. */
  private static final Duration REPLACED_FOR = Duration.ofMinutes(1);

  private final Duration longest;
  private final Duration beforeSignIn;
  private final InstantSource clock;

  /** By the id of a session that signing in has replaced, when. */
  private final Map<String, Instant> replaced = new ConcurrentHashMap<>();

  /**
   * @param longest from signing in
   * @param beforeSignIn how long a session may be unused while nobody has signed in
   */
  public SessionLimit(Duration longest, Duration beforeSignIn, InstantSource clock) {
    this.longest = longest;
    this.beforeSignIn = beforeSignIn;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    if (session == null && belongsToReplaced(request)) {
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    if (session != null
        && session.getAttribute(SINCE) instanceof Instant since
        && !clock.instant().isBefore(since.plus(longest))) {
      session.invalidate();
    } else if (session != null && isSignedIn(session)) {
      addWarningCookie(session, request, response);
      restoreToken(session, request, response);
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
        setIdleLimit(now);
        noteReplaced(request.getRequestedSessionId(), now);
      }
    }
  }

  private void noteReplaced(String before, HttpSession now) {
    if (before != null && !before.equals(now.getId()) && isSignedIn(now)) {
      Instant forgotten = clock.instant().minus(REPLACED_FOR);
      replaced.values().removeIf(at -> at.isBefore(forgotten));
      replaced.put(before, clock.instant());
    }
  }

  private boolean belongsToReplaced(HttpServletRequest request) {
    String id = request.getRequestedSessionId();
    Instant at = id == null ? null : replaced.get(id);
    return at != null
        && request.getRequestURI().startsWith(request.getContextPath() + API)
        && clock.instant().isBefore(at.plus(REPLACED_FOR));
  }

  private void addWarningCookie(
      HttpSession session, HttpServletRequest request, HttpServletResponse response) {
    Duration unused = Duration.ofMinutes(session.getServletContext().getSessionTimeout());
    Duration left =
        session.getAttribute(SINCE) instanceof Instant since
            ? Duration.between(clock.instant(), since.plus(longest))
            : longest;
    boolean endsUnused = unused.compareTo(left) < 0;
    Duration until = endsUnused ? unused : left;
    Duration half = (endsUnused ? unused : longest).dividedBy(2);
    Duration before = half.compareTo(WARN_BEFORE) < 0 ? half : WARN_BEFORE;
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        cookie(
                session,
                WARNING,
                (endsUnused ? "unused-" : "longest-") + Math.max(1, before.toMinutes()))
            .path(request.getContextPath() + "/")
            .maxAge(until.compareTo(before) < 0 ? Duration.ZERO : until.minus(before))
            .build()
            .toString());
  }

  private static void restoreToken(
      HttpSession session, HttpServletRequest request, HttpServletResponse response) {
    if (session.getAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME) instanceof String token
        && Optional.ofNullable(WebUtils.getCookie(request, TOKEN))
            .filter(cookie -> !cookie.getValue().equals(token))
            .isPresent()) {
      response.addHeader(
          HttpHeaders.SET_COOKIE,
          cookie(session, TOKEN, token)
              .path(request.getContextPath() + "/camunda")
              .build()
              .toString());
    }
  }

  /** One that scripts read. */
  private static ResponseCookie.ResponseCookieBuilder cookie(
      HttpSession session, String name, String value) {
    return ResponseCookie.from(name, value)
        .sameSite("Strict")
        .secure(session.getServletContext().getSessionCookieConfig().isSecure());
  }

  private void setIdleLimit(HttpSession session) {
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
