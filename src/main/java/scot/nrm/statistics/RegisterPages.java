package scot.nrm.statistics;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.joining;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.engine.CaseClock;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.record.CodeNames;
import scot.nrm.record.RecordPages;
import scot.nrm.register.RegisterRows;

/**
 * The register as tables for the national statistics (D38), and the way to the record of any one
 * case.
 */
@Controller
class RegisterPages implements StartPageEntry {

  /** UKHTC keeps the register, whoever decides. */
  private static final Set<String> READ_REGISTER =
      Set.of("ukhtc-intake", "ukhtc-manager", "nrm-manager");

  private static final Set<String> READ_FIGURES =
      Set.of("ukhtc-manager", "nrm-manager", "policy-staff");
  private static final Pattern CASE_NUMBER = Pattern.compile("NRM-\\d{4}-\\d{6,12}");

  private final SignedInPages pages;
  private final CaseAccess access;
  private final RegisterCsv register;
  private final RegisterRows rows;
  private final CodeNames names;
  private final CaseClock clock;
  private final Years years;

  RegisterPages(
      SignedInPages pages,
      CaseAccess access,
      RegisterCsv register,
      RegisterRows rows,
      CodeNames names,
      CaseClock clock) {
    this.pages = pages;
    this.access = access;
    this.register = register;
    this.rows = rows;
    this.names = names;
    this.clock = clock;
    this.years = new Years(clock);
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
                            viewer.isInAnyOf(READ_FIGURES) ? "figures of a year" : "",
                            viewer.isInAnyOf(READ_REGISTER) ? "all cases as a table" : "")
                        .filter(part -> !part.isEmpty())
                        .collect(collectingAndThen(joining(", "), CodeNames::sentence))
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
   * From the field of the page to the record. Says the same whether there is such a case or not.
   */
  @GetMapping("/nrm/register/record")
  ResponseEntity<byte[]> open(
      @RequestParam(name = "caseNumber", defaultValue = "") String typed,
      HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> {
          String caseNumber = typed.strip().toUpperCase(Locale.ROOT);
          if (!isForUs(viewer)) {
            return pages.notFound();
          }
          return CASE_NUMBER.matcher(caseNumber).matches()
              ? pages.seeOther(request.getContextPath() + RecordPages.address(caseNumber))
              : index(
                  HttpStatus.BAD_REQUEST,
                  viewer,
                  request,
                  "Write the whole case number, such as NRM-2009-000123.");
        });
  }

  @GetMapping("/nrm/register.csv")
  ResponseEntity<byte[]> register(HttpServletRequest request, HttpServletResponse response) {
    return pages.forViewer(
        request,
        viewer ->
            viewer.isInAnyOf(READ_REGISTER)
                ? pages.csv(response, "nrm-register-" + clock.today() + ".csv", register::write)
                : pages.notFound());
  }

  @GetMapping("/nrm/figures.csv")
  ResponseEntity<byte[]> figures(
      @RequestParam(name = "year", defaultValue = "") String typed,
      HttpServletRequest request,
      HttpServletResponse response) {
    return pages.forViewer(
        request,
        viewer -> {
          if (!viewer.isInAnyOf(READ_FIGURES)) {
            return pages.notFound();
          }
          if (!years.has(typed)) {
            return index(HttpStatus.BAD_REQUEST, viewer, request, years.sentence());
          }
          int year = Integer.parseInt(typed);
          AnnualStatistics figures = new AnnualStatistics(year, names);
          rows.forEach(row -> figures.add(new ReferralCountRule(row)));
          return pages.csv(response, "nrm-figures-" + year + ".csv", figures::write);
        });
  }

  private boolean isForUs(Viewer viewer) {
    return access.readsCases(viewer)
        || viewer.isInAnyOf(READ_REGISTER)
        || viewer.isInAnyOf(READ_FIGURES);
  }

  private ResponseEntity<byte[]> index(
      HttpStatus status, Viewer viewer, HttpServletRequest request, String message) {
    return pages.page(
        status,
        "page-register",
        Map.of(
            "root", request.getContextPath(),
            "message", message,
            "mayOpen", access.readsCases(viewer),
            "mayReadRegister", viewer.isInAnyOf(READ_REGISTER),
            "mayReadFigures", viewer.isInAnyOf(READ_FIGURES),
            "years", years.all(),
            "columns", RegisterCsv.COLUMNS));
  }
}
