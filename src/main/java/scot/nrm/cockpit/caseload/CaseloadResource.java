package scot.nrm.cockpit.caseload;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import scot.nrm.access.Viewer;
import scot.nrm.accesslog.Access;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.What;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.CockpitResource;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.engine.CaseClock;
import scot.nrm.record.CodeNames;

/** Caseload: the cases that a manager watches. Optional URL parameters narrow the list. */
@Path(CockpitResource.PATH + "caseload")
public final class CaseloadResource extends CockpitResource {

  @GET
  @Path("summary")
  public Caseload.Summary summary() {
    CaseScope scope = caseScope();
    return bean(Caseload.class).summary(viewer(), scope);
  }

  @GET
  @Path("cases")
  public Caseload.Page cases() {
    CaseScope scope = caseScope();
    return bean(Caseload.class).page(viewer(), scope, CaseloadFilter.of(this::parameter), order());
  }

  private Caseload.Order order() {
    return Caseload.Order.of(parameter("sort"), parameter("order"), parameter("page"));
  }

  /** The person's own named filters of the list. */
  @GET
  @Path("views")
  public SavedViews.Answer views() {
    caseScope();
    return bean(SavedViews.class).of(viewer().userId());
  }

  /** The filter is parameters of the list; without any, the view is removed. */
  public record NamedFilter(String name, Map<String, String> filter) {}

  @PUT
  @Path("views")
  @Consumes(MediaType.APPLICATION_JSON)
  public SavedViews.Answer save(NamedFilter view) {
    caseScope();
    if (view == null) {
      throw RequestRefused.badRequest("Enter a name for the view, of up to 40 characters.");
    }
    return bean(SavedViews.class).save(viewer().userId(), view.name(), view.filter());
  }

  /** Whether the person wants the e-mails of {@link Digest}. */
  @GET
  @Path("digest")
  public Digest.DigestSetting digest() {
    caseScope();
    return bean(Digest.class).setting(viewer().userId());
  }

  public record DigestChoice(boolean on) {}

  @PUT
  @Path("digest")
  @Consumes(MediaType.APPLICATION_JSON)
  public Digest.DigestSetting setDigest(DigestChoice choice) {
    caseScope();
    return bean(Digest.class).set(viewer().userId(), choice != null && choice.on());
  }

  /**
   * All cases of the filtered list, in its order. The file name contains the date and nothing from
   * the filter.
   */
  @GET
  @Path("cases.csv")
  @Produces("text/csv")
  public Response csv() {
    CaseScope scope = caseScope();
    Viewer viewer = viewer();
    CaseloadFilter filter = CaseloadFilter.of(this::parameter);
    Caseload.Order order = order();
    Caseload caseload = bean(Caseload.class);
    return csv(
        "caseload-" + bean(CaseClock.class).today() + ".csv",
        out -> {
          CaseloadCsv csv = new CaseloadCsv(out, bean(CodeNames.class)::named);
          caseload.forEach(viewer, scope, filter, order, csv::row);
          // The request is already in the log.
          bean(AccessLog.class)
              .record(Access.by(viewer, What.TABLE).detail("caseload").rows(csv.finish()));
        });
  }
}
