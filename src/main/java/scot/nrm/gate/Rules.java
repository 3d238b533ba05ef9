package scot.nrm.gate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.steps.Step;
import scot.nrm.gate.Drawing.Event;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Listener;
import scot.nrm.gate.Drawing.Mapping;
import scot.nrm.gate.Drawing.Node;

/**
 * The rules that all paths through a set of diagrams keep. {@link Walk} follows the paths and
 * reports here what it meets.
 */
final class Rules {

  /** Marks in what is known: a message that was sent, a step that ran, a date that was awaited. */
  static final String SENT = "\u0002sent ";

  static final String DONE = "\u0002done ";
  static final String WAITED = "\u0002waited ";
  static final String ACTED = "\u0002acted ";
  static final String ON_THE_PATH = "\u0002path ";

  /** What has run in this diagram: no mark, because it isn't handed over. */
  private static final String RUN = "\u0003run ";

  /** What a step declares, see {@link Step}. */
  record Declared(
      String name,
      List<String> needs,
      List<String> sets,
      List<String> removes,
      List<String> sends,
      List<String> starts,
      List<String> hands,
      List<String> at) {

    static Declared of(Step step) {
      return new Declared(
          step.value(),
          List.of(step.needs()),
          List.of(step.sets()),
          List.of(step.removes()),
          List.of(step.sends()),
          List.of(step.starts()),
          List.of(step.hands()),
          List.of(step.at()));
    }
  }

  /** What the program knows that the diagrams name. */
  interface Program {

    /** What each step and listener declares, by its name. */
    Map<String, Declared> steps();

    /** The values that a form gives to the process, for each way to complete it. */
    List<Map<String, Set<String>>> answers(String form);

    /**
     * Whether the diagram is one of this program's folder. Others may be started by people without
     * a form.
     */
    boolean isShipped(String diagram);

    /** The codes of the authorities. */
    Collection<String> authorities();

    /**
     * The acts of a decision that must be done before a step records it: the properties of a task.
     */
    List<Map<String, String>> actsBefore(String step);

    /** The groups that an attribute names; empty if that is not clear. */
    Optional<Set<String>> groups(String expression);

    /** Every group that there is. */
    Set<String> groups();

    List<Safeguard> safeguards();
  }

  private final Program program;
  private final Map<String, Drawing> drawings;
  private final Set<Finding> findings = new LinkedHashSet<>();
  private final Set<Node> entered = new HashSet<>();
  private final Set<Flow> taken = new HashSet<>();
  private final Map<Flow, Map<String, Set<String>>> asked = new HashMap<>();
  private final Map<Node, List<String>> expressions = new HashMap<>();
  private final Map<Map<String, String>, String> marksOfActs = new HashMap<>();
  private final Map<String, Optional<Question>> questions = new HashMap<>();
  private final Map<String, Map<Known, Set<Known>>> calls = new HashMap<>();
  private final Map<String, Set<String>> codes;
  private final Map<String, Set<String>> names = new HashMap<>();
  private final Map<String, List<Drawing>> callers = new HashMap<>();
  private final Map<String, Set<String>> setByDiagram = new HashMap<>();
  private final Set<String> messagesOfCalls;
  private final Set<String> marks;
  private final Set<String> sent;
  private final Set<Map<String, String>> acts;

  Rules(Program program, Map<String, Drawing> drawings) {
    this.program = program;
    this.drawings = drawings;
    this.codes = codes(program.authorities());
    this.messagesOfCalls =
        nodes()
            .filter(node -> node.event == Event.MESSAGE && node.is("boundaryEvent"))
            .map(node -> node.waitsFor)
            .collect(Collectors.toSet());
    this.acts =
        program.steps().keySet().stream()
            .flatMap(step -> program.actsBefore(step).stream())
            .collect(Collectors.toSet());
    this.sent =
        program.steps().values().stream()
            .flatMap(step -> step.sends().stream())
            .collect(Collectors.toSet());
    this.marks =
        program.safeguards().stream()
            .flatMap(
                row ->
                    Stream.of(
                        row.onEveryPath() ? WAITED + row.timer() : "",
                        DONE + row.after(),
                        DONE + row.atOnce()))
            .collect(Collectors.toSet());
  }

  private Stream<Node> nodes() {
    return drawings.values().stream().flatMap(drawing -> drawing.nodes.values().stream());
  }

