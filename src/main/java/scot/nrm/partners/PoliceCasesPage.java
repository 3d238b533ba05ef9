package scot.nrm.partners;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.letters.PoliceForces;
import scot.nrm.pages.PageRequest;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.record.CodeNames;
import scot.nrm.register.CaseLists.Page;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/**
 * The page for a police liaison, with their own force's cases: outcomes, missing episodes, crime
 * data, and the letters sent to the police. It shows nothing else about a child.
 */
@Controller
class PoliceCasesPage implements StartPageEntry {

  private static final int ROWS = 25;
  private static final String PATH = "/nrm/police-cases";

  private final SignedInPages pages;
  private final PoliceForces forces;
  private final Register register;
  private final PartnerFiles files;
  private final LettersToOpen letters;
  private final CodeNames names;
  private final CaseClock clock;

  PoliceCasesPage(
      SignedInPages pages,
      PoliceForces forces,
      Register register,
      PartnerFiles files,
      LettersToOpen letters,
      CodeNames names,
      CaseClock clock) {
    this.pages = pages;
    this.forces = forces;
    this.register = register;
    this.files = files;
    this.letters = letters;
    this.names = names;
    this.clock = clock;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return Entry.onlyIf(
        forces.isLiaison(viewer),
        "Cases for our force",
        "Decisions, missing children and crime references in your police force's cases.",
        PATH);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(
      @RequestParam(name = "page", defaultValue = "1") String typed, HttpServletRequest request) {
    return pages.forViewer(
        request,
        forces::isLiaison,
        viewer ->
            pages.page(
                HttpStatus.OK, "police-cases", model(viewer, PageRequest.parse(typed, ROWS))));
  }

  private Map<String, Object> model(Viewer viewer, PageRequest asked) {
    Set<String> own = forces.of(viewer);
    PageRequest.Found<Page> shown = asked.find(page -> cases(own, page), Page::total);
    Page found = shown.part();
    Map<String, Object> model = new HashMap<>(shown.page().model(PATH, found.total()));
    model.put("forces", forces.names(own, clock.today()));
    model.put("marking", names.marking(false));
    model.put("noForce", own.isEmpty());
    model.put("none", !own.isEmpty() && found.total() == 0);
    model.put(
        "cases", found.caseNumbers().stream().map(caseNumber -> row(caseNumber, viewer)).toList());
    return model;
  }

  private Page cases(Set<String> own, PageRequest page) {
    return own.isEmpty() ? new Page(List.of(), 0) : forces.cases(own, page.offset(), page.rows());
  }

  private Map<String, Object> row(String caseNumber, Viewer viewer) {
    RegisterCase nrmCase = register.find(caseNumber).orElseThrow();
    Map<String, Object> row =
        new HashMap<>(
            Map.of(
                "caseNumber", caseNumber,
                "council", names.council(nrmCase.localAuthority()),
                "dates", dates(nrmCase),
                "reasonableGrounds", outcome(nrmCase, Stage.REASONABLE_GROUNDS),
                "conclusiveGrounds", outcome(nrmCase, Stage.CONCLUSIVE_GROUNDS),
                "missing", missing(nrmCase, register.history(caseNumber)),
                "letters", letters.of(caseNumber, viewer)));
    row.putAll(
        files
            .find(caseNumber)
            .map(this::crime)
            .orElse(Map.of("unreadable", PartnerFiles.UNREADABLE)));
    return row;
  }

  private Map<String, String> crime(CaseFileContent file) {
    String force = file.text("policeForce");
    return Map.of(
        "reportedToPolice", names.option("reportedToPolice", file.text("reportedToPolice")),
        "crimeReference", file.text("crimeReference"),
        "force", force.isBlank() ? "" : forces.name(force, clock.today()));
  }

  /** When the form was received, and when and why a manager closed the case (D43). */
  private List<String> dates(RegisterCase nrmCase) {
    List<String> dates = new ArrayList<>();
    if (nrmCase.referralReceivedOn() != null) {
      dates.add("NRM form received " + BritishDate.orEmpty(nrmCase.referralReceivedOn()));
    }
    if (nrmCase.isClosed()) {
      register
          .closing(nrmCase.caseNumber())
          .ifPresent(
              closing ->
                  dates.add(
                      "Closed on %s: %s"
                          .formatted(
                              BritishDate.orEmpty(closing.from()), closing.closingReason())));
    }
    return dates;
  }

  private static String outcome(RegisterCase nrmCase, Stage stage) {
    RegisterCase.StageState at = nrmCase.at(stage);
    if (at.outcome() != null) {
      return StringUtils.capitalize(at.outcome().id()) + ", " + BritishDate.orEmpty(at.decidedOn());
    }
    return nrmCase.now().suspendedStage() == stage
        ? "Suspended, " + BritishDate.orEmpty(nrmCase.now().suspendedOn())
        : "";
  }

  /** The child's missing episodes, oldest first. */
  private static List<String> missing(RegisterCase nrmCase, List<RegisterEvent> history) {
    List<String> episodes = new ArrayList<>();
    for (RegisterEvent event : history) {
      if (event.is(EntryKind.CHILD_FOUND)) {
        episodes.add(BritishDate.orEmpty(event.from()) + " to " + BritishDate.orEmpty(event.to()));
      } else if (event.is(EntryKind.SEARCH_ENDED)) {
        episodes.add(
            "From %s until the case was %s on %s"
                .formatted(
                    BritishDate.orEmpty(event.from()),
                    RegisterEvent.MERGED.equals(event.code()) ? "merged" : "closed",
                    BritishDate.orEmpty(event.to())));
      }
    }
    LocalDate since = nrmCase.now().missingSince();
    if (since != null) {
      episodes.add("Missing since " + BritishDate.orEmpty(since));
    }
    return episodes;
  }
}
