package scot.nrm.gate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.StringUtils;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.steps.Step;
import scot.nrm.gate.Drawing.Event;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Mapping;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.gate.Finding.Kind;

/**
 * The rules for all paths through a set of diagrams. {@link Walk} follows the paths and reports
 * each step here.
 */
final class Rules {

  /**
   * Prefixes of marks among the known values: a message that was sent, a step that ran, a date that
   * was awaited.
   */
  static final String SENT = "\u0002sent ";

  static final String DONE = "\u0002done ";
  static final String WAITED = "\u0002waited ";
  static final String ACTED = "\u0002acted ";
  static final String ON_THE_PATH = "\u0002path ";

  /** The declarations of a step, see {@link Step}. */
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
          List.of(step.passes()),
          List.of(step.resumesAt()));
    }
  }

  /** The parts of the program that diagrams refer to. */
  interface Program {

    /** The declarations of each step and listener, by its name. */
    Map<String, Declared> steps();

    /** The values that a form gives to the process, for each way to complete it. */
    List<Map<String, Set<String>>> answers(String form);

    /**
     * The forms that have this field as a choice, a date or a number, and don't pass it to the
     * process.
     */
    Set<String> onFile(String key);

    /**
     * Whether the diagram comes with this program. Others may be started by people without a form.
     */
    boolean isShipped(String diagram);

    /** The codes of the authorities. */
    Collection<String> authorities();

    /**
     * The acts of a decision that must be done before a step records it: the properties of a task.
     */
    List<Map<String, String>> actsBefore(String step);

    /** The groups that an attribute names; empty if they can't be determined. */
    Optional<Set<String>> groups(String expression);

    /** All groups. */
    Set<String> groups();

    List<Safeguard> safeguards();
  }

  private static final Set<String> YES_OR_NO = Set.of("true", "false", Known.ANY);
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}.*|R?\\d*/?P.*");

  private final Program program;
  private final Map<String, Drawing> drawings;
  private final Set<Finding> findings = new LinkedHashSet<>();
  private final Set<Node> entered = new HashSet<>();
  private final Set<Flow> taken = new HashSet<>();
  private final Map<Flow, Map<String, Set<String>>> asked = new HashMap<>();
  private final Map<Node, List<String>> expressions = new HashMap<>();
  private final Map<Node, List<String>> dates = new HashMap<>();
  private final Map<Map<String, String>, String> marksOfActs = new HashMap<>();
  private final Map<String, Optional<Question>> questions = new HashMap<>();
  private final Map<String, Map<Known, Set<Known>>> calls = new HashMap<>();
  private final Map<String, Set<String>> codes;
  private final Map<String, Set<String>> names = new HashMap<>();
  private final Map<String, List<Drawing>> callers = new HashMap<>();
  private final Map<String, Set<String>> setByDiagram = new HashMap<>();
  private final Set<String> messagesOfCalls;
  private final SafeguardRules safeguards;
  private final Set<String> sent;
  private final Set<Map<String, String>> acts;

  Rules(Program program, Map<String, Drawing> drawings) {
    this.program = program;
    this.drawings = drawings;
    this.codes = codes(program.authorities());
    this.safeguards = new SafeguardRules(program.safeguards(), drawings, this);
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
  }

  private Stream<Node> nodes() {
    return drawings.values().stream().flatMap(drawing -> drawing.nodes.values().stream());
  }

  /** Every broken rule. */
  Collection<Finding> check() {
    drawings.values().forEach(this::starts);
    resumes();
    DrawingRules inDrawing = new DrawingRules(program, drawings, this);
    for (Drawing drawing : drawings.values()) {
      inDrawing.check(drawing);
      comparisons(drawing);
    }
    findings.removeIf(this::followsFromAnother);
    Set<String> wrong = findings.stream().map(Finding::diagram).collect(Collectors.toSet());
    drawings.values().forEach(drawing -> deadEnds(drawing, follows(drawing, wrong)));
    safeguards.kept();
    return findings;
  }

  /**
   * Whether a finding only follows from another one: if a path no longer ends, the cause is the
   * gateway or step that another finding names in the same diagram or in one that it calls. If an
   * element is active twice, a message that is never sent should have ended it.
   */
  private boolean followsFromAnother(Finding found) {
    Drawing drawing = drawings.get(found.diagram());
    return found.is(Kind.NO_END, "")
            && findings.stream()
                .anyMatch(
                    other ->
                        other.isIn(drawing)
                            ? !other.is(Kind.NO_END, "")
                            : drawing != null && calls(drawing, other.diagram()))
        || found.is(Kind.TWICE, "")
            && findings.stream()
                .anyMatch(other -> other.isIn(drawing) && other.kind() == Kind.UNSENT);
  }

  // ------------------------------------------------------------------ where paths start

  private void starts(Drawing drawing) {
    Set<String> handed = new TreeSet<>(Set.of(CaseVariables.LOCAL_AUTHORITY.getName()));
    boolean isStarted = false;
    for (Declared step : program.steps().values()) {
      if (step.starts().contains(drawing.id)) {
        isStarted = true;
        handed.addAll(step.hands());
      }
    }
    Known given = Known.EMPTY;
    for (String value : handed) {
      given = given.with(value, possible(value));
    }
    boolean isCalled = !callsOf(drawing).isEmpty();
    for (Node start : drawing.starts(null)) {
      if (start.event == Event.MESSAGE) {
        if (isSent(start.waitsFor)) {
          safeguards.ends(
              drawing,
              new Walk(drawing, this)
                  .from(
                      start, Known.EMPTY.with(CaseVariables.LOCAL_AUTHORITY.getName(), Known.ANY)));
        }
      } else if (start.camunda("formRef") != null) {
        safeguards.ends(drawing, new Walk(drawing, this).from(start, Known.EMPTY));
      } else if (isStarted || !isCalled && !program.isShipped(drawing.id)) {
        safeguards.ends(drawing, new Walk(drawing, this).from(start, given));
      } else if (!isCalled && start.event == Event.NONE) {
        found(
            drawing,
            start,
            "nothing begins the diagram %s: no other diagram calls it, no step starts it, and %s has no form. Call it from another diagram, or give its start a form."
                .formatted(drawing, start));
      }
    }
  }

  /** Follows the paths from the elements at which steps continue a case that has ended. */
  private void resumes() {
    for (Declared step : program.steps().values()) {
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
        // The case has done these in its earlier run.
        for (Map<String, String> act : acts) {
          known = known.with(mark(act), "yes");
        }
        for (String mark : safeguards.marks()) {
          known = known.with(mark, "yes");
        }
        new Walk(drawing, this).from(node, known);
      }
    }
  }

  Set<Known> called(Node call, Known handed) {
    Drawing drawing = drawings.get(call.called());
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
      safeguards.ends(drawing, ends);
      known.put(handed, ends);
    }
    return ends;
  }

  // ------------------------------------------------------------------ questions of a walk

  Optional<Declared> step(String name) {
    return Optional.ofNullable(program.steps().get(name));
  }

  boolean isAskedIn(String diagram, String name) {
    Drawing drawing = drawings.get(diagram);
    return drawing != null && isAsked(drawing, name);
  }

  /** Whether a diagram reads a value anywhere, or passes it on. Other values are not followed. */
  boolean isAsked(Drawing drawing, String name) {
    return names.computeIfAbsent(drawing.id, any -> namesAsked(drawing)).contains(name);
  }

  /** Whether a diagram that calls this one reads a value. */
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
    return drawing.nodes.values().stream().anyMatch(node -> id.equals(node.called()));
  }

  /** The values that the steps of a diagram set, also in its calling processes. */
  Set<String> setOnThePath(String diagram) {
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

  private Set<String> namesAsked(Drawing drawing) {
    Set<String> asks = new HashSet<>(safeguards.namesAsked(drawing));
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
      node.steps().flatMap(step -> step(step).stream()).forEach(step -> asks.addAll(step.needs()));
    }
    for (Node call : callsOf(drawing)) {
      for (Mapping out : call.mappings("out")) {
        asks.add(out.source());
        question(out.source()).ifPresent(question -> asks.addAll(question.names()));
      }
    }
    return asks;
  }

  boolean isMarked(String mark) {
    return safeguards.marks().contains(mark);
  }

  SafeguardRules safeguards() {
    return safeguards;
  }

  /** Whether a path reaches an element. */
  boolean isEntered(Node node) {
    return entered.contains(node);
  }

  Set<String> messagesOfCalls() {
    return messagesOfCalls;
  }

  /** Whether a step of the program sends the message. */
  boolean isSent(String message) {
    return sent.contains(message);
  }

  /** The possible contents of a value that a step sets. */
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

  /**
   * The known values after a task, or the start form of a process, has been completed: one set for
   * each way to answer.
   */
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

  /**
   * Whether a task has a property. A task may be an act of several decisions, such as a sitting
   * that decides both grounds.
   */
  private static boolean has(Node node, Map.Entry<String, String> property) {
    String value = node.properties.get(property.getKey());
    return value != null
        && (value.equals(property.getValue())
            || value.contains(",")
                && List.of(value.split("\\s*,\\s*")).contains(property.getValue()));
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
        .filter(Objects::nonNull)
        .toList();
  }

  Optional<Question> question(String text) {
    return questions.computeIfAbsent(text == null ? "" : text, Question::of);
  }

  List<Known> where(Flow flow, Known known, boolean answer) {
    Map<String, Set<String>> seen = asked.computeIfAbsent(flow, any -> new TreeMap<>());
    Optional<Question> question = question(flow.condition());
    if (question.isEmpty()) {
      return List.of(known);
    }
    for (String name : question.get().names()) {
      seen.computeIfAbsent(name, any -> new TreeSet<>()).addAll(known.of(name));
    }
    return question.get().where(known, answer);
  }

  Set<String> texts(String text, Known known) {
    return question(text).map(question -> question.texts(known)).orElse(Set.of(text));
  }

  /** Checks an expression that is evaluated: all values that it reads must be set. */
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

  /** Checks the dates of an element. The engine also accepts a date as text, or a period. */
  void areDates(Drawing drawing, Node node, Known known) {
    dates.computeIfAbsent(node, this::datesAsked).stream()
        .filter(
            text -> {
              Set<String> values = new HashSet<>(texts(text, known));
              values.remove(Known.NOTHING);
              return !values.isEmpty()
                  && values.stream()
                      .noneMatch(value -> value.equals(Known.ANY) || DATE.matcher(value).matches());
            })
        .forEach(
            text ->
                found(
                    drawing,
                    node,
                    "%s has \"%s\", which is not a date. Write it like ${dueDates.inWorkingDays(5)}, or name a date of the case, such as ${rgTargetDate}."
                        .formatted(node, text)));
  }

  private List<String> datesAsked(Node node) {
    return Stream.of(
            node.camunda("dueDate"),
            node.camunda("followUpDate"),
            node.event == Event.TIMER ? node.waitsFor : null)
        .filter(text -> question(text).isPresent())
        .toList();
  }

  private void isUnset(Drawing drawing, Node node, String name, Supplier<String> path) {
    once(
        Kind.UNSET,
        drawing,
        node,
        name,
        () ->
            "%s asks %s, which nothing has set on this path: %s. Let a form, a step or the calling diagram set it before."
                .formatted(node, name, path.get()));
  }

  // ------------------------------------------------------------------ reports of a walk

  void entered(Node node) {
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
        once(
            Kind.UNDONE,
            drawing,
            node,
            mark(act),
            () ->
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

  void noAnswer(Drawing drawing, Node gateway, Known known) {
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
        Kind.NO_FLOW,
        drawing,
        gateway,
        "",
        "%s has no flow for %s. Add one, or make one of its flows the default."
            .formatted(asIn(gateway), values.isEmpty() ? "every case" : values));
  }

  private static String asIn(Node node) {
    return node.element.name().endsWith("Gateway") ? "the gateway " + node : node.toString();
  }

  // ------------------------------------------------------------------ after all paths

  /** Checks that every compared value is possible. */
  private void comparisons(Drawing drawing) {
    for (Node node : drawing.nodes.values()) {
      Stream.concat(
              Stream.concat(expressions(node).stream(), node.inputs.values().stream()),
              node.out.stream().map(Flow::condition))
          .flatMap(text -> question(text).stream())
          .flatMap(question -> question.compared().stream())
          .distinct()
          .forEach(compared -> notPossible(drawing, node, compared.name(), compared.value()));
      node.out.stream()
          .flatMap(flow -> question(flow.condition()).stream())
          .flatMap(question -> question.takenForYesOrNo().stream())
          .distinct()
          .forEach(name -> notYesOrNo(drawing, node, name));
    }
  }

  private void notPossible(Drawing drawing, Node node, String name, String value) {
    Set<String> can = everywhere(name);
    if (!can.isEmpty() && !can.contains(Known.ANY) && !can.contains(value)) {
      found(
          Kind.IMPOSSIBLE,
          drawing,
          node,
          name,
          "%s asks whether %s is '%s', which it can't be. It can be %s."
              .formatted(asIn(node), name, value, Known.inWords(can)));
    }
  }

  /**
   * Reports a value that is used as a condition but is neither true nor false: the engine would
   * stop the case there.
   */
  private void notYesOrNo(Drawing drawing, Node node, String name) {
    Set<String> can = everywhere(name);
    if (!can.isEmpty() && Collections.disjoint(can, YES_OR_NO)) {
      found(
          Kind.IMPOSSIBLE,
          drawing,
          node,
          name,
          "%s uses %s as if it were true or false, but it can be %s. Compare it, such as ${%2$s == %s}."
              .formatted(
                  asIn(node), name, Known.inWords(can), "'" + new TreeSet<>(can).last() + "'"));
    }
  }

  /** The possible contents of a value in all diagrams; empty if no form, step or table sets it. */
  private Set<String> everywhere(String name) {
    Set<String> can = new TreeSet<>(codes.getOrDefault(name, Set.of()));
    nodes()
        .map(node -> node.camunda("formRef"))
        .filter(Objects::nonNull)
        .distinct()
        .flatMap(form -> program.answers(form).stream())
        .forEach(answer -> can.addAll(answer.getOrDefault(name, Set.of())));
    boolean isSet = program.steps().values().stream().anyMatch(step -> step.sets().contains(name));
    if (isSet && !codes.containsKey(name)) {
      can.add(Known.ANY);
    }
    nodes().flatMap(node -> Stream.ofNullable(node.inputs.get(name))).forEach(can::add);
    can.removeAll(Set.of(Known.NOTHING, Known.UNSET));
    return can;
  }

  /**
   * Whether a diagram calls, or is called by, one with a finding: the paths taken here depend on
   * it.
   */
  private boolean follows(Drawing drawing, Set<String> wrong) {
    return wrong.stream()
        .map(drawings::get)
        .filter(other -> other != null && other != drawing)
        .anyMatch(other -> calls(other, drawing.id) || calls(drawing, other.id));
  }

  /**
   * Reports elements that no path reaches, at the place where the paths to them end. An element
   * with another cause is reported only there.
   *
   * @param follows whether the cause may be in another diagram
   */
  private void deadEnds(Drawing drawing, boolean follows) {
    boolean everyCallIsReached = entered.containsAll(callsOf(drawing));
    for (Node node : drawing.nodes.values()) {
      if (entered.contains(node)) {
        boolean isWrong = findings.stream().anyMatch(one -> one.isAt(drawing, node));
        for (Flow flow : node.out) {
          if (!taken.contains(flow) && asked.containsKey(flow) && everyCallIsReached) {
            neverTaken(drawing, flow, isWrong || follows);
          } else if (!taken.contains(flow) && flow.isDefault() && !isWrong && !follows) {
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
        noFlowLeadsTo(drawing, node);
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
        && everyCallIsReached
        && !follows
        && !dead.isEmpty()
        && findings.stream().noneMatch(one -> one.isIn(drawing))) {
      found(
          drawing,
          dead.get(0),
          "%s can't be reached on any path. Draw one to it, or remove it.".formatted(dead.get(0)));
    }
  }

  /** If exactly one other element has no outgoing flow, the flow between them is missing. */
  private void noFlowLeadsTo(Drawing drawing, Node node) {
    List<Finding> ends =
        findings.stream().filter(one -> one.isIn(drawing) && one.is(Kind.NO_WAY_ON, "")).toList();
    if (ends.size() != 1) {
      found(drawing, node, "no flow leads to %s. Draw one, or remove it.".formatted(node));
      return;
    }
    findings.remove(ends.get(0));
    Node end = drawing.nodes.get(ends.get(0).element());
    found(
        Kind.NO_WAY_ON,
        drawing,
        end,
        node.id,
        "no flow leads on from %s, and none leads to %s. Draw one between them, or end the path with an end event and remove what no flow leads to."
            .formatted(end, node));
  }

  /**
   * @param known whether the cause has been reported, unless the flow reads a value that isn't set
   */
  private void neverTaken(Drawing drawing, Flow flow, boolean known) {
    Map<String, Set<String>> seen = asked.get(flow);
    List<String> notHere =
        seen.entrySet().stream()
            .filter(
                one ->
                    Set.of(Known.UNSET, Known.NOTHING).containsAll(one.getValue())
                        || !isSetIn(drawing, one.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    List<String> notHanded = notHere.stream().filter(name -> !isHandedTo(drawing, name)).toList();
    List<String> unset = notHanded.isEmpty() ? notHere : notHanded;
    if (!unset.isEmpty()) {
      // This finding is more exact than those of the walk and of the comparison.
      findings.removeIf(
          one ->
              one.isIn(drawing) && unset.stream().anyMatch(name -> one.is(Kind.UNSET, name))
                  || one.isAt(drawing, flow.from())
                      && (one.is(Kind.NO_FLOW, "")
                          || unset.stream().anyMatch(name -> one.is(Kind.IMPOSSIBLE, name))));
      String names = String.join(" and ", unset);
      if (findings.stream()
          .anyMatch(one -> one.isAt(drawing, flow.from()) && one.is(Kind.NEVER_SET, names))) {
        return;
      }
      found(
          Kind.NEVER_SET,
          drawing,
          flow.from(),
          names,
          "%s asks %s, which nothing before it sets, so %s is never reached from there. %s"
              .formatted(
                  asIn(flow.from()),
                  names,
                  flow.to(),
                  !notHanded.isEmpty()
                          && unset.stream().noneMatch(name -> everywhere(name).isEmpty())
                          && !callsOf(drawing).isEmpty()
                      ? "Another diagram sets it: hand it over under Out mappings of the call of that diagram, and under In mappings of the call of this one."
                      : unset.stream().noneMatch(name -> program.onFile(name).isEmpty())
                          ? "It is only in the child's file: give its field in the form %s the property process = yes, too."
                              .formatted(
                                  unset.stream()
                                      .flatMap(name -> program.onFile(name).stream())
                                      .distinct()
                                      .collect(Collectors.joining(" and in the form ")))
                          : "Ask a value that a form, a table or a step sets before it, or give %s a field with this key and the property process = yes."
                              .formatted(formBefore(flow))));
    } else if (!known) {
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
        .filter(Objects::nonNull)
        .distinct()
        .map("the form "::concat)
        .reduce((one, other) -> one + " or " + other)
        .orElse("a form");
  }

  /** Whether the form of a task or start event asks for a value. */
  private boolean isAskedAt(Node node, String name) {
    return program.answers(node.camunda("formRef")).stream()
        .anyMatch(answer -> answer.containsKey(name));
  }

  private List<Node> callsOf(Drawing drawing) {
    return nodes().filter(node -> drawing.id.equals(node.called())).toList();
  }

  /** Whether a call passes this value to a diagram, and something sets it. */
  private boolean isHandedTo(Drawing drawing, String name) {
    return !everywhere(name).isEmpty()
        && callsOf(drawing).stream()
            .flatMap(call -> call.mappings("in").stream())
            .anyMatch(in -> in.target().equals(name));
  }

  /** Whether a form, a step or a call of the diagram sets a value. */
  private boolean isSetIn(Drawing drawing, String name) {
    return drawing.nodes.values().stream()
        .anyMatch(
            node ->
                isAskedAt(node, name)
                    || node.steps()
                        .flatMap(step -> step(step).stream())
                        .anyMatch(step -> step.sets().contains(name))
                    || node.mappings("out").stream().anyMatch(out -> out.target().equals(name)));
  }

  void found(Drawing drawing, Node node, String sentence) {
    found(Kind.OTHER, drawing, node, "", sentence);
  }

  void found(Kind kind, Drawing drawing, Node node, String about, String sentence) {
    findings.add(
        new Finding(
            kind,
            drawing == null ? "" : drawing.id,
            node == null ? "" : node.id,
            about,
            StringUtils.capitalize(sentence)));
  }

  void lacksCondition(Drawing drawing, Node node, Flow flow) {
    found(
        drawing,
        node,
        "the flow from %s to %s has no condition and is not the default. Give it a condition, or make it the default."
            .formatted(node, flow.to()));
  }

  /**
   * Reports a finding once for a diagram, at the first element and path: others have the same
   * cause.
   */
  void once(Kind kind, Drawing drawing, Node node, String about, Supplier<String> sentence) {
    if (findings.stream().noneMatch(one -> one.isIn(drawing) && one.is(kind, about))) {
      found(kind, drawing, node, about, sentence.get());
    }
  }
}
