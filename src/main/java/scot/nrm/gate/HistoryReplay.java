package scot.nrm.gate;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.engine.steps.Step;
import scot.nrm.gate.Drawing.Event;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.modelcheck.DiagramBeans;
import scot.nrm.modelcheck.XmlFile.Attribute;
import scot.nrm.modelcheck.XmlFile.Element;

/**
 * Decides whether a case's history is a valid path through another version of its diagram: the case
 * has done every step that the other version requires before its current steps, in the way
 * required, and all data that the later steps need is known. Anything uncertain counts as not done.
 */
@Component
public final class HistoryReplay {

  /**
   * What has happened in one process of a case.
   *
   * @param at the ids of the elements where it is now
   * @param done the ids of the elements that it has completed
   * @param first the element that it began with
   * @param values its variables; for those that are not text, number or yes/no, only their
   *     existence counts
   */
  public record History(
      Set<String> at, Set<String> done, Optional<String> first, Map<String, Object> values) {}

  private final DiagramBeans beans;

  HistoryReplay(DiagramBeans beans) {
    this.beans = beans;
  }

  /**
   * The reasons why a case can't continue under the other version, in sentences; none if it can.
   *
   * @param of the diagrams that it follows now
   * @param to the diagrams that it would follow
   */
  public List<String> obstacles(String diagram, Procedure of, Procedure to, History history) {
    return obstacles(diagram, of, to, history, beans.declarations());
  }

  static List<String> obstacles(
      String diagram, Procedure of, Procedure to, History history, Map<String, Step> steps) {
    Optional<Drawing> before = of.drawing(diagram);
    Optional<Drawing> after = to.drawing(diagram);
    if (before.isEmpty() || after.isEmpty()) {
      return List.of(
          "The diagram \"%s\" is not in the other set.".formatted(of.diagramName(diagram)));
    }
    List<String> gone =
        history.at().stream()
            .filter(id -> !after.get().nodes.containsKey(id))
            .map(
                id ->
                    "The step \"%s\" is not in the new diagram."
                        .formatted(of.stepName(diagram, id)))
            .toList();
    if (!gone.isEmpty()) {
      return gone;
    }
    List<String> skipped = new Run(before.get(), after.get(), history).skipped();
    return skipped.isEmpty()
        ? missingValues(before.get(), after.get(), to, history, steps)
        : skipped;
  }

  // ---- steps required before

  private static final class Run {

    private final Drawing before;
    private final Drawing after;
    private final History history;
    private final KnownValues known;
    private final Set<Node> reached = new LinkedHashSet<>();
    private final Set<Flow> taken = new HashSet<>();

    Run(Drawing before, Drawing after, History history) {
      this.before = before;
      this.after = after;
      this.history = history;
      KnownValues values = KnownValues.EMPTY;
      for (Map.Entry<String, Object> value : history.values().entrySet()) {
        values = values.with(value.getKey(), possible(value.getValue()));
      }
      this.known = values;
    }

    private static String possible(Object value) {
      if (value == null) {
        return KnownValues.NOTHING;
      }
      return value instanceof String || value instanceof Number || value instanceof Boolean
          ? value.toString()
          : KnownValues.ANY;
    }

    List<String> skipped() {
      addStart();
      boolean more = true;
      while (more) {
        more = false;
        for (Node node : List.copyOf(reached)) {
          more |= follow(node);
        }
      }
      List<Node> unreached =
          history.at().stream()
              .map(after.nodes::get)
              .filter(node -> !reached.contains(node))
              .toList();
      Set<Node> skipped = new LinkedHashSet<>();
      reached.stream().filter(this::isMissing).forEach(skipped::add);
      if (!unreached.isEmpty() && skipped.isEmpty()) {
        reached.stream()
            .filter(this::isOpen)
            .filter(node -> !node.is("boundaryEvent")) // which need not happen
            .filter(node -> !Collections.disjoint(Procedure.reachable(Stream.of(node)), unreached))
            .forEach(skipped::add);
      }
      if (!skipped.isEmpty()) {
        return skipped.stream()
            .map(
                node ->
                    history.done().contains(node.id)
                        ? "The step \"%s\" was completed under the earlier diagram, and the new diagram requires more of it."
                            .formatted(nameOf(node))
                        : "The new diagram requires the step \"%s\" first, and this case has not completed it."
                            .formatted(nameOf(node)))
            .toList();
      }
      return unreached.stream()
          .map(
              node ->
                  "In the new diagram, a case with these answers doesn't reach \"%s\"."
                      .formatted(nameOf(node)))
          .toList();
    }

