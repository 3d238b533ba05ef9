package scot.nrm.signin.request;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.filter.OncePerRequestFilter;
import scot.nrm.access.PermissionCache;
import scot.nrm.access.StoredPerson;
import scot.nrm.access.StoredPerson.Row;

/**
 * Lets Camunda's applications cache a signed-in person's groups, local authorities and permissions
 * until one of them changes, and lets the engine cache its answers about them ({@link
 * PermissionCache}). The check is one statement, which other filters of the request share; reading
 * them again takes twelve, in six transactions. A person who changes teams, or loses access to an
 * application, still loses it with the next request, on every node. If they were changed past the
 * application, the session ends.
 */
public final class UnchangedPermissions extends OncePerRequestFilter {

  private static final String KNOWN = UnchangedPermissions.class.getName();

  private final Supplier<JdbcClient> jdbc;
  private final Supplier<PermissionCache> permissions;
  private final Predicate<String> isAccountUnchanged;

  /**
   * @param isAccountUnchanged whether a user's groups and local authorities were changed in the
   *     application only, and not in the database
   */
  public UnchangedPermissions(
      ObjectProvider<JdbcClient> jdbc,
      ObjectProvider<PermissionCache> permissions,
      Predicate<String> isAccountUnchanged) {
    this.isAccountUnchanged = isAccountUnchanged;
    this.jdbc = SingletonSupplier.of(jdbc::getObject);
    this.permissions = SingletonSupplier.of(permissions::getObject);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    Authentications signedIn =
        session == null ? null : AuthenticationUtil.getAuthsFromSession(session);
    try {
      if (signedIn != null) {
        try {
          signedIn.getAuthentications().forEach(person -> check(person, request, session));
        } catch (IllegalStateException e) {
          // If another request has ended the session, such as by signing out in another tab, this
          // one continues without it.
          if (request.getSession(false) != null) {
            throw e;
          }
        }
      }
      chain.doFilter(request, response);
    } finally {
      PermissionCache.forget();
    }
  }

  private void check(UserAuthentication person, HttpServletRequest request, HttpSession session) {
    String user = person.getIdentityId();
    List<Row> stored = StoredPerson.rows(request, user, jdbc.get());
    String version =
        DigestUtils.sha256Hex(
            stored.stream()
                .map(row -> row.kind() + " " + row.value())
                .collect(Collectors.joining("\n", user + "\n", "")));
    Object known = session.getAttribute(KNOWN);
    if (known != null && !version.equals(known) && !isAccountUnchanged.test(user)) {
      session.invalidate();
      return;
    }
    if (!version.equals(known)) {
      // Expire the cache before noting the version, or another request of this session could use
      // it.
      person.setCacheValidationTime(new Date(0));
      session.setAttribute(KNOWN, version);
    }
    permissions
        .get()
        .use(
            user,
            stored.stream().filter(row -> row.kind().equals("group")).map(Row::value).toList(),
            version);
  }
}
