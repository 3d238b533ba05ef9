package scot.nrm.signin.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import scot.nrm.access.AccessEngine;
import scot.nrm.signin.oidc.ProviderSessions.State;

/** How the answers and errors of a provider are understood. */
class IdentityProviderTest {

  private static final Instant SIGNED_IN = Instant.parse("2009-05-18T09:00:00Z");

  private static final OidcIdToken ID_TOKEN =
      new OidcIdToken("id", SIGNED_IN, SIGNED_IN.plusSeconds(60), Map.of("sub", "isla"));

  private final IdentityProvider provider = new IdentityProvider(Duration.ofSeconds(10));
  private final PeopleAtProvider people = mock(PeopleAtProvider.class);
  private final IdentitySynchroniser synchroniser = mock(IdentitySynchroniser.class);
  private final OidcSettings settings =
      new Binder(new MapConfigurationPropertySource()).bindOrCreate("nrm.oidc", OidcSettings.class);
  private final ProviderSessions sessions =
      new ProviderSessions(
          provider,
          new ClaimsMapper(
              settings, people, AccessEngine.roles(), List.of(), AccessEngine.councils(), ".*"),
          synchroniser,
          people,
          settings,
          Clock.fixed(SIGNED_IN.plus(settings.goodFor()), ZoneOffset.UTC));
  private HttpServer server;
  private ProviderSession session;
  private int tokenStatus = 200;
  private int userInfoStatus = 200;
  private String userInfo = "{'sub': 'isla', 'groups': ['la-manager']}";
  private String error = "";
  private final List<String> used = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/token",
        exchange -> {
          String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          used.add(form.replaceFirst(".*refresh_token=(\\w+).*", "$1"));
          answer(
              exchange,
              tokenStatus,
              "{'access_token': 'access', 'token_type': 'Bearer', 'refresh_token': 'second'}");
        });
    server.createContext("/userinfo", exchange -> answer(exchange, userInfoStatus, userInfo));
    server.start();
    session = new ProviderSession(sessions, "isla", client(), ID_TOKEN, SIGNED_IN);
    session.begin(new MockHttpSession());
    when(people.bySubject("isla")).thenReturn(Optional.of("isla"));
    when(people.remember("isla", "")).thenReturn("isla");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] json =
        (status == 200 ? body : "{'error': '" + error + "'}").replace('\'', '"').getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
    exchange.close();
  }

  /** Everyone would be signed out, and lose their tasks and drafts an hour later. */
  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 429})
  void anExpiredSecretOrAFirewallIsNoRefusalOfThePerson(int status) {
    tokenStatus = status;
    error = "invalid_client";

    assertThatThrownBy(this::ask).isInstanceOf(IdentityProvider.NoAnswer.class);
  }

  @Test
  void aRefreshTokenThatIsNoLongerValidIsARefusal() {
    tokenStatus = 400;
    error = "invalid_grant";

    assertThatThrownBy(this::ask).isInstanceOf(IdentityProvider.Refused.class);
  }

  @Test
  void onlyTheStatus401RefusesThePersonsUserInformation() {
    userInfoStatus = 401;
    assertThatThrownBy(this::ask).isInstanceOf(IdentityProvider.Refused.class);

    userInfoStatus = 403;
    assertThatThrownBy(this::ask).isInstanceOf(IdentityProvider.NoAnswer.class);

    userInfoStatus = 200;
    assertThat(ask().claims()).containsEntry("sub", "isla");
  }

  /** The provider would refuse the first refresh token from then on. */
  @Test
  void aNewRefreshTokenIsKeptIfTheNextQuestionHasNoAnswer() {
    userInfoStatus = 503;
    assertThat(sessions.state(session)).isEqualTo(State.UNKNOWN);
    userInfoStatus = 200;
    assertThat(sessions.state(session)).isEqualTo(State.VALID);

    assertThat(used).containsExactly("first", "second");
  }

  /** It is how the provider is set up: the person would lose their tasks and drafts at once. */
  @Test
  void missingGroupsInTheUserInformationAreNoWithdrawal() {
    userInfo = "{'sub': 'isla'}";

    assertThat(sessions.state(session)).isEqualTo(State.ENDED);
    verify(synchroniser, never()).withdraw(any(), any());
  }

  @Test
  void anEmptyListOfGroupsIsAWithdrawal() {
    userInfo = "{'sub': 'isla', 'groups': []}";

    assertThat(sessions.state(session)).isEqualTo(State.ENDED);
    verify(synchroniser).withdraw(any(), any());
  }

  private IdentityProvider.Answer ask() {
    return provider.ask(client(), ID_TOKEN, renewed -> {});
  }

  private OAuth2AuthorizedClient client() {
    String address = "http://localhost:" + server.getAddress().getPort();
    ClientRegistration registration =
        ClientRegistration.withRegistrationId("nrm")
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .clientId("nrm")
            .clientSecret("a secret")
            .redirectUri("/")
            .authorizationUri("/")
            .tokenUri(address + "/token")
            .userInfoUri(address + "/userinfo")
            .userNameAttributeName("sub")
            .scope("openid")
            .build();
    return new OAuth2AuthorizedClient(
        registration,
        "isla",
        new OAuth2AccessToken(TokenType.BEARER, "access", SIGNED_IN, SIGNED_IN.plusSeconds(60)),
        new OAuth2RefreshToken("first", SIGNED_IN));
  }
}
