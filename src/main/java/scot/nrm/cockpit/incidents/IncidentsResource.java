package scot.nrm.cockpit.incidents;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.CockpitResource;
import scot.nrm.cockpit.Pages;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.incidents.Incidents.Found;
import scot.nrm.cockpit.incidents.Incidents.Retried;

/** Failed and delayed work; administrators of the platform retry it. */
@Path(CockpitResource.PATH + "incidents")
public final class IncidentsResource extends CockpitResource {

  /** The ids of the incidents chosen in the list. */
  public record Chosen(List<String> incidents) {}

  @GET
  public Found found(@QueryParam("kind") String kind, @QueryParam("page") String page) {
    CaseScope scope = scope();
    if (!scope.watchesCases() && !scope.repairs()) {
      throw RequestRefused.forbidden("Your role does not oversee any cases.");
    }
    return bean(Incidents.class).found(scope, kind, Pages.number(page));
  }

  /** A POST because it reads all cases. */
  @POST
  @Path("check")
  public Reconciliation.Checked check() {
    return bean(Incidents.class).check(scope());
  }

  @POST
  @Path("retry")
  @Consumes(MediaType.APPLICATION_JSON)
  public Retried retry(Chosen chosen) {
    return bean(Incidents.class).retry(scope(), chosen == null ? null : chosen.incidents());
  }

  /** A POST because the list may be too long for a URL; it changes nothing. */
  @POST
  @Path("outcome")
  @Consumes(MediaType.APPLICATION_JSON)
  public Retried outcome(Chosen chosen) {
    return bean(Incidents.class).outcome(scope(), chosen == null ? null : chosen.incidents());
  }
}
