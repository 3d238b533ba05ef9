package scot.nrm.signin.oidc;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Instant;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;

/**
 * A person's session as the provider confirms it. It is stored in the HTTP session and ends with
 * it.
 */
final class ProviderSession implements HttpSessionBindingListener {

  private static final String NAME = ProviderSession.class.getName();

  private final ProviderSessions all;
  private final String userId;
  private volatile HttpSession session;

  /** The fields below change with each answer of the provider, guarded by this object's lock. */
  private OAuth2AuthorizedClient client;

  private OidcIdToken idToken;
  private Instant asOf;

  ProviderSession(
      ProviderSessions all,
      String userId,
      OAuth2AuthorizedClient client,
      OidcIdToken idToken,
      Instant asOf) {
    this.all = all;
    this.userId = userId;
    this.client = client;
    this.idToken = idToken;
    this.asOf = asOf;
  }

  /** The one of an HTTP session, or null if nobody is signed in. */
  static ProviderSession of(HttpSession session) {
    return session == null ? null : (ProviderSession) session.getAttribute(NAME);
  }

  void begin(HttpSession inSession) {
    inSession.setAttribute(NAME, this);
  }

  void end() {
    try {
      session.invalidate();
    } catch (IllegalStateException alreadyEnded) {
      all.ended(this);
    }
  }

  String userId() {
    return userId;
  }

  OAuth2AuthorizedClient client() {
    return client;
  }

  OidcIdToken idToken() {
    return idToken;
  }

  /** When the provider last confirmed this session. */
  Instant asOf() {
    return asOf;
  }

  /** Keeps the tokens for the next query, because the previous ones may no longer be valid. */
  void answered(IdentityProvider.Answer answer) {
    client = answer.client();
    idToken = answer.idToken();
  }

  /** Records that the provider's answer has been applied. */
  void confirmed(Instant at) {
    asOf = at;
  }

  @Override
  public void valueBound(HttpSessionBindingEvent event) {
    session = event.getSession();
    all.began(this);
  }

  @Override
  public void valueUnbound(HttpSessionBindingEvent event) {
    all.ended(this);
  }
}
