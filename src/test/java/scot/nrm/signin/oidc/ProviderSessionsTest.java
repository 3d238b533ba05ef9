package scot.nrm.signin.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import scot.nrm.signin.oidc.ProviderSessions.State;

/** A provider that is down, with many people signed in. */
class ProviderSessionsTest {

  private static final Instant SIGNED_IN = Instant.parse("2009-05-18T09:00:00Z");
  private static final Duration GOOD_FOR = Duration.ofMinutes(5);
  private static final String LOGGED = "The identity provider could not be reached";

  /** Its signature is wrong, which the keys would show. */
  private static final String FORGED = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.e30.AAAA";

  private final Clock clock = Mockito.mock(Clock.class);
  private final Down provider = new Down();
  private final ProviderSessions sessions =
      new ProviderSessions(
          provider,
          null,
          null,
          null,
          new OidcSettings("", "", "", null, null, null, "", GOOD_FOR, null),
          clock);
  private final List<ProviderSession> people = new ArrayList<>();

  @BeforeEach
  void manyPeopleAreSignedIn() {
    for (int i = 0; i < 20; i++) {
      ProviderSession session = new ProviderSession(sessions, "person" + i, null, null, SIGNED_IN);
      sessions.add(session);
      people.add(session);
    }
    after(Duration.ofMinutes(4));
  }

  /** Each question waits up to ten seconds, and so would each request. */
  @Test
  void onlyOneRequestAtATimeWaitsForASilentProvider() {
    sessions.checkAll();
    assertThat(provider.asked).isOne();
    assertThat(standings()).containsOnly(State.VALID);
    assertThat(provider.asked).isOne();

    after(Duration.ofMinutes(4).plus(ProviderSessions.RETRY_INTERVAL));
    sessions.checkAll();
    assertThat(provider.asked).isEqualTo(2);

    after(GOOD_FOR);
    assertThat(standings()).containsOnly(State.UNKNOWN);
    assertThat(provider.asked).isEqualTo(3);
  }

  /** The error may be about that one person. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void anErrorAboutOnePersonDoesNotStopTheChecksAndIsLoggedOnce(CapturedOutput log) {
    provider.failure = new HttpServerErrorException(HttpStatus.BAD_GATEWAY);

    sessions.checkAll();

    assertThat(provider.asked).isEqualTo(people.size());
    assertThat(log.getOut().split(LOGGED, -1)).hasSize(2);
  }

  /** Each person would wait for a connection, and leave a stack trace in the log. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void aDatabaseThatDoesNotAnswerEndsTheChecksAndIsLoggedInALine(CapturedOutput log) {
    provider.failure = new CannotGetJdbcConnectionException("No connection");

    sessions.checkAll();

    assertThat(provider.asked).isOne();
    assertThat(log).contains("The database does not answer").doesNotContain("\tat ");
  }

  /** Otherwise the request, and the checks of everyone else, would wait for ever. */
  @Test
  @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
  void keysThatDoNotArriveAreNotAwaited() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      ClientRegistration registration =
          ClientRegistration.withRegistrationId("nrm")
              .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
              .clientId("nrm")
              .redirectUri("/")
              .authorizationUri("/")
              .tokenUri("/")
              .jwkSetUri("http://localhost:%d/keys".formatted(silent.getLocalPort()))
              .build();
      JwtDecoder tokens = new IdentityProvider(Duration.ofMillis(50)).idTokens(registration);

      assertThatThrownBy(() -> tokens.decode(FORGED))
          .isInstanceOf(JwtException.class)
          .hasMessageContaining("Read timed out");
    }
  }

  private List<State> standings() {
    return people.stream().map(sessions::state).toList();
  }

  private void after(Duration time) {
    Mockito.when(clock.instant()).thenReturn(SIGNED_IN.plus(time));
  }

  private static final class Down extends IdentityProvider {

    private RuntimeException failure =
        new ResourceAccessException("token", new IOException("Read timed out"));
    private int asked;

    @Override
    Answer ask(
        OAuth2AuthorizedClient client,
        OidcIdToken idToken,
        Consumer<OAuth2AuthorizedClient> renewed) {
      asked++;
      if (failure instanceof DataAccessException noDatabase) {
        throw noDatabase;
      }
      throw new NoAnswer("The provider could not be reached", failure);
    }
  }
}
