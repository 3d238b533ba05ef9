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
import org.springframework.http.HttpStatus;
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
import scot.nrm.pages.FormToken;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.SmallNumbers;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.revision.DraftFiles;
import scot.nrm.revision.PlannedRevisions;
import scot.nrm.revision.PlannedRevisions.Planned;
import scot.nrm.revision.RevisionImpact;
import scot.nrm.revision.RevisionRefused;
import scot.nrm.underway.CaseChoices.Choice;
import scot.nrm.underway.CaseSteps.AtStep;
import scot.nrm.underway.MoveStore.At;
import scot.nrm.underway.MoveStore.Stayed;
import scot.nrm.underway.Mover.Tried;

/**
 * Shows how many open cases are at each step of each set, and what a revision changes for them. NRM
 * managers see every number; people who revise see none below five, nor one that would reveal it.
 * The author of a draft chooses here what happens to the cases, which writes the file with these
 * choices.
 */
@Controller
class CasesUnderWayPage implements StartPageEntry, RevisionImpact {

  private static final String PATH = "/nrm/cases-under-way";
  private static final String OF_REVISION = "/nrm/revisions/{number}/cases-under-way";

  private final SignedInPages pages;
  private final CaseSteps steps;
  private final MoveStore moves;
  private final Mover mover;
  private final MigrationRules rules;
  private final DefinitionSets sets;
  private final PlannedRevisions revisions;
  private final DraftFiles drafts;

