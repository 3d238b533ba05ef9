package scot.nrm.underway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
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
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.gate.Procedure;
import scot.nrm.pages.FormToken;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.SmallNumbers;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.revision.PlannedRevisions;
import scot.nrm.revision.PlannedRevisions.Planned;
import scot.nrm.revision.RevisionImpact;
import scot.nrm.underway.CaseSteps.AtStep;
import scot.nrm.underway.MoveStore.Stayed;

/**
 * How many open cases are at which step of which set, and what a revision changes for them. NRM
 * managers see every number; people who revise see none below five, nor one that would reveal it.
 */
@Controller
class CasesUnderWayPage implements StartPageEntry, RevisionImpact {

  /** Cases that have moved have no reason to stay. */
  private static final String MOVED = "";

  private static final String PATH = "/nrm/cases-under-way";
  private static final String OF_REVISION = "/nrm/revisions/{number}/cases-under-way";

  private final SignedInPages pages;
  private final CaseSteps steps;
  private final MoveStore moves;
  private final Mover mover;
  private final DefinitionSets sets;
  private final PlannedRevisions revisions;

  CasesUnderWayPage(
      SignedInPages pages,
      CaseSteps steps,
      MoveStore moves,
      Mover mover,
      DefinitionSets sets,
      PlannedRevisions revisions) {
    this.pages = pages;
    this.moves = moves;
    this.mover = mover;
    this.steps = steps;
    this.sets = sets;
    this.revisions = revisions;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return reads(viewer)
        ? List.of(new Entry("Cases under way", "Open cases by set, diagram and step.", PATH))
        : List.of();
  }

  private static boolean reads(Viewer viewer) {
    return readsAll(viewer) || viewer.hasAnyOf(Role.REVISING);
  }

  private static boolean readsAll(Viewer viewer) {
    return viewer.has(Role.NRM_MANAGER);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> today(HttpServletRequest request) {
    return forReader(request, viewer -> page(viewer, request, null, null));
  }

  @GetMapping(OF_REVISION)
  ResponseEntity<byte[]> ofRevision(@PathVariable String number, HttpServletRequest request) {
    return forReader(
        request,
        viewer ->
            find(number)
                .map(revision -> page(viewer, request, revision, null))
                .orElseGet(pages::notFound));
  }

  /** Moves some cases as the revision would, and rolls that back. */
  @PostMapping(OF_REVISION)
  ResponseEntity<byte[]> tried(
      @PathVariable String number,
      @RequestParam(name = "token", defaultValue = "") String token,
      HttpServletRequest request) {
    return pages.forForm(
        request,
        token,
        viewer ->
            (reads(viewer) ? find(number) : Optional.<Planned>empty())
                .filter(Planned::isOpen)
                .map(revision -> page(viewer, request, revision, mover.tried(revision.number(), Map.of()).map(Mover.Tried::outcomes)))
                .orElseGet(pages::notFound));
  }

  private ResponseEntity<byte[]> forReader(
      HttpServletRequest request, Function<Viewer, ResponseEntity<byte[]>> answer) {
    return pages.forViewer(
        request, viewer -> reads(viewer) ? answer.apply(viewer) : pages.notFound());
  }

  private Optional<Planned> find(String number) {
    return SignedInPages.number(number).flatMap(revisions::find);
  }

  /**
   * @param tried {@code null} if nothing has been tried; empty if it could not be
   */
  private ResponseEntity<byte[]> page(
      Viewer viewer,
      HttpServletRequest request,
      Planned revision,
      Optional<Map<String, Integer>> tried) {
    List<AtStep> counted = steps.counted();
    WhatChanges changes = revision == null ? null : new WhatChanges(named(revision.files()));
    Map<String, Object> model = new HashMap<>();
    model.put("root", request.getContextPath());
    model.put("inForce", sets.inForce());
    model.put("all", readsAll(viewer));
    model.put("smallest", SmallNumbers.SMALLEST);
    model.put("none", counted.isEmpty());
    model.put("hasRevision", revision != null);
    model.put("mayOpenRevision", revision != null && viewer.hasAnyOf(Role.REVISING));
    if (revision != null) {
      model.put("number", revision.number());
      model.put("name", revision.name());
      model.put("day", BritishDate.of(revision.day()));
      model.put("made", revision.made() == null ? "" : revision.made());
    }
    progress(model, revision, readsAll(viewer));
    model.put("mayTry", changes != null && revision.isOpen() && changes.movesAny());
    model.put("token", FormToken.of(request));
    model.put("mostTried", Mover.MOST_TRIED);
    model.put("isTried", tried != null && tried.isPresent());
    model.put("notTried", tried != null && tried.isEmpty());
    if (tried != null) {
      tried.ifPresent(outcomes -> outcomes(model, outcomes, Map.of(), readsAll(viewer)));
    }
    model.put("sets", sets(counted, revision, changes, readsAll(viewer)));
    return pages.page(HttpStatus.OK, "cases-under-way", model);
  }

  @Override
  public List<RevisionImpact.Concerned> impact(int revision) {
    return revisions
        .find(revision)
        .filter(planned -> planned.isOpen() || planned.made() != null)
        .map(
            planned -> {
              List<RevisionImpact.Concerned> impact = new ArrayList<>();
              rows(steps.counted(), planned, new WhatChanges(named(planned.files())), false)
                  .forEach(
                      (set, rows) ->
                          rows.stream()
                              .filter(row -> !row.changes().equals(WhatChanges.NOTHING))
                              .map(row -> row.onPaper(set))
                              .forEach(impact::add));
              return List.copyOf(impact);
            })
        .orElse(List.of());
  }

  /** How far the cases have moved, and why others stay; their numbers for those who see them. */
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
    Map<String, Integer> parts = new LinkedHashMap<>(Map.of(MOVED, 0));
    parts.putAll(counted);
    Map<String, OptionalInt> shown = SmallNumbers.shown(parts);
    model.put(
        "moved", all ? parts.get(MOVED) : SmallNumbers.words(shown.get(MOVED), parts.get(MOVED)));
    parts.remove(MOVED);
    model.put("anyStay", !parts.isEmpty());
    model.put(
        "stay",
        parts.entrySet().stream()
            .map(
                one ->
                    Map.of(
                        "reason", one.getKey(),
                        "cases",
                            all
                                ? one.getValue()
                                : SmallNumbers.words(shown.get(one.getKey()), one.getValue()),
                        "numbers",
                            all
                                ? String.join(", ", numbers.getOrDefault(one.getKey(), List.of()))
                                : ""))
            .toList());
  }

