package scot.nrm.tasklist;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Optional;
import scot.nrm.cockpit.CockpitResource;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.casepage.NextSteps;

/** What the signed-in person has just sent, and what happens next. */
public abstract class SentResource extends CockpitResource {

  private static final String PLUGIN = "plugin/" + TaskCaseResource.ID + "/{engine}/";
  private static final String NOT_SENT = "You have not sent this form in the last hour.";

  SentResource() {}

  abstract Optional<NextSteps.Sent> find(NextSteps steps, String id);

  @Path(PLUGIN + "task/{id}/sent")
  public static final class OfTask extends SentResource {

    @Override
    Optional<NextSteps.Sent> find(NextSteps steps, String id) {
      return steps.afterTask(id, viewer());
    }
  }

  @Path(PLUGIN + "process-instance/{id}/sent")
  public static final class OfStart extends SentResource {

    @Override
    Optional<NextSteps.Sent> find(NextSteps steps, String id) {
      return steps.afterStart(id, viewer());
    }
  }

  @GET
  public NextSteps.Sent sent(@PathParam("id") String id) {
    return find(bean(NextSteps.class), id).orElseThrow(() -> RequestRefused.notFound(NOT_SENT));
  }
}
