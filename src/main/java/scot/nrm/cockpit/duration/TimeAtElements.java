package scot.nrm.cockpit.duration;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseCondition;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.Diagrams;
import scot.nrm.cockpit.Diagrams.Element;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.duration.ElementDurations.Days;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;

/**
 * The time that cases spend at each element of a diagram, from the engine's history: passes that
 * ended in a period, and cases that wait there now. A cancelled or restarted activity doesn't
 * count. Gateways and system steps take no time and are left out; their failures are among the
 * incidents.
 *
 * <p>A person who watches no cases gets the figures of all cases, without numbers below 5 or times
 * of fewer than 5 cases.
 */
@Component
public class TimeAtElements {

  /** A person who watches no cases sees neither a number below this nor its times. */
  static final int FEW = 5;

  static final int MAX_YEARS = 5;

  private static final int MAX_VERSIONS = 200;
  private static final double MEDIAN = 0.5;
  private static final double NINE_IN_TEN = 0.9;

  private final RepositoryService repository;
  private final Diagrams diagram;
  private final ElementHistory history;
  private final NightlySnapshot snapshot;
  private final ElementDurations durations;
  private final WaitingCases waitingCases;
  private final CaseClock clock;
  private final Authorities authorities;

  TimeAtElements(
      @Lazy RepositoryService repository,
      Diagrams diagram,
      ElementHistory history,
      NightlySnapshot snapshot,
      ElementDurations durations,
      WaitingCases waitingCases,
      CaseClock clock,
      Authorities authorities) {
    this.authorities = authorities;
    this.repository = repository;
    this.diagram = diagram;
    this.history = history;
    this.snapshot = snapshot;
    this.durations = durations;
    this.waitingCases = waitingCases;
    this.clock = clock;
  }

  /**
   * The diagram, period and authority to read.
   *
   * @param definitionId the id of one version of a diagram
   * @param from the first day on which a case left an element; {@code null} for 12 months before
   *     {@code to}
   * @param to the last such day; {@code null} for today
   * @param authority the authority of the case at this stage; {@code null} for all
   * @param allVersions whether to combine the figures of every version of the diagram
   */
  public record TimesRequest(
      String definitionId, LocalDate from, LocalDate to, String authority, boolean allVersions) {}

  /**
   * @param scope the cases that are counted, in words
   * @param fewHidden whether the smallest counts are left out
   */
  public record Times(
      String scope,
      String diagram,
      int version,
      long versions,
      LocalDate from,
      LocalDate to,
      boolean fewHidden,
      List<String> authorities,
      List<ElementTimes> elements) {}

  /**
   * One element. Times are in seconds; a number is {@code null} if there is none or if it is
   * hidden.
   *
   * @param takesTime whether cases spend time there
   * @param drawn whether the displayed version contains it
   * @param waiting the number of cases that wait there now
   * @param fewWaiting whether some wait, but too few to show
   * @param passed the number of passes that ended in the period
   * @param fewPassed whether some ended, but too few to show
   * @param due the number of tasks with a due date that were completed in the period or are open
   * @param overdueShare the share of these that were completed late or are overdue: 0 to 1
   */
  public record ElementTimes(
      String id,
      String name,
      String kind,
      boolean takesTime,
      boolean drawn,
      Long waiting,
      boolean fewWaiting,
      Long passed,
      boolean fewPassed,
      Long median,
      Long p90,
      Long due,
      Double overdueShare) {}

  /**
   * All steps of all diagrams, each in all its versions.
   *
   * @param before the first day of the period before, which is as long and ends the day before
   */
  public record AllTimes(
      String scope,
      LocalDate before,
      LocalDate from,
      LocalDate to,
      boolean fewHidden,
      List<String> authorities,
      List<Step> steps) {}

  /**
   * @param definitionId the latest version of its diagram
   * @param passedBefore as in {@link ElementTimes}, in the period before; {@code medianBefore} too
   */
  public record Step(
      String definitionId,
      String diagram,
      ElementTimes at,
      Long passedBefore,
      boolean fewPassedBefore,
      Long medianBefore) {}

  /**
   * @param request its period is the three months up to today if none is asked for; the diagram and
   *     the versions don't matter
   */
  public AllTimes allTimes(TimesRequest request, CaseScope scope) {
    LocalDate to = request.to() == null ? clock.today() : request.to();
    LocalDate from =
        requireValidStart(
            request.from() == null ? to.minusMonths(3).plusDays(1) : request.from(), to);
    LocalDate before = from.minusDays(ChronoUnit.DAYS.between(from, to) + 1);
    Map<String, List<ProcessDefinition>> diagrams = diagrams();
    Map<String, Map<String, Element>> elements = new LinkedHashMap<>();
    diagrams.forEach((key, versions) -> elements.put(key, diagram.elements(versions.get(0))));
    Question question =
        question(
            diagrams.values().stream().flatMap(List::stream).toList(),
            elements.values().stream().flatMap(all -> all.values().stream()).toList(),
            from,
            to,
            request.authority(),
            scope);
    Results now = results(question);
    Results then = new Results(passed(question.in(before, from.minusDays(1))), Map.of());
    List<Step> steps = new ArrayList<>();
    diagrams.forEach(
        (key, versions) -> {
          elements.get(key).values().removeIf(Element::isImmediate);
          figures(key, elements.get(key), versions, now, scope).stream()
              .filter(ElementTimes::takesTime)
              .forEach(
                  at -> {
                    ElementTimes earlier =
                        elementTimes(
                            key, new Element(at.id(), "", "", true, null, null), true, then, scope);
                    steps.add(
                        new Step(
                            versions.get(0).getId(),
                            Diagrams.name(key, name(versions.get(0))),
                            at,
                            earlier.passed(),
                            earlier.fewPassed(),
                            earlier.median()));
                  });
        });
    return new AllTimes(
        words(scope),
        before,
        from,
        to,
        !scope.watchesCases(),
        authorities.ids(),
        List.copyOf(steps));
  }

