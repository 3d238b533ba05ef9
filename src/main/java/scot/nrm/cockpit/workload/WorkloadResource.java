package scot.nrm.cockpit.workload;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import scot.nrm.cockpit.CockpitResource;
import scot.nrm.cockpit.Pages;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.WatchedTeams;
import scot.nrm.cockpit.WatchedTeams.Watched;
import scot.nrm.cockpit.workload.Reassignment.Reassigned;
import scot.nrm.cockpit.workload.Workload.Overview;
import scot.nrm.cockpit.workload.Workload.TaskSelection;
import scot.nrm.cockpit.workload.Workload.Tasks;
import scot.nrm.cockpit.workload.Workload.TeamPeople;

/** The work of teams and their officers. Managers reassign tasks within a team. */
@Path(CockpitResource.PATH + "workload")
public final class WorkloadResource extends CockpitResource {

  private static final List<String> PERIODS = List.of("7", "30");

  /** Tasks to assign to a user id; {@code null} returns them to their team. */
  public record Assignment(List<String> tasks, String to, String reason) {}

  @GET
  public Overview overview(@QueryParam("days") @DefaultValue("30") String days) {
    return bean(Workload.class).overview(watched(), days(days));
  }

  @GET
  @Path("people")
  public TeamPeople people(
      @QueryParam("team") String team,
      @QueryParam("council") String council,
      @QueryParam("days") @DefaultValue("30") String days) {
    return bean(Workload.class).people(watched(), team, council, days(days));
  }

  @GET
  @Path("tasks")
  public Tasks tasks(
      @QueryParam("team") String team,
      @QueryParam("council") String council,
      @QueryParam("officer") String officer,
      @QueryParam("which") @DefaultValue("open") String which,
      @QueryParam("days") @DefaultValue("30") String days,
      @QueryParam("page") String page,
      @QueryParam("sort") @DefaultValue("due") String sort,
      @QueryParam("descending") @DefaultValue("false") boolean descending) {
    return bean(Workload.class)
        .tasks(
            watched(),
            new TaskSelection(
                team, council, officer, which, days(days), Pages.number(page), sort, descending));
  }

  /** The tasks are their ids, with commas between them. */
  @GET
  @Path("barred")
  public List<String> barred(
      @QueryParam("team") String team,
      @QueryParam("council") String council,
      @QueryParam("tasks") @DefaultValue("") String tasks) {
    List<String> ids = List.of(tasks.split(",", -1)); // never empty
    if (ids.size() > Reassignment.MAX_TASKS) {
      throw RequestRefused.badRequest(
          "Choose at most " + Reassignment.MAX_TASKS + " tasks at once.");
    }
    return bean(Reassignment.class).barred(watched(), team, council, ids);
  }

  @POST
  @Path("assign")
  @Consumes(MediaType.APPLICATION_JSON)
  public Reassigned assign(Assignment assignment) {
    Watched watched = watched();
    if (assignment == null) {
      throw RequestRefused.badRequest("Choose at least one task.");
    }
    return bean(Reassignment.class)
        .reassign(watched, assignment.tasks(), assignment.to(), assignment.reason());
  }

  private Watched watched() {
    return bean(WatchedTeams.class).of(viewer());
  }

  private static int days(String text) {
    if (!PERIODS.contains(text)) {
      throw RequestRefused.badRequest("Choose the last 7 or the last 30 days.");
    }
    return Integer.parseInt(text);
  }
}
