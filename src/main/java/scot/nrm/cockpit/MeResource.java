package scot.nrm.cockpit;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.LocalDate;
import java.util.List;
import scot.nrm.access.Role;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;

/**
 * The pages that the signed-in person may open in Cockpit, so that the navigation offers only
 * those.
 */
@Path(CockpitResource.PATH + "me")
public final class MeResource extends CockpitResource {

  /**
   * @param scope the cases in the scope, in words
   * @param readsFiguresOfArea whether they may read the figures of an area, in which small numbers
   *     are suppressed
   * @param authorities the codes of the competent authorities, for filters
   * @param today today's date for the cases, in Europe/London; the clock may have been moved in
   *     training
   */
  public record Me(
      String scope,
      boolean watchesCases,
      boolean readsFigures,
      boolean readsFiguresOfArea,
      boolean repairs,
      List<String> authorities,
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
        bean(Authorities.class).ids(),
        bean(CaseClock.class).today());
  }
}
