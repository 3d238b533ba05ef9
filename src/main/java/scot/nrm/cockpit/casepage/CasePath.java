package scot.nrm.cockpit.casepage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.cockpit.Diagrams;
import scot.nrm.cockpit.Diagrams.Diagram;
import scot.nrm.cockpit.Diagrams.Flow;
import scot.nrm.cockpit.casepage.CaseWork.Instance;
import scot.nrm.cockpit.casepage.CaseWork.Step;
import scot.nrm.engine.CaseClock;

/** The path of a case through its diagrams, each in the version that the case followed. */
@Component
class CasePath {

  private static final String BODY = "#multiInstanceBody";

  private final CaseWork work;
  private final Diagrams diagrams;
  private final CaseClock clock;

  CasePath(CaseWork work, Diagrams diagrams, CaseClock clock) {
    this.work = work;
    this.diagrams = diagrams;
    this.clock = clock;
  }

  /**
   * The path through one version of a diagram. If the case followed it several times, they are
   * combined.
   *
   * @param definition the engine's id of this version
   * @param version {@code null} if the diagram no longer exists
   * @param times the number of times that the case started it
   * @param elements in the order in which the case first reached them
   * @param flows the sequence flows that were taken, as far as the history shows
   */
  record DiagramPath(
      String definition,
      String key,
      String name,
      Integer version,
      String tag,
      int times,
      Instant from,
      Instant until,
      List<Element> elements,
      List<String> flows) {}

  /**
   * An element that the case reached.
   *
   * @param name its name in the diagram, or its kind and id if it has none
   * @param type the engine's term, such as {@code userTask}
   * @param passes the number of times that the case reached it
   * @param open the number of times that the case is there now
   * @param brokenOff the number of times that it was cancelled
   * @param seconds the time spent there, up to now if the case is still there
   */
  record Element(
      String id,
      String name,
      String type,
      int passes,
      int open,
      int brokenOff,
      long seconds,
      Instant first,
      Instant last) {}

  /** Every version of every diagram that a case followed, the earliest first. */
  List<DiagramPath> of(String caseNumber) {
    return ways(work.instances(caseNumber), work.steps(caseNumber));
  }

  Optional<DiagramPath> ofInstance(String caseNumber, String instance) {
    List<Instance> one =
        work.instances(caseNumber).stream().filter(each -> each.id().equals(instance)).toList();
    List<Step> steps =
        work.steps(caseNumber).stream().filter(step -> step.instance().equals(instance)).toList();
    return ways(one, steps).stream()
        .filter(path -> path.definition().equals(one.get(0).definition()))
        .findFirst();
  }

  /** A diagram, if the case followed this version of it. */
  Optional<String> xml(String caseNumber, String definition) {
    boolean passed =
        work.instances(caseNumber).stream().anyMatch(each -> each.definition().equals(definition))
            || work.steps(caseNumber).stream()
                .anyMatch(step -> step.definition().equals(definition));
    return passed ? diagrams.of(definition).map(Diagram::xml) : Optional.empty();
  }

  private List<DiagramPath> ways(List<Instance> instances, List<Step> steps) {
    Map<String, List<Step>> byDefinition =
        steps.stream()
            .collect(
                Collectors.groupingBy(Step::definition, LinkedHashMap::new, Collectors.toList()));
    Map<String, Instance> byId =
        instances.stream().collect(Collectors.toMap(Instance::id, each -> each));
    Set<String> definitions = new LinkedHashSet<>();
    instances.forEach(instance -> definitions.add(instance.definition()));
    // Includes earlier versions, from which the case was migrated.
    definitions.addAll(byDefinition.keySet());
    List<DiagramPath> ways = new ArrayList<>();
    for (String definition : definitions) {
      ways.add(path(definition, byId, byDefinition.getOrDefault(definition, List.of())));
    }
    ways.sort(
        Comparator.comparing(DiagramPath::from, Comparator.nullsLast(Comparator.naturalOrder())));
    return ways;
  }

  private DiagramPath path(String definition, Map<String, Instance> instances, List<Step> steps) {
    List<Instance> here =
        instances.values().stream().filter(each -> each.definition().equals(definition)).toList();
    Instance any = here.isEmpty() ? instances.get(steps.get(0).instance()) : here.get(0);
    boolean current = !here.isEmpty();
    Optional<Diagram> diagram = diagrams.of(definition);
    Instant from =
        current
            ? here.stream().map(Instance::from).min(Comparator.naturalOrder()).orElseThrow()
            : steps.get(0).from();
    boolean open = here.stream().anyMatch(Instance::isOpen);
    Instant until =
        open || !current
            ? null
            : here.stream().map(Instance::until).max(Comparator.naturalOrder()).orElseThrow();
    int times = current ? here.size() : (int) steps.stream().map(Step::instance).distinct().count();
    return new DiagramPath(
        definition,
        any.key(),
        any.name(),
        version(definition, any, current),
        current ? any.tag() : null,
        times,
        from,
        until,
        elements(steps, diagram),
        diagram.map(drawn -> flows(steps, drawn)).orElse(List.of()));
  }