  /**
   * Every version of each diagram, the latest first. The diagrams are in the order of the names
   * that they have now: an earlier version may have had another.
   */
  private Map<String, List<ProcessDefinition>> diagrams() {
    Map<String, List<ProcessDefinition>> diagrams = new LinkedHashMap<>();
    repository
        .createProcessDefinitionQuery()
        .orderByProcessDefinitionVersion()
        .desc()
        .list()
        .stream()
        .collect(Collectors.groupingBy(ProcessDefinition::getKey))
        .values()
        .stream()
        .sorted(Comparator.comparing(versions -> name(versions.get(0))))
        .forEach(versions -> diagrams.put(versions.get(0).getKey(), versions));
    return diagrams;
  }

  private static String words(CaseScope scope) {
    return scope.watchesCases() ? scope.words() : "All cases";
  }

  private static LocalDate requireValidStart(LocalDate from, LocalDate to) {
    if (from.isAfter(to)) {
      throw RequestRefused.badRequest("The period ends before it starts. Choose a later last day.");
    }
    if (from.plusYears(MAX_YEARS).isBefore(to)) {
      throw RequestRefused.badRequest("Choose a period of at most " + MAX_YEARS + " years.");
    }
    return from;
  }

  public Times times(TimesRequest request, CaseScope scope) {
    ProcessDefinition definition = definition(request.definitionId());
    LocalDate to = request.to() == null ? clock.today() : request.to();
    LocalDate from =
        requireValidStart(
            request.from() == null ? to.minusYears(1).plusDays(1) : request.from(), to);
    List<ProcessDefinition> versions =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey(definition.getKey())
            .orderByProcessDefinitionVersion()
            .desc()
            .listPage(0, MAX_VERSIONS);
    Map<String, Element> elements = diagram.elements(definition);
    Question question =
        question(
            request.allVersions() ? versions : List.of(definition),
            elements.values(),
            from,
            to,
            request.authority(),
            scope);
    elements.values().removeIf(Element::isImmediate);
    return new Times(
        words(scope),
        name(definition),
        definition.getVersion(),
        versions.size(),
        from,
        to,
        !scope.watchesCases(),
        authorities.ids(),
        figures(definition.getKey(), elements, versions, results(question), scope));
  }

  private ProcessDefinition definition(String id) {
    // The engine also returns nothing if the person may not see this diagram.
    ProcessDefinition definition =
        id.length() > 255
            ? null
            : repository.createProcessDefinitionQuery().processDefinitionId(id).singleResult();
    if (definition == null) {
      throw RequestRefused.notFound("There is no such diagram, or you don't have access to it.");
    }
    return definition;
  }

  private static String name(ProcessDefinition definition) {
    return definition.getName() == null ? definition.getKey() : definition.getName();
  }

  /**
   * Selects the history to read, and the cases.
   *
   * @param keys the diagrams of the versions
   */
  record Question(
      Map<String, String> keys,
      DiagramHistory diagram,
      LocalDate from,
      LocalDate to,
      String authority,
      CaseScope scope) {

    Question in(LocalDate first, LocalDate last) {
      return new Question(keys, diagram, first, last, authority, scope);
    }

    String which(String element) {
      return cases() + " and " + ofAuthority("x.PROC_DEF_ID_", element, "r");
    }

    String cases() {
      return scope.watchesCases() ? scope.sql() : CaseCondition.ALL.sql();
    }

    /** As {@link DiagramHistory#authorityAt}. */
    String ofAuthority(String definition, String element, String row) {
      return authority == null
          ? "1 = 1"
          : DiagramHistory.authorityAt(definition, element, row) + " = :authority";
    }

    boolean ofAllDiagrams() {
      return Set.copyOf(keys.values()).size() > 1;
    }

    /** The part of the snapshot that covers the same cases. */
    Set<String> audiences() {
      return scope.watchesCases() ? scope.audiences() : Set.of(CaseScope.EVERYONE);
    }

    Map<String, Object> params() {
      Map<String, Object> params = new HashMap<>(scope.params());
      params.put("authority", authority);
      return params;
    }

    /** The same for all versions of a diagram. */
    String place(String definition, String element) {
      return TimeAtElements.place(keys.get(definition), element);
    }
  }

