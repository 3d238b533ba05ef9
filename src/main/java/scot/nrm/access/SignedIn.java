package scot.nrm.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.springframework.stereotype.Component;

/**
 * The person who is signed in to Tasklist or Cockpit, because our own pages have no separate
 * sign-in.
 */
@Component
public class SignedIn {

  private final ProcessEngine engine;

  public SignedIn(ProcessEngine engine) {
    this.engine = engine;
  }

  /**
   * The signed-in user. The session contains only the user id. Groups and councils are read for
   * each request, so that a person who leaves a team loses access immediately.
   */
  public Optional<Viewer> viewer(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    Authentications signedIn =
        session == null ? null : AuthenticationUtil.getAuthsFromSession(session);
    if (signedIn == null || !signedIn.hasAuthenticationForProcessEngine(engine.getName())) {
      return Optional.empty();
    }
    String userId = signedIn.getAuthenticationForProcessEngine(engine.getName()).getIdentityId();
    return Optional.of(Teams.person(userId, engine.getIdentityService()));
  }
}
