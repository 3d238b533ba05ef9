package scot.nrm.underway;

import static scot.nrm.pages.SignedInPages.text;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.sets.CasesUnderWay;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.gate.Procedure;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.SmallNumbers;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.revision.RevisionContents;
import scot.nrm.revision.RevisionContents.Planned;
import scot.nrm.revision.RevisionImpact;
import scot.nrm.revision.RevisionRefused;
import scot.nrm.revision.Revisions;
import scot.nrm.underway.CaseChoices.Choice;
import scot.nrm.underway.CaseSteps.CasesAtStep;
import scot.nrm.underway.MoveStore.SetStage;
import scot.nrm.underway.MoveStore.StayingCase;
import scot.nrm.underway.Mover.Trial;

/**
 * Shows how many open cases are at each step of each set, and what a revision changes for them. NRM
 * managers see every number; people who revise see none below five, nor one that would reveal it.
 * The author of a draft chooses here what happens to the cases, which writes the file with these
 * choices.
 */
@Controller
class CasesUnderWayPage implements StartPageEntry, RevisionImpact {

  private static final String PATH = "/nrm/cases-under-way";
  private static final String REVISION_PATH = "/nrm/revisions/{number}/cases-under-way";

  private final SignedInPages pages;
  private final CaseSteps steps;
  private final MoveStore moves;
  private final Mover mover;
  private final MigrationRules rules;
  private final DefinitionSets sets;
  private final RevisionContents revisions;
  private final Revisions drafts;

  CasesUnderWayPage(
      SignedInPages pages,
      CaseSteps steps,
      MoveStore moves,
      Mover mover,
      MigrationRules rules,
      DefinitionSets sets,
      RevisionContents revisions,
      Revisions drafts) {
    this.pages = pages;
    this.moves = moves;
    this.mover = mover;
    this.rules = rules;
    this.steps = steps;
    this.sets = sets;
    this.revisions = revisions;
    this.drafts = drafts;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return Entry.onlyIf(
        mayRead(viewer), "Cases under way", "Open cases by set, diagram and step.", PATH);
  }

  private static boolean mayRead(Viewer viewer) {
    return mayReadAll(viewer) || viewer.hasAnyOf(Role.REVISING);
  }

