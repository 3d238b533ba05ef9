package scot.nrm.signin.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import scot.nrm.Databases;

class UnchangedPermissionsTest {

  private final MockHttpSession session = new MockHttpSession();
  private final MockFilterChain next = new MockFilterChain();
  private final ObjectProvider<JdbcClient> jdbc = mock();

  /** Such as by signing out in another tab while Tasklist refreshes its list. */
  @Test
  void aSessionThatEndsMeanwhileIsNoFault() throws Exception {
    when(jdbc.getObject())
        .then(
            asked -> {
              session.invalidate();
              return JdbcClient.create(Databases.h2().dataSource());
            });

    filter();

    assertThat(next.getRequest()).isNotNull();
  }

  @Test
  void aFaultOfTheCheckRefusesTheRequest() {
    when(jdbc.getObject()).thenThrow(new IllegalStateException("no database"));

    assertThatThrownBy(this::filter).hasMessage("no database");

    assertThat(next.getRequest()).isNull();
  }

  private void filter() throws Exception {
    Authentications signedIn = new Authentications();
    signedIn.addOrReplace(new UserAuthentication("glasgow.lead", "default"));
    AuthenticationUtil.updateSession(session, signedIn);
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/nrm");
    request.setSession(session);

    new UnchangedPermissions(jdbc, mock(), user -> true)
        .doFilter(request, new MockHttpServletResponse(), next);
  }
}
