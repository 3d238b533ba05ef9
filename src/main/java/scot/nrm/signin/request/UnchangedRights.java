package scot.nrm.signin.request;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Date;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets Camunda's applications keep what they know of a signed-in person from one request to the
 * next while nothing about it has changed. Asking costs one statement; reading it anew costs
 * twelve, in six transactions. Whoever is moved, or loses an application, still loses access at
 * once, on every node.
 */
public final class UnchangedRights extends OncePerRequestFilter {

  private static final String KNOWN = UnchangedRights.class.getName();

  /** All that {@code AuthenticationUtil.createAuthentication} depends on. */
  private static final String RIGHTS =
      """
      select 'user', ID_ from ACT_ID_USER where ID_ = :user
      union all select 'group', GROUP_ID_ from ACT_ID_MEMBERSHIP where USER_ID_ = :user
      union all select 'tenant', TENANT_ID_ from ACT_ID_TENANT_MEMBER where USER_ID_ = :user
      union all select 'tenant', t.TENANT_ID_ from ACT_ID_TENANT_MEMBER t
        join ACT_ID_MEMBERSHIP m on m.GROUP_ID_ = t.GROUP_ID_ where m.USER_ID_ = :user
      union all select 'application', a.ID_ || ' ' || a.REV_ from ACT_RU_AUTHORIZATION a
        where a.RESOURCE_TYPE_ = 0 and (a.USER_ID_ = :user or a.USER_ID_ = '*' or a.GROUP_ID_ in
          (select GROUP_ID_ from ACT_ID_MEMBERSHIP where USER_ID_ = :user))
      order by 1, 2
      """;

  private final ObjectProvider<JdbcClient> jdbc;

  public UnchangedRights(ObjectProvider<JdbcClient> jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    Authentications signedIn =
        session == null ? null : AuthenticationUtil.getAuthsFromSession(session);
    if (signedIn != null) {
      signedIn.getAuthentications().forEach(person -> check(person, session));
    }
    chain.doFilter(request, response);
  }

  private void check(UserAuthentication person, HttpSession session) {
    String rights =
        String.join(
            "\n",
            jdbc.getObject()
                .sql(RIGHTS)
                .param("user", person.getIdentityId())
                .query((row, number) -> row.getString(1) + " " + row.getString(2))
                .list());
    if (!rights.equals(session.getAttribute(KNOWN))) {
      // First this, so that no other request of the session goes on with what was known.
      person.setCacheValidationTime(new Date(0));
      session.setAttribute(KNOWN, rights);
    }
  }
}
