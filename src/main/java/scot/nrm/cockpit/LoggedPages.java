package scot.nrm.cockpit;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response.Status.Family;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.context.support.WebApplicationContextUtils;
import scot.nrm.access.SignedIn;
import scot.nrm.accesslog.Access;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.What;

/**
 * Records in the access log what our pages in Cockpit and Tasklist show about cases, before it is
 * sent. A new page is recorded as a list unless it is named here. Refusals are recorded for all of
 * Camunda's APIs together.
 */
@Provider
public final class LoggedPages implements ContainerResponseFilter {

  private static final Pattern OURS =
      Pattern.compile("plugin/" + CockpitResource.ID + "(-tasklist)?/(?!static/)[^/]+/(.*)");

  /**
   * Figures, diagrams and the parts of pages without a case. A draft is what the person has typed;
   * the form that it is for is recorded. What they have sent is their own act, and says nothing
   * else about the case. A search records itself. Work names at most the task that the person has
   * just claimed, whose form is recorded.
   */
  private static final Pattern WITHOUT_CASES =
      Pattern.compile(
          "me|time(/.*)?|figures(/.*)?|caseload/(summary|views|digest)|case/diagram|search|work(/next|/changes)?|.*/(draft|sent)");

  @Context private ServletContext servletContext;
  @Context private HttpServletRequest request;

  public interface OneCase {

    /** {@code null} if it belongs to no case. */
    String caseNumber();
  }

  public interface Cases {

    int shown();
  }

  @Override
  public void filter(ContainerRequestContext asked, ContainerResponseContext answer) {
    Matcher ours = OURS.matcher(asked.getUriInfo().getPath());
    if (!ours.matches()
        || answer.getStatusInfo().getFamily() != Family.SUCCESSFUL
        || WITHOUT_CASES.matcher(ours.group(2)).matches()) {
      return;
    }
    bean(SignedIn.class)
        .viewer(request)
        .ifPresent(
            viewer -> {
              Object shown = answer.getEntity();
              Access entry = Access.by(viewer, what(shown, ours)).detail(page(ours.group(2)));
              if (shown instanceof OneCase one) {
                entry = entry.ofCase(one.caseNumber());
              } else if (shown instanceof Cases cases) {
                entry = entry.rows(cases.shown());
              }
              bean(AccessLog.class).record(entry);
            });
  }

  private static What what(Object shown, Matcher ours) {
    if (shown instanceof OneCase) {
      return ours.group(1) == null ? What.CASE_PAGE : What.CASE_BESIDE_TASK;
    }
    return ours.group(2).endsWith(".csv") ? What.TABLE : What.LIST;
  }

  /** The page, without the ids in its address. */
  private static String page(String path) {
    return path.replaceFirst("/.*", "");
  }

  private <T> T bean(Class<T> type) {
    return WebApplicationContextUtils.getRequiredWebApplicationContext(servletContext)
        .getBean(type);
  }
}
