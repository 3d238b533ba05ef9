package scot.nrm.statistics;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.joining;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;

/** The register as tables for the national statistics (D38). */
@Controller
class RegisterPages implements StartPageEntry {

  private final SignedInPages pages;
  private final CaseAccess access;
  private final RegisterCsv register;
  private final AnnualStatistics statistics;
  private final CaseClock clock;
  private final Years years;

  RegisterPages(
      SignedInPages pages,
      CaseAccess access,
      RegisterCsv register,
      AnnualStatistics statistics,
      CaseClock clock,
      Years years) {
    this.pages = pages;
    this.access = access;
    this.register = register;
    this.statistics = statistics;
    this.clock = clock;
    this.years = years;
  }

  private boolean readsRegister(Viewer viewer) {
    return viewer.has(Role.NRM_MANAGER)
        || access.keepsRegister(viewer, Team.INTAKE)
        || access.keepsRegister(viewer, Team.MANAGER);
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    List<Entry> area =
        Entry.onlyIf(
            viewer.has(Role.CPC_MONITOR),
            "Figures for our area",
            "How many children in your area were referred, and what was decided.",
            "/camunda/app/cockpit/default/#/nrm/figures");
    List<Entry> whole =
        Entry.onlyIf(
            mayOpen(viewer),
            "The register",
            Stream.of(
                        access.mayReadFigures(viewer) ? "figures for a year" : "",
                        readsRegister(viewer) ? "all cases as a table" : "")
                    .filter(part -> !part.isEmpty())
                    .collect(collectingAndThen(joining(", "), StringUtils::capitalize))
                + ".",
            "/nrm/register");
    return Stream.concat(area.stream(), whole.stream()).toList();
  }

  @GetMapping("/nrm/register")
  ResponseEntity<byte[]> index(HttpServletRequest request) {
    return pages.forViewer(request, this::mayOpen, viewer -> index(HttpStatus.OK, viewer, ""));
  }

  @GetMapping("/nrm/register.csv")
  ResponseEntity<byte[]> register(HttpServletRequest request, HttpServletResponse response) {
    return pages.forViewer(
        request,
        this::readsRegister,
        viewer ->
            pages.csv(
                request, response, "nrm-register-" + clock.today() + ".csv", register::write));
  }

  @GetMapping("/nrm/figures.csv")
  ResponseEntity<byte[]> figures(
      @RequestParam(name = "year", defaultValue = "") String typed,
      HttpServletRequest request,
      HttpServletResponse response) {
    return pages.forViewer(
        request,
        access::mayReadFigures,
        viewer ->
            years.chosen(
                typed,
                year ->
                    pages.csv(
                        request,
                        response,
                        "nrm-figures-" + year + ".csv",
                        out -> statistics.write(year, out)),
                message -> index(HttpStatus.BAD_REQUEST, viewer, message)));
  }

  private boolean mayOpen(Viewer viewer) {
    return readsRegister(viewer) || access.mayReadFigures(viewer);
  }

  private ResponseEntity<byte[]> index(HttpStatus status, Viewer viewer, String message) {
    return pages.page(
        status,
        "register",
        Map.of(
            "message", message,
            "mayReadRegister", readsRegister(viewer),
            "mayReadFigures", access.mayReadFigures(viewer),
            "years", years.all(),
            "columns", RegisterCsv.COLUMNS));
  }
}
