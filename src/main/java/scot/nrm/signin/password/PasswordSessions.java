package scot.nrm.signin.password;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.commons.codec.digest.DigestUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.filter.OncePerRequestFilter;
import scot.nrm.access.SignedIn;
import scot.nrm.access.StoredPerson;
import scot.nrm.casefile.ChainCheck;

/**
 * Ends a person's sessions at their next request once their password has been changed or reset:
 * anyone who knew the old one may have them. Only the session that changed its own password stays.
 * Each session has a digest of the password hash that it was signed in with.
 *
 * <p>It has one of the person's groups and local authorities too. Once these change, the sessions
 * end if the change was made past the application.
 */
public final class PasswordSessions extends OncePerRequestFilter {

  private static final String PASSWORD = PasswordSessions.class.getName();
  private static final String MEMBERSHIPS = PASSWORD + ".memberships";

  private final Supplier<JdbcClient> jdbc;

  private final ObjectProvider<ChainCheck> check;

  public PasswordSessions(ObjectProvider<JdbcClient> jdbc, ObjectProvider<ChainCheck> check) {
    this.jdbc = SingletonSupplier.of(jdbc::getObject);
    this.check = check;
  }

  /**
   * The password of a person as a session knows it.
   *
   * @param digest of the stored hash
   */
  private record SessionPassword(String userId, String digest) {}

  /** Notes the password with which this request signs a person in. */
  static void signedIn(HttpServletRequest request, String userId, String hash) {
    request.setAttribute(PASSWORD, new SessionPassword(userId, DigestUtils.sha256Hex(hash)));
  }

  /** The person has changed their own password in this session, which therefore stays. */
  static void passwordChanged(HttpServletRequest request, String userId, String hash) {
    HttpSession session = request.getSession(false);
    if (SignedIn.userId(request).filter(userId::equals).isPresent()) {
      SessionPassword now = new SessionPassword(userId, DigestUtils.sha256Hex(hash));
      session.setAttribute(PASSWORD, now);
      request.setAttribute(PASSWORD, now); // instead of the old one, which was checked first
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    SignedIn.userId(request)
        .ifPresent(
            userId -> {
              Stored stored = stored(request, userId);
              SessionPassword now =
                  new SessionPassword(userId, DigestUtils.sha256Hex(stored.hash()));
              String memberships = DigestUtils.sha256Hex(stored.memberships());
              Object before = session.getAttribute(MEMBERSHIPS);
              if (!(session.getAttribute(PASSWORD) instanceof SessionPassword known)
                  || !known.userId().equals(userId)) {
                // The answer to the sign-in has been sent a moment ago.
                session.setAttribute(PASSWORD, now);
              } else if (!known.equals(now)) {
                session.invalidate();
                return;
              }
              if (before != null
                  && !before.equals(memberships)
                  && !check.getObject().isAccountUnchanged(userId)) {
                session.invalidate();
              } else {
                session.setAttribute(MEMBERSHIPS, memberships);
              }
            });
    try {
      chain.doFilter(request, response);
    } finally {
      if (request.getAttribute(PASSWORD) instanceof SessionPassword known) {
        HttpSession signedIn = request.getSession(false);
        SignedIn.userId(request)
            .filter(known.userId()::equals)
            .ifPresent(userId -> signedIn.setAttribute(PASSWORD, known));
      }
    }
  }

  /**
   * @param hash empty where there is no such user, or one without a password
   * @param memberships of groups and local authorities
   */
  private record Stored(String hash, String memberships) {}

  private Stored stored(HttpServletRequest request, String userId) {
    StringBuilder hash = new StringBuilder();
    StringBuilder memberships = new StringBuilder();
    StoredPerson.rows(request, userId, jdbc.get())
        .forEach(
            row -> {
              switch (row.kind()) {
                case "password" -> hash.append(row.value());
                case "group", "authority" ->
                    memberships.append(row.kind()).append('/').append(row.value()).append(' ');
                default -> {}
              }
            });
    return new Stored(hash.toString(), memberships.toString());
  }
}
