package scot.nrm.statistics;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.joining;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import scot.nrm.engine.CaseNumber;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.record.RecordAddress;

/**
 * The register as tables for the national statistics (D38), and a search for the record of a case.
 */
@Controller
class RegisterPages implements StartPageEntry {

  /** UKHTC keeps the register, even for cases that UKBA decides. */
  private static final Set<Role> READ_REGISTER =
      Set.of(Role.UKHTC_INTAKE, Role.UKHTC_MANAGER, Role.NRM_MANAGER);

  private static final Set<Role> READ_FIGURES =
      Set.of(Role.UKHTC_MANAGER, Role.NRM_MANAGER, Role.POLICY_STAFF);

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

  @Override
  public List<Entry> entries(Viewer viewer) {
    return !isForUs(viewer)
        ? List.of()
        : List.of(
            new Entry(
                "The register",
                Stream.of(
                            access.readsCases(viewer) ? "the record of a case by its number" : "",
                            viewer.hasAnyOf(READ_FIGURES) ? "figures for a year" : "",
                            viewer.hasAnyOf(READ_REGISTER) ? "all cases as a table" : "")
                        .filter(part -> !part.isEmpty())
                        .collect(collectingAndThen(joining(", "), StringUtils::capitalize))
                    + ".",
                "/nrm/register"));
  }

  @GetMapping("/nrm/register")
  ResponseEntity<byte[]> index(HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> isForUs(viewer) ? index(HttpStatus.OK, viewer, request, "") : pages.notFound());
  }

  /**
   * Leads from the search field to the record. The answer doesn't reveal whether the case exists.
   */
  @GetMapping("/nrm/register/record")
  ResponseEntity<byte[]> open(
      @RequestParam(name = "caseNumber", defaultValue = "") String typed,
      HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> {
          String caseNumber = CaseNumber.of(typed);
          if (!isForUs(viewer)) {
            return pages.notFound();
          }
          return CaseNumber.isValid(caseNumber)
              ? pages.seeOther(request.getContextPath() + RecordAddress.of(caseNumber))
              : index(
                  HttpStatus.BAD_REQUEST,
                  viewer,
                  request,
                  "Enter the whole case number, such as " + CaseNumber.EXAMPLE + ".");
        });
  }

  @GetMapping("/nrm/register.csv")
  ResponseEntity<byte[]> register(HttpServletRequest request, HttpServletResponse response) {
    return pages.forViewer(
        request,
        viewer ->
            viewer.hasAnyOf(READ_REGISTER)
                ? pages.csv(
                    request, response, "nrm-register-" + clock.today() + ".csv", register::write)
                : pages.notFound());
  }

  @GetMapping("/nrm/figures.csv")
  ResponseEntity<byte[]> figures(
      @RequestParam(name = "year", defaultValue = "") String typed,
      HttpServletRequest request,
      HttpServletResponse response) {
    return pages.forViewer(
        request,
        viewer ->
            viewer.hasAnyOf(READ_FIGURES)
                ? years.chosen(
                    typed,
                    year ->
                        pages.csv(
                            request,
                            response,
                            "nrm-figures-" + year + ".csv",
                            out -> statistics.write(year, out)),
                    message -> index(HttpStatus.BAD_REQUEST, viewer, request, message))
                : pages.notFound());
  }

  private boolean isForUs(Viewer viewer) {
    return access.readsCases(viewer)
        || viewer.hasAnyOf(READ_REGISTER)
        || viewer.hasAnyOf(READ_FIGURES);
  }

  private ResponseEntity<byte[]> index(
      HttpStatus status, Viewer viewer, HttpServletRequest request, String message) {
    return pages.page(
        status,
        "register",
        Map.of(
            "root", request.getContextPath(),
            "message", message,
            "mayOpen", access.readsCases(viewer),
            "mayReadRegister", viewer.hasAnyOf(READ_REGISTER),
            "mayReadFigures", viewer.hasAnyOf(READ_FIGURES),
            "years", years.all(),
            "columns", RegisterCsv.COLUMNS));
  }
}
