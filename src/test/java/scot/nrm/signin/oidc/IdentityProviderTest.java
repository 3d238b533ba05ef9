package scot.nrm.signin.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;

/** How the answers and errors of a provider are understood. */
class IdentityProviderTest {

  private static final Instant SIGNED_IN = Instant.parse("2009-05-18T09:00:00Z");

  private static final OidcIdToken ID_TOKEN =
      new OidcIdToken("id", SIGNED_IN, SIGNED_IN.plusSeconds(60), Map.of("sub", "isla"));

  private final IdentityProvider provider = new IdentityProvider(Duration.ofSeconds(10));
  private HttpServer server;
  private int tokenStatus = 200;
  private int userInfoStatus = 200;
  private String error = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/token",
        exchange ->
            answer(
                exchange, tokenStatus, "{'access_token': 'access', 'token_type': 'Bearer'}"));
    server.createContext(
        "/userinfo",
        exchange ->
            answer(exchange, userInfoStatus, "{'sub': 'isla', 'groups': ['la-manager']}"));
    server.start();
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

  private IdentityProvider.Answer ask() {
    return provider.ask(client(), ID_TOKEN);
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
