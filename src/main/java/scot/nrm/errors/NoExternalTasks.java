package scot.nrm.errors;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/**
 * No diagram has external tasks. A worker that asked for one would occupy a connection for half an
 * hour, or get 500.
 */
@PreMatching
final class NoExternalTasks implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getUriInfo().getPath().endsWith("external-task/fetchAndLock")) {
      request.abortWith(Refusals.answer(403, "External tasks are not available here."));
    }
  }
}
