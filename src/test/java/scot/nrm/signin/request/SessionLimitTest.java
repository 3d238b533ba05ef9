package scot.nrm.signin.request;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.time.Instant;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.mock.web.MockServletContext;

class SessionLimitTest {

  private static final int BEFORE_SIGN_IN = 600;
  private static final int OF_THE_SERVER = 1800;

  private Instant now = Instant.parse("2009-04-08T09:00:00Z");

  private final SessionLimit limit =
      new SessionLimit(Duration.ofHours(12), Duration.ofSeconds(BEFORE_SIGN_IN), () -> now);
  private final MockHttpSession session = new MockHttpSession(server());

  @Test
  void aVisitorsSessionIsShort() throws Exception {
    visit((request, response) -> {});

    assertThat(session.getMaxInactiveInterval()).isEqualTo(BEFORE_SIGN_IN);
  }

  @Test
  void signingInGivesTheUsualTimeout() throws Exception {
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
  void signingInAtTheProviderGivesTheUsualTimeout() throws Exception {
    visit((request, response) -> session.setAttribute("SPRING_SECURITY_CONTEXT", "someone"));

    assertThat(session.getMaxInactiveInterval()).isEqualTo(OF_THE_SERVER);
  }

  @Test
  void pagesWarnFiveMinutesBeforeAnUnusedSessionEnds() throws Exception {
    signIn();

    assertThat(visit((request, response) -> {}))
        .startsWith("nrm-session=unused-5; Path=/; Max-Age=1500;")
        .endsWith("SameSite=Strict")
        .doesNotContain("HttpOnly");
  }

  @Test
  void pagesWarnFiveMinutesBeforeTheWorkingDayEnds() throws Exception {
    signIn();
    now = now.plus(Duration.ofHours(12).minusMinutes(25));

    assertThat(visit((request, response) -> {}))
        .startsWith("nrm-session=longest-5; Path=/; Max-Age=1200;");
  }

  @Test
  void aVisitorIsNotWarned() throws Exception {
    visit((request, response) -> {});

    assertThat(visit((request, response) -> {})).isNull();
  }

  @Test
  void anotherNodesFormTokenIsReplacedByOurs() throws Exception {
    signIn();
    session.setAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME, "ours");

    assertThat(tokenFor("theirs")).startsWith("XSRF-TOKEN=ours; Path=/camunda; SameSite=Strict");
    assertThat(tokenFor("ours")).isNull();
  }

  @Test
  void onlyTheSessionBeforeSigningInIsRefusedAndForAMinute() throws Exception {
    MockHttpServletRequest signIn = asked("before");
    limit.doFilter(
        signIn,
        new MockHttpServletResponse(),
        (request, response) ->
            signIn.getSession().setAttribute("SPRING_SECURITY_CONTEXT", "someone"));

    assertThat(status(asked("before"))).isEqualTo(401);
    assertThat(status(asked("expired"))).isEqualTo(200);
    now = now.plusSeconds(60);
    assertThat(status(asked("before"))).isEqualTo(200);
  }

  private static MockHttpServletRequest asked(String session) {
    MockHttpServletRequest request =
        new MockHttpServletRequest(server(), "GET", "/camunda/api/engine");
    request.setRequestedSessionId(session);
    return request;
  }

  private int status(MockHttpServletRequest request) throws Exception {
    MockHttpServletResponse response = new MockHttpServletResponse();
    limit.doFilter(request, response, (asked, answered) -> {});
    return response.getStatus();
  }

  private String tokenFor(String sent) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setSession(session);
    request.setCookies(new Cookie("XSRF-TOKEN", sent));
    MockHttpServletResponse response = new MockHttpServletResponse();
    limit.doFilter(request, response, (asked, answered) -> {});
    return response.getHeaders("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith("XSRF-TOKEN"))
        .findFirst()
        .orElse(null);
  }

  private void signIn() throws Exception {
    visit((request, response) -> session.setAttribute("SPRING_SECURITY_CONTEXT", "someone"));
  }

  private static MockServletContext server() {
    MockServletContext server = new MockServletContext();
    server.setSessionTimeout(OF_THE_SERVER / 60);
    return server;
  }

  /** The cookie that the answer brings. */
  private String visit(FilterChain chain) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setSession(session);
    MockHttpServletResponse response = new MockHttpServletResponse();
    limit.doFilter(request, response, chain);
    return response.getHeader("Set-Cookie");
  }
}