    private static String nameOf(Node node) {
      return node.name.isBlank() ? node.id : node.name.replaceAll("\\s+", " ");
    }

    private void addStart() {
      boolean began = false;
      for (Node start : after.starts(null)) {
        began |= history.done().contains(start.id) && reached.add(start);
      }
      // The program continued it there, after it had ended.
      if (!began) {
        history.first().map(after.nodes::get).ifPresent(reached::add);
      }
    }

    /** Whether more is reached. */
    private boolean follow(Node node) {
      int size = reached.size() + taken.size();
      reached.addAll(node.attached);
      if (node.is("subProcess")) {
        node.inside.stream().filter(one -> one.is("startEvent")).forEach(reached::add);
      }
      after.nodes.values().stream()
          .filter(one -> one.isEventSubProcess() && one.scope == node.scope)
          .forEach(reached::add);
      if (!history.at().contains(node.id) && (!isRequired(node) || isDone(node))) {
        node.out.stream().filter(this::canBeTaken).forEach(this::take);
      }
      return reached.size() + taken.size() > size;
    }

    private void take(Flow flow) {
      taken.add(flow);
      if (!flow.to().is("parallelGateway")
          || taken.containsAll(flow.to().in)
          || history.at().contains(flow.to().id)) { // it waits there for the others
        reached.add(flow.to());
      }
    }

    /** Whether it is a step whose completion the history must show. */
    private static boolean isRequired(Node node) {
      return !node.element.name().endsWith("Gateway")
          && !node.is("endEvent")
          && !(node.is("startEvent") && node.event == Event.NONE)
          && !(node.is("intermediateThrowEvent") && node.step.isEmpty());
    }

    /** Whether it has to be done, and neither was nor is being done. */
    private boolean isOpen(Node node) {
      return isRequired(node) && !isDone(node) && !isUnderWay(node) && !isInterrupted(node);
    }

    /** Whether an event has ended it or a part around it, where it could in both diagrams. */
    private boolean isInterrupted(Node node) {
      return node != null
          && (isInterrupted(node.scope)
              || !history.done().contains(node.id)
                  && !isUnderWay(node)
                  && node.attached.stream()
                      .filter(event -> event.interrupts() && isDone(event))
                      .map(event -> before.nodes.get(event.id))
                      .anyMatch(
                          event ->
                              event != null
                                  && event.interrupts()
                                  && event.host != null
                                  && event.host.id.equals(node.id)));
    }

    /** Whether the case is at it, or in it. */
    private boolean isUnderWay(Node node) {
      return history.at().stream()
          .anyMatch(at -> at.equals(node.id) || after.nodes.get(at).isIn(node));
    }

    /** Whether it was done, with every step and field that the new diagram has there. */
    private boolean isDone(Node node) {
      if (!history.done().contains(node.id)) {
        return false;
      }
      Node earlier = before.nodes.get(node.id);
      return earlier == null
          || earlier.is(node.element.name())
              && (node.step.isEmpty() || node.step.equals(earlier.step))
              && earlier.listeners.containsAll(node.listeners)
              && earlier.properties.entrySet().containsAll(node.properties.entrySet());
    }

    private boolean canBeTaken(Flow flow) {
      Optional<Flow> earlier =
          Optional.ofNullable(before.nodes.get(flow.from().id)).stream()
              .flatMap(node -> node.out.stream())
              .filter(one -> one.id().equals(flow.id()))
              .findFirst();
      if (!flow.steps().isEmpty()
          && earlier.filter(one -> one.steps().containsAll(flow.steps())).isEmpty()) {
        return false;
      }
      if (flow.condition() == null && !flow.isDefault()) {
        return true;
      }
      boolean isAsBefore =
          earlier.isPresent()
              && earlier.get().to().id.equals(flow.to().id)
              && String.valueOf(earlier.get().condition()).equals(String.valueOf(flow.condition()));
      if (isAsBefore
          && (history.done().contains(flow.to().id) || history.at().contains(flow.to().id))) {
        return true;
      }
      return flow.isDefault()
          ? flow.from().out.stream()
              .filter(other -> other != flow)
              .allMatch(other -> mayBe(other, false))
          : mayBe(flow, true);
    }

    private boolean mayBe(Flow flow, boolean answer) {
      return Expression.of(flow.condition())
          .map(expression -> !expression.knownIf(known, answer).isEmpty())
          .orElse(true);
    }