  CasesUnderWayPage(
      SignedInPages pages,
      CaseSteps steps,
      MoveStore moves,
      Mover mover,
      MigrationRules rules,
      DefinitionSets sets,
      PlannedRevisions revisions,
      DraftFiles drafts) {
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
        reads(viewer), "Cases under way", "Open cases by set, diagram and step.", PATH);
  }

  private static boolean reads(Viewer viewer) {
    return readsAll(viewer) || viewer.hasAnyOf(Role.REVISING);
  }

  private static boolean readsAll(Viewer viewer) {
    return viewer.has(Role.NRM_MANAGER);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> today(HttpServletRequest request) {
    return pages.forViewer(
        request, CasesUnderWayPage::reads, viewer -> page(viewer, request, null, Sent.NOTHING));
  }

  @GetMapping(OF_REVISION)
  ResponseEntity<byte[]> ofRevision(@PathVariable String number, HttpServletRequest request) {
    return pages.forViewer(
        request,
        CasesUnderWayPage::reads,
        viewer ->
            find(number)
                .map(revision -> page(viewer, request, revision, Sent.NOTHING))
                .orElseGet(pages::notFound));
  }

  /** Writes the choices to the file, or tries the move of some cases and rolls it back. */
  @PostMapping(OF_REVISION)
  ResponseEntity<byte[]> act(
      @PathVariable String number,
      @RequestParam(name = "act", defaultValue = "") String act,
      HttpServletRequest request) {
    return pages.forForm(
        request,
        CasesUnderWayPage::reads,
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
                  new Sent(mover.tried(revision.get().number(), Map.of()), "", Map.of()));
        });
  }

  /**
   * What the form sent, for the page that answers it.
   *
   * @param tried {@code null} if no move was tried; empty if it could not be tried
   * @param refused why the choices were refused; empty if they weren't
   * @param choices to be shown if those that were sent were refused
   */
  private record Sent(Optional<Tried> tried, String refused, Map<At, Choice> choices) {

    static final Sent NOTHING = new Sent(null, "", Map.of());
  }

  private ResponseEntity<byte[]> choose(
      Viewer viewer, HttpServletRequest request, Planned revision) {
    CaseChoices choices = choices(steps.counted());
    Map<At, Choice> sent = new LinkedHashMap<>();
    choices
        .stages()
        .forEach(
            stage ->
                Arrays.stream(Choice.values())
                    .filter(choice -> choice.name().equals(text(request, field(stage))))
                    .forEach(choice -> sent.put(stage, choice)));
    try {
      drafts.mustBeEditable(revision.number(), viewer.userId());
      byte[] before = file(revision);
      if (!digest(before).equals(text(request, "file"))) {
        throw new RevisionRefused(
            CasesUnderWay.FILE + " has changed meanwhile. Check what is chosen now.");
      }
      byte[] after = choices.written(before, sent);
      if (!Arrays.equals(before, after)) {
        mustBePossible(revision, choices, sent, after);
        drafts.put(revision.number(), CasesUnderWay.FILE, after, viewer.userId());
      }
      return pages.seeOther(
          request.getContextPath()
              + OF_REVISION.replace("{number}", String.valueOf(revision.number()))
              + "?saved=yes");
    } catch (RevisionRefused refused) {
      return page(
          viewer, request, revision, new Sent(null, refused.getMessage(), choices.agreeing(sent)));
    }
  }

  /** Tries the move of cases in those stages for which it has just been chosen. */
  private void mustBePossible(
      Planned revision, CaseChoices choices, Map<At, Choice> sent, byte[] file) {
    Map<At, Choice> before = choices.chosen(changes(revision).rows());
    List<At> moving =
        sent.keySet().stream()
            .filter(stage -> sent.get(stage) == Choice.MOVE && before.get(stage) != Choice.MOVE)
            .toList();
    if (moving.isEmpty()) {
      return;
    }
    Optional<Tried> tried = mover.tried(revision.number(), Map.of(CasesUnderWay.FILE, file));
    for (At stage : moving) {
      Set<String> obstacles = tried.map(one -> one.obstacles(stage)).orElse(Set.of());
      if (!obstacles.isEmpty()) {
        throw new RevisionRefused(
            "No case in %s could move now, so choose something else for them. %s"
                .formatted(choices.name(stage), String.join(" ", obstacles)));
      }
    }
  }

  private static String field(At stage) {
    return "set-%d-%s".formatted(stage.set(), stage.diagram());
  }

  /**
   * The digest of the file that was shown, so that the choices of another window aren't
   * overwritten.
   */
  private static String digest(byte[] file) {
    return Integer.toHexString(Arrays.hashCode(file));
  }

  private static byte[] file(Planned revision) {
    return revision
        .files()
        .getOrDefault(CasesUnderWay.FILE, "cases-under-way: []\n".getBytes(StandardCharsets.UTF_8));
  }

  private static WhatChanges changes(Planned revision) {
    return new WhatChanges(
        DefinitionSets.withoutFolders(revision.files()),
        revision.changed().contains(CasesUnderWay.FILE));
  }

  /**
   * The choices for all sets with open cases, and for the set in force, as a case may begin before
   * the day of a revision.
   */
  private CaseChoices choices(List<AtStep> counted) {
    Map<Integer, Procedure> ofSets = new TreeMap<>();
    ofSets.put(sets.inForce(), procedure(sets.inForce()));
    counted.forEach(one -> ofSets.computeIfAbsent(one.set(), this::procedure));
    return new CaseChoices(counted, ofSets);
  }

  private Procedure procedure(int set) {
    return sets.withoutAuthorization(() -> rules.procedure(sets.deployment(set)));
  }

  private Optional<Planned> find(String number) {
    return SignedInPages.number(number).flatMap(revisions::find);
  }

  private ResponseEntity<byte[]> page(
      Viewer viewer, HttpServletRequest request, Planned revision, Sent sent) {
    List<AtStep> counted = steps.counted();
    CaseChoices choices = choices(counted);
    WhatChanges changes = revision == null ? null : changes(revision);
    boolean all = readsAll(viewer);
    Map<String, Object> model = new HashMap<>();
    model.put("inForce", sets.inForce());
    model.put("all", all);
    model.put("smallest", SmallNumbers.MINIMUM);
    model.put("none", counted.isEmpty());
    model.put("hasRevision", revision != null);
    model.put("mayOpenRevision", revision != null && viewer.hasAnyOf(Role.REVISING));
    boolean mayChoose =
        revision != null
            && viewer.has(Role.POLICY_STAFF)
            && drafts.mayChange(revision.number(), viewer.userId());
    if (revision != null) {
      model.put("number", revision.number());
      model.put("name", revision.name());
      model.put("day", BritishDate.of(revision.day()));
      model.put("made", revision.made() == null ? "" : revision.made());
      model.put("file", digest(file(revision)));
      model.put("saved", mayChoose && "yes".equals(request.getParameter("saved")));
      model.put(
          "rowsOfFile",
          revision.changed().contains(CasesUnderWay.FILE)
              ? new String(file(revision), StandardCharsets.UTF_8)
              : "");
    }
    model.put("mayChoose", mayChoose);
    model.put("refused", sent.refused().lines().toList());
    model.put("isRefused", !sent.refused().isEmpty());
    progress(model, revision, all);
    model.put("mayTry", changes != null && revision.isOpen() && changes.movesAny());
    model.put("token", FormToken.of(request));
    model.put("mostTried", Mover.MOST_TRIED);
    model.put("isTried", sent.tried() != null && sent.tried().isPresent());
    model.put("notTried", sent.tried() != null && sent.tried().isEmpty());
    if (sent.tried() != null) {
      sent.tried().ifPresent(tried -> outcomes(model, tried.outcomes(), Map.of(), all));
    }
    Map<At, Choice> chosen =
        !mayChoose
            ? Map.of()
            : sent.refused().isEmpty() ? choices.chosen(changes.rows()) : sent.choices();
    model.put("sets", sets(counted, choices, revision, changes, mayChoose ? chosen : null, all));
    return pages.page(
        sent.refused().isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST,
        "cases-under-way",
        model);
  }

  @Override
  public List<RevisionImpact.Concerned> impact(int revision) {
    return revisions
        .find(revision)
        .filter(planned -> planned.isOpen() || planned.made() != null)
        .map(
            planned -> {
              List<RevisionImpact.Concerned> impact = new ArrayList<>();
              List<AtStep> counted = steps.counted();
              rows(counted, choices(counted), planned, changes(planned), false)
                  .forEach(
                      (stage, rows) ->
                          rows.stream()
                              .filter(row -> !row.changes().equals(WhatChanges.NOTHING))
                              .map(row -> row.onPaper(stage.set()))
                              .forEach(impact::add));
              return List.copyOf(impact);
            })
        .orElse(List.of());
  }

  /**
   * Adds how many cases have moved, and why others stay, with their numbers for readers who may see
   * them.
   */
  private void progress(Map<String, Object> model, Planned revision, boolean all) {
    Optional<Boolean> finished =
        revision == null ? Optional.empty() : moves.isFinished(revision.number());
    model.put("moves", finished.isPresent());
    if (finished.isEmpty()) {
      return;
    }
    model.put("finished", finished.get());
    Map<String, Integer> counted = new LinkedHashMap<>();
    moves.counted(revision.number()).forEach(one -> counted.put(one.reason(), one.cases()));
    outcomes(
        model,
        counted,
        moves.stayed(revision.number()).stream()
            .collect(
                Collectors.groupingBy(
                    Stayed::reason, Collectors.mapping(Stayed::caseNumber, Collectors.toList()))),
        all);
  }

  private static void outcomes(
      Map<String, Object> model,
      Map<String, Integer> counted,
      Map<String, List<String>> numbers,
      boolean all) {
    Map<String, Integer> parts = new LinkedHashMap<>(Map.of(Mover.MOVES, 0));
    parts.putAll(counted);
    Map<String, String> words = words(parts, all);
    model.put("moved", words.remove(Mover.MOVES));
    model.put("anyStay", !words.isEmpty());
    model.put(
        "stay",
        words.entrySet().stream()
            .map(
                one ->
                    Map.of(
                        "reason", one.getKey(),
                        "cases", one.getValue(),
                        "numbers",
                            all
                                ? String.join(", ", numbers.getOrDefault(one.getKey(), List.of()))
                                : ""))
            .toList());
  }

  /**
   * @param chosen {@code null} for a reader who can't choose
   */
  private List<Map<String, Object>> sets(
      List<AtStep> counted,
      CaseChoices choices,
      Planned revision,
      WhatChanges changes,
      Map<At, Choice> chosen,
      boolean all) {
    Map<At, List<Row>> rows = rows(counted, choices, revision, changes, all);
    return (chosen == null ? rows.keySet() : choices.stages())
        .stream()
            .map(At::set)
            .distinct()
            .map(
                set ->
                    Map.of(
                        "set",
                        set,
                        "revision",
                        revisions.ofSet(set).map(String::valueOf).orElse(""),
                        "stages",
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

  private static Map<String, Object> stage(
      At stage, List<Row> rows, CaseChoices choices, Map<At, Choice> chosen) {
    Map<String, Object> shown = new HashMap<>();
    shown.put("diagram", choices.procedure(stage.set()).diagramName(stage.diagram()));
    shown.put("rows", rows.stream().map(Row::onPage).toList());
    shown.put("noCase", rows.isEmpty());
    shown.put("lines", Math.max(1, rows.size()));
    shown.put("field", field(stage));
    shown.put("isLast", !choices.hasLater(stage));
    if (chosen != null) {
      List<Map<String, Object>> options = new ArrayList<>();
      if (chosen.get(stage) == null) {
        options.add(Map.of("value", "", "words", "as in the file", "selected", true));
      }
      Arrays.stream(Choice.values())
          .filter(choice -> choice != Choice.LATER || choices.hasLater(stage))
          .forEach(
              choice ->
                  options.add(
                      Map.of(
                          "value", choice.name(),
                          "words", choice.words(),
                          "selected", choice == chosen.get(stage))));
      shown.put("options", options);
    }
    return shown;
  }

  /**
   * Cases at one step.
   *
   * @param began the set under which they began, in words; empty if it is the same one
   * @param cases how many, in words
   * @param changes what changes for them, in a sentence; empty without a revision
   */
  private record Row(String diagram, String step, String began, String cases, String changes) {

    Map<String, Object> onPage() {
      return Map.of("step", step, "began", began, "cases", cases, "changes", changes);
    }

    RevisionImpact.Concerned onPaper(int set) {
      return new RevisionImpact.Concerned(
          set, diagram, began.isEmpty() ? step : step + " " + began, cases, changes);
    }
  }

  /**
   * The rows by stage, in the order of the procedure, and within a stage by the names of the steps.
   */
  private Map<At, List<Row>> rows(
      List<AtStep> counted,
      CaseChoices choices,
      Planned revision,
      WhatChanges changes,
      boolean all) {
    Map<AtStep, String> numbers = numbers(counted, all);
    Map<Integer, Map<String, byte[]>> files = new HashMap<>();
    Map<At, List<Row>> rows = new LinkedHashMap<>();
    for (At stage : choices.stages()) {
      Procedure procedure = choices.procedure(stage.set());
      counted.stream()
          .filter(one -> new At(one.set(), one.diagram()).equals(stage))
          .sorted(
              Comparator.comparing((AtStep one) -> procedure.stepName(one.diagram(), one.step()))
                  .thenComparing(AtStep::began))
          .map(
              one ->
                  new Row(
                      procedure.diagramName(one.diagram()),
                      procedure.stepName(one.diagram(), one.step()),
                      one.began() == one.set() ? "" : "(case of set %d)".formatted(one.began()),
                      numbers.get(one),
                      changes(
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

  private static String changes(
      WhatChanges changes,
      Planned revision,
      AtStep group,
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
  private static Map<AtStep, String> numbers(List<AtStep> counted, boolean all) {
    Map<String, Map<AtStep, Integer>> byDiagram = new LinkedHashMap<>();
    counted.forEach(
        one ->
            byDiagram
                .computeIfAbsent(one.diagram(), diagram -> new LinkedHashMap<>())
                .put(one, one.cases()));
    Map<AtStep, String> words = new HashMap<>();
    byDiagram.values().forEach(parts -> words.putAll(words(parts, all)));
    return words;
  }

  private static <T> Map<T, String> words(Map<T, Integer> parts, boolean all) {
    Map<T, String> words = new LinkedHashMap<>();
    SmallNumbers.shown(parts)
        .forEach(
            (part, shown) -> {
              int number = parts.get(part);
              words.put(part, all ? "" + number : SmallNumbers.words(shown, number));
            });
    return words;
  }
}