  /** Every rule that is broken. */
  Collection<Finding> check() {
    drawings.values().forEach(this::starts);
    resumes();
    drawings
        .values()
        .forEach(
            drawing -> {
              tasks(drawing);
              drawn(drawing);
              comparisons(drawing);
              calls(drawing);
              deadEnds(drawing);
            });
    program.safeguards().forEach(this::kept);
    return findings;
  }

  // ------------------------------------------------------------------ where paths begin

  private void starts(Drawing drawing) {
    Set<String> handed = new TreeSet<>(Set.of(CaseVariables.LOCAL_AUTHORITY.getName()));
    Set<String> starters = new TreeSet<>();
    program
        .steps()
        .forEach(
            (name, step) -> {
              if (step.starts().contains(drawing.id)) {
                starters.add(name);
                handed.addAll(step.hands());
              }
            });
    Known given = Known.EMPTY;
    for (String value : handed) {
      given = given.with(value, possible(value));
    }
    boolean isCalled =
        nodes()
            .anyMatch(
                node ->
                    node.is("callActivity")
                        && drawing.id.equals(node.element.attribute("calledElement")));
    for (Node start : drawing.starts(null)) {
      if (start.event == Event.MESSAGE) {
        if (isSent(start.waitsFor)) {
          ends(
              drawing,
              new Walk(drawing, this)
                  .from(
                      start, Known.EMPTY.with(CaseVariables.LOCAL_AUTHORITY.getName(), Known.ANY)));
        }
      } else if (start.camunda("formRef") != null) {
        ends(drawing, new Walk(drawing, this).from(start, Known.EMPTY));
      } else if (!starters.isEmpty() || !isCalled && !program.isShipped(drawing.id)) {
        ends(drawing, new Walk(drawing, this).from(start, given));
      } else if (!isCalled && start.event == Event.NONE) {
        found(
            drawing,
            start,
            "nothing begins the diagram %s: no other diagram calls it, no step starts it, and %s has no form. Call it from another diagram, or give its start a form."
                .formatted(drawing, start));
      }
    }
  }

  /** Where the program continues a case that has ended. */
  private void resumes() {
    program
        .steps()
        .forEach(
            (name, step) -> {
              for (String at : step.at()) {
                Drawing drawing = drawings.get(step.starts().get(step.starts().size() - 1));
                Node node = drawing == null ? null : drawing.nodes.get(at);
                if (node == null) {
                  found(
                      drawing,
                      null,
                      "the step \"%s\" continues cases at the element %s, which is not in the diagram. Give an element this id."
                          .formatted(step.name(), at));
                  continue;
                }
                Known known = Known.EMPTY;
                for (String value : step.hands()) {
                  known = known.with(value, possible(value));
                }
                // What an earlier run of the case has done.
                for (Map<String, String> act : acts) {
                  known = known.with(mark(act), "yes");
                }
                for (String mark : marks) {
                  known = known.with(mark, "yes");
                }
                new Walk(drawing, this).from(node, known);
              }
            });
  }

  Set<Known> called(Drawing caller, Node call, Known handed, Supplier<String> path) {
    Drawing drawing = drawings.get(call.element.attribute("calledElement"));
    Node start =
        drawing == null
            ? null
            : drawing.starts(null).stream()
                .filter(one -> one.event == Event.NONE)
                .findFirst()
                .orElse(null);
    if (start == null) {
      return Set.of(Known.EMPTY); // refused elsewhere
    }
    Map<Known, Set<Known>> known = calls.computeIfAbsent(drawing.id, any -> new HashMap<>());
    Set<Known> ends = known.get(handed);
    if (ends == null) {
      known.put(handed, Set.of());
      ends = new Walk(drawing, this).from(start, handed);
      ends(drawing, ends);
      known.put(handed, ends);
    }
    return ends;
  }

