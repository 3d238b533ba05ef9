package scot.nrm.errors;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/** No diagram has external tasks: a worker would hold a connection for half an hour. */
@PreMatching
final class NoExternalTasks implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getUriInfo().getPath().endsWith("external-task/fetchAndLock")) {
      request.abortWith(Refusals.answer(403, "External tasks are not available here."));
    }
  }
}
