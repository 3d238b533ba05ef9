package scot.nrm.gate;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.sets.NearestName;
import scot.nrm.gate.Drawing.Event;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Mapping;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.modelcheck.XmlFile.Element;

/** The values of a set of diagrams: what sets and reads them, and their possible contents. */
final class ProcessValues {

  private final Rules.Program program;
  private final Map<String, Drawing> drawings;
  private final Map<Node, List<String>> expressions = new HashMap<>();
  private final Map<String, Optional<Expression>> parsed = new HashMap<>();
  private final Map<String, Set<String>> codes;
  private final Map<String, Set<String>> names = new HashMap<>();
  private final Map<String, List<Drawing>> callers = new HashMap<>();
  private final Map<String, Set<String>> setByDiagram = new HashMap<>();

  ProcessValues(Rules.Program program, Map<String, Drawing> drawings) {
    this.program = program;
    this.drawings = drawings;
    this.codes = codes(program.authorities().keySet());
  }

  Stream<Node> nodes() {
    return drawings.values().stream().flatMap(drawing -> drawing.nodes.values().stream());
  }

  Optional<Rules.Declaration> step(String name) {
    return Optional.ofNullable(program.steps().get(name));
  }

  boolean isReadIn(String diagram, String name) {
    Drawing drawing = drawings.get(diagram);
    return drawing != null && isRead(drawing, name);
  }

  /** Whether a diagram reads a value anywhere, or passes it on. Other values are not followed. */
  boolean isRead(Drawing drawing, String name) {
    return names.computeIfAbsent(drawing.id, any -> namesRead(drawing)).contains(name);
  }

  /** Whether a diagram that calls this one reads a value. */
  boolean isReadByCallers(Drawing drawing, String name) {
    return callers
        .computeIfAbsent(
            drawing.id,
            any ->
                drawings.values().stream()
                    .filter(other -> other != drawing && calls(other, drawing.id))
                    .toList())
        .stream()
        .anyMatch(caller -> isRead(caller, name));
  }

  /** The values that the steps of a diagram set, also in its calling processes. */
  Set<String> valuesSetBy(String diagram) {
    return setByDiagram.computeIfAbsent(
        diagram,
        any ->
            !drawings.containsKey(diagram)
                ? Set.of()
                : drawings.get(diagram).nodes.values().stream()
                    .flatMap(Node::steps)
                    .flatMap(step -> step(step).stream())
                    .flatMap(step -> step.sets().stream())
                    .collect(Collectors.toSet()));
  }

  private Set<String> namesRead(Drawing drawing) {
    Set<String> asks = new HashSet<>();
    program.safeguards().stream()
        .filter(row -> row.diagram().equals(drawing.id))
        .flatMap(row -> expression(row.condition()).stream())
        .forEach(expression -> asks.addAll(expression.names()));
    for (Node node : drawing.nodes.values()) {
      Stream.of(
              expressions(node).stream(),
              Stream.of(node.waitsFor),
              node.inputs.values().stream(),
              node.out.stream().map(Flow::condition),
              node.mappings("in").stream().map(Mapping::source))
          .flatMap(Function.identity())
          .flatMap(text -> expression(text).stream())
          .forEach(expression -> asks.addAll(expression.names()));
      node.mappings("in").forEach(in -> asks.add(in.source()));
      node.steps().flatMap(step -> step(step).stream()).forEach(step -> asks.addAll(step.needs()));
    }
    for (Node call : callsOf(drawing)) {
      for (Mapping out : call.mappings("out")) {
        asks.add(out.source());
        expression(out.source()).ifPresent(expression -> asks.addAll(expression.names()));
      }
    }
    return asks;
  }

  /** The possible contents of a value that a step sets. */
  Set<String> possible(String value) {
    return codes.getOrDefault(value, Set.of(KnownValues.ANY));
  }

  private static Map<String, Set<String>> codes(Collection<String> authorities) {
    Map<String, Set<String>> codes = new HashMap<>();
    CaseVariables.codes()
        .forEach(
            (name, oneOf) -> {
              Set<String> values = new TreeSet<>(List.of(oneOf.value()));
              if (oneOf.orAuthority()) {
                values.addAll(authorities);
              }
              codes.put(name, values);
            });
    return codes;
  }

  /** The expressions of an element that the engine evaluates when it is reached. */
  List<String> expressions(Node node) {
    return expressions.computeIfAbsent(node, ProcessValues::readExpressions);
  }

  private static List<String> readExpressions(Node node) {
    return Stream.of(
            Stream.of(
                    "assignee",
                    "candidateUsers",
                    "candidateGroups",
                    "dueDate",
                    "followUpDate",
                    "priority")
                .map(node::camunda),
            Stream.of(
                node.event == Event.TIMER && node.is("intermediateCatchEvent")
                    ? node.waitsFor
                    : null),
            node.element
                .children("multiInstanceLoopCharacteristics")
                .flatMap(ProcessValues::readInstances))
        .flatMap(Function.identity())
        .filter(Objects::nonNull)
        .toList();
  }

