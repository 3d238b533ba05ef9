package scot.nrm.tasklist;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import scot.nrm.access.CaseAccess;
import scot.nrm.cockpit.CockpitResource;
import scot.nrm.cockpit.casepage.NextSteps.OwnTask;

/** The person's own work on Tasklist's bar: the link to their cases, and claiming a task. */
@Path("plugin/" + TaskCaseResource.ID + "/{engine}/work")
public final class WorkResource extends CockpitResource {

  /**
   * @param cases whether the person has the page of their own cases
   */
  public record Work(boolean cases) {}

  /**
   * @param tasks another value as soon as a task that the person sees has come or gone
   */
  public record Changes(String tasks) {}

  /**
   * @param task {@code null} if no task waits that the person may claim
   */
  public record Claimed(OwnTask task) {}

  @GET
  public Work work() {
    return new Work(bean(CaseAccess.class).worksOnCases(viewer()));
  }

  @GET
  @Path("changes")
  public Changes changes() {
    return new Changes(bean(NextTask.class).state());
  }

  @POST
  @Path("next")
  @Consumes(MediaType.APPLICATION_JSON)
  public Claimed claimNext() {
    return new Claimed(bean(NextTask.class).claim(viewer()).orElse(null));
  }
}
