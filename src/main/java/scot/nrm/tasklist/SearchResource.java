package scot.nrm.tasklist;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import scot.nrm.cockpit.CockpitResource;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.casepage.CaseSearch;

/** The search box on Tasklist's bar. What is searched for is in the body: it may name a child. */
@Path("plugin/" + TaskCaseResource.ID + "/{engine}/search")
public final class SearchResource extends CockpitResource {

  private static final int MAX_LENGTH = 200;
  private static final String HINT =
      "Enter any part of a case number, a Home Office reference, or a name with the date of birth"
          + " as 23/07/1994.";

  public record Typed(String text) {

    /** Omits the text, so that a careless log line doesn't reveal it. */
    @Override
    public String toString() {
      return "Typed";
    }
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public CaseSearch.Found search(Typed typed) {
    if (typed == null
        || typed.text() == null
        || typed.text().isBlank()
        || typed.text().length() > MAX_LENGTH) {
      throw RequestRefused.badRequest(HINT);
    }
    return bean(CaseSearch.class).search(typed.text(), viewer());
  }
}
