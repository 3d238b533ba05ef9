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
import org.springframework.web.util.WebUtils;

/**
 * Blocks requests that another site makes a browser send. They change nothing, whatever their
 * address: this filter runs before the tokens of Camunda's applications and of our own pages are
 * checked, and covers addresses without a token.
 *
 * <p>The session's cookie is never sent with a request from another site. Such a request to open a
 * page is answered by a page that requests the same address again from here. So links in web mail
 * open for people who are signed in, and the redirect from the identity provider returns to the
 * session that it came from.
 *
 * <p>Camunda Modeler is a page in a program of its own, and its requests belong to no session.
 * Depending on its version, they are from another site without an origin.
 */
public final class CrossSiteFilter extends OncePerRequestFilter {

  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
  private static final String SITE = "Sec-Fetch-Site";
  private static final String RETRY_MARK = "from-elsewhere";

  /** The origin of a page in a program on the person's computer. No website can send it. */
  private static final String LOCAL_PROGRAM = "file://";

  private final String sessionCookie;

  public CrossSiteFilter(String sessionCookie) {
    this.sessionCookie = sessionCookie;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!SAFE_METHODS.contains(request.getMethod()) && isFromOtherSite(request)) {
      response.setStatus(HttpStatus.FORBIDDEN.value());
      write(
          response,
          MediaType.TEXT_PLAIN_VALUE,
          "This request came from another website and was blocked. Nothing has changed.");
    } else if (isPageOpenedFromOtherSite(request)) {
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
                          + RETRY_MARK)));
    } else {
      chain.doFilter(request, response);
    }
  }

  private static boolean isFromOtherSite(HttpServletRequest request) {
    String site = request.getHeader(SITE);
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    // A browser gives the origin of each page whose request changes something.
    if ((origin == null || LOCAL_PROGRAM.equals(origin)) && RequestPath.isForModeler(request)) {
      return false;
    }
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none"); // none: typed, or a program
    }
    return origin != null && !isThisHost(origin, request);
  }

  /** By name only: a proxy may have changed scheme and port. */
  private static boolean isThisHost(String origin, HttpServletRequest request) {
    try {
      return request.getServerName().equalsIgnoreCase(URI.create(origin).getHost());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean isPageOpenedFromOtherSite(HttpServletRequest request) {
    String query = request.getQueryString();
    return request.getMethod().equals("GET")
        && "cross-site".equals(request.getHeader(SITE))
        && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
        && WebUtils.getCookie(request, sessionCookie) == null
        && (query == null || !query.endsWith(RETRY_MARK));
  }

  private static void write(HttpServletResponse response, String type, String text)
      throws IOException {
    response.setContentType(type);
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(text);
  }
}
