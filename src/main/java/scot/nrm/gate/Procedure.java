package scot.nrm.gate;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.gate.files.FormParts;

/**
 * The diagrams of one set from the point of view of cases under way: the names of their steps, and
 * the steps that a case may still reach from its current one.
 */
public final class Procedure {

  private final Map<String, Drawing> drawings = new TreeMap<>();
  private final Map<String, String> files = new HashMap<>();
  private final Map<String, Set<String>> answers = new HashMap<>();

  private Procedure() {}

  /** The files of a set, by name; a diagram that can't be read is left out. */
  public static Procedure of(Map<String, byte[]> files) {
    Procedure procedure = new Procedure();
    files.forEach(
        (name, content) -> {
          if (name.endsWith(".bpmn")) {
            Drawing.of(content)
                .ifPresent(
                    drawing -> {
                      procedure.drawings.put(drawing.id, drawing);
                      procedure.files.put(drawing.id, name);
                    });
          } else if (name.endsWith(".form")) {
            String form = DefinitionSets.nameOf(name).replace(".form", "");
            procedure.answers.put(form, FormParts.labels(content).keySet());
          }
        });
    return procedure;
  }

  /** The name of a diagram; its id, if it isn't in the set. */
  public String diagramName(String diagram) {
    return drawing(diagram).map(drawing -> drawing.name).orElse(diagram);
  }

  /** The name of a step on the diagram; its id, if it has none. */
  public String stepName(String diagram, String element) {
    return node(diagram, element)
        .map(node -> node.name)
        .filter(name -> !name.isBlank())
        .orElse(element);
  }

  /** The name of an element of any diagram; empty if there is none with this id. */
  public Optional<String> elementName(String element) {
    return drawings.values().stream()
        .map(drawing -> drawing.nodes.get(element))
        .filter(node -> node != null)
        .map(node -> node.name.isBlank() ? element : node.name)
        .findFirst();
  }

  /**
   * The names of diagrams and steps by their ids, in quotation marks: a task as in Tasklist, and
   * any other step with its diagram. Steps without a name are left out, and so are ids that two
   * diagrams use for different steps.
   */
  public Map<String, String> names() {
    Map<String, Set<String>> found = new HashMap<>();
    for (Drawing drawing : drawings.values()) {
      for (Node node : drawing.nodes.values()) {
        String name = "\"" + node.name + "\"";
        found
            .computeIfAbsent(node.id, id -> new TreeSet<>())
            .add(node.is("userTask") ? name : "%s in \"%s\"".formatted(name, drawing.name));
      }
    }
    Map<String, String> names = new HashMap<>();
    found.forEach(
        (id, all) ->
            all.stream()
                .filter(name -> all.size() == 1 && !name.startsWith("\"\""))
                .forEach(name -> names.put(id, name)));
    drawings.forEach((id, drawing) -> names.put(id, "\"" + drawing.name + "\""));
    return names;
  }

  /**
   * The date or duration of a timer, as the diagram has it; empty if there is no such timer.
   *
   * @param element its id, or that of the event sub-process that it starts
   */
  public Optional<String> timer(String diagram, String element) {
    return node(diagram, element).stream()
        .flatMap(
            node ->
                Stream.concat(
                    Stream.of(node), node.inside.stream().filter(one -> one.is("startEvent"))))
        .filter(node -> node.event == Drawing.Event.TIMER)
        .map(node -> node.waitsFor)
        .findFirst();
  }

  /** The values that a form asks for, by their keys; none for {@code null}. */
  Set<String> questionsOf(String form) {
    return form == null ? Set.of() : answers.getOrDefault(form, Set.of());
  }

  Optional<Drawing> drawing(String diagram) {
    return Optional.ofNullable(drawings.get(diagram));
  }

  private Optional<Node> node(String diagram, String element) {
    return drawing(diagram).map(drawing -> drawing.nodes.get(element));
  }