  private static Question question(
      Collection<ProcessDefinition> versions,
      Collection<Element> elements,
      LocalDate from,
      LocalDate to,
      String authority,
      CaseScope scope) {
    return new Question(
        versions.stream()
            .collect(Collectors.toMap(ProcessDefinition::getId, ProcessDefinition::getKey)),
        DiagramHistory.of(versions, elements),
        from,
        to,
        authority,
        scope);
  }

  private static String place(String key, String element) {
    return key + "/" + element;
  }

  private record Results(Map<String, DurationSample> passed, Map<String, Long> waiting) {}

  private Results results(Question question) {
    Map<String, DurationSample> passed = passed(question);
    Map<String, Long> waiting = new LinkedHashMap<>();
    waitingCases.read(
        question,
        open -> {
          String place = question.place(open.definition(), open.element());
          waiting.merge(place, open.cases(), Long::sum);
          passed
              .computeIfAbsent(place, id -> new DurationSample())
              .addTasks(open.tasks(), open.overdue());
        });
    return new Results(passed, waiting);
  }

  private List<ElementTimes> figures(
      String key,
      Map<String, Element> elements,
      List<ProcessDefinition> versions,
      Results found,
      CaseScope scope) {
    List<ElementTimes> figures = new ArrayList<>();
    elements
        .values()
        .forEach(element -> figures.add(elementTimes(key, element, true, found, scope)));
    Set<String> gone =
        Stream.concat(found.passed().keySet().stream(), found.waiting().keySet().stream())
            .filter(place -> place.startsWith(place(key, "")))
            .map(place -> place.substring(place(key, "").length()))
            .collect(Collectors.toCollection(TreeSet::new));
    gone.removeAll(elements.keySet());
    inOtherVersions(gone, versions)
        .forEach(element -> figures.add(elementTimes(key, element, false, found, scope)));
    return figures;
  }

  /** Reads the snapshot, and the history for the days since. */
  private Map<String, DurationSample> passed(Question question) {
    Map<String, DurationSample> passed = new LinkedHashMap<>();
    Optional<Days> ready =
        question.audiences().isEmpty()
            ? Optional.empty()
            : ElementDurations.daysInSnapshot(question.from(), question.to(), snapshot.until());
    ready.ifPresent(
        days ->
            durations.read(
                days,
                question.diagram(),
                question.audiences(),
                question.authority(),
                question::place,
                passed));
    read(
        question,
        ready.map(Days::until).orElse(question.from()),
        question.to().plusDays(1),
        passed);
    return passed;
  }

  private void read(
      Question question, LocalDate from, LocalDate until, Map<String, DurationSample> to) {
    if (from.isBefore(until)) {
      history.read(
          question.diagram(),
          from,
          until,
          element -> "x.PROC_DEF_ID_ as definition, ",
          question::which,
          question.params(),
          row ->
              List.of(
                  to.computeIfAbsent(
                      question.place(row.getString("definition"), row.getString("element")),
                      element -> new DurationSample())));
    }
  }

  /** The elements that only another version of the diagram has. */
  private List<Element> inOtherVersions(Set<String> ids, List<ProcessDefinition> versions) {
    List<Element> found = new ArrayList<>();
    Set<String> missing = new TreeSet<>(ids);
    for (ProcessDefinition version : versions) {
      if (missing.isEmpty()) {
        return found;
      }
      Map<String, Element> elements = diagram.elements(version);
      elements.keySet().retainAll(missing);
      elements.values().stream()
          .filter(element -> !element.isImmediate())
          .forEach(
              element ->
                  found.add(
                      new Element(
                          element.id(),
                          element.name(),
                          element.kind() + ", not in this version",
                          element.takesTime(),
                          null,
                          null)));
      missing.removeAll(elements.keySet());
    }
    missing.forEach(
        id ->
            found.add(new Element(id, Diagrams.UNKNOWN, "Not in this version", true, null, null)));
    return found;
  }

  private static ElementTimes elementTimes(
      String key, Element element, boolean drawn, Results found, CaseScope scope) {
    String place = place(key, element.id());
    DurationSample left = found.passed().getOrDefault(place, new DurationSample());
    long here = found.waiting().getOrDefault(place, 0L);
    boolean fewPassed = isFew(left.count(), scope);
    boolean fewWaiting = isFew(here, scope);
    boolean timed = element.takesTime() && !fewPassed;
    boolean shares = left.due() > 0 && !isFew(left.due(), scope) && !fewPassed && !fewWaiting;
    return new ElementTimes(
        element.id(),
        element.name(),
        element.kind(),
        element.takesTime(),
        drawn,
        fewWaiting ? null : Long.valueOf(here),
        fewWaiting,
        fewPassed ? null : Long.valueOf(left.count()),
        fewPassed,
        timed ? left.quantile(MEDIAN) : null,
        timed ? left.quantile(NINE_IN_TEN) : null,
        shares ? left.due() : null,
        shares ? (double) left.overdue() / left.due() : null);
  }

  private static boolean isFew(long cases, CaseScope scope) {
    return !scope.watchesCases() && cases > 0 && cases < FEW;
  }
}
