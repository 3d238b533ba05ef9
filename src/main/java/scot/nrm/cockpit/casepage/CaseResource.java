package scot.nrm.cockpit.casepage;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Locale;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.CockpitResource;
import scot.nrm.cockpit.Pages;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.casepage.CasePage.Answer;
import scot.nrm.cockpit.casepage.CasePage.Drawing;
import scot.nrm.cockpit.casepage.CasePage.Show;
import scot.nrm.cockpit.casepage.CasePage.TimelineChoice;

/** One case in Cockpit, by its number or by any instance that belongs to it. */
@Path(CockpitResource.PATH + "case")
public final class CaseResource extends CockpitResource {

  @GET
  public Answer byNumber() {
    return bean(CasePage.class).of(parameter("number"), viewer(), caseScope(), timelineChoice());
  }

  @GET
  @Path("instance/{id}")
  public Answer byInstance(@PathParam("id") String id) {
    return bean(CasePage.class).ofInstance(id, viewer(), instanceScope(), timelineChoice());
  }

  @GET
  @Path("path")
  public CasePage.Path path() {
    return bean(CasePage.class).path(parameter("number"), caseScope());
  }

  @GET
  @Path("path/instance/{id}")
  public CasePage.Path pathOfInstance(@PathParam("id") String id) {
    return bean(CasePage.class).pathOfInstance(id, instanceScope());
  }

  /** The file of a diagram in the version that the case followed. */
  @GET
  @Path("diagram")
  public Drawing diagram() {
    return bean(CasePage.class).drawing(parameter("number"), parameter("definition"), caseScope());
  }

  /** A platform administrator opens instances too, and sees their kind, but nothing of a case. */
  private CaseScope instanceScope() {
    CaseScope scope = scope();
    return scope.repairs() ? scope : caseScope();
  }

  private TimelineChoice timelineChoice() {
    return new TimelineChoice(
        show(parameter("show")), newestFirst(parameter("order")), Pages.number(parameter("page")));
  }

  private static Show show(String show) {
    if (show == null || show.isEmpty()) {
      return Show.EVERYTHING;
    }
    for (Show each : Show.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(show)) {
        return each;
      }
    }
    throw RequestRefused.badRequest(
        "Choose everything, decisions, updates, letters, notes or tasks.");
  }

  private static boolean newestFirst(String order) {
    if (order == null || order.isEmpty() || order.equals("newest")) {
      return true;
    }
    if (order.equals("oldest")) {
      return false;
    }
    throw RequestRefused.badRequest("Choose newest first or oldest first.");
  }
}
