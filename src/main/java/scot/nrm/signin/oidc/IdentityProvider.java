package scot.nrm.signin.oidc;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestOperations;
import org.springframework.web.client.RestTemplate;

/** Queries the identity provider: at sign-in, and repeatedly while a person is signed in. */
@Component
@Conditional(OidcConfigured.class)
class IdentityProvider {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final List<String> REFUSALS =
      List.of(
          OAuth2ErrorCodes.INVALID_GRANT,
          OAuth2ErrorCodes.INVALID_TOKEN,
          OAuth2ErrorCodes.ACCESS_DENIED);

  private final OidcUserService users = new OidcUserService();
  private final Map<String, JwtDecoder> idTokenDecoders = new ConcurrentHashMap<>();
  private final RestTemplate keys;
  private final RestClientAuthorizationCodeTokenResponseClient codes =
      new RestClientAuthorizationCodeTokenResponseClient();
  private final RestClientRefreshTokenTokenResponseClient refresh =
      new RestClientRefreshTokenTokenResponseClient();

  IdentityProvider() {
    this(TIMEOUT);
  }

  IdentityProvider(Duration timeout) {
    SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
    requests.setConnectTimeout(timeout);
    requests.setReadTimeout(timeout);
    keys = new RestTemplate(requests);
    RestClient tokens =
        RestClient.builder()
            .requestFactory(requests)
            .messageConverters(
                converters -> {
                  converters.clear();
                  converters.add(new FormHttpMessageConverter());
                  converters.add(new OAuth2AccessTokenResponseHttpMessageConverter());
                })
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build();
    codes.setRestClient(tokens);
    refresh.setRestClient(tokens);
    RestTemplate userInfo = new RestTemplate(requests);
    userInfo.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
    DefaultOAuth2UserService userInfoService = new DefaultOAuth2UserService();
    userInfoService.setRestOperations(userInfo);
    users.setOauth2UserService(userInfoService);
    users.setRetrieveUserInfo(request -> hasUserInfo(request.getClientRegistration()));
  }

  OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> codes() {
    return codes;
  }

  /** Requests the keys by which the provider signs tokens. */
  RestOperations keys() {
    return keys;
  }

  /** As Spring Security's own decoder, whose requests for the keys have no time limit. */
  JwtDecoder idTokens(ClientRegistration registration) {
    return idTokenDecoders.computeIfAbsent(
        registration.getRegistrationId(),
        id -> {
          NimbusJwtDecoder decoder =
              NimbusJwtDecoder.withJwkSetUri(registration.getProviderDetails().getJwkSetUri())
                  .restOperations(keys)
                  .build();
          decoder.setClaimSetConverter(
              new ClaimTypeConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverters()));
          decoder.setJwtValidator(
              JwtValidators.createDefaultWithValidators(new OidcIdTokenValidator(registration)));
          return decoder;
        });
  }

  /** The person whom the provider has just signed in, with all their claims. */
  OidcUser loadUser(OidcUserRequest request) {
    return users.loadUser(request);
  }

  /**
   * The provider's current answer about a signed-in person.
   *
   * @param claims of the new identity token and the user information; none from earlier answers
   */
  record Answer(Map<String, Object> claims, OidcIdToken idToken) {}

  /**
   * Queries the provider again.
   *
   * @param renewed takes the new tokens, even if a later question has no answer: a refresh token
   *     may be used once
   * @throws Refused if it no longer accepts the person
   * @throws NoAnswer if it could not be reached
   */
  Answer ask(
      OAuth2AuthorizedClient client,
      OidcIdToken idToken,
      Consumer<OAuth2AuthorizedClient> renewed) {
    OAuth2RefreshToken refreshToken = client.getRefreshToken();
    return refreshToken == null
        ? answer(client, idToken, Map.of())
        : refreshedAnswer(
            client,
            idToken,
            call(
                () ->
                    refresh.getTokenResponse(
                        new OAuth2RefreshTokenGrantRequest(
                            client.getClientRegistration(), client.getAccessToken(), refreshToken)),
                IdentityProvider::isRefusal),
            renewed);
  }

  private Answer refreshedAnswer(
      OAuth2AuthorizedClient before,
      OidcIdToken idToken,
      OAuth2AccessTokenResponse answer,
      Consumer<OAuth2AuthorizedClient> renewed) {
    OAuth2RefreshToken next =
        answer.getRefreshToken() == null ? before.getRefreshToken() : answer.getRefreshToken();
    OAuth2AuthorizedClient client =
        new OAuth2AuthorizedClient(
            before.getClientRegistration(),
            before.getPrincipalName(),
            answer.getAccessToken(),
            next);
    renewed.accept(client);
    if (!(answer.getAdditionalParameters().get(OidcParameterNames.ID_TOKEN)
        instanceof String encoded)) {
      return answer(client, idToken, Map.of());
    }
    Jwt token =
        call(
            () -> idTokens(client.getClientRegistration()).decode(encoded),
            IdentityProvider::isRefusal);
    if (!idToken.getSubject().equals(token.getSubject())) {
      throw new Refused("The new identity token belongs to someone else", null);
    }
    return answer(
        client,
        new OidcIdToken(encoded, token.getIssuedAt(), token.getExpiresAt(), token.getClaims()),
        token.getClaims());
  }

  private Answer answer(
      OAuth2AuthorizedClient client, OidcIdToken idToken, Map<String, Object> tokenClaims) {
    Map<String, Object> claims = new HashMap<>(tokenClaims);
    if (hasUserInfo(client.getClientRegistration())) {
      OidcUser user =
          call(
              () ->
                  users.loadUser(
                      new OidcUserRequest(
                          client.getClientRegistration(), client.getAccessToken(), idToken)),
              cause -> isRefusal(cause) || cause instanceof HttpClientErrorException.Unauthorized);
      claims.putAll(user.getUserInfo().getClaims());
    }
    if (claims.isEmpty()) {
      throw new Refused("The provider offers neither a refresh token nor user information", null);
    }
    return new Answer(claims, idToken);
  }

  private static boolean hasUserInfo(ClientRegistration registration) {
    return StringUtils.hasText(registration.getProviderDetails().getUserInfoEndpoint().getUri());
  }

  private static <T> T call(Supplier<T> question, Predicate<Throwable> refusal) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      throw causes(e).anyMatch(refusal)
          ? new Refused("The provider no longer accepts this person", e)
          : new NoAnswer("The provider could not be reached", e);
    }
  }

  /**
   * Whether this is about the person. A status 401 or 403 alone isn't: it may be about this
   * program's secret, or come from a firewall. Only where the user information is asked for is 401
   * about the person's token (RFC 6750).
   */
  private static boolean isRefusal(Throwable cause) {
    return cause instanceof OAuth2AuthorizationException e
            && REFUSALS.contains(e.getError().getErrorCode())
        || cause instanceof OAuth2AuthenticationException refused
            && REFUSALS.contains(refused.getError().getErrorCode());
  }

  /** Whether the provider could not be reached, or answered with a fault of its own. */
  static boolean isAway(Throwable failure) {
    return causes(failure)
        .anyMatch(
            cause ->
                cause instanceof ResourceAccessException
                    || cause instanceof HttpServerErrorException);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The provider gives no answer, or none that could be understood. */
  static final class NoAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoAnswer(String message, Throwable cause) {
      super(message, cause);
    }

    /** Whether nothing came back at all, or not in time. */
    boolean isConnectionFailure() {
      return causes(getCause()).anyMatch(ResourceAccessException.class::isInstance);
    }
  }
}
