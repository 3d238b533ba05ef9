package scot.nrm.underway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.SmallNumbers;
import scot.nrm.revision.RevisionContents;
import scot.nrm.revision.RevisionContents.InForce;
import scot.nrm.underway.CasesOfRevision.Group;

/**
 * Lists the actions in cases while a revision was in force, so that they can be corrected if it is
 * taken back. NRM managers see the cases; people who revise see numbers, and none below five.
 */
@Controller
class CasesOfRevisionPage {

  private static final int MAX_SHOWN = 500;

  private final SignedInPages pages;
  private final CasesOfRevision cases;
  private final RevisionContents revisions;
  private final DefinitionSets.Names names;

  CasesOfRevisionPage(
      SignedInPages pages,
      CasesOfRevision cases,
      RevisionContents revisions,
      DefinitionSets.Names names) {
    this.pages = pages;
    this.cases = cases;
    this.revisions = revisions;
    this.names = names;
  }

  @GetMapping("/nrm/revisions/{number}/cases")
  ResponseEntity<byte[]> show(@PathVariable String number, HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer ->
            SignedInPages.number(number)
                .filter(typed -> mayReadCases(viewer) || viewer.hasAnyOf(Role.REVISING))
                .flatMap(revisions::setsOf)
                .map(
                    revision ->
                        pages.page(HttpStatus.OK, "cases-of-revision", model(revision, viewer)))
                .orElseGet(pages::notFound));
  }

  private static boolean mayReadCases(Viewer viewer) {
    return viewer.has(Role.NRM_MANAGER);
  }

  private record ListedGroup(
      String heading, String advice, String cases, boolean more, List<ListedCase> numbers) {}

  private record ListedCase(String number, boolean still) {}

  private Map<String, Object> model(InForce revision, Viewer viewer) {
    CasesOfRevision.CaseGroups all = cases.cases(revision);
    Map<Group, List<String>> found = all.groups();
    Map<Group, Integer> numbers = new LinkedHashMap<>();
    found.forEach((group, of) -> numbers.put(group, of.size()));
    Map<Group, OptionalInt> shown = SmallNumbers.shown(numbers);
    boolean mayReadCases = mayReadCases(viewer);
    Map<String, Object> model = new HashMap<>();
    model.put("number", revision.number());
    model.put("name", revision.name());
    model.put("inForce", names.nameOf(revision.from()));
    model.put("takenBackBy", revision.takenBackBy() == null ? "" : revision.takenBackBy());
    model.put("all", mayReadCases);
    model.put("tooMany", all.more());
    model.put("counted", String.format(Locale.UK, "%,d", CasesOfRevision.MAX_CASES));
    model.put("revises", viewer.hasAnyOf(Role.REVISING));
    model.put("smallest", SmallNumbers.MINIMUM);
    model.put("most", MAX_SHOWN);
    model.put("anyStill", !all.still().isEmpty());
    model.put(
        "groups",
        found.entrySet().stream()
            .map(
                group -> {
                  int number = group.getValue().size();
                  return mayReadCases
                      ? new ListedGroup(
                          group.getKey().heading(),
                          group.getKey().advice(),
                          String.valueOf(number),
                          number > MAX_SHOWN,
                          group.getValue().stream()
                              .limit(MAX_SHOWN)
                              .map(one -> new ListedCase(one, all.still().contains(one)))
                              .toList())
                      : new ListedGroup(
                          group.getKey().heading(),
                          "",
                          SmallNumbers.words(shown.get(group.getKey()), number),
                          false,
                          List.of());
                })
            .toList());
    return model;
  }
}
