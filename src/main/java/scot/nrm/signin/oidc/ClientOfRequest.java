package scot.nrm.signin.oidc;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;

/**
 * Passes the provider's tokens to {@link ProviderSession} within the request that signs a person
 * in. Spring Security's own repositories would store a second copy.
 */
final class ClientOfRequest implements OAuth2AuthorizedClientRepository {

  private static final String NAME = ClientOfRequest.class.getName();

  static OAuth2AuthorizedClient of(HttpServletRequest request) {
    return (OAuth2AuthorizedClient) request.getAttribute(NAME);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends OAuth2AuthorizedClient> T loadAuthorizedClient(
      String registrationId, Authentication principal, HttpServletRequest request) {
    return (T) of(request);
  }

  @Override
  public void saveAuthorizedClient(
      OAuth2AuthorizedClient client,
      Authentication principal,
      HttpServletRequest request,
      HttpServletResponse response) {
    request.setAttribute(NAME, client);
  }

  @Override
  public void removeAuthorizedClient(
      String registrationId,
      Authentication principal,
      HttpServletRequest request,
      HttpServletResponse response) {
    request.removeAttribute(NAME);
  }
}