  private void ends(Drawing drawing, Set<Known> ends) {
    for (Safeguard row : program.safeguards()) {
      if (row.onEveryPath()
          && row.diagram().equals(drawing.id)
          && ends.stream().anyMatch(end -> !end.has(WAITED + row.timer()))) {
        found(
            drawing,
            null,
            row.sentence(
                "on a path through %s no timer waits for %s".formatted(drawing, row.waits()),
                "Put a timer with the date %s on every path.".formatted(row.timer())));
      }
      if (!row.runs().isEmpty()
          && row.diagram().equals(drawing.id)
          && ends.stream()
              .filter(end -> !end.has(RUN + row.runs()))
              .anyMatch(end -> isPossible(row, end, true))) {
        found(
            drawing,
            null,
            row.sentence(
                "a path through %s ends without %s where %s"
                    .formatted(drawing, row.runs(), row.when()),
                "Lead all of these cases to it."));
      }
    }
  }

  private boolean isPossible(Safeguard row, Known known, boolean answer) {
    return question(row.condition())
        .map(question -> !question.where(known, answer).isEmpty())
        .orElse(false);
  }

  private static boolean isRun(Node node, Safeguard row) {
    return node.step.filter(row.runs()::equals).isPresent()
        || row.runs().equals(node.element.attribute("calledElement"))
        || row.runs().equals(node.camunda("formRef"));
  }

  /** What must run for some cases only begins. */
  Known begins(
      Drawing drawing, Node node, Known known, boolean isContinued, Supplier<String> path) {
    Known after = known;
    for (Safeguard row : program.safeguards()) {
      if (!row.runs().isEmpty() && row.diagram().equals(drawing.id) && isRun(node, row)) {
        boolean isKnown =
            question(row.condition()).map(Question::names).orElse(Set.of()).stream()
                .allMatch(known::has);
        if (!isContinued && isKnown && isPossible(row, known, false)) {
          found(
              drawing,
              node,
              row.sentence(
                  "%s is reached also where it isn't so that %s: %s"
                      .formatted(node, row.when(), path.get()),
                  "Lead only those cases to it."));
        }
        after = after.with(RUN + row.runs(), "yes");
      }
    }
    return after;
  }

  // ------------------------------------------------------------------ what a walk asks

  Optional<Declared> step(String name) {
    return Optional.ofNullable(program.steps().get(name));
  }

  boolean isAskedIn(String diagram, String name) {
    Drawing drawing = drawings.get(diagram);
    return drawing != null && isAsked(drawing, name);
  }

  /**
   * Whether a diagram asks a value anywhere, or hands it on. What it doesn't ask isn't followed.
   */
  boolean isAsked(Drawing drawing, String name) {
    return names.computeIfAbsent(drawing.id, any -> namesAsked(drawing)).contains(name);
  }

  /** Whether a diagram that calls this one asks a value. */
  boolean isAskedByCallers(Drawing drawing, String name) {
    return callers
        .computeIfAbsent(
            drawing.id,
            any ->
                drawings.values().stream()
                    .filter(other -> other != drawing && calls(other, drawing.id))
                    .toList())
        .stream()
        .anyMatch(caller -> isAsked(caller, name));
  }

  private static boolean calls(Drawing drawing, String id) {
    return drawing.nodes.values().stream()
        .anyMatch(node -> id.equals(node.element.attribute("calledElement")));
  }

  /** What the steps of a diagram set, in the processes that called it as well. */
  Set<String> setOnThePath(String diagram) {
    return setByDiagram.computeIfAbsent(
        diagram,
        any ->
            !drawings.containsKey(diagram)
                ? Set.of()
                : drawings.get(diagram).nodes.values().stream()
                    .flatMap(node -> stepsOf(node))
                    .flatMap(step -> step(step).stream())
                    .flatMap(step -> step.sets().stream())
                    .collect(Collectors.toSet()));
  }

  /** The steps of an element, and of the flows out of it. */
  private static Stream<String> stepsOf(Node node) {
    return Stream.of(
            node.step.stream(),
            node.listeners.stream().map(Listener::step),
            node.out.stream().flatMap(flow -> flow.steps().stream()))
        .flatMap(Function.identity());
  }

