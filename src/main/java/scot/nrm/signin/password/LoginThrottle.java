package scot.nrm.signin.password;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import scot.nrm.accesslog.RequestOrigin;

/**
 * Answers 429 with the time to wait if a password was not checked because of too many wrong ones.
 * The engine distinguishes only correct and wrong, and answers 401.
 */
public final class LoginThrottle extends OncePerRequestFilter {

  private static final String WAIT = LoginThrottle.class.getName();

  private static final int NETWORK_PREFIX_BYTES =
      8; // of IPv6: one subscriber has all addresses with the same prefix

  /** The address that this request comes from, empty where there is no request. */
  static String addressOfRequest() {
    return RequestOrigin.request().map(request -> network(request.getRemoteAddr())).orElse("");
  }

  static void requireWait(Duration wait) {
    RequestOrigin.request().ifPresent(request -> request.setAttribute(WAIT, wait));
  }

  static String network(String address) {
    try {
      return InetAddress.getByName(address) instanceof Inet6Address v6
          ? HexFormat.of().formatHex(Arrays.copyOf(v6.getAddress(), NETWORK_PREFIX_BYTES))
          : address;
    } catch (UnknownHostException e) {
      return address;
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, new ThrottledResponse(request, response));
  }

  private static final class ThrottledResponse extends HttpServletResponseWrapper {

    private final HttpServletRequest request;

    ThrottledResponse(HttpServletRequest request, HttpServletResponse response) {
      super(response);
      this.request = request;
    }

    @Override
    public void setStatus(int status) {
      super.setStatus(statusOrWait(status));
    }

    @Override
    public void sendError(int status) throws IOException {
      sendError(status, null);
    }

    /** The sign-in page shows the message of such an answer. */
    @Override
    public void sendError(int status, String message) throws IOException {
      int answer = statusOrWait(status);
      if (answer == status) {
        super.sendError(status, message);
        return;
      }
      super.setStatus(answer);
      setContentType(MediaType.APPLICATION_JSON_VALUE);
      setCharacterEncoding(StandardCharsets.UTF_8.name());
      getWriter().write("{\"message\": \"" + message(getHeader(HttpHeaders.RETRY_AFTER)) + "\"}");
    }

    private static String message(String seconds) {
      long wait = Long.parseLong(seconds);
      return "Too many wrong passwords were entered. Wait "
          + (wait < 60 ? quantity(wait, "second") : quantity((wait + 59) / 60, "minute"))
          + ", then try again. Nothing you enter before then is checked.";
    }

    private static String quantity(long count, String unit) {
      return count + " " + unit + (count == 1 ? "" : "s");
    }

    private int statusOrWait(int status) {
      if (status == HttpStatus.UNAUTHORIZED.value()
          && request.getAttribute(WAIT) instanceof Duration wait) {
        setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.plusMillis(999).toSeconds()));
        return HttpStatus.TOO_MANY_REQUESTS.value();
      }
      return status;
    }
  }
}
