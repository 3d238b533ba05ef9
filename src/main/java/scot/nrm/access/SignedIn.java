package scot.nrm.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.springframework.stereotype.Component;

/** Who is signed in to Tasklist or Cockpit: our own pages have no sign-in of their own. */
@Component
public class SignedIn {

  private final ProcessEngine engine;

  public SignedIn(ProcessEngine engine) {
    this.engine = engine;
  }

  /**
   * The signed-in user. The session only says who it is: groups and councils are asked for each
   * time, so that someone who left a team sees nothing from then on.
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
