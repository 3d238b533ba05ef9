package scot.nrm.cockpit;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.springframework.web.context.support.WebApplicationContextUtils;
import scot.nrm.access.SignedIn;
import scot.nrm.access.Viewer;

/**
 * What the plugin's resources have in common. Jersey makes a new one for each request, so they
 * reach Spring's beans through the servlet context. Camunda's filters let nobody in who is not
 * signed in to Cockpit; what a person sees is cut here, by their {@linkplain CaseScope scope}.
 */
@Produces(MediaType.APPLICATION_JSON)
public abstract class CockpitResource {

  /** The plugin's id, which is also a part of its addresses. */
  public static final String ID = "nrm";

  /** How the addresses of its resources begin. */
  public static final String PATH = "plugin/" + ID + "/{engine}/";

  @Context private ServletContext servletContext;

  @Context private HttpServletRequest request;

  protected final <T> T bean(Class<T> type) {
    return WebApplicationContextUtils.getRequiredWebApplicationContext(servletContext)
        .getBean(type);
  }

  /** Who asks, with the groups and councils of this moment. */
  protected final Viewer viewer() {
    return bean(SignedIn.class)
        .viewer(request)
        .orElseThrow(() -> RequestRefused.forbidden("Sign in first."));
  }

  /** The cases that the person watches. */
  protected final CaseScope scope() {
    return bean(CaseScopes.class).of(viewer());
  }

  /** As before, for a page about cases: refused where the person watches none. */
  protected final CaseScope scopeOfCases() {
    CaseScope scope = scope();
    if (!scope.watchesCases()) {
      throw RequestRefused.forbidden("Your role does not oversee any cases.");
    }
    return scope;
  }
}