  private Set<String> namesAsked(Drawing drawing) {
    Set<String> asks = new HashSet<>();
    program.safeguards().stream()
        .filter(row -> row.diagram().equals(drawing.id))
        .flatMap(row -> question(row.condition()).stream())
        .forEach(question -> asks.addAll(question.names()));
    for (Node node : drawing.nodes.values()) {
      Stream.of(
              expressions(node).stream(),
              Stream.of(node.waitsFor),
              node.inputs.values().stream(),
              node.out.stream().map(Flow::condition),
              node.mappings("in").stream().map(Mapping::source))
          .flatMap(Function.identity())
          .flatMap(text -> question(text).stream())
          .forEach(question -> asks.addAll(question.names()));
      node.mappings("in").forEach(in -> asks.add(in.source()));
      stepsOf(node).flatMap(step -> step(step).stream()).forEach(step -> asks.addAll(step.needs()));
    }
    nodes()
        .filter(node -> drawing.id.equals(node.element.attribute("calledElement")))
        .flatMap(call -> call.mappings("out").stream())
        .forEach(
            out -> {
              asks.add(out.source());
              question(out.source()).ifPresent(question -> asks.addAll(question.names()));
            });
    return asks;
  }

  boolean isMarked(String mark) {
    return marks.contains(mark);
  }

  Set<String> messagesOfCalls() {
    return messagesOfCalls;
  }

  /** Whether a step of the program sends the message. */
  boolean isSent(String message) {
    return sent.contains(message);
  }

