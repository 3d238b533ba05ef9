package scot.nrm.revision;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.Role;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.gate.Difference;
import scot.nrm.gate.MarkedPicture;
import scot.nrm.pages.SignedInPages;
import scot.nrm.revision.Revision.State;
import scot.nrm.revision.RevisionScenarios.Outcome;

/**
 * All that people sign, on one page to print: what changes in sentences and on pictures, what the
 * check found, and who signed with which note.
 */
@Controller
class RevisionPaper {

  private final SignedInPages pages;
  private final RevisionStore store;
  private final Revisions revisions;
  private final RevisedSets sets;
  private final NamesAndRoles people;
  private final Authorities authorities;
  private final CaseClock clock;
  private final RevisionWarnings warnings;
  private final List<RevisionEvidence> evidence;

  RevisionPaper(
      SignedInPages pages,
      RevisionStore store,
      Revisions revisions,
      RevisedSets sets,
      NamesAndRoles people,
      Authorities authorities,
      CaseClock clock,
      RevisionWarnings warnings,
      List<RevisionEvidence> evidence) {
    this.evidence = evidence;
    this.warnings = warnings;
    this.pages = pages;
    this.store = store;
    this.revisions = revisions;
    this.sets = sets;
    this.people = people;
    this.authorities = authorities;
    this.clock = clock;
  }

  @GetMapping("/nrm/revisions/{number}/paper")
  ResponseEntity<byte[]> paper(@PathVariable String number, HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer ->
            SignedInPages.number(number)
                .filter(typed -> viewer.hasAnyOf(Role.REVISING))
                .flatMap(store::find)
                .map(
                    revision ->
                        pages.page(HttpStatus.OK, "revision-paper", model(revision, request)))
                .orElseGet(pages::notFound));
  }

  private Map<String, Object> model(Revision revision, HttpServletRequest request) {
    Map<String, Object> model = new HashMap<>();
    model.put("number", revision.number());
    model.put("name", revision.name());
    model.put("reason", revision.reason().lines().toList());
    model.put("rules", revision.rules());
    model.put("day", BritishDate.of(revision.day()));
    model.put("state", revision.state().words());
    model.put("base", revision.base());
    model.put("made", Objects.toString(revision.made(), ""));
    model.put("author", people.written(revision.author()));
    model.put("approver", written(revision.approver()));
    model.put("releaseOfficer", written(revision.releaseOfficer()));
    model.put("digest", Objects.toString(revision.digest(), ""));
    model.put("printed", BritishDate.withTime(clock.now()));
    Map<String, List<Difference>> differences = differences(revision);
    model.put(
        "files",
        store.names(revision.number()).stream()
            .map(
                file ->
                    Map.of(
                        "file",
                        file,
                        "differences",
                        differences.getOrDefault(file, List.of()).stream()
                            .map(
                                one -> Map.of("says", one.sentence(), "safeguard", one.safeguard()))
                            .toList()))
            .toList());
    boolean open = revision.isIn(State.OPEN);
    List<String> problems = open ? revisions.problems(revision) : List.of();
    model.put("problems", problems);
    model.put("sound", open && problems.isEmpty() && !differences.isEmpty());
    model.put(
        "events",
        store.events(revision.number()).stream()
            .map(event -> RevisionsPage.event(event, people))
            .toList());
    addPictures(model, revision);
    addEvidence(model, revision, open ? revisions.scenarios(revision) : Outcome.NONE);
    warnings.add(model, revision, request);
    return model;
  }

  /** What a rehearsal has found, what came of the scenarios, and the like. */
  void addEvidence(Map<String, Object> model, Revision revision, Outcome scenarios) {
    model.put(
        "evidence",
        Stream.concat(
                evidence.stream().flatMap(one -> one.about(revision.number()).stream()),
                Stream.of(scenarios.sentence()).filter(sentence -> !sentence.isEmpty()))
            .toList());
  }

  private String written(String person) {
    return person == null ? "" : people.written(person);
  }

  private Map<String, List<Difference>> differences(Revision revision) {
    return revisions.differences(revision).stream()
        .collect(Collectors.groupingBy(Difference::file));
  }

  /** Each changed diagram before and after, with a mark at each difference. */
  void addPictures(Map<String, Object> model, Revision revision) {
    Map<String, byte[]> after = new TreeMap<>(store.files(revision.number()));
    after.keySet().removeIf(file -> !file.endsWith(".bpmn"));
    Map<String, byte[]> before = after.isEmpty() ? Map.of() : sets.files(revision.base());
    Map<String, List<Difference>> differences = differences(revision);
    model.put("legend", MarkedPicture.legend());
    model.put(
        "diagrams",
        after.keySet().stream()
            .map(
                file ->
                    Map.of(
                        "file",
                        file,
                        "pictures",
                        Stream.of(
                                picture(file, "Before", before, differences),
                                picture(file, "After", after, differences))
                            .flatMap(Optional::stream)
                            .toList()))
            .toList());
  }

  private Optional<Map<String, String>> picture(
      String file,
      String when,
      Map<String, byte[]> files,
      Map<String, List<Difference>> differences) {
    if (!files.containsKey(file)) {
      return Optional.empty();
    }
    String title = "%s: %s the revision".formatted(file, when.toLowerCase(Locale.ROOT));
    return MarkedPicture.of(
            files.get(file),
            differences.getOrDefault(file, List.of()),
            title,
            text -> authorities.fill(text, clock.today()))
        .map(svg -> Map.of("when", when, "title", title, "svg", svg));
  }
}