  /** What the engine evaluates to know how often a step runs. A collection may be only a name. */
  private static Stream<String> readInstances(Element instances) {
    return Stream.concat(
        Stream.ofNullable(instances.attribute(Drawing.CAMUNDA, "collection"))
            .map(name -> name.contains("{") ? name : "${" + name + "}"),
        instances.children("loopCardinality").map(part -> part.text().strip()));
  }

  Optional<Expression> expression(String text) {
    return parsed.computeIfAbsent(text == null ? "" : text, Expression::of);
  }

  Set<String> possibleTexts(String text, KnownValues known) {
    return expression(text).map(expression -> expression.possibleTexts(known)).orElse(Set.of(text));
  }

  /** Whether a name is an answer to a form, so that it may lack its quotation marks. */
  boolean isAnswer(String name) {
    return program.answers().values().stream()
        .flatMap(List::stream)
        .flatMap(answer -> answer.values().stream())
        .anyMatch(values -> values.contains(name));
  }

  /** The value that a misspelt name probably means; empty for the name of a value. */
  Optional<String> meant(String name) {
    if (!possibleAnywhere(name).isEmpty()) {
      return Optional.empty();
    }
    return NearestName.of(name, settable());
  }

  /** Every value that a form or a step of the program can set. */
  Set<String> settable() {
    Set<String> values = new TreeSet<>(codes.keySet());
    program.answers().values().forEach(form -> form.forEach(one -> values.addAll(one.keySet())));
    program.steps().values().forEach(step -> values.addAll(step.sets()));
    return values;
  }

  /**
   * A sentence that names the field whose key was probably changed: a form of the diagram passes it
   * to the process, and nothing uses it. Empty if there is none.
   */
  String changedKey(Drawing drawing, String name) {
    return drawing.nodes.values().stream()
        .map(node -> node.camunda("formRef"))
        .filter(Objects::nonNull)
        .distinct()
        .flatMap(
            form ->
                program.answers(form).stream()
                    .flatMap(answer -> answer.keySet().stream())
                    .distinct()
                    .filter(key -> !CaseVariables.names().contains(key))
                    .filter(
                        key -> drawings.values().stream().noneMatch(other -> isRead(other, key)))
                    .map(
                        key ->
                            " The form %s has the key %s, which nothing uses: if it asks that question, change its key back to %s."
                                .formatted(form, key, name)))
        .findFirst()
        .orElse("");
  }

  /** The possible contents of a value in all diagrams; empty if no form, step or table sets it. */
  Set<String> possibleAnywhere(String name) {
    Set<String> possible = new TreeSet<>(codes.getOrDefault(name, Set.of()));
    nodes()
        .map(node -> node.camunda("formRef"))
        .filter(Objects::nonNull)
        .distinct()
        .flatMap(form -> program.answers(form).stream())
        .forEach(answer -> possible.addAll(answer.getOrDefault(name, Set.of())));
    boolean isSet = program.steps().values().stream().anyMatch(step -> step.sets().contains(name));
    if (isSet && !codes.containsKey(name)) {
      possible.add(KnownValues.ANY);
    }
    nodes().flatMap(node -> Stream.ofNullable(node.inputs.get(name))).forEach(possible::add);
    possible.removeAll(Set.of(KnownValues.NOTHING, KnownValues.UNSET));
    return possible;
  }

  /** Whether the form of a task or start event asks for a value. */
  private boolean hasQuestion(Node node, String name) {
    return program.answers(node.camunda("formRef")).stream()
        .anyMatch(answer -> answer.containsKey(name));
  }

  List<Node> callsOf(Drawing drawing) {
    return nodes().filter(node -> drawing.id.equals(node.called())).toList();
  }

  /** Whether a call passes this value to a diagram, and something sets it. */
  boolean isPassedTo(Drawing drawing, String name) {
    return !possibleAnywhere(name).isEmpty()
        && callsOf(drawing).stream()
            .flatMap(call -> call.mappings("in").stream())
            .anyMatch(in -> in.target().equals(name));
  }

  /** Whether a form, a step or a call of the diagram sets a value. */
  boolean isSetIn(Drawing drawing, String name) {
    return drawing.nodes.values().stream()
        .anyMatch(
            node ->
                hasQuestion(node, name)
                    || node.steps()
                        .flatMap(step -> step(step).stream())
                        .anyMatch(step -> step.sets().contains(name))
                    || node.mappings("out").stream().anyMatch(out -> out.target().equals(name)));
  }

  static boolean calls(Drawing drawing, String id) {
    return drawing.nodes.values().stream().anyMatch(node -> id.equals(node.called()));
  }
}