  private List<Map<String, Object>> sets(
      List<AtStep> counted, Planned revision, WhatChanges changes, boolean all) {
    return rows(counted, revision, changes, all).entrySet().stream()
        .map(
            set ->
                Map.of(
                    "set",
                    set.getKey(),
                    "revision",
                    revisions.ofSet(set.getKey()).map(String::valueOf).orElse(""),
                    "rows",
                    set.getValue().stream().map(Row::onPage).toList()))
        .toList();
  }

  /**
   * Cases at one step.
   *
   * @param began the set under which they began, in words if it is another one
   * @param cases how many, in words
   * @param changes for them, in a sentence; empty without a revision
   */
  private record Row(String diagram, String step, String began, String cases, String changes) {

    Map<String, Object> onPage() {
      return Map.of(
          "diagram", diagram, "step", step, "began", began, "cases", cases, "changes", changes);
    }

    RevisionImpact.Concerned onPaper(int set) {
      return new RevisionImpact.Concerned(
          set, diagram, began.isEmpty() ? step : step + " " + began, cases, changes);
    }
  }

  /** By set, in the order of diagrams and steps. */
  private Map<Integer, List<Row>> rows(
      List<AtStep> counted, Planned revision, WhatChanges changes, boolean all) {
    Map<AtStep, String> numbers = numbers(counted, all);
    Map<Integer, List<Row>> rows = new TreeMap<>();
    counted.stream()
        .collect(Collectors.groupingBy(AtStep::set, TreeMap::new, Collectors.toList()))
        .forEach(
            (set, groups) -> {
              Map<String, byte[]> files = named(sets.files(set));
              Procedure procedure = Procedure.of(files);
              rows.put(
                  set,
                  groups.stream()
                      .sorted(
                          Comparator.comparing((AtStep one) -> procedure.name(one.diagram()))
                              .thenComparing(one -> procedure.step(one.diagram(), one.step()))
                              .thenComparing(AtStep::began))
                      .map(
                          one ->
                              new Row(
                                  procedure.name(one.diagram()),
                                  procedure.step(one.diagram(), one.step()),
                                  one.began() == set
                                      ? ""
                                      : "(case of set %d)".formatted(one.began()),
                                  numbers.get(one),
                                  changes(changes, revision, one, files, procedure)))
                      .toList());
            });
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
        ? "They are under this revision already."
        : changes.sentence(group, files, procedure);
  }

  private static Map<String, byte[]> named(Map<String, byte[]> files) {
    Map<String, byte[]> named = new TreeMap<>();
    files.forEach((name, content) -> named.put(DefinitionSets.nameOf(name), content));
    return named;
  }

  /**
   * The numbers in words. How many cases are in a diagram altogether may be known from elsewhere,
   * so the numbers of one diagram are its parts.
   */
  private static Map<AtStep, String> numbers(List<AtStep> counted, boolean all) {
    Map<AtStep, String> words = new HashMap<>();
    if (all) {
      counted.forEach(one -> words.put(one, String.valueOf(one.cases())));
      return words;
    }
    Map<String, AtStep> ids = new LinkedHashMap<>();
    Map<String, Map<String, Integer>> byDiagram = new LinkedHashMap<>();
    counted.forEach(
        one -> {
          String id = one.set() + " " + one.began() + " " + one.step();
          ids.put(one.diagram() + " " + id, one);
          byDiagram
              .computeIfAbsent(one.diagram(), diagram -> new LinkedHashMap<>())
              .put(one.diagram() + " " + id, one.cases());
        });
    byDiagram.forEach(
        (diagram, parts) ->
            SmallNumbers.shown(parts)
                .forEach(
                    (id, shown) ->
                        words.put(ids.get(id), SmallNumbers.words(shown, parts.get(id)))));
    return words;
  }
}