    /**
     * Whether the case should be further along: a step that always follows one that it has done is
     * neither done nor current.
     */
    private boolean isMissing(Node node) {
      return isOpen(node)
          && node.in.stream()
              .filter(taken::contains)
              .anyMatch(
                  flow ->
                      flow.condition() == null
                          && !flow.isDefault()
                          && !flow.from().is("eventBasedGateway"));
    }
  }

  // ---- values read afterwards

  /** The values that only the new diagram reads from here on, before anything sets them. */
  private static List<String> missingValues(
      Drawing before, Drawing after, Procedure to, History history, Map<String, Step> steps) {
    Set<Node> ahead = reachable(after, history.at());
    Set<String> asked = valuesRead(ahead, steps);
    asked.removeAll(valuesRead(reachable(before, history.at()), steps));
    asked.removeAll(history.values().keySet());
    asked.removeIf(
        name -> {
          Set<Node> setters =
              ahead.stream()
                  .filter(node -> sets(node, name, to, steps))
                  .collect(Collectors.toSet());
          Set<Node> unset =
              Drawing.reached(
                  history.at().stream().map(after.nodes::get),
                  node -> setters.contains(node) ? Stream.empty() : onwards(node));
          unset.removeAll(setters);
          return !setters.isEmpty() && !valuesRead(unset, steps).contains(name);
        });
    return asked.stream()
        .map(
            name ->
                "The new diagram asks %s, which this case doesn't have, because an earlier step sets it."
                    .formatted(name))
        .toList();
  }

  private static boolean sets(Node node, String name, Procedure to, Map<String, Step> steps) {
    return to.questionsOf(node.camunda("formRef")).contains(name)
        || node.inputs.containsKey(name)
        || node.mappings("out").stream().anyMatch(out -> out.target().equals(name))
        || Stream.concat(Stream.of(node), to.nodesCalledFrom(Set.of(node)))
            .flatMap(Node::steps)
            .filter(steps::containsKey)
            .anyMatch(step -> List.of(steps.get(step).sets()).contains(name));
  }

  /**
   * The elements that come next on a path. A gateway that joins parallel paths ends it: another one
   * of them may set a value.
   */
  private static Stream<Node> onwards(Node node) {
    if (node.is("parallelGateway") && node.in.size() > 1) {
      return Stream.empty();
    }
    Stream<Node> after =
        node.is("endEvent") && node.scope != null ? outOf(node.scope) : outOf(node);
    return Stream.of(
            node.is("subProcess") ? node.drawing.starts(node).stream() : after,
            node.attached.stream(),
            Stream.ofNullable(node.scope).flatMap(scope -> scope.attached.stream()))
        .flatMap(one -> one);
  }

  private static Stream<Node> outOf(Node node) {
    return node.out.stream().map(Flow::to);
  }

  private static Set<Node> reachable(Drawing drawing, Set<String> at) {
    return Procedure.reachable(at.stream().map(drawing.nodes::get).filter(node -> node != null));
  }

  private static Set<String> valuesRead(Set<Node> nodes, Map<String, Step> steps) {
    Set<String> names = new TreeSet<>();
    for (Node node : nodes) {
      Stream.concat(
              node.element.all().flatMap(HistoryReplay::texts),
              node.out.stream().map(Flow::condition))
          .flatMap(text -> Expression.of(text).stream())
          .forEach(
              expression ->
                  expression.forEachRead(
                      maybeSet(expression.names()), (name, compared) -> names.add(name)));
      node.steps()
          .filter(steps::containsKey)
          .forEach(step -> names.addAll(List.of(steps.get(step).needs())));
    }
    return names;
  }

  private static KnownValues maybeSet(Set<String> names) {
    KnownValues values = KnownValues.EMPTY;
    for (String name : names) {
      values = values.with(name, Set.of(KnownValues.ANY, KnownValues.UNSET));
    }
    return values;
  }

  private static Stream<String> texts(Element element) {
    return element.name().equals("subProcess")
        ? Stream.of()
        : Stream.concat(
            element.attributes().stream()
                .filter(one -> !one.name().equals("delegateExpression"))
                .map(one -> isValueName(element, one) ? "${" + one.value() + "}" : one.value()),
            Stream.of(element.text()));
  }

  /** Whether it names a value without the brackets of an expression. */
  private static boolean isValueName(Element element, Attribute attribute) {
    return attribute.name().equals("collection") && !attribute.value().contains("{")
        || attribute.name().equals("source") && element.name().equals("in");
  }
}
