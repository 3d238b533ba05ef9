package scot.nrm.signin.password;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.camunda.bpm.webapp.impl.security.auth.Authentication;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a person's sessions at their next request once their password has been changed or reset:
 * anyone who knew the old one may have them. Only the session that changed its own password stays.
 * Each session has a digest of the password hash that it was signed in with.
 */
public final class SessionsOfPassword extends OncePerRequestFilter {

  private static final String SIGNED_IN_WITH = SessionsOfPassword.class.getName();

  private final ObjectProvider<JdbcClient> jdbc;

  public SessionsOfPassword(ObjectProvider<JdbcClient> jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The password of a person as a session knows it.
   *
   * @param digest of the stored hash
   */
  private record Known(String userId, String digest) {}

  /** Notes the password with which this request signs a person in. */
  static void checked(HttpServletRequest request, String userId, String hash) {
    request.setAttribute(SIGNED_IN_WITH, new Known(userId, digest(hash)));
  }

  /** The person has changed their own password in this session, which therefore stays. */
  static void changed(HttpServletRequest request, String userId, String hash) {
    HttpSession session = request.getSession(false);
    if (person(session).filter(userId::equals).isPresent()) {
      Known now = new Known(userId, digest(hash));
      session.setAttribute(SIGNED_IN_WITH, now);
      request.setAttribute(SIGNED_IN_WITH, now); // instead of the old one, which was checked first
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    person(session)
        .ifPresent(
            userId -> {
              Known now = new Known(userId, digest(storedHash(userId)));
              if (!(session.getAttribute(SIGNED_IN_WITH) instanceof Known known)
                  || !known.userId().equals(userId)) {
                // The answer to the sign-in has been sent a moment ago.
                session.setAttribute(SIGNED_IN_WITH, now);
              } else if (!known.equals(now)) {
                session.invalidate();
              }
            });
    try {
      chain.doFilter(request, response);
    } finally {
      if (request.getAttribute(SIGNED_IN_WITH) instanceof Known known) {
        HttpSession signedIn = request.getSession(false);
        person(signedIn)
            .filter(known.userId()::equals)
            .ifPresent(userId -> signedIn.setAttribute(SIGNED_IN_WITH, known));
      }
    }
  }

  /** Empty where there is no such user, or one without a password. */
  private String storedHash(String userId) {
    return jdbc.getObject()
        .sql("select PWD_ from ACT_ID_USER where ID_ = ?")
        .param(userId)
        .query((row, number) -> Optional.ofNullable(row.getString(1)).orElse(""))
        .optional()
        .orElse("");
  }

  private static Optional<String> person(HttpSession session) {
    Authentications signedIn =
        session == null ? null : AuthenticationUtil.getAuthsFromSession(session);
    return signedIn == null
        ? Optional.empty()
        : signedIn.getAuthentications().stream().map(Authentication::getIdentityId).findFirst();
  }

  private static String digest(String hash) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(hash.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