  /** What a value can be that a step sets. */
  Set<String> possible(String value) {
    return codes.getOrDefault(value, Set.of(Known.ANY));
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

  /** What is known once a task, or the form that starts a process, has been completed. */
  List<Known> answered(Drawing drawing, Node node, Known known) {
    Known acted = known;
    for (Map<String, String> act : acts) {
      if (act.entrySet().stream().allMatch(property -> has(node, property))) {
        acted = acted.with(mark(act), "yes");
      }
    }
    String form = node.camunda("formRef");
    List<Known> answered = new ArrayList<>();
    for (Map<String, Set<String>> answer :
        form == null ? List.<Map<String, Set<String>>>of(Map.of()) : program.answers(form)) {
      Known after = acted;
      for (Map.Entry<String, Set<String>> value : answer.entrySet()) {
        if (isAsked(drawing, value.getKey())) {
          after = after.with(value.getKey(), value.getValue());
        }
      }
      answered.add(after);
    }
    return answered.isEmpty() ? List.of(acted) : answered;
  }

  /** A task may be an act of several decisions, such as a sitting that decides both grounds. */
  private static boolean has(Node node, Map.Entry<String, String> property) {
    String said = node.properties.get(property.getKey());
    return said != null
        && (said.equals(property.getValue())
            || said.contains(",")
                && List.of(said.split("\\s*,\\s*")).contains(property.getValue()));
  }

  /** Whose deadline counts while the task is open. */
  private static String firstDecision(Node node) {
    return node.properties.getOrDefault("decision", "").split(",")[0].strip();
  }

  private String mark(Map<String, String> act) {
    return marksOfActs.computeIfAbsent(act, one -> ACTED + new TreeMap<>(one));
  }

  /** The expressions of an element that the engine evaluates when it is reached. */
  List<String> expressions(Node node) {
    return expressions.computeIfAbsent(node, Rules::evaluated);
  }

  private static List<String> evaluated(Node node) {
    return Stream.concat(
            Stream.of(
                    "assignee",
                    "candidateUsers",
                    "candidateGroups",
                    "dueDate",
                    "followUpDate",
                    "priority",
                    "collection")
                .map(node::camunda),
            Stream.of(
                node.event == Event.TIMER && node.is("intermediateCatchEvent")
                    ? node.waitsFor
                    : null))
        .filter(text -> text != null)
        .toList();
  }

  private Optional<Question> question(String text) {
    return questions.computeIfAbsent(text == null ? "" : text, Question::of);
  }

  List<Known> where(Flow flow, Known known, boolean answer) {
    Map<String, Set<String>> seen = asked.computeIfAbsent(flow, any -> new TreeMap<>());
    question(flow.condition())
        .map(Question::names)
        .orElse(Set.of())
        .forEach(name -> seen.computeIfAbsent(name, any -> new TreeSet<>()).addAll(known.of(name)));
    return question(flow.condition())
        .map(question -> question.where(known, answer))
        .orElse(List.of(known));
  }

  Set<String> texts(String text, Known known) {
    return question(text).map(question -> question.texts(known)).orElse(Set.of(text));
  }

  /** An expression is evaluated. */
  void reads(Drawing drawing, Node node, String text, Known known, Supplier<String> path) {
    question(text)
        .ifPresent(
            question ->
                question.reads(
                    known,
                    (name, compared) -> {
                      if (compared ? known.of(name).contains(Known.UNSET) : !known.isSure(name)) {
                        isUnset(drawing, node, name, path);
                      }
                    }));
  }

  private void isUnset(Drawing drawing, Node node, String name, Supplier<String> path) {
    boolean already =
        findings.stream()
            .anyMatch(one -> one.isAt(drawing, node) && one.sentence().contains(" " + name + ","));
    if (!already) {
      found(
          drawing,
          node,
          "%s asks %s, which nothing has set on this path: %s. Let a form, a step or the calling diagram set it before."
              .formatted(node, name, path.get()));
    }
  }

  // ------------------------------------------------------------------ what a walk reports

  void entered(Drawing drawing, Node node) {
    entered.add(node);
  }

  void taken(Flow flow) {
    taken.add(flow);
  }

  void runs(Drawing drawing, Node node, String name, Known known, Supplier<String> path) {
    step(name)
        .ifPresent(
            step -> {
              for (String need : step.needs()) {
                if (!known.isSure(need)) {
                  isUnset(drawing, node, need, path);
                }
              }
            });
    for (Map<String, String> act : program.actsBefore(name)) {
      if (!known.has(mark(act))) {
        found(
            drawing,
            node,
            "%s records what no task before it has done on this path: %s. Put a task with the properties %s on every path before it."
                .formatted(
                    node,
                    path.get(),
                    new TreeMap<>(act)
                        .entrySet().stream()
                            .map(property -> property.getKey() + " = " + property.getValue())
                            .collect(Collectors.joining(" and "))));
      }
    }
  }

  void noAnswer(Drawing drawing, Node gateway, Known known, Supplier<String> path) {
    String values =
        gateway.out.stream()
            .flatMap(flow -> question(flow.condition()).map(Question::names).stream())
            .flatMap(Set::stream)
            .distinct()
            .map(
                name ->
                    known.of(name).contains(Known.ANY) || Known.inWords(known.of(name)).isEmpty()
                        ? "other values of " + name
                        : name + " = " + Known.inWords(known.of(name)))
            .collect(Collectors.joining(" with "));
    found(
        drawing,
        gateway,
        "%s has no flow for %s. Add one, or make one of its flows the default."
            .formatted(asIn(gateway), values.isEmpty() ? "every case" : values));
  }

  private static String asIn(Node node) {
    return node.element.name().endsWith("Gateway") ? "the gateway " + node : node.toString();
  }

  void waits(Drawing drawing, List<Node> waiting, Known known, Supplier<String> path) {
    boolean someoneMustAct =
        waiting.stream()
            .anyMatch(
                node ->
                    node.is("userTask")
                        || node.is("callActivity")
                        || node.event == Event.TIMER
                        || node.event == Event.MESSAGE);
    for (Safeguard row : program.safeguards()) {
      if (!row.after().isEmpty()
          && someoneMustAct
          && known.has(DONE + row.after())
          && !known.has(DONE + row.atOnce())) {
        found(
            drawing,
            null,
            row.sentence(
                "after the step %s, the diagram waits before it runs %s: %s"
                    .formatted(row.after(), row.atOnce(), path.get()),
                "Draw the step %s directly after it.".formatted(row.atOnce())));
      }
      if (!row.hears().isEmpty()) {
        whileOpen(
            drawing,
            row,
            waiting,
            node -> hears(node, row),
            "nothing waits for the message " + row.hears(),
            "Attach an interrupting event with this message to the task or the sub-process around it.");
      }
      if (!row.waits().isEmpty()) {
        whileOpen(
            drawing,
            row,
            waiting,
            node -> isTimed(node, row, waiting),
            "no timer waits for " + row.waits(),
            "Attach a timer with the date %s, which leads to the step %s, to the task or the sub-process around it."
                .formatted(row.timer(), row.then()));
      }
    }
  }

  /** What must be there as long as the decision of a row is being proposed or confirmed. */
  private void whileOpen(
      Drawing drawing,
      Safeguard row,
      List<Node> waiting,
      Predicate<Node> kept,
      String lost,
      String toDo) {
    waiting.stream()
        .filter(node -> !row.during().isEmpty() && row.during().equals(firstDecision(node)))
        .filter(node -> List.of("propose", "confirm").contains(node.properties.get("act")))
        .filter(kept.negate())
        .forEach(
            node ->
                found(
                    drawing,
                    node,
                    row.sentence("while %s is open, %s".formatted(node, lost), toDo)));
  }

  private static boolean hears(Node task, Safeguard row) {
    return Stream.iterate(task, node -> node != null, node -> node.scope)
        .flatMap(node -> node.attached.stream())
        .anyMatch(event -> isHeard(event, row) && event.interrupts());
  }

  private static boolean isHeard(Node node, Safeguard row) {
    return node.event == Event.MESSAGE
        && node.waitsFor.equals(row.hears())
        && !node.is("endEvent")
        && !node.is("intermediateThrowEvent");
  }

  private static boolean isTimed(Node task, Safeguard row, List<Node> waiting) {
    Stream<Node> around = Stream.iterate(task, node -> node != null, node -> node.scope);
    return Stream.concat(around.flatMap(node -> node.attached.stream()), waiting.stream())
        .anyMatch(node -> isTimer(node, row));
  }

  private static boolean isTimer(Node node, Safeguard row) {
    return node.event == Event.TIMER
        && node.waitsFor.equals(row.timer())
        && (row.then().isEmpty() || leadsToStep(node, row.then(), new HashSet<>()));
  }

  private static boolean leadsToStep(Node node, String step, Set<Node> seen) {
    return seen.add(node)
        && (node.step.filter(step::equals).isPresent()
            || node.out.stream().anyMatch(flow -> leadsToStep(flow.to(), step, seen)));
  }

  // ------------------------------------------------------------------ once all paths are known

  private void kept(Safeguard row) {
    List<Node> there =
        drawings.values().stream()
            .filter(drawing -> row.isFor(drawing.id))
            .flatMap(drawing -> drawing.nodes.values().stream())
            .filter(entered::contains)
            .toList();
    Drawing drawing = drawings.get(row.diagram());
    if (!row.waits().isEmpty()
        && row.during().isEmpty()
        && there.stream().noneMatch(node -> isTimer(node, row))) {
      found(
          drawing,
          null,
          row.sentence(
              "no timer waits for %s any more".formatted(row.waits()),
              "Put a timer with the date %s back.".formatted(row.timer())));
    }
    if (!row.hears().isEmpty()
        && row.during().isEmpty()
        && there.stream().noneMatch(node -> isHeard(node, row))) {
      found(
          drawing,
          null,
          row.sentence(
              "nothing in %s waits for the message %s any more".formatted(drawing, row.hears()),
              "Put an event with this message back."));
    }
    if (!row.runs().isEmpty()
        && drawing != null
        && drawing.nodes.values().stream().anyMatch(entered::contains)
        && there.stream().noneMatch(node -> isRun(node, row))) {
      found(
          drawing,
          null,
          row.sentence(
              "nothing in %s leads to %s any more".formatted(drawing, row.runs()),
              "Lead the cases where %s to it.".formatted(row.when())));
    }
    if (!row.due().isEmpty()) {
      List<Node> tasks =
          there.stream()
              .filter(node -> node.is("userTask"))
              .filter(
                  node ->
                      row.during().isEmpty()
                          || row.during().equals(node.properties.get("decision"))
                              && List.of("propose", "confirm").contains(node.properties.get("act")))
              .toList();
      List<Node> without = tasks.stream().filter(node -> !isDue(node, row)).toList();
      if (row.during().isEmpty() ? without.size() == tasks.size() : !without.isEmpty()) {
        found(
            drawing,
            row.during().isEmpty() ? null : without.get(0),
            row.sentence(
                row.during().isEmpty()
                    ? "no task is due by %s any more".formatted(row.due())
                    : "%s is not due by %s".formatted(without.get(0), row.due()),
                "Give the task this due date."));
      }
    }
  }

  private static boolean isDue(Node task, Safeguard row) {
    String due = task.camunda("dueDate");
    return due != null && due.contains(row.due());
  }

  /** Whether the engine would move a case on from each element as the drawing says. */
  private void drawn(Drawing drawing) {
    for (Node node : drawing.nodes.values()) {
      if (node.event == Event.TIMER && node.waitsFor.isEmpty()) {
        found(
            drawing,
            node,
            "the timer %s has no date. Choose the type Date, and write one like ${reflectionEndDate}."
                .formatted(node));
      }
      if (node.out.isEmpty()
          && !node.is("endEvent")
          && !node.is("subProcess")
          && !node.in.isEmpty() | node.is("startEvent") | node.is("boundaryEvent")) {
        found(
            drawing,
            node,
            "no flow leads on from %s. Draw one, or end the path with an end event."
                .formatted(node));
      }
      if (node.out.stream().anyMatch(flow -> flow.condition() != null)
          && !node.is("exclusiveGateway")) {
        node.out.stream()
            .filter(flow -> flow.condition() == null && !flow.isDefault())
            .forEach(
                flow ->
                    found(
                        drawing,
                        node,
                        "the flow from %s to %s has no condition and is not the default. Give it a condition, or make it the default."
                            .formatted(node, flow.to())));
      }
    }
  }

  /** Every task is somebody's, and has a form. */
  private void tasks(Drawing drawing) {
    for (Node node : drawing.nodes.values()) {
      if (!node.is("userTask")) {
        continue;
      }
      if (node.camunda("formRef") == null) {
        found(
            drawing,
            node,
            "the task %s has no form, so nobody could complete it. Name one under Form reference."
                .formatted(node));
      }
      String groups = node.camunda("candidateGroups");
      if (groups == null || groups.isBlank()) {
        found(
            drawing,
            node,
            "the task %s belongs to no group, so nobody would see it. Name its group under Candidate groups."
                .formatted(node));
        continue;
      }
      Optional<Set<String>> named = program.groups(groups);
      if (named.isEmpty() || named.get().isEmpty()) {
        found(
            drawing,
            node,
            "it isn't clear which group gets the task %s. Name it, or choose between names, like ${authorities.group(rgAuthority, 'case-owner')}."
                .formatted(node));
      } else {
        named.get().stream()
            .filter(group -> !program.groups().contains(group))
            .forEach(
                group ->
                    found(
                        drawing,
                        node,
                        "the task %s belongs to the group %s, which isn't in config/roles.yaml, so nobody would see it. Add the group there, or name another one."
                            .formatted(node, group)));
      }
    }
  }

  /** A value that is compared can occur. */
  private void comparisons(Drawing drawing) {
    for (Node node : drawing.nodes.values()) {
      Stream.concat(
              Stream.concat(expressions(node).stream(), node.inputs.values().stream()),
              node.out.stream().map(Flow::condition))
          .flatMap(text -> question(text).stream())
          .flatMap(question -> question.compared().stream())
          .distinct()
          .forEach(
              compared -> {
                Set<String> can = everywhere(compared.name());
                if (!can.isEmpty() && !can.contains(Known.ANY) && !can.contains(compared.value())) {
                  found(
                      drawing,
                      node,
                      "%s asks whether %s is '%s', which it can't be. It can be %s."
                          .formatted(
                              asIn(node), compared.name(), compared.value(), Known.inWords(can)));
                }
              });
    }
  }

  /** What a value can be anywhere; empty if no form, step or table sets it. */
  private Set<String> everywhere(String name) {
    Set<String> can = new TreeSet<>(codes.getOrDefault(name, Set.of()));
    nodes()
        .map(node -> node.camunda("formRef"))
        .filter(form -> form != null)
        .distinct()
        .flatMap(form -> program.answers(form).stream())
        .forEach(answer -> can.addAll(answer.getOrDefault(name, Set.of())));
    boolean isSet = program.steps().values().stream().anyMatch(step -> step.sets().contains(name));
    if (isSet && !codes.containsKey(name)) {
      can.add(Known.ANY);
    }
    nodes()
        .flatMap(node -> node.inputs.entrySet().stream())
        .filter(input -> input.getKey().equals(name))
        .forEach(input -> can.add(input.getValue()));
    can.removeIf(value -> value.equals(Known.NOTHING) || value.equals(Known.UNSET));
    return can;
  }

  private void calls(Drawing drawing) {
    for (Node node : drawing.nodes.values()) {
      if (node.event == Event.MESSAGE
          && !node.is("endEvent")
          && !node.is("intermediateThrowEvent")
          && !isSent(node.waitsFor)) {
        found(
            drawing,
            node,
            "%s waits for the message \"%s\", which no step of the program sends. Choose one of those that are sent."
                .formatted(node, node.waitsFor));
      }
      if (node.is("callActivity")
          && !drawings.containsKey(node.element.attribute("calledElement"))) {
        found(
            drawing,
            node,
            "%s calls the diagram \"%s\", which isn't there. Call another one, or add processes/%s.bpmn."
                .formatted(
                    node,
                    node.element.attribute("calledElement"),
                    node.element.attribute("calledElement")));
      }
    }
  }

  /** What no path reaches, named where the paths end that should lead there. */
  private void deadEnds(Drawing drawing) {
    int already = findings.size();
    for (Node node : drawing.nodes.values()) {
      if (entered.contains(node)) {
        for (Flow flow : node.out) {
          if (!taken.contains(flow) && asked.containsKey(flow)) {
            neverTaken(drawing, flow);
          } else if (!taken.contains(flow) && flow.isDefault()) {
            found(
                drawing,
                node,
                "%s never takes its default flow to %s, because its other flows take every case. Give them narrower conditions, or remove the flow."
                    .formatted(asIn(node), flow.to()));
          }
        }
      } else if (node.in.isEmpty()
          && !node.is("startEvent")
          && !node.is("boundaryEvent")
          && !node.isEventSubProcess()) {
        found(drawing, node, "no flow leads to %s. Draw one, or remove it.".formatted(node));
      } else if (node.is("boundaryEvent") && node.host == null) {
        found(
            drawing,
            node,
            "%s is attached to nothing. Attach it to a task or a sub-process, or remove it."
                .formatted(node));
      }
    }
    List<Node> dead =
        drawing.nodes.values().stream().filter(node -> !entered.contains(node)).toList();
    boolean isStarted = drawing.nodes.values().stream().anyMatch(entered::contains);
    if (isStarted
        && !dead.isEmpty()
        && findings.stream().noneMatch(one -> one.diagram().equals(drawing.id))
        && findings.size() == already) {
      found(
          drawing,
          dead.get(0),
          "%s can't be reached on any path. Draw one to it, or remove it.".formatted(dead.get(0)));
    }
  }

  private void neverTaken(Drawing drawing, Flow flow) {
    Map<String, Set<String>> seen = new LinkedHashMap<>(asked.get(flow));
    List<String> unset =
        seen.entrySet().stream()
            .filter(
                one ->
                    Set.of(Known.UNSET, Known.NOTHING).containsAll(one.getValue())
                        || !isSetIn(drawing, one.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    if (!unset.isEmpty()) {
      found(
          drawing,
          flow.from(),
          "%s asks %s, which nothing before it sets, so %s is never reached from there. Ask a value that a form, a table or a step sets before it, or give %s a field with this key and the property process = yes."
              .formatted(
                  asIn(flow.from()), String.join(" and ", unset), flow.to(), formBefore(flow)));
    } else {
      found(
          drawing,
          flow.from(),
          "%s never takes the flow to %s: %s there. Correct the condition %s, or remove the flow."
              .formatted(
                  asIn(flow.from()),
                  flow.to(),
                  seen.entrySet().stream()
                      .map(
                          one ->
                              one.getKey()
                                  + " can only be "
                                  + (Known.inWords(one.getValue()).isEmpty()
                                      ? "empty"
                                      : Known.inWords(one.getValue())))
                      .collect(Collectors.joining(" and ")),
                  flow.condition()));
    }
  }

  private static String formBefore(Flow flow) {
    return flow.from().in.stream()
        .map(before -> before.from().camunda("formRef"))
        .filter(form -> form != null)
        .distinct()
        .map("the form "::concat)
        .reduce((one, other) -> one + " or " + other)
        .orElse("a form");
  }

  /** Whether a form, a step or a call of the diagram sets a value. */
  private boolean isSetIn(Drawing drawing, String name) {
    return drawing.nodes.values().stream()
        .anyMatch(
            node ->
                program.answers(node.camunda("formRef")).stream()
                        .anyMatch(answer -> answer.containsKey(name))
                    || stepsOf(node)
                        .flatMap(step -> step(step).stream())
                        .anyMatch(step -> step.sets().contains(name))
                    || node.mappings("out").stream().anyMatch(out -> out.target().equals(name)));
  }

  void found(Drawing drawing, Node node, String sentence) {
    findings.add(
        new Finding(
            drawing == null ? "" : drawing.id,
            node == null ? "" : node.id,
            Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1)));
  }
}
