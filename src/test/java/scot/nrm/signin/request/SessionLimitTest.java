package scot.nrm.signin.request;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import java.time.Clock;
import java.time.Duration;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.mock.web.MockServletContext;

class SessionLimitTest {

  private static final int BEFORE_SIGN_IN = 600;
  private static final int OF_THE_SERVER = 1800;

  private final SessionLimit limit =
      new SessionLimit(Duration.ofHours(12), Duration.ofSeconds(BEFORE_SIGN_IN), Clock.systemUTC());
  private final MockHttpSession session = new MockHttpSession(server());

  @Test
  void aVisitorsSessionIsShort() throws Exception {
    visit((request, response) -> {});

    assertThat(session.getMaxInactiveInterval()).isEqualTo(BEFORE_SIGN_IN);
  }

  @Test
  void signingInGivesTheUsualTime() throws Exception {
    visit((request, response) -> {});
    visit(
        (request, response) -> {
          Authentications people = new Authentications();
          people.addOrReplace(new UserAuthentication("owner", "default"));
          AuthenticationUtil.updateSession(session, people);
        });

    assertThat(session.getMaxInactiveInterval()).isEqualTo(OF_THE_SERVER);
  }

  @Test
  void signingInAtTheProviderGivesTheUsualTime() throws Exception {
    visit((request, response) -> session.setAttribute("SPRING_SECURITY_CONTEXT", "someone"));

    assertThat(session.getMaxInactiveInterval()).isEqualTo(OF_THE_SERVER);
  }

  private static MockServletContext server() {
    MockServletContext server = new MockServletContext();
    server.setSessionTimeout(OF_THE_SERVER / 60);
    return server;
  }

  private void visit(FilterChain chain) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setSession(session);
    limit.doFilter(request, new MockHttpServletResponse(), chain);
  }
}
