package scot.nrm.signin.oidc;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;
import scot.nrm.access.SignedIn;
import scot.nrm.access.Viewer;
import scot.nrm.accesslog.Access;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.What;
import scot.nrm.signin.request.RequestPath;

/**
 * Ends the whole session when a person chooses <em>Sign out</em> in a web application, which itself
 * would end only its own part, and clears what the browser has kept. Where a provider has signed
 * the person in, the browser then goes by {@link #PAGE} to the provider, which ends its session
 * too.
 */
public final class SignOut extends OncePerRequestFilter {

  /** Where the browser goes after the button, and where the provider sends it back to. */
  static final String PAGE = "/nrm/signed-out";

  /**
   * Makes the browser forget pages, including those of its back button, and everything that scripts
   * have stored. The session's cookie stays: the way to the provider needs it.
   */
  private static final String CLEAR = "Clear-Site-Data";

  private static final String EVERYTHING_BUT_COOKIES = "\"cache\", \"storage\"";

  private static final Pattern BUTTON =
      Pattern.compile("/camunda/api/admin/auth/user/[^/]+/logout");
  private static final String AT_PROVIDER = SignOut.class.getName();

  private final ObjectProvider<AccessLog> log;
  private final ObjectProvider<SignedIn> signedIn;

  public SignOut(ObjectProvider<AccessLog> log, ObjectProvider<SignedIn> signedIn) {
    this.log = log;
    this.signedIn = signedIn;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean requested =
        BUTTON.matcher(RequestPath.of(request)).matches() && request.getMethod().equals("POST");
    // Afterwards the session no longer says whose it was.
    Optional<Viewer> viewer =
        requested ? signedIn.getObject().viewer(request) : Optional.<Viewer>empty();
    if (requested) {
      response.setHeader(CLEAR, EVERYTHING_BUT_COOKIES);
    }
    chain.doFilter(request, response);
    // Only after the applications' own filters, which refuse what another site sends.
    if (requested && response.getStatus() / 100 == 2) {
      viewer.ifPresent(person -> log.getObject().record(Access.by(person, What.SIGN_OUT)));
      end(request);
    }
  }

  private static void end(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null) {
      return;
    }
    ProviderSession signedIn = ProviderSession.of(session);
    String atProvider = signedIn == null ? null : signOutAtProvider(signedIn, request);
    if (atProvider == null) {
      session.invalidate();
    } else {
      // The answer has been sent, so the session keeps its id until the next request, and nothing
      // else.
      List<String> all = Collections.list(session.getAttributeNames());
      all.forEach(session::removeAttribute);
      session.setAttribute(AT_PROVIDER, atProvider);
    }
  }

  private static String signOutAtProvider(ProviderSession signedIn, HttpServletRequest request) {
    synchronized (signedIn) {
      Object address =
          signedIn
              .client()
              .getClientRegistration()
              .getProviderDetails()
              .getConfigurationMetadata()
              .get("end_session_endpoint");
      return address == null
          ? null
          : UriComponentsBuilder.fromUriString(address.toString())
              .queryParam("id_token_hint", "{token}")
              .queryParam("post_logout_redirect_uri", "{back}")
              .encode()
              .buildAndExpand(
                  signedIn.idToken().getTokenValue(),
                  ServletUriComponentsBuilder.fromContextPath(request)
                      .path(PAGE)
                      .build()
                      .toUriString())
              .toUriString();
    }
  }

  /** The provider's address for signing out, or null if there is nothing left to do. */
  static URI claimProviderSignOut(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null || !(session.getAttribute(AT_PROVIDER) instanceof String address)) {
      return null;
    }
    session.invalidate();
    return URI.create(address);
  }
}
