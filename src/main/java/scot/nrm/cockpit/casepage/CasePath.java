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

/**
 * The way that a case took through its diagrams, each in the version in which it went through it.
 */
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
   * The way through one version of a diagram; where the case went through it several times, all of
   * them together.
   *
   * @param definition this version, as the engine calls it
   * @param version {@code null} where the diagram no longer exists
   * @param times how often the case began it
   * @param elements in the order in which they were first reached
   * @param flows the arrows that were followed, as far as the history has them
   */
  record Way(
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
   * An element that was reached.
   *
   * @param name its name in the diagram; its kind and id where it has none
   * @param type the engine's word, such as {@code userTask}
   * @param passes how often it was reached
   * @param open how often the case is there now
   * @param brokenOff how often the case left it before it was done
   * @param seconds the time spent there, up to now where the case is still there
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

  /** Every version of every diagram that a case went through, the first first. */
  List<Way> of(String caseNumber) {
    return ways(work.instances(caseNumber), work.steps(caseNumber));
  }

  /** The way through the diagram of one instance alone. */
  Optional<Way> ofInstance(String caseNumber, String instance) {
    List<Instance> one =
        work.instances(caseNumber).stream().filter(each -> each.id().equals(instance)).toList();
    List<Step> steps =
        work.steps(caseNumber).stream().filter(step -> step.instance().equals(instance)).toList();
    return ways(one, steps).stream()
        .filter(way -> way.definition().equals(one.get(0).definition()))
        .findFirst();
  }

  /** A diagram, if the case went through this version of it. */
  Optional<String> xml(String caseNumber, String definition) {
    boolean passed =
        work.instances(caseNumber).stream().anyMatch(each -> each.definition().equals(definition))
            || work.steps(caseNumber).stream()
                .anyMatch(step -> step.definition().equals(definition));
    return passed ? diagrams.of(definition).map(Diagram::xml) : Optional.empty();
  }

  private List<Way> ways(List<Instance> instances, List<Step> steps) {
    Map<String, List<Step>> byDefinition =
        steps.stream()
            .collect(
                Collectors.groupingBy(Step::definition, LinkedHashMap::new, Collectors.toList()));
    Map<String, Instance> byId =
        instances.stream().collect(Collectors.toMap(Instance::id, each -> each));
    Set<String> definitions = new LinkedHashSet<>();
    instances.forEach(instance -> definitions.add(instance.definition()));
    definitions.addAll(
        byDefinition.keySet()); // an earlier version, which the case has left for a newer one
    List<Way> ways = new ArrayList<>();
    for (String definition : definitions) {
      ways.add(way(definition, byId, byDefinition.getOrDefault(definition, List.of())));
    }
    ways.sort(Comparator.comparing(Way::from, Comparator.nullsLast(Comparator.naturalOrder())));
    return ways;
  }

  private Way way(String definition, Map<String, Instance> instances, List<Step> steps) {
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
    return new Way(
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

  /**
   * Of a version that the case has left, the number is in the middle of the engine's name for it.
   */
  private static Integer version(String definition, Instance any, boolean current) {
    if (current) {
      return any.version();
    }
    String[] parts = definition.split(":");
    return parts.length == 3 && parts[1].matches("\\d{1,6}") ? Integer.valueOf(parts[1]) : null;
  }

  private List<Element> elements(List<Step> steps, Optional<Diagram> diagram) {
    Map<String, String> names = diagram.map(Diagram::names).orElse(Map.of());
    // Where several are done at once, what holds them together counts, and not each of them.
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
   * The arrows that were followed. The history has elements and no arrows: each pass was entered by
   * the arrow whose beginning was done last before it, in the same round, and has not been followed
   * from there yet.
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
              && !used.contains(way(earlier, flow))
              && (before == null || isLater(earlier, before))) {
            best = flow;
            before = earlier;
          }
        }
      }
      if (best != null) {
        used.add(way(before, best));
        followed.add(best.id());
      }
    }
    return List.copyOf(followed);
  }

  /** From where something is chosen one arrow is followed, from elsewhere each. */
  private static String way(Step step, Flow flow) {
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
