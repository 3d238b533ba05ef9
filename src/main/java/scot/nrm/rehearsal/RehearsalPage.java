package scot.nrm.rehearsal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.SmallNumbers;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.rehearsal.CaseCourse.Kind;
import scot.nrm.rehearsal.RehearsalStore.CaseResult;
import scot.nrm.rehearsal.RehearsalStore.Finding;
import scot.nrm.rehearsal.RehearsalStore.Result;
import scot.nrm.rehearsal.Rehearsals.Running;
import scot.nrm.rehearsal.RevisionTrials.Trial;
import scot.nrm.revision.RevisionContents;
import scot.nrm.revision.RevisionContents.Contents;
import scot.nrm.revision.RevisionEvidence;

/**
 * Shows what a revision would have changed in past cases, and lets people try it out by hand.
 * Policy staff see the number of cases, unless it is below five; the NRM manager, who may read all
 * cases, also sees which.
 */
@Controller
class RehearsalPage implements StartPageEntry, RevisionEvidence {

  private static final String PATH = "/nrm/revisions/{number}/rehearsal";
  private static final String CASES = PATH + "/cases";
  private static final int PERCENT = 100;

  /** The percentage of cases in which the control run must match the register. */
  private static final int LEAST_MATCHING = 99;

  private final SignedInPages pages;
  private final RevisionContents revisions;
  private final Rehearsals rehearsals;
  private final RehearsalStore store;
  private final NamesAndRoles people;
  private final RevisionTrials trials;
  private final CourseNames names;
  private final Environment settings;

  RehearsalPage(
      SignedInPages pages,
      RevisionContents revisions,
      Rehearsals rehearsals,
      RehearsalStore store,
      NamesAndRoles people,
      RevisionTrials trials,
      CourseNames names,
      Environment settings) {
    this.trials = trials;
    this.names = names;
    this.settings = settings;
    this.pages = pages;
    this.revisions = revisions;
    this.rehearsals = rehearsals;
    this.store = store;
    this.people = people;
  }

  /** The link for the NRM manager, who has no other way to the page. */
  @Override
  public List<Entry> entries(Viewer viewer) {
    return mayReadCases(viewer)
        ? store.latest().stream()
            .map(
                latest ->
                    new Entry(
                        "Rehearsal of revision " + latest.revision(),
                        "Past cases that would have gone differently under a revision.",
                        PATH.replace("{number}", String.valueOf(latest.revision()))))
            .toList()
        : List.of();
  }

  @Override
  public List<String> about(int revision) {
    return revisions
        .find(revision)
        .filter(contents -> !contents.files().isEmpty())
        .map(
            contents ->
                Stream.concat(
                        store
                            .latest(revision)
                            .map(result -> sentences(result, contents))
                            .orElse(List.of(notRehearsed(contents)))
                            .stream(),
                        Stream.concat(
                            nightWithoutResult(contents).stream(),
                            shadow(contents).stream()
                                .flatMap(
                                    result ->
                                        Stream.concat(
                                            Stream.of(shadowSentence(result)),
                                            stuckSentences(result, Finding.DIFFERENT, contents)
                                                .stream()))))
                    .toList())
        .orElse(List.of());
  }

  private static String notRehearsed(Contents revision) {
    return revision.open()
        ? "It has not been rehearsed on past cases."
        : "It was not rehearsed on past cases.";
  }

  /** The latest nightly rehearsal, unless the files have changed since. */
  private Optional<Result> shadow(Contents revision) {
    return store
        .shadow(revision.number())
        .filter(result -> result.digest().equals(revision.digest()));
  }

  /** None once the revision is closed: then nobody can or need do anything about it. */
  private Optional<String> nightWithoutResult(Contents revision) {
    return Optional.of(revision)
        .filter(Contents::open)
        .flatMap(open -> store.nightWithoutResult(open.number()))
        .map(
            night ->
                "There is no result of the rehearsal on the night of %s. It is still running, or it failed: contact the operator. Any earlier result is of another night."
                    .formatted(BritishDate.of(night)));
  }

