package scot.nrm.record;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.Viewer;
import scot.nrm.casefile.RegisterRows;
import scot.nrm.engine.CaseClock;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.record.AreaFigures.Line;

/** What a Child Protection Committee sees: counts of its area, which is the councils that its monitor belongs to. */
@Controller
class AreaFiguresPage implements StartPageEntry {

  private static final String PATH = "/nrm/area-figures";
  private static final String MONITOR = "cpc-monitor";
  private static final List<String> HEADS = List.of("year", "table", "code", "name", "number");

  private final SignedInPages pages;
  private final RegisterRows rows;
  private final Names names;
  private final Years years;

  AreaFiguresPage(SignedInPages pages, RegisterRows rows, Names names, CaseClock clock) {
    this.pages = pages;
    this.rows = rows;
    this.names = names;
    this.years = new Years(clock);
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return !viewer.isIn(MONITOR) ? List.of() : List.of(new Entry("Figures of our area",
        "How many children of your area were referred, and what was decided.", PATH));
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(
      @RequestParam(name = "year", defaultValue = "") String typed, HttpServletRequest request) {
    return pages.forViewer(request, viewer -> {
      if (!viewer.isIn(MONITOR)) {
        return pages.notFound();
      }
      if (!typed.isEmpty() && !years.has(typed)) {
        return page(HttpStatus.BAD_REQUEST, viewer, years.latest(), years.sentence(), request);
      }
      return page(HttpStatus.OK, viewer, typed.isEmpty() ? years.latest() : Integer.parseInt(typed), "", request);
    });
  }

  @GetMapping(PATH + ".csv")
  ResponseEntity<byte[]> csv(
      @RequestParam(name = "year", defaultValue = "") String typed,
      HttpServletRequest request,
      HttpServletResponse response) {
    return pages.forViewer(request, viewer -> {
      if (!viewer.isIn(MONITOR)) {
        return pages.notFound();
      }
      if (!years.has(typed)) {
        return page(HttpStatus.BAD_REQUEST, viewer, years.latest(), years.sentence(), request);
      }
      int year = Integer.parseInt(typed);
      return pages.csv(response, "nrm-area-figures-" + year + ".csv", out -> {
        SpreadsheetCsv csv = new SpreadsheetCsv(out, HEADS);
        figures(viewer, year).forEach(line ->
            csv.row(List.of(year, line.table(), line.code(), line.name(), line.number())));
        csv.finish();
      });
    });
  }

  private List<Line> figures(Viewer viewer, int year) {
    AreaFigures figures = new AreaFigures();
    rows.forEach(viewer.tenants(), year, row -> figures.add(new CountedCase(row)));
    return figures.lines();
  }

  private ResponseEntity<byte[]> page(
      HttpStatus status, Viewer viewer, int year, String message, HttpServletRequest request) {
    boolean noArea = viewer.tenants().isEmpty();
    Map<String, List<Line>> tables = new LinkedHashMap<>();
    if (!noArea) {
      figures(viewer, year).forEach(line ->
          tables.computeIfAbsent(line.heading(), heading -> new ArrayList<>()).add(line));
    }
    return pages.page(status, "page-area-figures", Map.of(
        "root", request.getContextPath(),
        "message", message,
        "noArea", noArea,
        "area", viewer.tenants().stream().map(names::council).sorted().collect(Collectors.joining(", ")),
        "year", year,
        "years", years.all().stream().map(one -> Map.of("year", one, "chosen", one == year)).toList(),
        "tables", tables.entrySet().stream().map(table -> Map.of(
            "heading", table.getKey(), "lines", table.getValue())).toList()));
  }
}