  /** The number of a version that the case has left is in the middle of the engine's id for it. */
  private static Integer version(String definition, Instance any, boolean current) {
    if (current) {
      return any.version();
    }
    String[] parts = definition.split(":");
    return parts.length == 3 && parts[1].matches("\\d{1,6}") ? Integer.valueOf(parts[1]) : null;
  }

  private List<Element> elements(List<Step> steps, Optional<Diagram> diagram) {
    Map<String, String> names = diagram.map(Diagram::names).orElse(Map.of());
    // For a multi-instance activity, its body counts and not each instance.
    Set<String> bodies =
        steps.stream()
            .filter(step -> step.activity().endsWith(BODY))
            .map(Step::id)
            .collect(Collectors.toSet());
    Map<String, List<Step>> byElement = new LinkedHashMap<>();
    for (Step step : steps) {
      if (!bodies.contains(step.parent())) {
        byElement.computeIfAbsent(element(step), id -> new ArrayList<>()).add(step);
      }
    }
    List<Element> elements = new ArrayList<>();
    byElement.forEach((id, passes) -> elements.add(element(id, names.get(id), passes)));
    return elements;
  }

  private Element element(String id, String name, List<Step> passes) {
    Instant now = clock.now();
    Step first = passes.get(0);
    long seconds = 0;
    int open = 0;
    Instant last = null;
    for (Step pass : passes) {
      Instant until = pass.until() == null ? now : pass.until();
      seconds += Math.max(0, Duration.between(pass.from(), until).toSeconds());
      open += pass.until() == null ? 1 : 0;
      last = last == null || until.isAfter(last) ? until : last;
    }
    String called =
        name != null ? name : first.name() != null && !first.name().isBlank() ? first.name() : "";
    return new Element(
        id,
        called,
        type(first),
        passes.size(),
        open,
        (int) passes.stream().filter(Step::cancelled).count(),
        seconds,
        first.from(),
        open > 0 ? null : last);
  }

  private static String element(Step step) {
    return step.activity().endsWith(BODY)
        ? step.activity().substring(0, step.activity().length() - BODY.length())
        : step.activity();
  }

  private static String type(Step step) {
    return step.type().equals("multiInstanceBody") ? "severalAtOnce" : step.type();
  }

  /**
   * The sequence flows that were taken. The history has elements but no flows. So the flow into a
   * pass is the one whose source ended last before it, in the same round, and which has not been
   * used yet.
   */
  private static List<String> flows(List<Step> steps, Diagram diagram) {
    Map<String, List<Flow>> into =
        diagram.flows().stream().collect(Collectors.groupingBy(Flow::to));
    Map<String, List<Step>> byPlace = new HashMap<>();
    for (Step step : steps) {
      byPlace
          .computeIfAbsent(step.parent() + "/" + element(step), place -> new ArrayList<>())
          .add(step);
    }
    Set<String> followed = new LinkedHashSet<>();
    Set<String> used = new HashSet<>();
    for (Step step : steps) {
      Flow best = null;
      Step before = null;
      for (Flow flow : into.getOrDefault(element(step), List.of())) {
        for (Step earlier : byPlace.getOrDefault(step.parent() + "/" + flow.from(), List.of())) {
          if (leadsTo(earlier, step)
              && !used.contains(exit(earlier, flow))
              && (before == null || isLater(earlier, before))) {
            best = flow;
            before = earlier;
          }
        }
      }
      if (best != null) {
        used.add(exit(before, best));
        followed.add(best.id());
      }
    }
    return List.copyOf(followed);
  }

  /** One flow is taken out of an element with a choice, every flow out of any other. */
  private static String exit(Step step, Flow flow) {
    return step.type().equals("exclusiveGateway") || step.type().equals("eventBasedGateway")
        ? step.id()
        : step.id() + flow.id();
  }

  private static boolean leadsTo(Step earlier, Step step) {
    return earlier != step
        && !earlier.cancelled()
        && earlier.until() != null
        && !earlier.until().isAfter(step.from())
        && (earlier.until().isBefore(step.from()) || earlier.order() < step.order());
  }

  private static boolean isLater(Step step, Step other) {
    int byTime = step.until().compareTo(other.until());
    return byTime > 0 || byTime == 0 && step.order() > other.order();
  }
}
