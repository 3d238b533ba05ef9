package scot.nrm.cockpit;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import scot.nrm.access.Role;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Duty;

/** The pages that the signed-in person may open in Cockpit: the navigation offers only those. */
@Path(CockpitResource.PATH + "me")
public final class MeResource extends CockpitResource {

  /**
   * @param scope the cases in the scope, in words
   * @param readsFiguresOfArea whether they may read the figures of an area, in which small numbers
   *     are suppressed
   * @param revises whether they may open the page of revisions
   * @param authorities the codes of the competent authorities, for filters
   * @param names their short names today by code, and as a sentence has them by code after "the ";
   *     by duty that of intake, as a sentence has it, and that of immigration
   * @param today today's date for the cases, in Europe/London; the clock may have been moved in
   *     training
   */
  public record Me(
      String scope,
      boolean watchesCases,
      boolean readsFigures,
      boolean readsFiguresOfArea,
      boolean repairs,
      boolean revises,
      List<String> authorities,
      Map<String, String> names,
      LocalDate today) {}

  @GET
  public Me me() {
    CaseScope scope = scope();
    Authorities authorities = bean(Authorities.class);
    return new Me(
        scope.words(),
        scope.watchesCases(),
        scope.readsFigures(),
        viewer().has(Role.CPC_MONITOR),
        scope.repairs(),
        viewer().hasAnyOf(Role.REVISING),
        authorities.ids(),
        names(authorities, bean(CaseClock.class).today()),
        bean(CaseClock.class).today());
  }

  private static Map<String, String> names(Authorities authorities, LocalDate today) {
    Map<String, String> names = new HashMap<>();
    authorities.all().forEach(one -> names.put(one.id(), authorities.shortName(one, today)));
    authorities.all().forEach(one -> names.put("the " + one.id(), authorities.inText(one, today)));
    names.put("intake", authorities.inText(authorities.with(Duty.INTAKE, today), today));
    names.put(
        "immigration", authorities.shortName(authorities.with(Duty.IMMIGRATION, today), today));
    return names;
  }
}
