package scot.nrm.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.Writer;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.accesslog.Entries.LogEntry;
import scot.nrm.accesslog.Entries.Page;
import scot.nrm.accesslog.Entries.Search;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseNumber;
import scot.nrm.engine.StoredCode;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.SpreadsheetCsv;
import scot.nrm.pages.StartPageEntry;

/** The access log for the data controller, who sees no case: a search, and its results as CSV. */
@Controller
class AccessLogPage implements StartPageEntry {

  static final String PATH = "/nrm/access-log";
  static final String CSV = PATH + ".csv";

  private static final String[] HEADS = {
    "entry", "uk_time", "user", "roles", "local_authorities", "what", "case_number",
    "detail", "rows", "had_task", "about", "reason", "address", "allowed"
  };

  /** As spreadsheets read it. */
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.UK).withZone(LocalDay.ZONE);

  private static final List<String> FIELDS =
      List.of("person", "caseNumber", "what", "from", "to", "refused", "noTask");

  private final SignedInPages pages;
  private final Entries entries;
  private final AccessWords words;

  AccessLogPage(SignedInPages pages, Entries entries, AccessWords words) {
    this.pages = pages;
    this.entries = entries;
    this.words = words;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return Entry.onlyIf(
        viewer.has(Role.DATA_CONTROLLER),
        "Access log",
        "Who has read what, who signed in, and what was refused.",
        PATH);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(@RequestParam Map<String, String> asked, HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> viewer.has(Role.DATA_CONTROLLER),
        viewer -> {
          try {
            Search search = search(asked);
            return page(
                HttpStatus.OK, asked, entries.page(search, typed(asked, "before")), "", request);
          } catch (IllegalArgumentException e) {
            return page(HttpStatus.BAD_REQUEST, asked, Page.EMPTY, e.getMessage(), request);
          }
        });
  }

  @GetMapping(CSV)
  ResponseEntity<byte[]> table(
      @RequestParam Map<String, String> asked,
      HttpServletRequest request,
      HttpServletResponse response) {
    return pages.forViewer(
        request,
        viewer -> viewer.has(Role.DATA_CONTROLLER),
        viewer -> {
          try {
            Search search = search(asked);
            return pages.csv(
                request,
                response,
                "nrm-access-log-" + LocalDate.now(LocalDay.ZONE) + ".csv",
                out -> write(search, out));
          } catch (IllegalArgumentException e) {
            return page(HttpStatus.BAD_REQUEST, asked, Page.EMPTY, e.getMessage(), request);
          }
        });
  }

  private int write(Search search, Writer out) {
    SpreadsheetCsv csv = new SpreadsheetCsv(out, List.of(HEADS));
    entries.forEach(search, entry -> csv.row(cells(entry)));
    return csv.finish();
  }

  private List<Object> cells(LogEntry entry) {
    return Arrays.asList(
        entry.id(),
        AT.format(entry.at()),
        entry.userId(),
        words.roles(entry),
        words.councils(entry),
        entry.what().id(),
        entry.caseNumber(),
        words.detailForTable(entry),
        entry.rows(),
        entry.hasTask(),
        entry.about(),
        entry.reason(),
        entry.address(),
        entry.allowed());
  }

  private static Search search(Map<String, String> asked) {
    String caseNumber = CaseNumber.of(typed(asked, "caseNumber"));
    if (!caseNumber.isEmpty() && !CaseNumber.isValid(caseNumber)) {
      throw new IllegalArgumentException(
          "Enter a whole case number, such as " + CaseNumber.EXAMPLE + ".");
    }
    LocalDate from = day(typed(asked, "from"));
    LocalDate to = day(typed(asked, "to"));
    if (from != null && to != null && from.isAfter(to)) {
      throw new IllegalArgumentException("The first day is after the last. Change one of them.");
    }
    return new Search(
        typed(asked, "person"),
        caseNumber,
        StoredCode.find(What.class, typed(asked, "what")).orElse(null),
        from,
        to,
        asked.containsKey("refused"),
        asked.containsKey("noTask"));
  }

  private static String typed(Map<String, String> asked, String name) {
    return asked.getOrDefault(name, "").strip();
  }

  private static LocalDate day(String typed) {
    return typed.isEmpty()
        ? null
        : BritishDate.parse(typed)
            .orElseThrow(() -> new IllegalArgumentException("Enter dates such as 1/4/2009."));
  }

  private ResponseEntity<byte[]> page(
      HttpStatus status,
      Map<String, String> asked,
      Page found,
      String message,
      HttpServletRequest request) {
    Map<String, Object> model = new HashMap<>();
    for (String field : List.of("person", "caseNumber", "from", "to")) {
      model.put(field, typed(asked, field));
    }
    model.put("message", message);
    model.put("refusedOnly", asked.containsKey("refused"));
    model.put("noTaskOnly", asked.containsKey("noTask"));
    model.put("kinds", kinds(typed(asked, "what")));
    model.put("entries", words.of(found.entries()));
    model.put("none", found.entries().isEmpty());
    model.put("unknownPerson", found.entries().isEmpty() && !typed(asked, "person").isEmpty());
    model.put("csv", address(request, CSV, asked).build(true).toUriString());
    model.put(
        "older",
        found.older() == null
            ? ""
            : address(request, PATH, asked)
                .queryParam("before", found.older())
                .build(true)
                .toUriString());
    return pages.page(status, "access-log", model);
  }

  private static List<Map<String, Object>> kinds(String chosen) {
    List<Map<String, Object>> kinds = new ArrayList<>();
    for (What what : What.values()) {
      kinds.add(
          Map.of("code", what.id(), "name", what.words(), "chosen", what.id().equals(chosen)));
    }
    return kinds;
  }

  /** The same search at another address. */
  private static UriComponentsBuilder address(
      HttpServletRequest request, String path, Map<String, String> asked) {
    UriComponentsBuilder address = UriComponentsBuilder.fromPath(request.getContextPath() + path);
    FIELDS.forEach(
        field -> {
          if (!typed(asked, field).isEmpty()) {
            address.queryParam(field, UriUtils.encode(typed(asked, field), UTF_8));
          }
        });
    return address;
  }
}
