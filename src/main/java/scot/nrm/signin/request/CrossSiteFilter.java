package scot.nrm.signin.request;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.HtmlUtils;

/**
 * What another site has a browser do here. It changes nothing, whichever address it is sent to:
 * this stands before the tokens of Camunda's applications and of our own pages, and covers what has
 * none.
 *
 * <p>The session's cookie is never sent with a request that another site has caused. So that a link
 * in an e-mail that is read in a browser still opens for whoever is signed in, and the way back
 * from the identity provider leads into the session from which it began, such a request is answered
 * by a page that asks for the same address once more, from here.
 */
public final class CrossSiteFilter extends OncePerRequestFilter {

  private static final Set<String> CHANGE_NOTHING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String SITE = "Sec-Fetch-Site";
  private static final String ASKED_AGAIN = "from-elsewhere";

  private final String sessionCookie;

  public CrossSiteFilter(String sessionCookie) {
    this.sessionCookie = sessionCookie;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!CHANGE_NOTHING.contains(request.getMethod()) && comesFromElsewhere(request)) {
      response.setStatus(HttpStatus.FORBIDDEN.value());
      write(
          response,
          MediaType.TEXT_PLAIN_VALUE,
          "This request came from another website and was blocked. Nothing has changed.");
    } else if (isPageOpenedFromElsewhere(request)) {
      write(
          response,
          MediaType.TEXT_HTML_VALUE,
          """
          <!DOCTYPE html>
          <html lang="en-GB">
          <head><meta charset="utf-8"/><meta http-equiv="refresh" content="0; url=?%s"/><title>One moment</title></head>
          <body></body>
          </html>
          """
              .formatted(
                  HtmlUtils.htmlEscape(
                      (request.getQueryString() == null ? "" : request.getQueryString() + '&')
                          + ASKED_AGAIN)));
    } else {
      chain.doFilter(request, response);
    }
  }

  private static boolean comesFromElsewhere(HttpServletRequest request) {
    String site = request.getHeader(SITE);
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none"); // none: typed, or a program
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null && !origin.equals("null") && !isThisHost(origin, request);
  }

  /** By name only: a proxy in front may have changed scheme and port. */
  private static boolean isThisHost(String origin, HttpServletRequest request) {
    try {
      return request.getServerName().equalsIgnoreCase(URI.create(origin).getHost());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean isPageOpenedFromElsewhere(HttpServletRequest request) {
    String query = request.getQueryString();
    return request.getMethod().equals("GET")
        && "cross-site".equals(request.getHeader(SITE))
        && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
        && !hasSession(request)
        && (query == null || !query.endsWith(ASKED_AGAIN));
  }

  private boolean hasSession(HttpServletRequest request) {
    if (request.getCookies() != null) {
      for (var cookie : request.getCookies()) {
        if (cookie.getName().equals(sessionCookie)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void write(HttpServletResponse response, String type, String text)
      throws IOException {
    response.setContentType(type);
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(text);
  }
}
