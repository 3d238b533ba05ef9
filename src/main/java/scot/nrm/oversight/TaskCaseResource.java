package scot.nrm.oversight;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** The case beside a task in Tasklist. */
@Path("plugin/" + TasklistPlugin.ID + "/{engine}/task/{id}/case")
public final class TaskCaseResource extends OversightResource {

  @GET
  public TaskCase.Answer beside(@PathParam("id") String id) {
    return bean(TaskCase.class).of(id, viewer());
  }
}
