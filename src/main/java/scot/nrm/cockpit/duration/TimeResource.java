package scot.nrm.cockpit.duration;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.LocalDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.CockpitResource;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.duration.TimeAtElements.AllTimes;
import scot.nrm.cockpit.duration.TimeAtElements.Times;
import scot.nrm.cockpit.duration.TimeAtElements.TimesRequest;

/** The time that cases spend at the elements of one diagram, or of all. */
@Path(CockpitResource.PATH + "time")
public final class TimeResource extends CockpitResource {

  /** All diagrams together, with the period before. */
  @GET
  public AllTimes allTimes() {
    return bean(TimeAtElements.class).allTimes(request(null), timesScope());
  }

  @GET
  @Path("{definition}")
  public Times times(@PathParam("definition") String definition) {
    return bean(TimeAtElements.class).times(request(definition), timesScope());
  }

  private CaseScope timesScope() {
    CaseScope scope = scope();
    if (!scope.watchesCases() && !scope.readsFigures()) {
      throw RequestRefused.forbidden("Your role does not have access to figures of cases.");
    }
    return scope;
  }

  private TimesRequest request(String definition) {
    return new TimesRequest(
        definition,
        day(parameter("from")),
        day(parameter("to")),
        authority().orElse(null),
        "all".equals(parameter("versions")));
  }

  private static LocalDate day(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    return LocalDay.parse(text)
        .filter(day -> day.getYear() >= 1900 && day.getYear() < 2200)
        .orElseThrow(
            () -> RequestRefused.badRequest("Enter the days of the period, such as 14/4/2009."));
  }
}
