package scot.nrm.signin.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;

/** Two nodes on one database. */
class SessionsTest {

  private Instant now = Instant.parse("2009-06-03T10:00:00Z");
  private Sessions one;
  private Sessions two;

  @BeforeEach
  void twoNodes() {
    Database database = Databases.emptyH2();
    new ResourceDatabasePopulator(new ClassPathResource("db/migration/V6__people.sql"))
        .execute(database.dataSource());
    one = node(database);
    two = node(database);
  }

  private Sessions node(Database database) {
    Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    return new Sessions(
        JdbcClient.create(database.dataSource()),
        clock,
        new Sessions.Settings(Duration.ofHours(12), Duration.ofMinutes(10)));
  }

  @Test
  void aSessionIsListedOnAllNodesWithAddressAndLastUse() throws Exception {
    MockHttpSession session = signedIn("some.one");
    request(one, session);
    now = now.plusSeconds(60);
    request(one, session);

    assertThat(two.of("some.one"))
        .singleElement()
        .satisfies(
            shown -> {
              assertThat(shown.since()).isEqualTo("2009-06-03T10:00:00Z");
              assertThat(shown.lastUsed()).isEqualTo("2009-06-03T10:01:00Z");
              assertThat(shown.address()).isEqualTo("127.0.0.1");
              assertThat(shown.id()).isNotEqualTo(session.getId());
            });
    assertThat(two.of("another")).isEmpty();
  }

  @Test
  void aSessionEndsImmediatelyHereAndWithinTenSecondsElsewhere() throws Exception {
    MockHttpSession here = signedIn("some.one");
    MockHttpSession there = signedIn("some.one");
    request(one, here);
    request(two, there);

    assertThat(one.endOthers("some.one", null)).isEqualTo(2);

    assertThat(here.isInvalid()).isTrue();
    request(two, there);
    assertThat(there.isInvalid()).as("not asked yet").isFalse();
    now = now.plus(Sessions.CHECKED_EVERY);
    request(two, there);
    assertThat(there.isInvalid()).isTrue();
    assertThat(one.of("some.one")).isEmpty();
  }

  @Test
  void nobodyEndsAnotherPersonsSession() throws Exception {
    MockHttpSession session = signedIn("some.one");
    request(one, session);
    String id = one.of("some.one").get(0).id();

    assertThat(one.end("another", id)).isFalse();
    assertThat(session.isInvalid()).isFalse();
    MockHttpServletRequest own = new MockHttpServletRequest();
    own.setSession(session);
    assertThat(one.endOthers("some.one", own)).as("all but this one").isZero();
    assertThat(one.end("some.one", id)).isTrue();
    assertThat(session.isInvalid()).isTrue();
  }

  @Test
  void anEndedOrTakenOverSessionLeavesTheList() throws Exception {
    MockHttpSession session = signedIn("some.one");
    request(one, session);
    signIn(session, "another");
    request(one, session);

    assertThat(one.of("some.one")).isEmpty();
    assertThat(one.of("another")).hasSize(1);

    session.invalidate();
    assertThat(one.of("another")).isEmpty();
  }

  @Test
  void sessionsOfADeadNodeLeaveTheListAfterTheMaximumTime() throws Exception {
    request(one, signedIn("some.one"));
    now = now.plus(Duration.ofHours(12)).plusSeconds(1);
    request(two, signedIn("another"));

    assertThat(two.of("some.one")).isEmpty();
  }

  private static MockHttpSession signedIn(String person) {
    MockHttpSession session = new MockHttpSession();
    signIn(session, person);
    return session;
  }

  private static void signIn(MockHttpSession session, String person) {
    Authentications signedIn = new Authentications();
    signedIn.addOrReplace(new UserAuthentication(person, "default"));
    AuthenticationUtil.updateSession(session, signedIn);
  }

  private static void request(Sessions node, MockHttpSession session) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/nrm/");
    request.setSession(session);
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    beans.addBean("sessions", node);
    new SessionList(beans.getBeanProvider(Sessions.class))
        .doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
  }
}
