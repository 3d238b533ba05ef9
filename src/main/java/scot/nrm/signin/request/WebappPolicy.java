package scot.nrm.signin.request;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * The content security policy of Tasklist, Cockpit and Admin: only their own scripts run, and those
 * that these load. Camunda's own filter keeps one nonce for all requests, so that two simultaneous
 * requests get each other's and the page is blank; here each page gets its own. Angular is set to
 * work without {@code eval}, which the policy forbids.
 */
public final class WebappPolicy extends OncePerRequestFilter {

  private static final Pattern PAGE = Pattern.compile("/camunda/app/[^/]+/[^/.]+/?");
  private static final Pattern SCRIPT = Pattern.compile("<script\\b");
  private static final Pattern ROOT = Pattern.compile("<html\\b");
  private static final Pattern HEAD = Pattern.compile("<head>");
  private static final int NONCE_BYTES = 18;

  private static final String STYLE =
      "<link rel=\"stylesheet\" href=\"%s/camunda/lib/angular-csp.css\"/>";

  /** Before Camunda's own scripts, which would keep the answers of a form in the browser. */
  private static final String NO_FORM_STORAGE =
      "<script src=\"%s/camunda/lib/no-form-storage.js\"></script>";

  /** Before Camunda's own scripts too: one of them may be slow. */
  private static final String SLOW_START = "<script src=\"%s/camunda/lib/slow-start.js\"></script>";

  /** Where a provider signs people in, these applications ask nobody for a password. */
  private static final String SIGN_IN = "<script src=\"%s/camunda/lib/sign-in.js\"></script>";

  /**
   * Two policies, which both apply. By the first a script needs the nonce, or a script with the
   * nonce has loaded it; by the second it must still be a file of this application, not text
   * injected into the page.
   *
   * <p>Styles are written into elements by Angular and by the diagrams. Camunda's own policy adds a
   * sandbox that allows everything these pages do; with it a letter opens in that sandbox too,
   * where browsers show no PDF.
   */
  private static final String POLICY =
      "default-src 'none'; "
          + "script-src 'nonce-%1$s' 'strict-dynamic'; "
          + "style-src 'self'; style-src-attr 'unsafe-inline'; "
          + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; "
          + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none', "
          + "script-src 'self' 'nonce-%1$s'";

  private final SecureRandom random = new SecureRandom();
  private final boolean peopleComeFromProvider;

  public WebappPolicy(boolean peopleComeFromProvider) {
    this.peopleComeFromProvider = peopleComeFromProvider;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = RequestPath.of(request);
    if (!PAGE.matcher(path).matches()) {
      chain.doFilter(request, response);
      return;
    }
    ContentCachingResponseWrapper page = new ContentCachingResponseWrapper(response);
    chain.doFilter(request, page);
    byte[] content = page.getContentAsByteArray();
    if (page.getContentType() != null
        && page.getContentType().startsWith("text/html")
        && content.length > 0) {
      String nonce = nonce();
      response.setHeader(SecurityHeaders.POLICY, POLICY.formatted(nonce));
      byte[] body =
          withNonce(new String(content, StandardCharsets.UTF_8), nonce, request.getContextPath())
              .getBytes(StandardCharsets.UTF_8);
      page.resetBuffer();
      response.setCharacterEncoding("UTF-8");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    } else {
      page.copyBodyToResponse();
    }
  }

  private String withNonce(String page, String nonce, String contextPath) {
    String added =
        STYLE.formatted(contextPath)
            + NO_FORM_STORAGE.formatted(contextPath)
            + SLOW_START.formatted(contextPath)
            + (peopleComeFromProvider ? SIGN_IN.formatted(contextPath) : "");
    String whole = HEAD.matcher(page).replaceFirst("<head>" + Matcher.quoteReplacement(added));
    String scripts = SCRIPT.matcher(whole).replaceAll("<script nonce=\"" + nonce + "\"");
    return ROOT.matcher(scripts).replaceFirst("<html ng-csp");
  }

  private String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
