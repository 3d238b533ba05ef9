package scot.nrm.gate;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.engine.sets.NearestName;
import scot.nrm.gate.Drawing.Event;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Mapping;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.gate.Finding.Kind;
import scot.nrm.modelcheck.Expressions;

/** The rules for each diagram that don't depend on paths. */
final class DrawingRules {

  private static final Set<String> YES_OR_NO = Set.of("true", "false", KnownValues.ANY);

  /** A day, or the name of a value: the same each time, unless a step sets it again. */
  private static final Pattern SAME_DATE =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}.*|[$#]\\{\\s*\\w+\\s*}");

  private static final String ONLY_ONCE =
      " If it should happen only once, choose Timer boundary event (non-interrupting), which leaves the task open and needs no way back.";

  private final Rules.Program program;
  private final Expressions expressions;
  private final Map<String, Drawing> drawings;
  private final ProcessValues values;
  private final Findings findings;

  /** The called diagrams in which a path is being followed. */
  private final Set<Drawing> following = new HashSet<>();

  DrawingRules(
      Rules.Program program, Expressions expressions, Map<String, Drawing> drawings, Rules rules) {
    this.program = program;
    this.expressions = expressions;
    this.drawings = drawings;
    this.values = rules.values;
    this.findings = rules.findings;
  }

  void check(Drawing drawing) {
    checkTasks(drawing);
    checkFlows(drawing);
    checkCalls(drawing);
    checkLoops(drawing);
    checkTimerLoops(drawing);
    checkComparisons(drawing);
  }

  /** The engine must continue from each element as the diagram shows. */
  private void checkFlows(Drawing drawing) {
    for (Node node : drawing.nodes.values()) {
      if (node.event == Event.TIMER && node.waitsFor.isEmpty()) {
        findings.report(
            node,
            "the timer %s has no date. Choose the type Date, and write one like ${reflectionEndDate}."
                .formatted(node));
      }
      if (node.event == Event.NONE
          && (node.is("boundaryEvent") || node.is("intermediateCatchEvent"))) {
        findings.report(
            node,
            "%s waits for nothing. Make it a message event or a timer event, or remove it."
                .formatted(node));
      }
      if (node.out.isEmpty()
          && !node.is("endEvent")
          && !node.is("subProcess")
          && (!node.in.isEmpty() || node.is("startEvent") || node.is("boundaryEvent"))) {
        findings.report(
            Kind.NO_OUTGOING_FLOW,
            node,
            "",
            "no flow leaves %s. Draw one, or end the path with an end event.".formatted(node));
      }
      boolean conditional = node.out.stream().anyMatch(flow -> flow.condition() != null);
      if (conditional && node.is("parallelGateway")) {
        findings.report(
            node,
            "the gateway %s is parallel and takes every flow, whatever its condition. Choose an exclusive gateway."
                .formatted(node));
      } else if (conditional && !node.is("exclusiveGateway")) {
        node.out.stream()
            .filter(flow -> flow.condition() == null && !flow.isDefault())
            .forEach(flow -> findings.reportMissingCondition(node, flow));
      }
    }
  }

  /** Every task has a team or an assignee, and a form. */
  private void checkTasks(Drawing drawing) {
    for (Node node : drawing.nodes.values()) {
      if (!node.is("userTask")) {
        continue;
      }
      if (node.name.isBlank()) {
        findings.report(
            node,
            "the task %s has no name, which people see in their list. Give it the words of the heading of its form."
                .formatted(node));
      }
      if (node.camunda("formRef") == null) {
        findings.report(
            node,
            "the task %s has no form, so nobody could complete it. Name one under Form reference."
                .formatted(node));
      }
      String groups = node.camunda("candidateGroups");
      if (groups == null || groups.isBlank()) {
        findings.report(
            node,
            "the task %s belongs to no group, so nobody would see it. Name its group under Candidate groups."
                .formatted(node));
        continue;
      }
      Optional<Set<String>> named = expressions.possibleTexts(groups);
      if (named.isEmpty() || named.get().isEmpty()) {
        findings.report(
            node,
            "it isn't clear which group gets the task %s. Name it, or choose between names, like ${authorities.group(rgAuthority, 'case-owner')}."
                .formatted(node));
      } else {
        named.get().stream()
            .filter(group -> !program.groups().contains(group))
            .forEach(
                group ->
                    findings.report(
                        node,
                        "the task %s belongs to the group %s, which isn't in config/roles.yaml, so nobody would see it. Under Candidate groups, write one from that file%s. If the group is new, an operator adds it to that file and restarts the program first."
                            .formatted(node, group, NearestName.suchAs(group, program.groups()))));
      }
    }
  }

  /** A case that went round without waiting would stop only when the memory is used up. */
  private void checkLoops(Drawing drawing) {
    drawing.nodes.values().stream()
        .filter(node -> !waits(node) && Drawing.reached(next(node), this::next).contains(node))
        .findFirst()
        .ifPresent(
            node ->
                findings.report(
                    node,
                    "%s can lead back to itself without a task, a timer or a message in between, so a case could go round for ever. Lead the path to a task or an end."
                        .formatted(node)));
  }

  /**
   * A timer whose date has passed fires at once, so it is no pause when a path comes back to it.
   * Two timers on that path are none either, once both dates have passed.
   */
  private void checkTimerLoops(Drawing drawing) {
    List<String> dates =
        drawing.nodes.values().stream()
            .filter(DrawingRules::isTimer)
            .map(timer -> timer.waitsFor)
            .filter(date -> SAME_DATE.matcher(date).matches())
            .distinct()
            .toList();
    dates.stream()
        .flatMap(one -> dates.stream().map(other -> new TreeSet<>(List.of(one, other))))
        .sorted(Comparator.comparing(Set::size)) // a path with one date may also be one with two
        .flatMap(passed -> timerInLoop(drawing, passed).map(at -> Map.entry(at, passed)).stream())
        .findFirst()
        .ifPresent(found -> reportTimerLoop(found.getKey(), found.getValue()));
  }

  /** A timer that waits for one of the dates and leads back to itself once they have passed. */
  private Optional<Node> timerInLoop(Drawing drawing, Set<String> passed) {
    return drawing.nodes.values().stream()
        .filter(node -> fires(node, passed))
        .filter(
            timer ->
                Drawing.reached(atOnce(timer, passed), to -> atOnce(to, passed)).contains(timer))
        .findFirst();
  }

  private void reportTimerLoop(Node timer, Set<String> passed) {
    findings.report(
        timer,
        "%s can lead back to itself without a task that someone completes or a message in between, and nothing on the way changes %s. Once %s passed, a case would go round for ever. Write a date that counts from there, such as ${dueDates.inWorkingDays(5)}, set the date again on the way, or lead the path to a task or an end.%s"
            .formatted(
                timer,
                String.join(" or ", passed),
                passed.size() == 1 ? "that date has" : "both dates have",
                timer.is("boundaryEvent") ? ONLY_ONCE : ""));
  }

  /** The elements that come at once after one, if these dates have passed. */
  private Stream<Node> atOnce(Node node, Set<String> passed) {
    if (setsOneOf(passed, node)) {
      return Stream.empty();
    }
    Stream<Node> after = node.out.stream().map(Flow::to);
    if (node.is("subProcess")) {
      Stream<Node> inside =
          Stream.concat(
              node.drawing.starts(node).stream(),
              node.inside.stream()
                  .filter(Node::isEventSubProcess)
                  .flatMap(events -> node.drawing.starts(events).stream())
                  .filter(start -> fires(start, passed)));
      after = waits(node) ? inside : Stream.concat(after, inside);
    } else if (node.is("endEvent") && node.scope != null) {
      Node ended = node.scope.isEventSubProcess() ? node.scope.scope : node.scope;
      after = ended == null ? Stream.empty() : ended.out.stream().map(Flow::to);
    }
    return after.flatMap(
        to ->
            Stream.concat(
                Stream.of(to).filter(one -> !waits(one) || isEdge(one) || fires(one, passed)),
                to.attached.stream().filter(event -> fires(event, passed))));
  }

  /** Whether a path goes through it into a sub-process, out of one, or to the events it awaits. */
  private static boolean isEdge(Node node) {
    return node.is("subProcess")
        || node.is("startEvent")
        || node.is("endEvent")
        || node.is("eventBasedGateway");
  }

  private static boolean isTimer(Node node) {
    return node.event == Event.TIMER && (node.is("intermediateCatchEvent") || node.interrupts());
  }

  private static boolean fires(Node node, Set<String> passed) {
    return isTimer(node) && passed.contains(node.waitsFor);
  }

  /** Whether a step or call may set one of the dates for which timers wait. */
  private boolean setsOneOf(Set<String> dates, Node node) {
    Set<String> names =
        dates.stream().map(date -> date.replaceAll("[$#{}\\s]", "")).collect(Collectors.toSet());
    return Stream.concat(
            node.steps()
                .flatMap(step -> values.step(step).stream())
                .flatMap(one -> one.sets().stream()),
            Stream.concat(
                values.valuesSetBy(Objects.toString(node.called(), "")).stream(),
                node.mappings("out").stream().map(Mapping::target)))
        .anyMatch(names::contains);
  }

  private Stream<Node> next(Node node) {
    return Stream.concat(Stream.of(node), failsAtOnce(node) ? node.attached.stream() : Stream.of())
        .filter(from -> from == node || from.event == Event.ERROR)
        .flatMap(from -> from.out.stream())
        .map(Flow::to)
        .filter(to -> !waits(to));
  }

  /** Whether a path in a sub-process leads to an error without waiting. */
  private boolean failsAtOnce(Node node) {
    return node.is("subProcess")
        && Drawing.reached(node.drawing.starts(node).stream(), this::next).stream()
            .flatMap(inner -> inner.out.stream())
            .anyMatch(flow -> flow.to().is("endEvent") && flow.to().event == Event.ERROR);
  }

  private boolean waits(Node node) {
    if (node.is("callActivity")) {
      Drawing called = drawings.get(node.called());
      if (called == null || !following.add(called)) {
        return true;
      }
      boolean isPassed = isPassed(called, null);
      following.remove(called);
      return !isPassed;
    }
    return node.is("subProcess")
        ? !isPassed(node.drawing, node)
        : !node.is("serviceTask")
            && !node.is("sendTask")
            && !node.is("intermediateThrowEvent")
            && !node.is("exclusiveGateway")
            && !node.is("parallelGateway")
            && !node.is("inclusiveGateway");
  }

  /**
   * Whether a path leads through a diagram, or a sub-process in it, without waiting.
   *
   * @param scope {@code null} for the whole diagram
   */
  private boolean isPassed(Drawing drawing, Node scope) {
    return drawing.starts(scope).stream()
        .anyMatch(start -> endsWithoutWaiting(start, new HashSet<>()));
  }

  /** Whether the end is reached without waiting: after a gateway that chooses, on one path. */
  private boolean endsWithoutWaiting(Node node, Set<Node> before) {
    Predicate<Node> leads =
        to ->
            to.is("endEvent")
                || !waits(to) && !before.contains(to) && endsWithoutWaiting(to, before);
    before.add(node);
    boolean chooses = node.is("exclusiveGateway") || node.is("inclusiveGateway");
    boolean isEnd =
        chooses
            ? node.out.stream().map(Flow::to).anyMatch(leads)
            : !node.out.isEmpty() && node.out.stream().map(Flow::to).allMatch(leads);
    before.remove(node);
    return isEnd;
  }

  private void checkCalls(Drawing drawing) {
    for (Node node : drawing.nodes.values()) {
      if (node.is("callActivity") && !drawings.containsKey(node.called())) {
        findings.report(
            node,
            "%s calls the diagram \"%s\", which isn't there. Call another one, or add processes/%s.bpmn."
                .formatted(node, node.called(), node.called()));
      }
    }
  }

  /** Checks that every compared value is possible. */
  private void checkComparisons(Drawing drawing) {
    for (Node node : drawing.nodes.values()) {
      Stream.concat(
              Stream.concat(values.expressions(node).stream(), node.inputs.values().stream()),
              node.out.stream().map(Flow::condition))
          .flatMap(text -> values.expression(text).stream())
          .flatMap(expression -> expression.compared().stream())
          .distinct()
          .forEach(compared -> checkComparedValue(node, compared.name(), compared.value()));
      node.out.stream()
          .flatMap(flow -> values.expression(flow.condition()).stream())
          .flatMap(expression -> expression.usedAsCondition().stream())
          .distinct()
          .forEach(name -> checkCondition(node, name));
    }
  }

  private void checkComparedValue(Node node, String name, String value) {
    Set<String> possible = values.possibleAnywhere(name);
    if (!possible.isEmpty() && !possible.contains(KnownValues.ANY) && !possible.contains(value)) {
      findings.report(
          Kind.IMPOSSIBLE,
          node,
          name,
          "%s asks whether %s is '%s', which it can't be. It can be %s."
              .formatted(node.inWords(), name, value, KnownValues.inWords(possible)));
    }
  }

  /** Reports a condition that is neither true nor false, where the engine would stop the case. */
  private void checkCondition(Node node, String name) {
    Set<String> possible = values.possibleAnywhere(name);
    if (!possible.isEmpty() && Collections.disjoint(possible, YES_OR_NO)) {
      findings.report(
          Kind.IMPOSSIBLE,
          node,
          name,
          "%s uses %s as if it were true or false, but it can be %s. Compare it, such as ${%2$s == %s}."
              .formatted(
                  node.inWords(),
                  name,
                  KnownValues.inWords(possible),
                  "'" + new TreeSet<>(possible).last() + "'"));
    }
  }
}
