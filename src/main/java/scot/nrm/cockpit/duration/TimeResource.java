package scot.nrm.cockpit.duration;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.CockpitResource;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.duration.TimeAtElements.Asked;
import scot.nrm.cockpit.duration.TimeAtElements.Times;
import scot.nrm.register.Authority;

/** The time that cases spend at the elements of one diagram. */
@Path(CockpitResource.PATH + "time")
public final class TimeResource extends CockpitResource {

  @GET
  @Path("{definition}")
  public Times times(@PathParam("definition") String definition) {
    CaseScope scope = scope();
    if (!scope.watchesCases() && !scope.readsFigures()) {
      throw RequestRefused.forbidden("Your role does not have access to figures of cases.");
    }
    String authority = asked("authority");
    if (authority != null && !Authority.ids().contains(authority)) {
      throw RequestRefused.badRequest(
          "Choose UKHTC or UKBA, or leave the authority blank for both.");
    }
    return bean(TimeAtElements.class)
        .times(
            new Asked(
                definition,
                day(asked("from")),
                day(asked("to")),
                authority,
                "all".equals(asked("versions"))),
            scope);
  }

  private static LocalDate day(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() >= 1900 && day.getYear() < 2200) {
        return day;
      }
    } catch (DateTimeParseException e) {
      // answered below
    }
    throw RequestRefused.badRequest("Enter the days of the period like 2009-04-14.");
  }
}
