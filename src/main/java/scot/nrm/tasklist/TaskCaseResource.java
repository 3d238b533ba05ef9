package scot.nrm.tasklist;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import scot.nrm.cockpit.CockpitResource;

/** The case beside a task in Tasklist. */
@Path("plugin/" + TasklistPlugin.ID + "/{engine}/task/{id}/case")
public final class TaskCaseResource extends CockpitResource {

  @GET
  public TaskCase.Answer beside(@PathParam("id") String id) {
    return bean(TaskCase.class).of(id, viewer());
  }
}
