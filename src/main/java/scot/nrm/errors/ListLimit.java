package scot.nrm.errors;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Collection;

/**
 * Limits the length of lists, so that nobody reads a million rows out of the database at once. A
 * request without {@code maxResults} gets the whole list, or an answer that asks for one page at a
 * time; never a part that looks like the whole. The application's own queries are not limited.
 */
@PreMatching
final class ListLimit implements ContainerRequestFilter, ContainerResponseFilter {

  static final int MAX = 2000;
  private static final String PARAMETER = "maxResults";
  private static final String UNLIMITED = ListLimit.class.getName();

  /** The engine returns 200 of these at most, and refuses requests for more. */
  private static final String METRICS = "/metrics";

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getUriInfo().getRequestUri().getPath().endsWith(METRICS)) {
      return;
    }
    String wanted = request.getUriInfo().getQueryParameters().getFirst(PARAMETER);
    if (wanted == null) {
      request.setProperty(UNLIMITED, true);
      String asked = request.getUriInfo().getRequestUri().toString();
      request.setRequestUri(
          URI.create(asked + (asked.contains("?") ? "&" : "?") + PARAMETER + "=" + (MAX + 1)));
    } else if (!wanted.matches("\\d{1,9}") || Integer.parseInt(wanted) > MAX) {
      request.abortWith(
          Refusals.answer(
              400,
              "maxResults must be a number of at most "
                  + MAX
                  + ". Request one page at a time, with firstResult and maxResults."));
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(UNLIMITED) != null
        && response.getEntity() instanceof Collection<?> list
        && list.size() > MAX) {
      response.setStatus(400);
      response.setEntity(
          Refusals.answer(
                  400,
                  "There are more than "
                      + MAX
                      + ". Request one page at a time, with firstResult and maxResults.")
              .getEntity(),
          null,
          MediaType.APPLICATION_JSON_TYPE);
    }
  }
}
