package scot.nrm.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.webapp.impl.security.auth.Authentication;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The person signed in to Tasklist or Cockpit: our own pages have no separate sign-in. */
@Component
public class SignedIn {

  private static final List<String> APPLICATIONS = List.of("tasklist", "cockpit", "admin");

  private final ProcessEngine engine;
  private final JdbcClient jdbc;

  public SignedIn(ProcessEngine engine, JdbcClient jdbc) {
    this.engine = engine;
    this.jdbc = jdbc;
  }

  /**
   * The signed-in user. The session contains only the user id. Groups and councils are read for
   * each request, so that a person who leaves a team loses access immediately.
   */
  public Optional<Viewer> viewer(HttpServletRequest request) {
    return authentications(request)
        .filter(signedIn -> signedIn.hasAuthenticationForProcessEngine(engine.getName()))
        .map(signedIn -> signedIn.getAuthenticationForProcessEngine(engine.getName()))
        .map(person -> StoredPerson.viewer(request, person.getIdentityId(), jdbc));
  }

  /** The user id in the session, without a query. */
  public static Optional<String> userId(HttpServletRequest request) {
    return authentications(request)
        .flatMap(signedIn -> signedIn.getAuthentications().stream().findFirst())
        .map(Authentication::getIdentityId);
  }

  /** The first of Tasklist, Cockpit and Admin that the person may open; Tasklist for nobody. */
  public static String application(HttpServletRequest request) {
    Set<String> open =
        authentications(request).stream()
            .flatMap(signedIn -> signedIn.getAuthentications().stream())
            .filter(UserAuthentication.class::isInstance)
            .flatMap(person -> ((UserAuthentication) person).getAuthorizedApps().stream())
            .collect(Collectors.toSet());
    return APPLICATIONS.stream().filter(open::contains).findFirst().orElse(APPLICATIONS.get(0));
  }

  private static Optional<Authentications> authentications(HttpServletRequest request) {
    return Optional.ofNullable(request.getSession(false))
        .map(AuthenticationUtil::getAuthsFromSession);
  }
}
