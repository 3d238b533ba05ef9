package scot.nrm.tasklist;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import scot.nrm.cockpit.CockpitResource;

/** The case beside a task in Tasklist. */
@Path("plugin/" + TaskCaseResource.ID + "/{engine}/task/{id}/case")
public final class TaskCaseResource extends CockpitResource {

  /**
   * The plugin's id. It differs from Cockpit's because it is also the name of its folder of files.
   */
  static final String ID = "nrm-tasklist";

  @GET
  public TaskCase.Answer beside(@PathParam("id") String id) {
    return bean(TaskCase.class).of(id, viewer());
  }
}
