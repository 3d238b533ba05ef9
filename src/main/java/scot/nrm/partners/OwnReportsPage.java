package scot.nrm.partners;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.record.CodeNames;
import scot.nrm.record.RecordAddress;
import scot.nrm.register.CaseLists;
import scot.nrm.register.CaseLists.Part;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * The page for a person who reported a child: confirmation of receipt, and the notice of a decision
 * (NRM 05). A port officer sees that the copies were received, and UKBA sees the list of copies. It
 * shows nothing else about the cases.
 */
@Controller
class OwnReportsPage implements StartPageEntry {

  private static final String CONCERNS = "/nrm/my-concerns";
  private static final String MY_COPIES = "/nrm/my-copies";
  private static final String COPIES = "/nrm/copies";

  private final SignedInPages pages;
  private final CaseAccess access;
  private final CaseLists lists;
  private final Register register;
  private final LettersToOpen letters;
  private final CodeNames names;

  OwnReportsPage(
      SignedInPages pages,
      CaseAccess access,
      CaseLists lists,
      Register register,
      LettersToOpen letters,
      CodeNames names) {
    this.pages = pages;
    this.access = access;
    this.lists = lists;
    this.register = register;
    this.letters = letters;
    this.names = names;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    if (viewer.has(Role.FIRST_RESPONDER)) {
      return List.of(
          new Entry(
              "My concerns",
              "Confirmation that your reports were received, and notices of decisions.",
              CONCERNS));
    }
    if (viewer.has(Role.UKBA_PORT_OFFICER)) {
      return List.of(
          new Entry("My UKBA copies", "Confirmation that your copies were received.", MY_COPIES));
    }
    return access.readsCopies(viewer)
        ? List.of(new Entry("UKBA copies", "All copies, and the status of each.", COPIES))
        : List.of();
  }

  @GetMapping(CONCERNS)
  ResponseEntity<byte[]> concerns(
      @RequestParam(name = "page", defaultValue = "1") String typed, HttpServletRequest request) {
    return show(
        CONCERNS,
        "My concerns",
        typed,
        request,
        viewer -> viewer.has(Role.FIRST_RESPONDER),
        (viewer, page) -> lists.reportedBy(viewer.userId(), page.from(), PageOf.ROWS),
        this::concern);
  }

  @GetMapping(MY_COPIES)
  ResponseEntity<byte[]> myCopies(
      @RequestParam(name = "page", defaultValue = "1") String typed, HttpServletRequest request) {
    return show(
        MY_COPIES,
        "My UKBA copies",
        typed,
        request,
        viewer -> viewer.has(Role.UKBA_PORT_OFFICER),
        (viewer, page) -> lists.copiedBy(viewer.userId(), page.from(), PageOf.ROWS),
        (known, viewer, root) ->
            row(
                known.caseNumber(),
                "Received on " + CodeNames.day(known.now().ukbaCopyOn()),
                List.of()));
  }

  @GetMapping(COPIES)
  ResponseEntity<byte[]> copies(
      @RequestParam(name = "page", defaultValue = "1") String typed, HttpServletRequest request) {
    return show(
        COPIES,
        "UKBA copies",
        typed,
        request,
        access::readsCopies,
        (viewer, page) -> lists.copies(page.from(), PageOf.ROWS),
        this::copy);
  }

  private Map<String, Object> concern(RegisterCase known, Viewer viewer, String root) {
    return row(
        known.caseNumber(),
        "Received by "
            + names.council(known.localAuthority())
            + " on "
            + CodeNames.day(known.openedOn()),
        letters.of(known.caseNumber(), viewer, root));
  }

  /** If UKBA has the case, its record shows the rest. */
  private Map<String, Object> copy(RegisterCase known, Viewer viewer, String root) {
    String state =
        "Received on "
            + CodeNames.day(known.now().ukbaCopyOn())
            + "; "
            + names.council(known.localAuthority())
            + (known.referralReceivedOn() == null
                ? "; no NRM form yet"
                : "; NRM form received on " + CodeNames.day(known.referralReceivedOn()));
    return row(
        known.caseNumber(),
        state,
        access.mayRead(viewer, known.caseNumber())
            ? List.of(
                Map.of("title", "Record", "address", root + RecordAddress.of(known.caseNumber())))
            : List.of());
  }

  private static Map<String, Object> row(
      String caseNumber, String state, List<Map<String, String>> links) {
    return Map.of("caseNumber", caseNumber, "state", state, "links", links);
  }

  private interface Cases {
    Part of(Viewer viewer, PageOf page);
  }

  private interface Row {
    Map<String, Object> of(RegisterCase known, Viewer viewer, String root);
  }

  private ResponseEntity<byte[]> show(
      String path,
      String title,
      String typed,
      HttpServletRequest request,
      Function<Viewer, Boolean> forWhom,
      Cases cases,
      Row row) {
    return pages.forViewer(
        request,
        viewer -> {
          if (!forWhom.apply(viewer)) {
            return pages.notFound();
          }
          PageOf page = PageOf.asked(typed);
          Part part = cases.of(viewer, page);
          String root = request.getContextPath();
          Map<String, Object> model = new HashMap<>(page.model(root + path, part.all()));
          model.put("root", root);
          model.put("title", title);
          model.put("none", part.all() == 0);
          model.put(
              "cases",
              part.caseNumbers().stream()
                  .map(number -> row.of(register.find(number).orElseThrow(), viewer, root))
                  .toList());
          return pages.page(HttpStatus.OK, "own-reports", model);
        });
  }
}
