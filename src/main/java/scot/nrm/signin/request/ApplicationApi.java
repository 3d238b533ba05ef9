package scot.nrm.signin.request;

import java.util.Map;
import org.camunda.bpm.webapp.impl.security.auth.Authentication;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.camunda.bpm.webapp.impl.security.filter.Authorization;
import org.camunda.bpm.webapp.impl.security.filter.RequestAuthorizer;

/**
 * Opens the API of Tasklist, Cockpit and Admin to people who may open that application. Camunda's
 * own rules ask only for a session. What describes the installation, and belongs to no application,
 * is for those who may open Admin. {@code nrm-security-rules.json} names this class.
 */
public final class ApplicationApi implements RequestAuthorizer {

  private static final String ADMINISTRATION = "admin";

  @Override
  public Authorization authorize(Map<String, String> path) {
    Authentications current = Authentications.getCurrent();
    Authentication person =
        current == null ? null : current.getAuthenticationForProcessEngine(path.get("engine"));
    return person instanceof UserAuthentication user
            && user.isAuthorizedForApp(path.getOrDefault("app", ADMINISTRATION))
        ? Authorization.granted(user)
        : Authorization.denied(person);
  }
}
