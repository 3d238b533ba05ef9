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
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.NearestName;
import scot.nrm.engine.steps.Step;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.gate.Drawing.Event;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Mapping;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.gate.Finding.Kind;
import scot.nrm.modelcheck.Expressions;

/** The rules for all paths through a set of diagrams; {@link Walk} reports each step here. */
final class Rules {

  /** Prefixes of marks among known values: a message sent, a step run, a date awaited. */
  static final String SENT = "\u0002sent ";

  static final String DONE = "\u0002done ";
  static final String WAITED = "\u0002waited ";
  static final String ACTED = "\u0002acted ";
  static final String SET_ON_PATH = "\u0002path ";
  static final List<String> MARKS = List.of(SENT, DONE, WAITED, ACTED, SET_ON_PATH);

  /** Without those by which a process learns what a process that it calls has sent and set. */
  static final List<String> HANDED = List.of(DONE, WAITED, ACTED);

  /** The declarations of a step, see {@link Step}. */
  record Declaration(
      String name,
      List<String> needs,
      List<String> sets,
      List<String> removes,
      List<String> sends,
      List<String> starts,
      List<String> hands,
      List<String> at) {

    static Declaration of(Step step) {
      return new Declaration(
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

  /**
   * The parts of the program that diagrams refer to.
   *
   * @param steps the declarations of each step and listener, by its name
   * @param answers the values that a form gives to the process, for each way to complete it
   * @param fileFields the forms that have a field as a choice, a date or a number, and don't pass
   *     it to the process, by the field's key
   * @param shipped the diagrams that come with this program; others may be started by people
   *     without a form
   * @param authorities by their codes
   * @param actsBefore the acts of a decision that must be done before a step records it: the
   *     properties of a task, by the step's name
   */
  record Program(
      Map<String, Declaration> steps,
      Map<String, List<Map<String, Set<String>>>> answers,
      Map<String, Set<String>> fileFields,
      Set<String> shipped,
      Map<String, Authorities.Settings> authorities,
      Map<String, List<Map<String, String>>> actsBefore,
      Set<String> groups,
      List<Safeguard> safeguards) {

    List<Map<String, Set<String>>> answers(String form) {
      return form == null ? List.of(Map.of()) : answers.getOrDefault(form, List.of(Map.of()));
    }

    Set<String> formsWithFileField(String key) {
      return fileFields.getOrDefault(key, Set.of());
    }
  }

  private static final Set<String> YES_OR_NO = Set.of("true", "false", KnownValues.ANY);
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}.*|R?\\d*/?P.*");

  private final Program program;
  private final DrawingRules drawingRules;
  private final Map<String, Drawing> drawings;
  private final Set<Finding> findings = new LinkedHashSet<>();
  private final Set<Node> entered = new HashSet<>();
  private final Set<Flow> taken = new HashSet<>();
  private final Map<Flow, Map<String, Set<String>>> conditionValues = new HashMap<>();
  private final Map<Node, List<String>> expressions = new HashMap<>();
  private final Map<Node, List<String>> dateExpressions = new HashMap<>();
  private final Map<Map<String, String>, String> actMarks = new HashMap<>();
  private final Map<String, Optional<Expression>> parsed = new HashMap<>();
  private final Map<String, Map<KnownValues, Set<KnownValues>>> calls = new HashMap<>();
  private final Map<String, Set<String>> codes;
  private final Map<String, Set<String>> names = new HashMap<>();
  private final Map<String, List<Drawing>> callers = new HashMap<>();
  private final Map<String, Set<String>> setByDiagram = new HashMap<>();
  private final Set<String> callMessages;
  private final SafeguardRules safeguards;
  private final Set<String> sent;
  private final Set<Map<String, String>> acts;

  /** The expressions evaluate the groups of tasks. */
  Rules(Program program, Expressions expressions, Map<String, Drawing> drawings) {
    this.program = program;
    this.drawings = drawings;
    this.drawingRules = new DrawingRules(program, expressions, drawings, this);
    this.codes = codes(program.authorities().keySet());
    this.safeguards = new SafeguardRules(program.safeguards(), drawings, this);
    this.sent =
        program.steps().values().stream()
            .flatMap(step -> step.sends().stream())
            .collect(Collectors.toSet());
    drawings.values().forEach(this::checkMessages);
    this.callMessages =
        nodes()
            .filter(node -> node.event == Event.MESSAGE && node.is("boundaryEvent"))
            .map(node -> node.waitsFor)
            .collect(Collectors.toSet());
    this.acts =
        program.actsBefore().values().stream().flatMap(List::stream).collect(Collectors.toSet());
  }

  private Stream<Node> nodes() {
    return drawings.values().stream().flatMap(drawing -> drawing.nodes.values().stream());
  }

  /**
   * Reports each message that nothing sends. A misspelt one is followed as if it were right, so
   * that nothing else is reported for it.
   */
  private void checkMessages(Drawing drawing) {
    for (Node node : drawing.nodes.values()) {
      if (node.event == Event.MESSAGE
          && !node.is("endEvent")
          && !node.is("intermediateThrowEvent")
          && !isSent(node.waitsFor)) {
        String written = node.waitsFor;
        reportOnce(
            Kind.UNSENT,
            node,
            written,
            () ->
                "%s waits for the message \"%s\", which no step of the program sends. Choose one of those that are sent%s."
                    .formatted(node, written, NearestName.suchAs(written, sent)));
        node.waitsFor = NearestName.of(written, sent).orElse(written);
      }
    }
  }

  /** Every broken rule. */
  Collection<Finding> check() {
    drawings.values().forEach(this::followFromStarts);
    followFromContinuations();
    for (Drawing drawing : drawings.values()) {
      drawingRules.check(drawing);
      checkComparisons(drawing);
    }
    findings.removeIf(this::followsFromAnother);
    Set<String> wrong = findings.stream().map(Finding::diagram).collect(Collectors.toSet());
    drawings.values().forEach(drawing -> reportDeadEnds(drawing, isConnectedTo(drawing, wrong)));
    safeguards.checkExisting();
    return findings;
  }

  /**
   * Whether a finding only follows from another one: if a path no longer ends, the cause is the
   * gateway or step that another finding names in the same diagram or in one that it calls. If an
   * element is active twice, a message that is never sent should have ended it. A condition with an
   * answer that lacks its quotation marks may lead anywhere.
   */
  private boolean followsFromAnother(Finding found) {
    Drawing drawing = drawings.get(found.diagram());
    return found.matches(Kind.NO_END, "")
            && findings.stream()
                .anyMatch(
                    other ->
                        other.isIn(drawing)
                            ? !other.matches(Kind.NO_END, "")
                            : drawing != null && calls(drawing, other.diagram()))
        || found.matches(Kind.ACTIVE_TWICE, "")
            && findings.stream()
                .anyMatch(other -> other.isIn(drawing) && other.kind() == Kind.UNSENT)
        || found.kind() == Kind.UNSET
            && !isAnswer(found.about())
            && findings.stream()
                .anyMatch(
                    other ->
                        other.isIn(drawing)
                            && other.kind() == Kind.UNSET
                            && isAnswer(other.about()));
  }

  // ---- where paths start

  private void followFromStarts(Drawing drawing) {
    Set<String> handed = new TreeSet<>(Set.of(CaseVariables.LOCAL_AUTHORITY.getName()));
    boolean isStarted = false;
    for (Declaration step : program.steps().values()) {
      if (step.starts().contains(drawing.id)) {
        isStarted = true;
        handed.addAll(step.hands());
      }
    }
    KnownValues given = KnownValues.EMPTY;
    for (String value : handed) {
      given = given.with(value, possible(value));
    }
    boolean isCalled = !callsOf(drawing).isEmpty();
    for (Node start : drawing.starts(null)) {
      if (start.event == Event.MESSAGE) {
        if (isSent(start.waitsFor)) {
          safeguards.checkEnds(
              drawing,
              new Walk(drawing, this)
                  .from(
                      start,
                      KnownValues.EMPTY.with(
                          CaseVariables.LOCAL_AUTHORITY.getName(), KnownValues.ANY)));
        }
      } else if (start.camunda("formRef") != null) {
        checkFindsCase(drawing, start);
        safeguards.checkEnds(drawing, new Walk(drawing, this).from(start, KnownValues.EMPTY));
      } else if (isStarted || !isCalled && !program.shipped().contains(drawing.id)) {
        safeguards.checkEnds(drawing, new Walk(drawing, this).from(start, given));
      } else if (!isCalled && start.event == Event.NONE) {
        report(
            start,
            "nothing begins the diagram %s any more: no other diagram calls it, no step starts it, and %s has no form. The program needs it for rules of a case, so a revision can't retire it. Call it again, or give its start its form back. Where its rules no longer apply, ask a developer."
                .formatted(drawing, start));
      }
    }
  }

  /** An update that doesn't ask the table would be recorded whatever the state of its case. */
  private void checkFindsCase(Drawing drawing, Node start) {
    if (start.steps().noneMatch(Drawing.FIND_CASE::equals)
        && program.answers(start.camunda("formRef")).stream()
            .anyMatch(answer -> answer.containsKey(FormSchema.CASE_NUMBER))) {
      report(
          drawing,
          start,
          "%s has a form that asks for a case number, and nothing asks the table Updates whether the update is possible. Add an execution listener for the event end as the first one, with the delegate expression ${%s}."
              .formatted(start, Drawing.FIND_CASE));
    }
  }

  /** Follows the paths from the elements at which steps continue a case that has ended. */
  private void followFromContinuations() {
    for (Declaration step : program.steps().values()) {
      for (String at : step.at()) {
        Drawing drawing = drawings.get(step.starts().get(step.starts().size() - 1));
        Node node = drawing == null ? null : drawing.nodes.get(at);
        if (node == null) {
          report(
              drawing,
              null,
              "the step \"%s\" continues cases at the element %s, which is not in the diagram. Give an element this id."
                  .formatted(step.name(), at));
          continue;
        }
        KnownValues known = KnownValues.EMPTY;
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

  Set<KnownValues> callEnds(Node call, KnownValues handed) {
    Drawing drawing = drawings.get(call.called());
    Node start =
        drawing == null
            ? null
            : drawing.starts(null).stream()
                .filter(one -> one.event == Event.NONE)
                .findFirst()
                .orElse(null);
    if (start == null) {
      return Set.of(KnownValues.EMPTY); // refused elsewhere
    }
    Map<KnownValues, Set<KnownValues>> known =
        calls.computeIfAbsent(drawing.id, any -> new HashMap<>());
    Set<KnownValues> ends = known.get(handed);
    if (ends == null) {
      known.put(handed, Set.of());
      ends = new Walk(drawing, this).from(start, handed);
      safeguards.checkEnds(drawing, ends);
      known.put(handed, ends);
    }
    return ends;
  }

  // ---- questions of a walk

  Optional<Declaration> step(String name) {
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

  private static boolean calls(Drawing drawing, String id) {
    return drawing.nodes.values().stream().anyMatch(node -> id.equals(node.called()));
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
    Set<String> asks = new HashSet<>(safeguards.namesRead(drawing));
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

  Set<String> callMessages() {
    return callMessages;
  }

  /** Whether a step of the program sends the message. */
  boolean isSent(String message) {
    return sent.contains(message);
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

  /** The known values after a task or start form is completed: one set for each answer. */
  List<KnownValues> knownAfter(Node node, KnownValues known) {
    KnownValues acted = known;
    for (Map<String, String> act : acts) {
      if (act.entrySet().stream().allMatch(property -> has(node, property))) {
        acted = acted.with(mark(act), "yes");
      }
    }
    String form = node.camunda("formRef");
    List<KnownValues> answered = new ArrayList<>();
    for (Map<String, Set<String>> answer : program.answers(form)) {
      KnownValues after = acted;
      for (Map.Entry<String, Set<String>> value : answer.entrySet()) {
        if (isRead(node.drawing, value.getKey())) {
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
    return actMarks.computeIfAbsent(act, one -> ACTED + new TreeMap<>(one));
  }

  /** The expressions of an element that the engine evaluates when it is reached. */
  List<String> expressions(Node node) {
    return expressions.computeIfAbsent(node, Rules::readExpressions);
  }

  private static List<String> readExpressions(Node node) {
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

  Optional<Expression> expression(String text) {
    return parsed.computeIfAbsent(text == null ? "" : text, Expression::of);
  }

  List<KnownValues> knownIf(Flow flow, KnownValues known, boolean answer) {
    Map<String, Set<String>> values = conditionValues.computeIfAbsent(flow, any -> new TreeMap<>());
    Optional<Expression> expression = expression(flow.condition());
    if (expression.isEmpty()) {
      return List.of(known);
    }
    for (String name : expression.get().names()) {
      values.computeIfAbsent(name, any -> new TreeSet<>()).addAll(known.of(name));
    }
    return expression.get().knownIf(known, answer);
  }

  Set<String> possibleTexts(String text, KnownValues known) {
    return expression(text).map(expression -> expression.possibleTexts(known)).orElse(Set.of(text));
  }

  /** Checks an expression that is evaluated: all values that it reads must be set. */
  void checkExpression(Node node, String text, KnownValues known, Supplier<String> path) {
    expression(text)
        .ifPresent(
            expression ->
                expression.forEachRead(
                    known,
                    (name, compared) -> {
                      if (compared
                          ? known.of(name).contains(KnownValues.UNSET)
                          : !known.isAlwaysSet(name)) {
                        reportUnset(node, name, path);
                      }
                    }));
  }

  /** Checks the dates of an element. The engine also accepts a date as text, or a period. */
  void checkDates(Node node, KnownValues known) {
    dateExpressions.computeIfAbsent(node, this::dateExpressions).stream()
        .filter(
            text -> {
              Set<String> values = new HashSet<>(possibleTexts(text, known));
              values.remove(KnownValues.NOTHING);
              return !values.isEmpty()
                  && values.stream()
                      .noneMatch(
                          value -> value.equals(KnownValues.ANY) || DATE.matcher(value).matches());
            })
        .forEach(
            text ->
                report(
                    node,
                    "%s has \"%s\", which is not a date. Write it like ${dueDates.inWorkingDays(5)}, or name a date of the case, such as ${rgTargetDate}."
                        .formatted(node, text)));
  }

  private List<String> dateExpressions(Node node) {
    return Stream.of(
            node.camunda("dueDate"),
            node.camunda("followUpDate"),
            node.event == Event.TIMER ? node.waitsFor : null)
        .filter(text -> expression(text).isPresent())
        .toList();
  }

  private void reportUnset(Node node, String name, Supplier<String> path) {
    reportOnce(
        Kind.UNSET,
        node,
        name,
        () ->
            "%s asks %s, which nothing has set on this path: %s. %s a form, a step or the calling diagram set it before."
                .formatted(
                    node,
                    name,
                    path.get(),
                    isAnswer(name)
                        ? "If it is an answer, write '%s'. If not, let".formatted(name)
                        : meant(name).map("Ask %s, or let"::formatted).orElse("Let")));
  }

  // ---- reports of a walk

  void markEntered(Node node) {
    entered.add(node);
  }

  void markTaken(Flow flow) {
    taken.add(flow);
  }

  void checkStep(Node node, String name, KnownValues known, Supplier<String> path) {
    step(name)
        .ifPresent(
            step -> {
              for (String need : step.needs()) {
                if (!known.isAlwaysSet(need)) {
                  reportUnset(node, need, path);
                }
              }
            });
    for (Map<String, String> act : program.actsBefore().getOrDefault(name, List.of())) {
      if (!known.has(mark(act))) {
        reportOnce(
            Kind.ACT_NOT_DONE,
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

  void reportNoFlow(Node gateway, KnownValues known) {
    String values =
        gateway.out.stream()
            .flatMap(flow -> expression(flow.condition()).map(Expression::names).stream())
            .flatMap(Set::stream)
            .distinct()
            .map(
                name ->
                    known.of(name).contains(KnownValues.ANY)
                        ? "other values of " + name
                        : name + " = " + KnownValues.inWords(known.of(name)))
            .collect(Collectors.joining(" with "));
    report(
        Kind.NO_FLOW,
        gateway,
        "",
        "%s has no flow for %s. Add one, or make one of its flows the default."
            .formatted(nameOf(gateway), values.isEmpty() ? "every case" : values));
  }

  private static String nameOf(Node node) {
    return node.element.name().endsWith("Gateway") ? "the gateway " + node : node.toString();
  }

  // ---- after all paths

  /** Checks that every compared value is possible. */
  private void checkComparisons(Drawing drawing) {
    for (Node node : drawing.nodes.values()) {
      Stream.concat(
              Stream.concat(expressions(node).stream(), node.inputs.values().stream()),
              node.out.stream().map(Flow::condition))
          .flatMap(text -> expression(text).stream())
          .flatMap(expression -> expression.compared().stream())
          .distinct()
          .forEach(compared -> checkComparedValue(node, compared.name(), compared.value()));
      node.out.stream()
          .flatMap(flow -> expression(flow.condition()).stream())
          .flatMap(expression -> expression.usedAsCondition().stream())
          .distinct()
          .forEach(name -> checkCondition(node, name));
    }
  }

  private void checkComparedValue(Node node, String name, String value) {
    Set<String> possible = possibleAnywhere(name);
    if (!possible.isEmpty() && !possible.contains(KnownValues.ANY) && !possible.contains(value)) {
      report(
          Kind.IMPOSSIBLE,
          node,
          name,
          "%s asks whether %s is '%s', which it can't be. It can be %s."
              .formatted(nameOf(node), name, value, KnownValues.inWords(possible)));
    }
  }

  /** Reports a condition that is neither true nor false, where the engine would stop the case. */
  private void checkCondition(Node node, String name) {
    Set<String> possible = possibleAnywhere(name);
    if (!possible.isEmpty() && Collections.disjoint(possible, YES_OR_NO)) {
      report(
          Kind.IMPOSSIBLE,
          node,
          name,
          "%s uses %s as if it were true or false, but it can be %s. Compare it, such as ${%2$s == %s}."
              .formatted(
                  nameOf(node),
                  name,
                  KnownValues.inWords(possible),
                  "'" + new TreeSet<>(possible).last() + "'"));
    }
  }

  /** Whether a name is an answer to a form, so that it may lack its quotation marks. */
  private boolean isAnswer(String name) {
    return program.answers().values().stream()
        .flatMap(List::stream)
        .flatMap(answer -> answer.values().stream())
        .anyMatch(values -> values.contains(name));
  }

  /** The value that a misspelt name probably means; empty for the name of a value. */
  private Optional<String> meant(String name) {
    if (!possibleAnywhere(name).isEmpty()) {
      return Optional.empty();
    }
    Set<String> values = new TreeSet<>(codes.keySet());
    program.answers().values().forEach(form -> form.forEach(one -> values.addAll(one.keySet())));
    program.steps().values().forEach(step -> values.addAll(step.sets()));
    return NearestName.of(name, values);
  }

  /** The possible contents of a value in all diagrams; empty if no form, step or table sets it. */
  private Set<String> possibleAnywhere(String name) {
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

  /** Whether a diagram calls, or is called by, one with a finding. */
  private boolean isConnectedTo(Drawing drawing, Set<String> wrong) {
    return wrong.stream()
        .map(drawings::get)
        .filter(other -> other != null && other != drawing)
        .anyMatch(other -> calls(other, drawing.id) || calls(drawing, other.id));
  }

  /**
   * Reports elements that no path reaches, at the place where the paths to them end. An element
   * with another cause is reported only there.
   *
   * @param isConnected whether the cause may be in another diagram
   */
  private void reportDeadEnds(Drawing drawing, boolean isConnected) {
    boolean everyCallIsReached = entered.containsAll(callsOf(drawing));
    for (Node node : drawing.nodes.values()) {
      if (entered.contains(node)) {
        boolean isWrong = findings.stream().anyMatch(one -> one.isAt(node));
        for (Flow flow : node.out) {
          if (!taken.contains(flow) && conditionValues.containsKey(flow) && everyCallIsReached) {
            reportNeverTaken(flow, isWrong || isConnected);
          } else if (!taken.contains(flow) && flow.isDefault() && !isWrong && !isConnected) {
            report(
                node,
                "%s never takes its default flow to %s, because its other flows take every case. Give them narrower conditions, or remove the flow."
                    .formatted(nameOf(node), flow.to()));
          }
        }
      } else if (node.in.isEmpty()
          && !node.is("startEvent")
          && !node.is("boundaryEvent")
          && !node.isEventSubProcess()) {
        reportNoFlowTo(node);
      } else if (node.is("boundaryEvent") && node.host == null) {
        report(
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
        && !isConnected
        && !dead.isEmpty()
        && findings.stream().noneMatch(one -> one.isIn(drawing))) {
      report(
          dead.get(0),
          "%s can't be reached on any path. Draw one to it, or remove it.".formatted(dead.get(0)));
    }
  }

  /** If exactly one other element has no outgoing flow, the flow between them is missing. */
  private void reportNoFlowTo(Node node) {
    List<Finding> ends =
        findings.stream()
            .filter(one -> one.isIn(node.drawing) && one.matches(Kind.NO_OUTGOING_FLOW, ""))
            .toList();
    if (ends.size() != 1) {
      report(node, "no flow leads to %s. Draw one, or remove it.".formatted(node));
      return;
    }
    findings.remove(ends.get(0));
    Node end = node.drawing.nodes.get(ends.get(0).element());
    report(
        Kind.NO_OUTGOING_FLOW,
        end,
        node.id,
        "no flow leads on from %s, and none leads to %s. Draw one between them, or end the path with an end event and remove what no flow leads to."
            .formatted(end, node));
  }

  /** {@code known}: the cause has been reported, unless the flow reads a value that isn't set. */
  private void reportNeverTaken(Flow flow, boolean known) {
    Drawing drawing = flow.from().drawing;
    Map<String, Set<String>> values = conditionValues.get(flow);
    List<String> notSetHere =
        values.entrySet().stream()
            .filter(
                one ->
                    Set.of(KnownValues.UNSET, KnownValues.NOTHING).containsAll(one.getValue())
                        || !isSetIn(drawing, one.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    List<String> notPassed =
        notSetHere.stream().filter(name -> !isPassedTo(drawing, name)).toList();
    List<String> unset = notPassed.isEmpty() ? notSetHere : notPassed;
    if (!unset.isEmpty()) {
      // This finding is more exact than those of the walk and of the comparison.
      findings.removeIf(
          one ->
              one.isIn(drawing) && unset.stream().anyMatch(name -> one.matches(Kind.UNSET, name))
                  || one.isAt(flow.from())
                      && (one.matches(Kind.NO_FLOW, "")
                          || unset.stream().anyMatch(name -> one.matches(Kind.IMPOSSIBLE, name))));
      String names = String.join(" and ", unset);
      if (findings.stream()
          .anyMatch(one -> one.isAt(flow.from()) && one.matches(Kind.NEVER_SET, names))) {
        return;
      }
      report(
          Kind.NEVER_SET,
          flow.from(),
          names,
          "%s asks %s, which nothing before it sets, so %s is never reached from there. %s"
              .formatted(
                  nameOf(flow.from()),
                  names,
                  flow.to(),
                  !notPassed.isEmpty()
                          && unset.stream().noneMatch(name -> possibleAnywhere(name).isEmpty())
                          && !callsOf(drawing).isEmpty()
                      ? "Another diagram sets it: hand it over under Out mappings of the call of that diagram, and under In mappings of the call of this one."
                      : unset.stream().noneMatch(name -> program.formsWithFileField(name).isEmpty())
                          ? "It is only in the child's file: give its field in the form %s the property process = yes, too."
                              .formatted(
                                  unset.stream()
                                      .flatMap(name -> program.formsWithFileField(name).stream())
                                      .distinct()
                                      .collect(Collectors.joining(" and in the form ")))
                          : "%s a value%s that a form, a table or a step sets before it, or give %s a field with this key and the property process = yes."
                              .formatted(
                                  unset.stream().anyMatch(this::isAnswer)
                                      ? "If it is an answer, write '%s'. If not, ask"
                                          .formatted(names)
                                      : "Ask",
                                  unset.stream()
                                      .flatMap(name -> meant(name).stream())
                                      .map(", such as %s,"::formatted)
                                      .findFirst()
                                      .orElse(""),
                                  formBefore(flow))));
    } else if (!known) {
      report(
          flow.from(),
          "%s never takes the flow to %s: %s there. Correct the condition %s, or remove the flow."
              .formatted(
                  nameOf(flow.from()),
                  flow.to(),
                  values.entrySet().stream()
                      .map(
                          one ->
                              one.getKey() + " can only be " + KnownValues.inWords(one.getValue()))
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
  private boolean hasQuestion(Node node, String name) {
    return program.answers(node.camunda("formRef")).stream()
        .anyMatch(answer -> answer.containsKey(name));
  }

  private List<Node> callsOf(Drawing drawing) {
    return nodes().filter(node -> drawing.id.equals(node.called())).toList();
  }

  /** Whether a call passes this value to a diagram, and something sets it. */
  private boolean isPassedTo(Drawing drawing, String name) {
    return !possibleAnywhere(name).isEmpty()
        && callsOf(drawing).stream()
            .flatMap(call -> call.mappings("in").stream())
            .anyMatch(in -> in.target().equals(name));
  }

  /** Whether a form, a step or a call of the diagram sets a value. */
  private boolean isSetIn(Drawing drawing, String name) {
    return drawing.nodes.values().stream()
        .anyMatch(
            node ->
                hasQuestion(node, name)
                    || node.steps()
                        .flatMap(step -> step(step).stream())
                        .anyMatch(step -> step.sets().contains(name))
                    || node.mappings("out").stream().anyMatch(out -> out.target().equals(name)));
  }

  void report(Node node, String sentence) {
    report(Kind.OTHER, node, "", sentence);
  }

  void report(Kind kind, Node node, String about, String sentence) {
    report(kind, node.drawing, node, about, sentence);
  }

  /**
   * @param drawing {@code null} if it is about a diagram that isn't there
   * @param node {@code null} if it is about the whole diagram
   */
  void report(Drawing drawing, Node node, String sentence) {
    report(Kind.OTHER, drawing, node, "", sentence);
  }

  private void report(Kind kind, Drawing drawing, Node node, String about, String sentence) {
    findings.add(
        new Finding(
            kind,
            drawing == null ? "" : drawing.id,
            node == null ? "" : node.id,
            about,
            StringUtils.capitalize(sentence)));
  }

  void reportMissingCondition(Node node, Flow flow) {
    report(
        node,
        "the flow from %s to %s has no condition and is not the default. Give it a condition, or make it the default."
            .formatted(node, flow.to()));
  }

  /** Reports a finding once for a diagram, at the first element: others have the same cause. */
  void reportOnce(Kind kind, Drawing drawing, Node node, String about, Supplier<String> sentence) {
    if (findings.stream().noneMatch(one -> one.isIn(drawing) && one.matches(kind, about))) {
      report(kind, drawing, node, about, sentence.get());
    }
  }

  void reportOnce(Kind kind, Node node, String about, Supplier<String> sentence) {
    reportOnce(kind, node.drawing, node, about, sentence);
  }
}
