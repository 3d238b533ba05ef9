package scot.nrm.partners;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.SpreadsheetCsv;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.statistics.AreaStatistics;
import scot.nrm.statistics.AreaStatistics.Line;
import scot.nrm.statistics.Years;

/** For a Child Protection Committee: counts of its area, the councils of its monitor. */
@Controller
class AreaFiguresPage implements StartPageEntry {

  private static final String PATH = "/nrm/area-figures";
  private static final List<String> HEADS = List.of("year", "table", "code", "name", "number");

  private final SignedInPages pages;
  private final AreaStatistics figures;
  private final Years years;

  AreaFiguresPage(SignedInPages pages, AreaStatistics figures, Years years) {
    this.pages = pages;
    this.figures = figures;
    this.years = years;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return Entry.onlyIf(
        viewer.has(Role.CPC_MONITOR),
        "Figures for our area",
        "How many children in your area were referred, and what was decided.",
        PATH);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(
      @RequestParam(name = "year", defaultValue = "") String typed, HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> viewer.has(Role.CPC_MONITOR),
        viewer ->
            years.chosen(
                typed.isEmpty() ? String.valueOf(years.latest()) : typed,
                year -> page(HttpStatus.OK, viewer, year, ""),
                message -> noSuchYear(viewer, message)));
  }

  @GetMapping(PATH + ".csv")
  ResponseEntity<byte[]> csv(
      @RequestParam(name = "year", defaultValue = "") String typed,
      HttpServletRequest request,
      HttpServletResponse response) {
    return pages.forViewer(
        request,
        viewer -> viewer.has(Role.CPC_MONITOR),
        viewer ->
            years.chosen(
                typed,
                year ->
                    pages.csv(
                        request,
                        response,
                        "nrm-area-figures-" + year + ".csv",
                        out -> write(viewer, year, out)),
                message -> noSuchYear(viewer, message)));
  }

  private int write(Viewer viewer, int year, Writer out) {
    SpreadsheetCsv csv = new SpreadsheetCsv(out, HEADS);
    figures
        .of(viewer.tenants(), year)
        .forEach(
            line -> csv.row(List.of(year, line.table(), line.code(), line.name(), line.number())));
    return csv.finish();
  }

  private ResponseEntity<byte[]> noSuchYear(Viewer viewer, String message) {
    return page(HttpStatus.BAD_REQUEST, viewer, years.latest(), message);
  }

  private ResponseEntity<byte[]> page(HttpStatus status, Viewer viewer, int year, String message) {
    boolean noArea = viewer.tenants().isEmpty();
    List<Line> lines = noArea ? List.of() : figures.of(viewer.tenants(), year);
    Map<String, List<Line>> tables =
        lines.stream()
            .collect(
                Collectors.groupingBy(
                    line ->
                        line.heading()
                            + (line.table().equals(AreaStatistics.BY_YEAR) ? "" : ", " + year),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return pages.page(
        status,
        "area-figures",
        Map.of(
            "message",
            message,
            "noArea",
            noArea,
            "area",
            figures.areaName(viewer.tenants()),
            "year",
            year,
            "years",
            years.all().stream().map(one -> Map.of("year", one, "chosen", one == year)).toList(),
            "tables",
            tables.entrySet().stream()
                .map(table -> Map.of("heading", table.getKey(), "lines", table.getValue()))
                .toList()));
  }
}
