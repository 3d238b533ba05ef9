package scot.nrm.cockpit;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.http.ContentDisposition;
import org.springframework.web.context.support.WebApplicationContextUtils;
import scot.nrm.access.SignedIn;
import scot.nrm.access.Viewer;
import scot.nrm.engine.authorities.Authorities;

/**
 * The base class of the plugin's resources. Jersey creates one for each request, so they get
 * Spring's beans from the servlet context. Camunda's filters admit only people who are signed in to
 * Cockpit; this class limits what they see to their {@linkplain CaseScope scope}.
 */
@Produces(MediaType.APPLICATION_JSON)
public abstract class CockpitResource {

  /** The plugin's id, which is also a part of its addresses. */
  public static final String ID = "nrm";

  public static final String PATH = "plugin/" + ID + "/{engine}/";

  @Context private ServletContext servletContext;

  @Context private HttpServletRequest request;

  @Context private UriInfo address;

  protected final <T> T bean(Class<T> type) {
    return WebApplicationContextUtils.getRequiredWebApplicationContext(servletContext)
        .getBean(type);
  }

  /** A parameter of the address, or {@code null}. */
  protected final String parameter(String name) {
    return address.getQueryParameters().getFirst(name);
  }

  /** The authority in the address; empty for all. Refuses (400) one that there isn't. */
  protected final Optional<String> authority() {
    Optional<String> authority =
        Optional.ofNullable(parameter("authority")).filter(typed -> !typed.isEmpty());
    List<String> known = bean(Authorities.class).ids();
    if (!authority.stream().allMatch(known::contains)) {
      throw RequestRefused.badRequest(
          "Choose one of the authorities "
              + String.join(", ", known)
              + ", or leave the authority blank for all.");
    }
    return authority;
  }

  /** The signed-in person, with their current groups and councils. */
  protected final Viewer viewer() {
    return bean(SignedIn.class)
        .viewer(request)
        .orElseThrow(() -> RequestRefused.forbidden("Sign in first."));
  }

  /**
   * A table to download. Its rows are sent as they are written.
   *
   * @param fileName without anything personal
   */
  protected static Response csv(String fileName, Consumer<Writer> table) {
    StreamingOutput rows =
        stream -> {
          Writer out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
          table.accept(out);
          out.flush();
        };
    return Response.ok(rows, "text/csv;charset=UTF-8;header=present")
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(fileName).build().toString())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  protected final CaseScope scope() {
    return bean(CaseScopes.class).of(viewer());
  }

  /** The same for a page about cases, which is refused to a person who watches none. */
  protected final CaseScope caseScope() {
    CaseScope scope = scope();
    if (!scope.watchesCases()) {
      throw RequestRefused.forbidden("Your role does not oversee any cases.");
    }
    return scope;
  }
}
