package scot.nrm.partners;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.CaseCondition;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.pages.PageRequest;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.record.CodeNames;
import scot.nrm.record.RecordAddress;
import scot.nrm.register.CaseLists;
import scot.nrm.register.CaseLists.Page;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;

/**
 * The page for a person who reported a child: what has become of each concern as far as they may
 * know (received, accepted, referred or not, decided, closed), and the notice of a decision (NRM
 * 05). It tells the children apart by the person's own reference. A port officer sees that the
 * copies were received, and UKBA sees the list of copies. It shows nothing else about the cases.
 */
@Controller
class OwnReportsPage implements StartPageEntry {

  private static final int ROWS = 25;
  private static final String CONCERNS = "/nrm/my-concerns";
  private static final String MY_COPIES = "/nrm/my-copies";
  private static final String COPIES = "/nrm/copies";

  private final SignedInPages pages;
  private final CaseAccess access;
  private final CaseLists lists;
  private final Register register;
  private final LettersToOpen letters;
  private final CodeNames names;
  private final PartnerFiles files;

  OwnReportsPage(
      SignedInPages pages,
      CaseAccess access,
      CaseLists lists,
      Register register,
      LettersToOpen letters,
      CodeNames names,
      PartnerFiles files) {
    this.pages = pages;
    this.access = access;
    this.lists = lists;
    this.register = register;
    this.letters = letters;
    this.names = names;
    this.files = files;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    List<Entry> entries = new ArrayList<>();
    if (viewer.has(Role.FIRST_RESPONDER)) {
      entries.add(
          new Entry(
              "My concerns",
              "What has happened to the concerns you reported, and notices of decisions.",
              CONCERNS));
    }
    if (viewer.has(Role.UKBA_PORT_OFFICER)) {
      entries.add(
          new Entry(
              "My {{authority.immigration.short}} copies",
              "Confirmation that your copies were received.",
              MY_COPIES));
    }
    if (access.mayReadCopies(viewer)) {
      entries.add(
          new Entry(
              "{{authority.immigration.short}} copies",
              "All copies, and the status of each.",
              COPIES));
    }
    return entries;
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
        (viewer, page) -> lists.reportedBy(viewer.userId(), page.offset(), page.rows()),
        this::concern);
  }

  @GetMapping(MY_COPIES)
  ResponseEntity<byte[]> myCopies(
      @RequestParam(name = "page", defaultValue = "1") String typed, HttpServletRequest request) {
    return show(
        MY_COPIES,
        "My {{authority.immigration.short}} copies",
        typed,
        request,
        viewer -> viewer.has(Role.UKBA_PORT_OFFICER),
        (viewer, page) -> lists.copiedBy(viewer.userId(), page.offset(), page.rows()),
        this::ownCopy);
  }

  @GetMapping(COPIES)
  ResponseEntity<byte[]> copies(
      @RequestParam(name = "page", defaultValue = "1") String typed, HttpServletRequest request) {
    return show(
        COPIES,
        "{{authority.immigration.short}} copies",
        typed,
        request,
        access::mayReadCopies,
        (viewer, page) -> {
          CaseCondition theirs = access.copies(viewer);
          return lists.copies(theirs.sql(), theirs.params(), page.offset(), page.rows());
        },
        this::copy);
  }

  private Map<String, Object> ownCopy(RegisterCase nrmCase, Opening opening, Viewer viewer) {
    return row(
        nrmCase.caseNumber(),
        "Received on " + BritishDate.orEmpty(nrmCase.now().ukbaCopyOn()),
        List.of(),
        nrmCase.now().mergedInto() == null ? List.of() : List.of(merged(nrmCase)));
  }

  private Map<String, Object> concern(RegisterCase nrmCase, Opening opening, Viewer viewer) {
    String caseNumber = nrmCase.caseNumber();
    Map<String, Object> row =
        new HashMap<>(
            row(
                caseNumber,
                "Received by "
                    + names.council(opening.localAuthority())
                    + " on "
                    + BritishDate.orEmpty(nrmCase.openedOn()),
                letters.of(caseNumber, viewer),
                since(nrmCase, opening.accepted())));
    row.put(
        "reference",
        files
            .find(caseNumber)
            .map(file -> file.text("firstResponderReference"))
            .orElse(PartnerFiles.UNREADABLE));
    return row;
  }

  /** What has happened since, without outcomes: the notices of decisions give these. */
  private List<String> since(RegisterCase nrmCase, LocalDate accepted) {
    List<String> since = new ArrayList<>();
    if (accepted != null) {
      since.add("Accepted on " + BritishDate.orEmpty(accepted));
    }
    if (nrmCase.referralReceivedOn() != null) {
      since.add(
          "Referred to the National Referral Mechanism on "
              + BritishDate.orEmpty(nrmCase.referralReceivedOn()));
    } else if (nrmCase.caseOutcome() == CaseOutcome.NOT_REFERRED) {
      since.add(
          "Not referred to the National Referral Mechanism, decided on "
              + BritishDate.orEmpty(nrmCase.closedOn())
              + ". Work to protect the child continues");
    }
    addDecisions(nrmCase, since);
    String continues = nrmCase.now().mergedInto();
    if (continues != null) {
      since.add(merged(nrmCase));
      register.find(continues).ifPresent(other -> addDecisions(other, since));
    } else if (nrmCase.isClosed()) {
      // The same for every reason, and the day stays if the child dies later: no page should tell.
      since.add(
          "Closed on %s. %s can tell you more"
              .formatted(
                  BritishDate.orEmpty(nrmCase.closedOn()),
                  names.council(nrmCase.localAuthority())));
    }
    return since;
  }

  private String merged(RegisterCase nrmCase) {
    return "Merged on %s with case %s, which is about the same child. Use that number for updates"
        .formatted(
            register
                .latest(nrmCase.caseNumber(), EntryKind.MERGED)
                .map(merged -> BritishDate.orEmpty(merged.from()))
                .orElse(""),
            nrmCase.now().mergedInto());
  }

  private static void addDecisions(RegisterCase nrmCase, List<String> since) {
    for (Stage stage : Stage.values()) {
      if (nrmCase.at(stage).decidedOn() != null) {
        since.add(
            stage.heading() + " decided on " + BritishDate.orEmpty(nrmCase.at(stage).decidedOn()));
      }
    }
  }

  /** If UKBA has the case, its record shows the rest. */
  private Map<String, Object> copy(RegisterCase nrmCase, Opening opening, Viewer viewer) {
    String state =
        "Received on "
            + BritishDate.orEmpty(nrmCase.now().ukbaCopyOn())
            + "; "
            + names.council(nrmCase.localAuthority())
            + "; "
            + since(nrmCase);
    return row(
        nrmCase.caseNumber(),
        state,
        access.mayRead(viewer, nrmCase.caseNumber())
            ? List.of(Map.of("title", "Record", "address", RecordAddress.of(nrmCase.caseNumber())))
            : List.of(),
        List.of());
  }

  /** Also how a pre-alert ended, and with it the removal hold (D10, D12, D32). */
  private static String since(RegisterCase nrmCase) {
    if (nrmCase.now().mergedInto() != null) {
      return "merged with case " + nrmCase.now().mergedInto();
    }
    if (nrmCase.referralReceivedOn() != null) {
      return "NRM form received on " + BritishDate.orEmpty(nrmCase.referralReceivedOn());
    }
    if (nrmCase.caseOutcome() == null) {
      return "no NRM form yet";
    }
    return "closed on "
        + BritishDate.orEmpty(nrmCase.closedOn())
        + ": "
        + nrmCase.caseOutcome().words()
        + (nrmCase.removalHold() == RemovalHold.ENDED ? "; removal is no longer on hold" : "");
  }

  private static Map<String, Object> row(
      String caseNumber, String state, List<Map<String, String>> links, List<String> since) {
    return Map.of("caseNumber", caseNumber, "state", state, "links", links, "since", since);
  }

  private interface CaseQuery {
    Page of(Viewer viewer, PageRequest page);
  }

  /**
   * How a case began.
   *
   * @param localAuthority to which the concern was reported, whichever has the case now (D41)
   * @param accepted the day on which the concern was accepted; {@code null} until then
   */
  private record Opening(String localAuthority, LocalDate accepted) {}

  private interface Row {
    Map<String, Object> of(RegisterCase nrmCase, Opening opening, Viewer viewer);
  }

  private ResponseEntity<byte[]> show(
      String path,
      String title,
      String typed,
      HttpServletRequest request,
      Predicate<Viewer> mayOpen,
      CaseQuery cases,
      Row row) {
    return pages.forViewer(
        request,
        mayOpen,
        viewer -> {
          PageRequest.Found<Page> shown =
              PageRequest.parse(typed, ROWS).find(page -> cases.of(viewer, page), Page::total);
          Page found = shown.part();
          Map<String, Object> model = new HashMap<>(shown.page().model(path, found.total()));
          model.put("concerns", path.equals(CONCERNS));
          model.put("title", title);
          model.put("none", found.total() == 0);
          Map<String, RegisterCase> known = register.find(found.caseNumbers());
          Map<String, LocalDate> accepted =
              register.latest(found.caseNumbers(), EntryKind.CONCERN_ACCEPTED);
          Map<String, String> openedAt = register.openedAt(found.caseNumbers());
          model.put(
              "cases",
              found.caseNumbers().stream()
                  .map(
                      number ->
                          row.of(
                              known.get(number),
                              new Opening(openedAt.get(number), accepted.get(number)),
                              viewer))
                  .toList());
          return pages.page(HttpStatus.OK, "own-reports", model);
        });
  }
}
