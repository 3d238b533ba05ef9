package scot.nrm.signin.request;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.Optional;
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
import scot.nrm.access.KnownPermissions;

/**
 * Lets Camunda's applications cache a signed-in person's groups, local authorities and permissions
 * until one of them changes, and the engine what it has answered about them ({@link
 * KnownPermissions}). The check is one statement, which other filters of the request share; reading
 * them again takes twelve, in six transactions. A person who is moved, or loses access to an
 * application, is still shut out at the next request, on every node.
 */
public final class UnchangedRights extends OncePerRequestFilter {

  private static final String KNOWN = UnchangedRights.class.getName();

  /**
   * The password, and everything that what a person may do depends on. For H2: permissions of
   * groups are looked up by group, because with "or" it reads all that there are, and the union is
   * inside another query, because it parses one that isn't for each request.
   */
  private static final String STORED =
      """
      select kind, stored from (
        select 'password' as kind, PWD_ as stored from ACT_ID_USER where ID_ = :user
        union all select 'group', GROUP_ID_ from ACT_ID_MEMBERSHIP where USER_ID_ = :user
        union all select 'authority', TENANT_ID_ from ACT_ID_TENANT_MEMBER where USER_ID_ = :user
        union all select 'tenant', t.TENANT_ID_ from ACT_ID_TENANT_MEMBER t
          join ACT_ID_MEMBERSHIP m on m.GROUP_ID_ = t.GROUP_ID_ where m.USER_ID_ = :user
        union all select 'permissions', string_agg(p.ID_ || ' ' || p.REV_, ',' order by p.ID_)
          from (
            select ID_, REV_ from ACT_RU_AUTHORIZATION where USER_ID_ in (:user, '*')
            union all select a.ID_, a.REV_ from ACT_ID_MEMBERSHIP m
              join ACT_RU_AUTHORIZATION a on a.GROUP_ID_ = m.GROUP_ID_ where m.USER_ID_ = :user) p
      ) known
      order by 1, 2
      """;

  private final Supplier<JdbcClient> jdbc;
  private final Supplier<KnownPermissions> permissions;

  public UnchangedRights(
      ObjectProvider<JdbcClient> jdbc, ObjectProvider<KnownPermissions> permissions) {
    this.jdbc = SingletonSupplier.of(jdbc::getObject);
    this.permissions = SingletonSupplier.of(permissions::getObject);
  }

  /**
   * What is stored about a person.
   *
   * @param kind {@code password}, {@code group}, {@code authority}, {@code tenant} of a group, or
   *     all {@code permissions} in one
   * @param value of the password the hash; empty for none
   */
  public record Stored(String kind, String value) {}

  /** What is stored about a person, as this request has read it first. */
  public static List<Stored> stored(HttpServletRequest request, String userId, JdbcClient jdbc) {
    String attribute = KNOWN + "/" + userId;
    if (request.getAttribute(attribute) instanceof Read read) {
      return read.rows();
    }
    List<Stored> rows =
        jdbc.sql(STORED)
            .param("user", userId)
            .query(
                (row, number) ->
                    new Stored(row.getString(1), Optional.ofNullable(row.getString(2)).orElse("")))
            .list();
    request.setAttribute(attribute, new Read(rows));
    return rows;
  }

  private record Read(List<Stored> rows) {}

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    Authentications signedIn =
        session == null ? null : AuthenticationUtil.getAuthsFromSession(session);
    try {
      if (signedIn != null) {
        signedIn.getAuthentications().forEach(person -> check(person, request, session));
      }
      chain.doFilter(request, response);
    } finally {
      KnownPermissions.forget();
    }
  }

  private void check(UserAuthentication person, HttpServletRequest request, HttpSession session) {
    String user = person.getIdentityId();
    List<Stored> stored = stored(request, user, jdbc.get());
    String rights =
        DigestUtils.sha256Hex(
            stored.stream()
                .map(row -> row.kind() + (row.kind().equals("password") ? "" : " " + row.value()))
                .collect(Collectors.joining("\n", user + "\n", "")));
    if (!rights.equals(session.getAttribute(KNOWN))) {
      // Expire the cache before noting the rights, or another request of this session could use it.
      person.setCacheValidationTime(new Date(0));
      session.setAttribute(KNOWN, rights);
    }
    permissions
        .get()
        .use(
            user,
            stored.stream().filter(row -> row.kind().equals("group")).map(Stored::value).toList(),
            rights);
  }
}
