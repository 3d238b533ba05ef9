package scot.nrm.signin.request;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.header.HeaderWriter;

/**
 * Sets the security headers on every answer, each once. An answer may have a content security
 * policy of its own ({@link WebappPolicy}, our own pages); all others allow nothing.
 */
public final class SecurityHeaders implements HeaderWriter {

  static final String POLICY = "Content-Security-Policy";

  /** For answers that aren't pages. */
  static final String ALLOWS_NOTHING =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String TWO_YEARS = "max-age=63072000; includeSubDomains";

  /** Scripts, styles and images of the applications, which are the same for everyone. */
  private static final Pattern STATIC =
      Pattern.compile(
          "/camunda/(lib|assets|app)/.*[^/]|/camunda/favicon\\.ico|/camunda/api/[^/]+/plugin/[^/]+/static/.*");

  /**
   * Camunda's own scripts, styles and fonts, which are nearly all that a first visit loads. They
   * change with its version, which is in their addresses; ours change without.
   */
  private static final Pattern CAMUNDA_FILES =
      Pattern.compile(
          "/camunda/(?:lib/(?:runtime|deps)\\.js|assets/[\\w.-]+"
              + "|app/\\w+/camunda-\\w+-bootstrap\\.(?:js|css)"
              + "|api/\\w+/plugin/\\w+Plugins/static/app/plugin\\.(?:js|css))");

  private static final String A_WEEK = "private, max-age=604800";

  private final Map<String, String> common = new LinkedHashMap<>();

  /** If HTTPS only, browsers are to use nothing else from then on. */
  public SecurityHeaders(boolean httpsOnly) {
    common.put("X-Content-Type-Options", "nosniff");
    common.put("X-Frame-Options", "DENY");
    // Not "no-referrer", with which a browser hides the origin of our own forms from us too.
    common.put("Referrer-Policy", "same-origin");
    common.put(
        "Permissions-Policy",
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(),"
            + " geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(),"
            + " usb=(), xr-spatial-tracking=()");
    common.put("Cross-Origin-Resource-Policy", "same-origin");
    if (httpsOnly) {
      common.put("Strict-Transport-Security", TWO_YEARS);
    }
  }

  @Override
  public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
    common.forEach(response::setHeader);
    if (!response.containsHeader(POLICY)) {
      response.setHeader(POLICY, ALLOWS_NOTHING);
    }
    if (!response
        .getHeader(POLICY)
        .contains("sandbox")) { // browsers open nothing with both headers
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    }
    if (!isStatic(request)) {
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    } else if (!response.containsHeader(HttpHeaders.CACHE_CONTROL)) {
      response.setHeader(HttpHeaders.CACHE_CONTROL, isCamundaFile(request) ? A_WEEK : "no-cache");
    }
  }

  private static boolean isCamundaFile(HttpServletRequest request) {
    return CAMUNDA_FILES.matcher(RequestPath.of(request)).matches();
  }

  private static boolean isStatic(HttpServletRequest request) {
    return STATIC.matcher(RequestPath.of(request)).matches();
  }
}
