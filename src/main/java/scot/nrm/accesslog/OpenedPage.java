package scot.nrm.accesslog;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.web.servlet.HandlerMapping;
import scot.nrm.access.Viewer;
import scot.nrm.engine.CaseNumber;

/**
 * What a request to one of our own pages opens. An address that isn't listed here is logged as
 * {@link What#PAGE}, so a new page can't be forgotten.
 *
 * @param what {@code null} for a page that shows nothing about any case
 * @param caseNumber {@code null} if it is about no single case
 * @param detail the letter or document, or the address of a list
 */
record OpenedPage(What what, String caseNumber, String detail) {

  private static final String CASE = "/nrm/cases/{caseNumber}";

  /** Anything else in an address has been typed by a person. */
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}|\\d{1,9}");

  private static final Pattern PART = Pattern.compile("\\{(\\w+)}");

  private static final Map<String, What> KINDS =
      Map.ofEntries(
          Map.entry(CASE + "/record", What.RECORD),
          Map.entry(CASE + "/record.pdf", What.RECORD_PDF),
          Map.entry(CASE + "/subject-access", What.SUBJECT_ACCESS),
          Map.entry(CASE + "/nrm-form.pdf", What.NRM_FORM),
          Map.entry(CASE + "/letters/{letterId}.pdf", What.LETTER),
          Map.entry(CASE + "/documents", What.DOCUMENTS),
          Map.entry(CASE + "/documents/{id}", What.DOCUMENT),
          Map.entry(ReasonPage.PATH, What.REASON),
          Map.entry(CaseReadersPage.PATH, What.ACCESS_LOG),
          Map.entry(AccessLogPage.PATH, What.ACCESS_LOG),
          Map.entry(AccessLogPage.CSV, What.ACCESS_LOG),
          Map.entry("/nrm/retention", What.RETENTION),
          Map.entry("/nrm/retention/holds", What.LEGAL_HOLD),
          Map.entry("/nrm/register.csv", What.TABLE),
          Map.entry("/nrm/figures.csv", What.TABLE),
          Map.entry("/nrm/police-cases", What.LIST),
          Map.entry("/nrm/my-concerns", What.LIST),
          Map.entry("/nrm/my-copies", What.LIST),
          Map.entry("/nrm/my-cases", What.LIST),
          Map.entry("/nrm/my-cases/worked-on", What.LIST),
          Map.entry("/nrm/copies", What.LIST),
          Map.entry("/nrm/revisions/{number}/rehearsal/cases", What.LIST),
          Map.entry("/nrm/print-queue", What.LIST),
          Map.entry("/nrm/print-queue/letters.pdf", What.LIST),
          Map.entry("/nrm/print-queue/posted", What.LIST),
          Map.entry("/nrm/print-queue/undone", What.LIST),
          Map.entry("/nrm/repairs", What.LIST),
          Map.entry("/nrm/revisions/{number}/cases-under-way", What.LIST),
          Map.entry("/nrm/revisions/{number}/cases", What.LIST));

  /** They show nothing about any case. */
  private static final Set<String> WITHOUT_CASES =
      Set.of(
          "/nrm",
          "/nrm/",
          "/nrm/register",
          "/nrm/awareness-events",
          "/nrm/access-check",
          "/nrm/repairs/{id}",
          "/nrm/absences",
          "/nrm/absences/end",
          "/nrm/absences/deputy",
          "/nrm/cases-under-way",
          "/nrm/revisions",
          "/nrm/revisions/set-in-force.zip",
          "/nrm/revisions/{number}",
          "/nrm/revisions/{number}/paper",
          "/nrm/revisions/{number}/files",
          "/nrm/revisions/{number}/rehearsal",
          "/nrm/revisions/{number}/tables/{table}",
          "/nrm/revisions/{number}/files.zip",
          "/nrm/sessions",
          "/nrm/sessions/of-person",
          "/nrm/nrm-form-blank.pdf");

  /** What was done with a legal hold. */
  private static final Map<String, String> HOLD = Map.of("set", "set", "lift", "lifted");

  static OpenedPage of(HttpServletRequest request) {
    String address =
        String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
    Map<?, ?> parts =
        request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                instanceof Map<?, ?> map
            ? map
            : Map.of();
    What what = WITHOUT_CASES.contains(address) ? null : KINDS.getOrDefault(address, What.PAGE);
    if (what == What.DOCUMENTS && request.getMethod().equals("POST")) {
      what = What.DOCUMENT_ADDED;
    }
    if (what == What.LEGAL_HOLD) {
      return new OpenedPage(
          what,
          CaseNumber.of(String.valueOf(request.getParameter("caseNumber"))),
          HOLD.get(String.valueOf(request.getParameter("do"))));
    }
    String detail = (String) parts.get(parts.containsKey("letterId") ? "letterId" : "id");
    return new OpenedPage(
        what,
        (String) parts.get("caseNumber"),
        detail == null
            ? (identifiesPage(what) ? null : withNumbers(address, parts))
            : ID.matcher(detail).matches() ? detail : null);
  }

  /** Such as {@code /nrm/revisions/3/cases}. */
  private static String withNumbers(String address, Map<?, ?> parts) {
    return PART.matcher(address)
        .replaceAll(
            part -> {
              String typed = String.valueOf(parts.get(part.group(1)));
              return ID.matcher(typed).matches() ? typed : "*";
            });
  }

  /** Whether the kind alone says which page it was. */
  private static boolean identifiesPage(What what) {
    return what != What.PAGE && what != What.LIST && what != What.TABLE && what != null;
  }

  /** Whether it shows the file of one child, or adds to it. */
  boolean showsFile() {
    return caseNumber != null
        && what != What.REASON
        && what != What.ACCESS_LOG
        && what != What.LEGAL_HOLD;
  }

  /** The entry for the access log; of a page without cases only a refusal is logged. */
  Access entry(Viewer viewer) {
    return Access.by(viewer, what == null ? What.PAGE : what).ofCase(caseNumber).detail(detail);
  }
}
