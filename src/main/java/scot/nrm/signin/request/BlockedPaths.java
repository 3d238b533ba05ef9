package scot.nrm.signin.request;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;
import scot.nrm.availability.HealthPages;

/**
 * Addresses that do not exist here: those of other hosts, because Camunda's REST API writes the
 * host that a request names into the links of its answers, and some of Camunda's applications. The
 * setup of a first administrator is open to anyone until there is one; ours is created at the
 * start. Where a provider signs people in, addresses that check a password are blocked. An unknown
 * application or engine, or the error page without an error, would be answered with an internal
 * error, as would an address that isn't written in its normal form: the parts of Camunda's
 * applications disagree about what it means.
 */
public final class BlockedPaths extends OncePerRequestFilter {

  private static final int MISDIRECTED = 421;

  /**
   * Paths for any host: a load balancer uses the node's address, or none. The answers have no host.
   */
  private static final Set<String> ANY_HOST = Set.of(HealthPages.ALIVE, HealthPages.READY);

  private static final Pattern SETUP =
      Pattern.compile("/camunda/(api/admin/setup|app/[^/]+/[^/]+/setup)(/.*)?");
  private static final Pattern UNKNOWN_PAGES =
      Pattern.compile(
          "/error|/camunda/app/(?!(tasklist|cockpit|admin|welcome)(/|$))[^/]+/.*"
              + "|/camunda/app/[^/]+/(?!default/?$)[^/.]+/?");
  private static final Pattern PASSWORDS =
      Pattern.compile(
          "/camunda/api/(admin/auth/user/[^/]+/login/.*|engine/engine/[^/]+/identity/verify/?)");

  /** Empty and relative segments, parameters, and encoded characters that need no encoding. */
  private static final Pattern NOT_NORMAL =
      Pattern.compile(
          ".*(//|/\\.{1,2}(/|$)|[;\\\\\\p{Cntrl}]"
              + "|%(2[5D-Fd-f]|3[0-9Bb]|4[1-9A-Fa-f]|5[0-9AaCcFf]|6[1-9A-Fa-f]|7[0-9AaEeFf]"
              + "|[01]\\p{XDigit})).*");

  private final List<Pattern> blocked;
  private final Set<String> hosts;

  /** The names of this host, without port and in lower case; empty for any. */
  public BlockedPaths(boolean peopleComeFromProvider, Set<String> hosts) {
    this.hosts = hosts;
    blocked =
        peopleComeFromProvider
            ? List.of(SETUP, UNKNOWN_PAGES, PASSWORDS)
            : List.of(SETUP, UNKNOWN_PAGES);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path =
        request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    if (!hosts.isEmpty()
        && !hosts.contains(request.getServerName().toLowerCase(Locale.ROOT))
        && !ANY_HOST.contains(path)) {
      response.setStatus(MISDIRECTED);
      response.setContentType("text/plain");
      response
          .getWriter()
          .write("This application has another address. Use the one that you were given.");
      return;
    }
    if (NOT_NORMAL.matcher(request.getRequestURI()).matches()
        || blocked.stream().anyMatch(pattern -> pattern.matcher(path).matches())) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else {
      chain.doFilter(request, response);
    }
  }
}