  /** The diagrams that this diagram may still call after a step, directly or not. */
  public Set<String> stagesAfter(String diagram, String element) {
    return node(diagram, element).map(node -> calledFrom(after(node))).orElse(Set.of());
  }

  /** The diagrams that the callers of this one may still call after it, directly or not. */
  public Set<String> stagesAfter(String diagram) {
    return callsAround(diagram).stream()
        .flatMap(call -> calledFrom(after(call.node)).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The stages after this one: the diagrams that the outermost diagram calls after this one, or
   * after the one that calls it. For a diagram that nothing calls, the diagrams that it calls.
   */
  public Set<String> laterStages(String diagram) {
    List<Call> calls = callsAround(diagram);
    return calls.isEmpty()
        ? drawing(diagram).map(Procedure::calls).orElse(Set.of())
        : calls.stream()
            .filter(
                call ->
                    drawings.values().stream()
                        .noneMatch(one -> calls(one).contains(call.caller.id)))
            .flatMap(call -> after(call.node).stream())
            .map(Node::called)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private record Call(Drawing caller, Node node) {}

  /** The calls to a diagram, the calls to its callers, and so on. */
  private List<Call> callsAround(String diagram) {
    return Drawing.reached(Stream.of(diagram), one -> callsOf(one).map(call -> call.caller.id))
        .stream()
        .flatMap(this::callsOf)
        .toList();
  }

  private Stream<Call> callsOf(String diagram) {
    return drawings.values().stream()
        .flatMap(
            caller ->
                caller.nodes.values().stream()
                    .filter(node -> diagram.equals(node.called()))
                    .map(node -> new Call(caller, node)));
  }

  /** The diagrams that a diagram calls and in which people have tasks. */
  public Set<String> stagesWithTasks(String diagram) {
    return drawing(diagram).stream()
        .flatMap(drawing -> calls(drawing).stream())
        .filter(
            called ->
                drawing(called).stream()
                    .flatMap(drawing -> drawing.nodes.values().stream())
                    .anyMatch(node -> node.is("userTask")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Node> after(Node node) {
    return reachable(next(node));
  }

  /** These steps and all that can be reached from them. */
  static Set<Node> reachable(Stream<Node> nodes) {
    return Drawing.reached(nodes, Procedure::next);
  }

  private static Stream<Node> next(Node node) {
    return Stream.of(
            node.out.stream().map(Drawing.Flow::to),
            node.attached.stream(),
            node.inside.stream(),
            Stream.ofNullable(node.scope))
        .flatMap(one -> one);
  }

  /** The elements of the diagrams that these steps call, directly or not. */
  Stream<Node> nodesCalledFrom(Collection<Node> nodes) {
    return calledFrom(nodes).stream()
        .flatMap(called -> drawing(called).stream())
        .flatMap(drawing -> drawing.nodes.values().stream());
  }

  /** The diagrams that these steps call, directly or not. */
  private Set<String> calledFrom(Collection<Node> nodes) {
    return Drawing.reached(
        nodes.stream().map(Node::called).filter(Objects::nonNull),
        one -> drawing(one).stream().flatMap(drawing -> calls(drawing).stream()));
  }

  /**
   * The files that determine the course of a case in a diagram: the diagram, its callers, all that
   * these call, and the forms of their tasks. By name without the folder.
   */
  public Set<String> filesAround(String diagram) {
    return Drawing.reached(
            Stream.of(diagram),
            one ->
                Stream.concat(
                    callsOf(one).map(call -> call.caller.id),
                    drawing(one).stream().flatMap(drawing -> calls(drawing).stream())))
        .stream()
        .flatMap(
            one ->
                Stream.concat(
                    Stream.ofNullable(files.get(one)),
                    drawing(one).stream()
                        .flatMap(drawing -> drawing.nodes.values().stream())
                        .map(node -> node.camunda("formRef"))
                        .filter(form -> form != null)
                        .map(form -> form + ".form")))
        .map(DefinitionSets::nameOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> calls(Drawing drawing) {
    return drawing.nodes.values().stream()
        .map(Node::called)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }
}