  private static String shadowSentence(Result shadow) {
    return "Decisions since approval on %s that would have gone differently, calculated on %s. Cases: %s. Not compared: %s. %s."
        .formatted(
            BritishDate.withTime(shadow.approved()),
            BritishDate.withTime(shadow.ended()),
            inWords(shadow.cases(), false),
            inWords(shadow.notCompared(), shadow.cases(), false),
            counts(shadow.counts()));
  }

  private List<String> sentences(Result result, Contents revision) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Rehearsed on past cases on %s, compared with set %d. Cases: %s. Not compared: %s. %s."
            .formatted(
                BritishDate.withTime(result.ended()),
                result.set(),
                inWords(result.cases(), false),
                inWords(result.notCompared(), result.cases(), false),
                counts(result.counts())));
    sentences.addAll(stuckSentences(result, Finding.DIFFERENT, revision));
    sentences.add(
        "Next steps of open cases. Cases: %s. Not followed: %s. %s."
            .formatted(
                inWords(result.open(), false),
                inWords(result.notFollowed(), result.open(), false),
                counts(result.next())));
    sentences.addAll(stuckSentences(result, Finding.NEXT, revision));
    Stream.of(outdated(result, revision)).filter(it -> !it.isEmpty()).forEach(sentences::add);
    return sentences;
  }

  private List<String> stuckSentences(Result result, Finding finding, Contents revision) {
    return stuckPlaces(result, finding, revision, false).stream()
        .map(
            one ->
                "Where cases would get stuck: %s Cases: %s."
                    .formatted(one.where().replaceFirst("\\.?$", "."), one.count()))
        .toList();
  }

  private record StuckPlace(String where, String count) {}

  /**
   * Where and why cases would get stuck, the most frequent first. The text of a refusal or an error
   * is about a case, so it is left out where fewer than five cases have it.
   */
  private List<StuckPlace> stuckPlaces(
      Result result, Finding finding, Contents revision, boolean exact) {
    if (!result.counts(finding).containsKey(Kind.STUCK)) {
      return List.of();
    }
    List<List<String>> cases =
        store.cases(result).stream()
            .filter(one -> one.finding() == finding)
            .map(one -> CaseCourse.stuckLines(one.differences()))
            .filter(lines -> !lines.isEmpty())
            .toList();
    List<String> all = cases.stream().flatMap(List::stream).toList();
    CourseNames.LineNaming naming = naming(result, revision);
    Map<String, Integer> places = new TreeMap<>();
    for (List<String> lines : cases) {
      lines.stream()
          .map(
              line ->
                  exact || Collections.frequency(all, line) >= SmallNumbers.MINIMUM
                      ? line
                      : CaseCourse.withoutReason(line))
          .map(line -> naming.line(Kind.STUCK, line))
          .distinct()
          .forEach(place -> places.merge(place, 1, Integer::sum));
    }
    return places.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(
            place -> new StuckPlace(place.getKey(), inWords(place.getValue(), cases.size(), exact)))
        .toList();
  }

  private CourseNames.LineNaming naming(Result result, Contents revision) {
    Map<String, byte[]> set = revisions.files(result.set());
    return names.forSets(List.of(set, revision.with(set)));
  }

  /** A sentence that the result is outdated, with what to do; empty if it isn't. */
  private String outdated(Result result, Contents revision) {
    boolean others = !result.digest().equals(revision.digest());
    if (revision.open()) {
      return others || result.set() != revisions.inForce()
          ? "Since then, the files of the revision or the set in force have changed: rehearse again."
          : "";
    }
    return others ? "After that, the files of the revision were changed." : "";
  }

  /** The numbers of cases by kind, as sentences without the last full stop. */
  private static String counts(Map<Kind, Integer> counts) {
    String found =
        Arrays.stream(Kind.values())
            .filter(kind -> counts.getOrDefault(kind, 0) > 0)
            .map(kind -> "%s: %s. ".formatted(kind.words(), count(counts, kind, false)))
            .collect(Collectors.joining());
    return found + (found.isEmpty() ? "Nothing differs" : "Nothing else differs");
  }

  private static String count(Map<Kind, Integer> counts, Kind kind, boolean exact) {
    return inWords(counts.getOrDefault(kind, 0), exact);
  }

  private static boolean mayReadCases(Viewer viewer) {
    return viewer.has(Role.NRM_MANAGER);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(@PathVariable String number, HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> viewer.hasAnyOf(Role.REVISING) || mayReadCases(viewer),
        viewer -> withRevision(number, (revision, path) -> page(viewer, request, revision, "")));
  }

  /** Begins or cancels a rehearsal, or begins or ends a trial of the revision by hand. */
  @PostMapping(PATH)
  ResponseEntity<byte[]> act(
      @PathVariable String number,
      @RequestParam(name = "act", defaultValue = "") String act,
      HttpServletRequest request) {
    return pages.forForm(
        request,
        viewer ->
            viewer.hasAnyOf(Role.REVISING)
                && List.of("begin", "cancel", "try", "end").contains(act),
        viewer ->
            withRevision(
                number,
                (revision, path) -> {
                  String refused = act(act, revision, viewer);
                  return refused.isEmpty()
                      ? pages.seeOther(request.getContextPath() + path)
                      : page(viewer, request, revision, refused);
                }));
  }

  /** Why it can't be done; empty if it was done. */
  private String act(String act, Contents revision, Viewer viewer) {
    switch (act) {
      case "cancel" -> {
        rehearsals.cancel(revision.number());
        return "";
      }
      case "end" -> {
        if (trialOf(viewer, revision).isEmpty()) {
          return "You aren't trying this revision out. Only the person who began can end it.";
        }
        trials.end();
        return "";
      }
      default -> {
        if (!revision.open() || revision.files().isEmpty()) {
          return "There is nothing to rehearse: the revision is closed or has no files.";
        }
        if (act.equals("try")) {
          return trials.begin(revision, viewer.userId()).orElse("");
        }
        if (!revisions.problems(revision).isEmpty()) {
          return "The check found something to correct. The page of the revision says what: correct it, and begin again.";
        }
        return rehearsals.begin(revision, viewer.userId())
            ? ""
            : "Another rehearsal is running. Wait until it has ended, and begin again.";
      }
    }
  }

  /** Lists the cases, for the NRM manager, who may read them all. */
  @GetMapping(CASES)
  ResponseEntity<byte[]> cases(@PathVariable String number, HttpServletRequest request) {
    return pages.forViewer(
        request,
        RehearsalPage::mayReadCases,
        viewer ->
            withRevision(
                number,
                (revision, path) -> {
                  List<Result> results =
                      Stream.of(store.latest(revision.number()), shadow(revision))
                          .flatMap(Optional::stream)
                          .toList();
                  return results.isEmpty() ? pages.notFound() : cases(revision, results);
                }));
  }

  private ResponseEntity<byte[]> withRevision(
      String number, BiFunction<Contents, String, ResponseEntity<byte[]>> answer) {
    return SignedInPages.number(number)
        .flatMap(revisions::find)
        .map(revision -> answer.apply(revision, PATH.replace("{number}", number)))
        .orElseGet(pages::notFound);
  }

  private ResponseEntity<byte[]> page(
      Viewer viewer, HttpServletRequest request, Contents revision, String refused) {
    Map<String, Object> model = model(revision);
    model.put("refused", refused);
    model.put("mayBegin", viewer.hasAnyOf(Role.REVISING));
    model.put("closed", !revision.open());
    Optional<Running> running =
        rehearsals.running().filter(one -> one.revision() == revision.number());
    model.put("running", running.map(Progress::of).stream().toList());
    model.put("failed", running.isEmpty() && rehearsals.hasFailed(revision.number()));
    model.put(
        "result",
        store.latest(revision.number()).map(one -> result(one, revision, viewer)).stream()
            .toList());
    model.put(
        "shadow", shadow(revision).map(one -> result(one, revision, viewer)).stream().toList());
    model.put("nightWithoutResult", nightWithoutResult(revision).stream().toList());
    model.put("startsPage", mayReadCases(viewer));
    addTrial(model, viewer, request, revision);
    return pages.formPage(request, "rehearsal", model, !refused.isEmpty());
  }

  private Optional<Trial> trialOf(Viewer viewer, Contents revision) {
    return trials.running().filter(one -> one.belongsTo(revision, viewer.userId()));
  }

  private record TriedByOther(int of, String who, boolean you, String left) {}

  private record Tried(String address, String password, String left, List<InventedPerson> people) {}

  /** Adds the trial by hand. Its password is shown only to the person who began it. */
  private void addTrial(
      Map<String, Object> model, Viewer viewer, HttpServletRequest request, Contents revision) {
    Optional<Trial> running = trials.running();
    Optional<Trial> own = trialOf(viewer, revision);
    boolean mayRevise = viewer.hasAnyOf(Role.REVISING) && revision.open();
    model.put("byHand", own.isPresent() || mayRevise);
    model.put("offered", trials.isOffered());
    model.put("mayTry", mayRevise && running.isEmpty());
    model.put("minutes", trials.minutes());
    model.put("triedOver", running.isEmpty() && trials.hasTimedOut(revision.number()));
    model.put("triedFailed", running.isEmpty() && trials.hasFailed(revision.number()));
    model.put(
        "triedByOther",
        running.filter(one -> own.isEmpty()).stream()
            .map(
                one ->
                    new TriedByOther(
                        one.revision(),
                        people.nameWithId(one.person()),
                        one.person().equals(viewer.userId()),
                        timeLeft(one)))
            .toList());
    model.put("mayEnd", own.isPresent());
    model.put("triedEarlier", own.filter(one -> one.isOutdated(revision)).isPresent());
    model.put("starting", own.filter(one -> !one.isReady()).isPresent());
    model.put(
        "tried",
        own.filter(Trial::isReady).stream()
            .map(
                one ->
                    new Tried(
                        "http://%s:%d%s"
                            .formatted(request.getServerName(), trials.port(), RevisionTrials.PATH),
                        one.password(),
                        timeLeft(one),
                        inventedPeople()))
            .toList());
  }

  private static String timeLeft(Trial one) {
    long minutes = Math.max(1, one.minutesLeft());
    return minutes == 1 ? "1 minute" : minutes + " minutes";
  }

  /** A person in the setting {@code nrm.demo.users}, which the second program has too. */
  record InventedPerson(String id, @DefaultValue List<String> groups) {}

  private List<InventedPerson> inventedPeople() {
    return Binder.get(settings)
        .bind("nrm.demo.users", Bindable.listOf(InventedPerson.class))
        .orElse(List.of())
        .stream()
        .map(one -> new InventedPerson(one.id(), one.groups().stream().map(names::team).toList()))
        .toList();
  }

  private static Map<String, Object> model(Contents revision) {
    Map<String, Object> model = new HashMap<>();
    model.put("number", revision.number());
    model.put("name", revision.name());
    model.put("days", CaseReplay.DAYS_AHEAD);
    return model;
  }

  private record Progress(boolean known, int done, int total) {

    static Progress of(Running running) {
      return new Progress(running.total() > 0, running.done(), Math.max(1, running.total()));
    }
  }

  private record Found(List<KindCount> kinds, List<StuckPlace> stuck) {}

  private record KindCount(String kind, String count) {}

  private Map<String, Object> result(Result result, Contents revision, Viewer viewer) {
    boolean exact = mayReadCases(viewer);
    int compared = result.cases() - result.notCompared();
    Map<String, Object> model = new HashMap<>();
    model.put("when", BritishDate.withTime(result.ended()));
    model.put("since", result.approved() == null ? "" : BritishDate.withTime(result.approved()));
    model.put("who", result.approved() == null ? people.nameWithId(result.person()) : "");
    model.put("set", result.set());
    model.put("outdated", outdated(result, revision));
    model.put("cases", inWords(result.cases(), exact));
    model.put("notCompared", inWords(result.notCompared(), result.cases(), exact));
    model.put("fewMatch", compared * PERCENT < result.cases() * LEAST_MATCHING);
    model.put("listed", exact);
    model.put("open", inWords(result.open(), exact));
    model.put("notFollowed", inWords(result.notFollowed(), result.open(), exact));
    for (Finding finding : List.of(Finding.DIFFERENT, Finding.NEXT)) {
      model.put(
          finding == Finding.NEXT ? "next" : "past",
          new Found(
              kinds(result.counts(finding), exact), stuckPlaces(result, finding, revision, exact)));
    }
    return model;
  }

  private static List<KindCount> kinds(Map<Kind, Integer> counts, boolean exact) {
    return Arrays.stream(Kind.values())
        .map(kind -> new KindCount(kind.words(), count(counts, kind, exact)))
        .toList();
  }

  /** A number to be shown. Small ones are suppressed, but not 0, which is about no child. */
  private static String inWords(int number, boolean exact) {
    return number == 0
        ? "none"
        : exact || number >= SmallNumbers.MINIMUM
            ? "%,d".formatted(number)
            : SmallNumbers.words(number);
  }

  /**
   * A part of a number that is shown. It is also suppressed if the rest is too small to be shown.
   */
  private static String inWords(int part, int of, boolean exact) {
    boolean restIsSmall = part < of && of - part < SmallNumbers.MINIMUM;
    return !exact && part >= SmallNumbers.MINIMUM && restIsSmall
        ? SmallNumbers.words(OptionalInt.empty(), part)
        : inWords(part, exact);
  }

  private ResponseEntity<byte[]> cases(Contents revision, List<Result> results) {
    Map<String, Object> model = model(revision);
    model.put(
        "results",
        results.stream()
            .map(
                result ->
                    new ListedResult(
                        result.approved() == null ? "Rehearsal" : "Decisions since approval",
                        BritishDate.withTime(result.ended()),
                        lists(result, revision)))
            .toList());
    return pages.page(HttpStatus.OK, "rehearsal-cases", model);
  }

  private record ListedResult(String what, String when, List<CaseList> lists) {}

  private record CaseList(String heading, String about, List<ListedCase> cases) {}

  private record ListedCase(String caseNumber, List<KindLines> kinds) {}

  private record KindLines(String kind, List<String> lines) {}

  private List<CaseList> lists(Result result, Contents revision) {
    List<CaseResult> all = store.cases(result);
    CourseNames.LineNaming naming = naming(result, revision);
    boolean followsOpenCases = result.approved() == null;
    return (followsOpenCases
            ? Stream.of(Finding.values())
            : Stream.of(Finding.DIFFERENT, Finding.NOT_COMPARED))
        .map(
            finding ->
                new CaseList(
                    finding.heading(),
                    finding.about(),
                    all.stream()
                        .filter(one -> one.finding() == finding)
                        .map(one -> new ListedCase(one.caseNumber(), lines(one, naming)))
                        .toList()))
        .toList();
  }

  private static List<KindLines> lines(CaseResult one, CourseNames.LineNaming naming) {
    return one.differences().entrySet().stream()
        .map(
            kind ->
                new KindLines(
                    kind.getKey().words(),
                    kind.getValue().stream()
                        .map(line -> naming.line(kind.getKey(), line))
                        .toList()))
        .toList();
  }
}
