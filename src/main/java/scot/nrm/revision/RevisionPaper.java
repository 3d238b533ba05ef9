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
import scot.nrm.pages.SmallNumbers;
import scot.nrm.revision.Revision.State;
import scot.nrm.revision.RevisionComparison.Collision;
import scot.nrm.revision.RevisionScenarios.Outcome;
import scot.nrm.revision.RevisionStore.Act;
import scot.nrm.revision.RevisionStore.Event;

/**
 * Everything that people sign, on one page to print: the changes in sentences and on pictures, the
 * comments, the results of the check and of a rehearsal, the effect on open cases, and the
 * signatures with their notes. People pass it on, so it never shows a number below five.
 */
@Controller
class RevisionPaper {

  /** The reader of a paper, who can't settle comments. */
  private static final String NOBODY = "";

  private final SignedInPages pages;
  private final RevisionStore store;
  private final Revisions revisions;
  private final RevisionComparison comparison;
  private final RevisedSets sets;
  private final NamesAndRoles people;
  private final Authorities authorities;
  private final CaseClock clock;
  private final RevisionWarnings warnings;
  private final List<RevisionEvidence> evidence;
  private final RevisionComments comments;
  private final RevisionImpact impact;

  RevisionPaper(
      SignedInPages pages,
      RevisionStore store,
      Revisions revisions,
      RevisionComparison comparison,
      RevisedSets sets,
      NamesAndRoles people,
      Authorities authorities,
      CaseClock clock,
      RevisionWarnings warnings,
      List<RevisionEvidence> evidence,
      RevisionComments comments,
      RevisionImpact impact) {
    this.comments = comments;
    this.impact = impact;
    this.evidence = evidence;
    this.warnings = warnings;
    this.pages = pages;
    this.store = store;
    this.revisions = revisions;
    this.comparison = comparison;
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
    model.put("takesBack", revision.takesBack() == null ? "" : revision.takesBack());
    // The approval is for a day, which the paper has already, and for the files.
    model.put(
        "digest", Objects.toString(revision.signatures().digest(), "").replaceFirst(".* ", ""));
    model.put("printed", BritishDate.withTime(clock.now()));
    List<String> names = store.fileNames(revision.number());
    addFiles(model, revision, names, NOBODY);
    boolean open = revision.isIn(State.OPEN);
    List<String> problems = open ? revisions.problems(revision) : List.of();
    model.put("open", open);
    model.put("problems", problems);
    model.put("sound", open && problems.isEmpty() && !names.isEmpty());
    List<Event> events = store.events(revision.number());
    model.put("signatures", signatures(revision, events));
    model.put("events", RevisionsPage.events(events, people));
    addPictures(model, revision);
    addEvidence(model, revision, open ? revisions.scenarios(revision) : Outcome.NONE);
    warnings.add(model, revision, request);
    model.put("hasImpact", open || revision.made() != null);
    model.put("impact", names.isEmpty() ? List.of() : impact.impact(revision.number()));
    model.put("smallest", SmallNumbers.MINIMUM);
    return model;
  }

  /** The people who sign the revision, with the times and notes of the signatures. */
  private List<Signature> signatures(Revision revision, List<Event> events) {
    return List.of(
        signature(
            "Author",
            revision.author(),
            revision.isIn(State.EDITABLE) ? null : Act.SUBMITTED,
            events),
        signature("Policy approver", revision.signatures().approver(), Act.APPROVED, events),
        signature("Release officer", revision.signatures().releaseOfficer(), Act.RELEASED, events));
  }

  private record Signature(String as, String name, String when, List<String> note) {}

  /**
   * @param person {@code null} before anyone has signed
   * @param act the act that is the signature; {@code null} if the author has not signed
   */
  private Signature signature(String as, String person, Act act, List<Event> events) {
    Optional<Event> signed =
        events.stream()
            .filter(event -> event.act() == act && event.person().equals(person))
            .reduce((one, later) -> later);
    return new Signature(
        as,
        person == null ? "" : people.nameWithId(person),
        signed.map(event -> BritishDate.withTime(event.at())).orElse(""),
        signed.map(event -> event.note().lines().toList()).orElse(List.of()));
  }

  private record ChangedFile(
      String file,
      List<Collision> collides,
      List<Difference> differences,
      List<RevisionComments.Shown> comments) {}

  /**
   * Adds the files, each with its changes, with other open revisions that change it too, and with
   * the comments on it; and the comments on files that the revision no longer has.
   *
   * @param reader the user id of the reader, who may settle comments; empty on paper
   */
  void addFiles(Map<String, Object> model, Revision revision, List<String> names, String reader) {
    Map<String, List<Collision>> collisions = comparison.collisions(revision);
    Map<String, List<Difference>> differences = differences(revision);
    Map<String, List<RevisionComments.Shown>> byFile = comments.byFile(revision, reader);
    model.put(
        "files",
        names.stream()
            .map(
                name ->
                    new ChangedFile(
                        name,
                        collisions.getOrDefault(name, List.of()),
                        differences.getOrDefault(name, List.of()),
                        byFile.getOrDefault(name, List.of())))
            .toList());
    byFile.keySet().removeAll(names);
    model.put("otherComments", byFile.values().stream().flatMap(List::stream).toList());
  }

  /** Adds the results of rehearsals and scenarios, and other evidence. */
  void addEvidence(Map<String, Object> model, Revision revision, Outcome scenarios) {
    model.put(
        "evidence",
        Stream.concat(
                evidence.stream().flatMap(one -> one.about(revision.number()).stream()),
                Stream.of(scenarios.sentence()).filter(sentence -> !sentence.isEmpty()))
            .toList());
    model.put("scenarios", scenarios.unexpected());
  }

  private Map<String, List<Difference>> differences(Revision revision) {
    return comparison.differences(revision).stream()
        .collect(Collectors.groupingBy(Difference::file));
  }

  private record Pictures(String file, List<Picture> pictures) {}

  private record Picture(String when, String title, String svg) {}

  /** Adds each changed diagram before and after the revision, with a mark at each difference. */
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
                    new Pictures(
                        file,
                        Stream.of(
                                picture(file, "Before", before, differences),
                                picture(file, "After", after, differences))
                            .flatMap(Optional::stream)
                            .toList()))
            .toList());
  }

  private Optional<Picture> picture(
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
        .map(svg -> new Picture(when, title, svg));
  }
}
