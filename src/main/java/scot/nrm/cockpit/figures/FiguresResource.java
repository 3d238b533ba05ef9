package scot.nrm.cockpit.figures;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import java.util.List;
import java.util.function.Supplier;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.CaseScopes;
import scot.nrm.cockpit.CockpitResource;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.engine.CaseClock;
import scot.nrm.statistics.AreaStatistics;
import scot.nrm.statistics.Period;
import scot.nrm.statistics.PeriodStatistics;
import scot.nrm.statistics.StatisticsTable;
import scot.nrm.statistics.TrendStatistics;
import scot.nrm.statistics.Years;

/**
 * Figures: counts over a period of the cases that the person may count, never an individual case. A
 * Child Protection Committee gets those of its area, in which small numbers are suppressed.
 */
@Path(CockpitResource.PATH + "figures")
public final class FiguresResource extends CockpitResource {

  /**
   * @param cases the cases that are counted, in words
   * @param from the first month of the period; {@code to} is the last
   */
  public record FiguresAnswer(
      String cases, YearMonth from, YearMonth to, String authority, List<StatisticsTable> tables) {}

  /** The area is its councils, in words; empty if the monitor has none. */
  public record AreaAnswer(
      String area, int year, List<Integer> years, List<AreaStatistics.Line> lines) {}

  @GET
  public FiguresAnswer figures(@QueryParam("from") String from, @QueryParam("to") String to) {
    return answer(from, to, false);
  }

  /** The figures of each month and quarter, which take as long again as all others. */
  @GET
  @Path("trends")
  public FiguresAnswer trends(@QueryParam("from") String from, @QueryParam("to") String to) {
    return answer(from, to, true);
  }

  private FiguresAnswer answer(String from, String to, boolean trends) {
    CaseScope scope = figuresScope();
    Period period = period(from, to);
    String authority = authority().orElse("");
    return new FiguresAnswer(
        scope.words(),
        period.from(),
        period.to(),
        authority,
        trends ? trends(period, authority, scope) : tables(period, authority, scope));
  }

  /** One table, to download. */
  @GET
  @Path("{table}.csv")
  @Produces("text/csv")
  public Response csv(
      @PathParam("table") String id, @QueryParam("from") String from, @QueryParam("to") String to) {
    CaseScope scope = figuresScope();
    Period period = period(from, to);
    String authority = authority().orElse("");
    StatisticsTable table =
        (PeriodStatistics.TABLES.contains(id)
                ? tables(period, authority, scope)
                : trends(period, authority, scope))
            .stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> RequestRefused.notFound("Choose one of the tables of figures."));
    return csv(
        "nrm-" + id + "-" + period.from() + "-to-" + period.to() + ".csv",
        out -> table.write(out, period, authority, scope.words()));
  }

  /** The counts of an area in a year. */
  @GET
  @Path("area")
  public AreaAnswer area(@QueryParam("year") @DefaultValue("") String typed) {
    Viewer viewer = viewer();
    if (!viewer.has(Role.CPC_MONITOR)) {
      throw RequestRefused.forbidden("Your role does not have access to figures for an area.");
    }
    AreaStatistics figures = bean(AreaStatistics.class);
    Years years = bean(Years.class);
    int year = orBadRequest(() -> typed.isEmpty() ? years.latest() : years.chosen(typed));
    return new AreaAnswer(
        figures.areaName(viewer.tenants()), year, years.all(), figures.of(viewer.tenants(), year));
  }

  @GET
  @Path("area.csv")
  @Produces("text/csv")
  public Response areaCsv(@QueryParam("year") @DefaultValue("") String typed) {
    AreaAnswer area = area(typed);
    return csv(
        "nrm-area-figures-" + area.year() + ".csv",
        out -> AreaStatistics.write(area.year(), area.lines(), out));
  }

  private CaseScope figuresScope() {
    CaseScope scope = bean(CaseScopes.class).ofFigures(viewer());
    if (!scope.readsFigures() && !scope.watchesCases()) {
      throw RequestRefused.forbidden("Your role does not have access to figures.");
    }
    return scope;
  }

  private Period period(String from, String to) {
    return orBadRequest(() -> Period.parse(from, to, bean(CaseClock.class).today()));
  }

  private List<StatisticsTable> tables(Period period, String authority, CaseScope scope) {
    return bean(PeriodStatistics.class).tables(period, authority, scope.sql(), scope.params());
  }

  private List<StatisticsTable> trends(Period period, String authority, CaseScope scope) {
    return bean(TrendStatistics.class).tables(period, authority, scope.sql(), scope.params());
  }

  private static <T> T orBadRequest(Supplier<T> asked) {
    try {
      return asked.get();
    } catch (IllegalArgumentException e) {
      throw RequestRefused.badRequest(e.getMessage());
    }
  }
}
