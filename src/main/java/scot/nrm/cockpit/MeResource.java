package scot.nrm.cockpit;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.LocalDate;
import scot.nrm.access.Role;
import scot.nrm.engine.CaseClock;

/** What the signed-in person finds in Cockpit, so that its navigation offers nothing else. */
@Path(CockpitResource.PATH + "me")
public final class MeResource extends CockpitResource {

  /**
   * @param scope whose cases these are, in words
   * @param readsFiguresOfArea whether the figures of an area are theirs to read, which hold no
   *     small number
   * @param today the day of the cases' clock, in Europe/London, which may have been moved in
   *     training
   */
  public record Me(
      String scope,
      boolean watchesCases,
      boolean readsFigures,
      boolean readsFiguresOfArea,
      boolean repairs,
      LocalDate today) {}

  @GET
  public Me me() {
    CaseScope scope = scope();
    return new Me(
        scope.words(),
        scope.watchesCases(),
        scope.readsFigures(),
        viewer().has(Role.CPC_MONITOR),
        scope.repairs(),
        bean(CaseClock.class).today());
  }
}
