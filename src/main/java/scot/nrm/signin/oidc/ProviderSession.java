package scot.nrm.signin.oidc;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import java.time.Instant;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import scot.nrm.signin.sessions.PersonsSession;

/** A person's session as the provider confirms it. */
final class ProviderSession extends PersonsSession {

  private final ProviderSessions all;

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
    super(userId);
    this.all = all;
    this.client = client;
    this.idToken = idToken;
    this.asOf = asOf;
  }

  /** The one of an HTTP session; {@code null} if nobody is signed in. */
  static ProviderSession of(HttpSession session) {
    return of(ProviderSession.class, session);
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
  void renew(OAuth2AuthorizedClient next) {
    client = next;
  }

  void renew(OidcIdToken next) {
    idToken = next;
  }

  /** Records that the provider's answer has been applied. */
  void confirm(Instant at) {
    asOf = at;
  }

  @Override
  public void valueBound(HttpSessionBindingEvent event) {
    super.valueBound(event);
    all.add(this);
  }

  @Override
  protected void ended() {
    all.remove(this);
  }
}