  private static boolean mayReadAll(Viewer viewer) {
    return viewer.has(Role.NRM_MANAGER);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> showAll(HttpServletRequest request) {
    return pages.forViewer(
        request,
        CasesUnderWayPage::mayRead,
        viewer -> page(viewer, request, null, FormResult.NOTHING));
  }

  @GetMapping(REVISION_PATH)
  ResponseEntity<byte[]> showRevision(@PathVariable String number, HttpServletRequest request) {
    return pages.forViewer(
        request,
        CasesUnderWayPage::mayRead,
        viewer ->
            find(number)
                .map(revision -> page(viewer, request, revision, FormResult.NOTHING))
                .orElseGet(pages::notFound));
  }

  /** Writes the choices to the file, or tries the move of some cases and rolls it back. */
  @PostMapping(REVISION_PATH)
  ResponseEntity<byte[]> act(
      @PathVariable String number,
      @RequestParam(name = "act", defaultValue = "") String act,
      HttpServletRequest request) {
    return pages.forForm(
        request,
        CasesUnderWayPage::mayRead,
        viewer -> {
          Optional<Planned> revision = find(number).filter(Planned::isOpen);
          boolean chooses = act.equals("choose");
          if (revision.isEmpty() || chooses && !viewer.has(Role.POLICY_STAFF)) {
            return pages.notFound();
          }
          return chooses
              ? choose(viewer, request, revision.get())
              : page(
                  viewer,
                  request,
                  revision.get(),
                  new FormResult(
                      true, mover.tryOut(revision.get().number(), Map.of()), "", Map.of()));
        });
  }

  /**
   * What the form sent, for the page that answers it.
   *
   * @param tried whether a move was to be tried
   * @param trial empty if none was, or if it could not be
   * @param refused why the choices were refused; empty if they weren't
   * @param choices to be shown if those that were sent were refused
   */
  private record FormResult(
      boolean tried, Optional<Trial> trial, String refused, Map<SetStage, Choice> choices) {

    static final FormResult NOTHING = new FormResult(false, Optional.empty(), "", Map.of());
  }

  private ResponseEntity<byte[]> choose(
      Viewer viewer, HttpServletRequest request, Planned revision) {
    CaseChoices choices = choices(steps.count());
    Map<SetStage, Choice> sent = new LinkedHashMap<>();
    choices
        .stages()
        .forEach(
            stage ->
                Arrays.stream(Choice.values())
                    .filter(choice -> choice.name().equals(text(request, field(stage))))
                    .forEach(choice -> sent.put(stage, choice)));
    try {
      drafts.mustBeEditable(revision.number(), viewer.userId());
      byte[] before = fileOf(revision);
      if (!digest(before).equals(text(request, "file"))) {
        throw new RevisionRefused(
            CasesUnderWay.FILE + " has changed meanwhile. Check what is chosen now.");
      }
      byte[] after = choices.write(before, sent);
      if (!Arrays.equals(before, after)) {
        mustBePossible(revision, choices, sent, after);
        drafts.put(revision.number(), CasesUnderWay.FILE, after, viewer.userId());
      }
      return pages.seeOther(
          request.getContextPath()
              + REVISION_PATH.replace("{number}", String.valueOf(revision.number()))
              + "?saved=yes");
    } catch (RevisionRefused refused) {
      return page(
          viewer,
          request,
          revision,
          new FormResult(false, Optional.empty(), refused.getMessage(), choices.reconciled(sent)));
    }
  }

  /** Tries the move of cases in those stages for which it has just been chosen. */
  private void mustBePossible(
      Planned revision, CaseChoices choices, Map<SetStage, Choice> sent, byte[] file) {
    Map<SetStage, Choice> before = choices.choicesIn(effectOf(revision).rows());
    List<SetStage> moving =
        sent.keySet().stream()
            .filter(stage -> sent.get(stage) == Choice.MOVE && before.get(stage) != Choice.MOVE)
            .toList();
    if (moving.isEmpty()) {
      return;
    }
    Optional<Trial> trial = mover.tryOut(revision.number(), Map.of(CasesUnderWay.FILE, file));
    for (SetStage stage : moving) {
      Set<String> obstacles = trial.map(one -> one.obstacles(stage)).orElse(Set.of());
      if (!obstacles.isEmpty()) {
        throw new RevisionRefused(
            "No case in %s could move now, so choose something else for them. %s"
                .formatted(choices.name(stage), String.join(" ", obstacles)));
      }
    }
  }

  private static String field(SetStage stage) {
    return "set-%d-%s".formatted(stage.set(), stage.diagram());
  }

  /** The digest of the file that was shown, so that another window's choices aren't overwritten. */
  private static String digest(byte[] file) {
    return Integer.toHexString(Arrays.hashCode(file));
  }

  private static byte[] fileOf(Planned revision) {
    return revision
        .files()
        .getOrDefault(CasesUnderWay.FILE, "cases-under-way: []\n".getBytes(StandardCharsets.UTF_8));
  }

  private RevisionEffect effectOf(Planned revision) {
    boolean stillMoves =
        revision.changed().contains(CasesUnderWay.FILE)
            && !moves.isFinished(revision.number()).orElse(false);
    return new RevisionEffect(DefinitionSets.withoutFolders(revision.files()), stillMoves);
  }

  /** The choices for all sets with open cases and for the set in force, where cases may begin. */
  private CaseChoices choices(List<CasesAtStep> counted) {
    Map<Integer, Procedure> bySet = new TreeMap<>();
    bySet.put(sets.inForce(), procedure(sets.inForce()));
    counted.forEach(one -> bySet.computeIfAbsent(one.set(), this::procedure));
    return new CaseChoices(counted, bySet);
  }

  private Procedure procedure(int set) {
    return sets.withoutAuthorization(() -> rules.procedure(sets.deployment(set)));
  }

  private Optional<Planned> find(String number) {
    return SignedInPages.number(number).flatMap(revisions::planned);
  }

  private ResponseEntity<byte[]> page(
      Viewer viewer, HttpServletRequest request, Planned revision, FormResult sent) {
    List<CasesAtStep> counted = steps.count();
    CaseChoices choices = choices(counted);
    RevisionEffect changes = revision == null ? null : effectOf(revision);
    boolean showsAll = mayReadAll(viewer);
    Map<String, Object> model = new HashMap<>();
    model.put("inForce", sets.inForce());
    model.put("all", showsAll);
    model.put("smallest", SmallNumbers.MINIMUM);
    model.put("none", counted.isEmpty());
    model.put("hasRevision", revision != null);
    model.put("mayOpenRevision", revision != null && viewer.hasAnyOf(Role.REVISING));
    boolean mayChoose =
        revision != null
            && viewer.has(Role.POLICY_STAFF)
            && drafts.isEditable(revision.number(), viewer.userId());
    if (revision != null) {
      model.put("number", revision.number());
      model.put("name", revision.name());
      model.put("day", BritishDate.of(revision.day()));
      model.put("made", revision.made() == null ? "" : revision.made());
      model.put("file", digest(fileOf(revision)));
      model.put("saved", mayChoose && "yes".equals(request.getParameter("saved")));
      model.put(
          "rowsOfFile",
          revision.changed().contains(CasesUnderWay.FILE)
              ? new String(fileOf(revision), StandardCharsets.UTF_8)
              : "");
    }
    model.put("mayChoose", mayChoose);
    model.put("refused", sent.refused().lines().toList());
    addProgress(model, revision, showsAll);
    model.put("mayTry", changes != null && revision.isOpen() && changes.movesAny());
    model.put("mostTried", Mover.MAX_TRIED);
    model.put("isTried", sent.trial().isPresent());
    model.put("notTried", sent.tried() && sent.trial().isEmpty());
    sent.trial().ifPresent(trial -> addOutcomes(model, trial.outcomes(), Map.of(), showsAll));
    Map<SetStage, Choice> chosen =
        !mayChoose
            ? Map.of()
            : sent.refused().isEmpty() ? choices.choicesIn(changes.rows()) : sent.choices();
    model.put(
        "sets", sets(counted, choices, revision, changes, mayChoose ? chosen : null, showsAll));
    return pages.formPage(request, "cases-under-way", model, !sent.refused().isEmpty());
  }

  @Override
  public List<RevisionImpact.AffectedCases> impact(int revision) {
    return revisions
        .planned(revision)
        .filter(planned -> planned.isOpen() || planned.made() != null)
        .map(
            planned -> {
              List<RevisionImpact.AffectedCases> impact = new ArrayList<>();
              List<CasesAtStep> counted = steps.count();
              rows(counted, choices(counted), planned, effectOf(planned), false)
                  .forEach(
                      (stage, rows) ->
                          rows.stream()
                              .filter(row -> !row.changes().equals(RevisionEffect.NOTHING))
                              .map(row -> row.onPaper(stage.set()))
                              .forEach(impact::add));
              return List.copyOf(impact);
            })
        .orElse(List.of());
  }

  /** Adds how many cases have moved and why others stay; numbers if the reader may see them. */
  private void addProgress(Map<String, Object> model, Planned revision, boolean showsAll) {
    Optional<Boolean> finished =
        revision == null ? Optional.empty() : moves.isFinished(revision.number());
    model.put("moves", finished.isPresent());
    if (finished.isEmpty()) {
      return;
    }
    model.put("finished", finished.get());
    Map<String, Integer> counted = new LinkedHashMap<>();
    moves.countByReason(revision.number()).forEach(one -> counted.put(one.reason(), one.cases()));
    addOutcomes(
        model,
        counted,
        moves.stayingCases(revision.number()).stream()
            .collect(
                Collectors.groupingBy(
                    StayingCase::reason,
                    Collectors.mapping(StayingCase::caseNumber, Collectors.toList()))),
        showsAll);
  }

  private record Stay(String reason, String cases, String numbers) {}

  private static void addOutcomes(
      Map<String, Object> model,
      Map<String, Integer> counted,
      Map<String, List<String>> numbers,
      boolean showsAll) {
    Map<String, Integer> parts = new LinkedHashMap<>(Map.of(Mover.MOVES, 0));
    parts.putAll(counted);
    Map<String, String> words = inWords(parts, showsAll);
    model.put("moved", words.remove(Mover.MOVES));
    model.put(
        "stay",
        words.entrySet().stream()
            .map(
                one ->
                    new Stay(
                        one.getKey(),
                        one.getValue(),
                        showsAll
                            ? String.join(", ", numbers.getOrDefault(one.getKey(), List.of()))
                            : ""))
            .toList());
  }

  private record ListedSet(int set, String revision, List<ListedStage> stages) {}

  /** {@code chosen} is {@code null} for a reader who can't choose. */
  private List<ListedSet> sets(
      List<CasesAtStep> counted,
      CaseChoices choices,
      Planned revision,
      RevisionEffect changes,
      Map<SetStage, Choice> chosen,
      boolean showsAll) {
    Map<SetStage, List<Row>> rows = rows(counted, choices, revision, changes, showsAll);
    return (chosen == null ? rows.keySet() : choices.stages())
        .stream()
            .map(SetStage::set)
            .distinct()
            .map(
                set ->
                    new ListedSet(
                        set,
                        revisions.numberOfSet(set).map(String::valueOf).orElse(""),
                        choices.stages(set).stream()
                            .filter(stage -> rows.containsKey(stage) || chosen != null)
                            .map(
                                stage ->
                                    stage(
                                        stage,
                                        rows.getOrDefault(stage, List.of()),
                                        choices,
                                        chosen))
                            .toList()))
            .toList();
  }

  /**
   * A stage of a set.
   *
   * @param lines the lines of the table that it has
   * @param options none for a reader who can't choose
   */
  private record ListedStage(
      String diagram,
      List<Row> rows,
      int lines,
      String field,
      boolean isLast,
      List<Option> options) {}

  private record Option(String value, String words, boolean selected) {}

  private static ListedStage stage(
      SetStage stage, List<Row> rows, CaseChoices choices, Map<SetStage, Choice> chosen) {
    List<Option> options = new ArrayList<>();
    if (chosen != null) {
      if (chosen.get(stage) == null) {
        options.add(new Option("", "as in the file", true));
      }
      Arrays.stream(Choice.values())
          .filter(choice -> choice != Choice.LATER || choices.hasLater(stage))
          .forEach(
              choice ->
                  options.add(
                      new Option(choice.name(), choice.words(), choice == chosen.get(stage))));
    }
    return new ListedStage(
        choices.procedure(stage.set()).diagramName(stage.diagram()),
        rows,
        Math.max(1, rows.size()),
        field(stage),
        !choices.hasLater(stage),
        options);
  }

  /**
   * Cases at one step.
   *
   * @param began the set under which they began, in words; empty if it is the same one
   * @param cases how many, in words
   * @param changes what changes for them, in a sentence; empty without a revision
   */
  private record Row(String diagram, String step, String began, String cases, String changes) {

    RevisionImpact.AffectedCases onPaper(int set) {
      return new RevisionImpact.AffectedCases(
          set, diagram, began.isEmpty() ? step : step + " " + began, cases, changes);
    }
  }

  /** The rows by stage, in the order of the procedure, and then by the names of the steps. */
  private Map<SetStage, List<Row>> rows(
      List<CasesAtStep> counted,
      CaseChoices choices,
      Planned revision,
      RevisionEffect changes,
      boolean showsAll) {
    Map<CasesAtStep, String> numbers = numbers(counted, showsAll);
    Map<Integer, Map<String, byte[]>> files = new HashMap<>();
    Map<SetStage, List<Row>> rows = new LinkedHashMap<>();
    for (SetStage stage : choices.stages()) {
      Procedure procedure = choices.procedure(stage.set());
      counted.stream()
          .filter(one -> new SetStage(one.set(), one.diagram()).equals(stage))
          .sorted(
              Comparator.comparing(
                      (CasesAtStep one) -> procedure.stepName(one.diagram(), one.step()))
                  .thenComparing(CasesAtStep::began))
          .map(
              one ->
                  new Row(
                      procedure.diagramName(one.diagram()),
                      procedure.stepName(one.diagram(), one.step()),
                      one.began() == one.set() ? "" : "(case of set %d)".formatted(one.began()),
                      numbers.get(one),
                      effectOf(
                          changes,
                          revision,
                          one,
                          files.computeIfAbsent(
                              one.set(), set -> DefinitionSets.withoutFolders(sets.files(set))),
                          procedure)))
          .forEach(row -> rows.computeIfAbsent(stage, any -> new ArrayList<>()).add(row));
    }
    return rows;
  }

  private static String effectOf(
      RevisionEffect changes,
      Planned revision,
      CasesAtStep group,
      Map<String, byte[]> files,
      Procedure procedure) {
    if (changes == null) {
      return "";
    }
    return revision.made() != null && group.set() >= revision.made()
        ? "They already follow this revision."
        : changes.sentence(group, files, procedure);
  }

  /**
   * The numbers in words. The total of a diagram may be known from elsewhere, so the numbers are
   * suppressed as parts of that total.
   */
  private static Map<CasesAtStep, String> numbers(List<CasesAtStep> counted, boolean showsAll) {
    Map<String, Map<CasesAtStep, Integer>> byDiagram = new LinkedHashMap<>();
    counted.forEach(
        one ->
            byDiagram
                .computeIfAbsent(one.diagram(), diagram -> new LinkedHashMap<>())
                .put(one, one.cases()));
    Map<CasesAtStep, String> words = new HashMap<>();
    byDiagram.values().forEach(parts -> words.putAll(inWords(parts, showsAll)));
    return words;
  }

  private static <T> Map<T, String> inWords(Map<T, Integer> parts, boolean showsAll) {
    Map<T, String> words = new LinkedHashMap<>();
    SmallNumbers.shown(parts)
        .forEach(
            (part, shown) -> {
              int number = parts.get(part);
              words.put(part, showsAll ? "" + number : SmallNumbers.words(shown, number));
            });
    return words;
  }
}
