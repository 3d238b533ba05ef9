package scot.nrm.gate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.NearestName;
import scot.nrm.engine.steps.Step;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.gate.Drawing.Event;
import scot.nrm.gate.Drawing.Flow;
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

  /** Marks a proposal that another officer has confirmed or sent back, in this diagram only. */
  private static final String ANSWERED = "\u0003answered ";

  /** The value that a task with the act {@code propose} sets, by decision. */
  static final Map<String, String> PROPOSALS =
      Map.of(
          "reasonable-grounds", CaseVariables.RG_PROPOSAL.getName(),
          "conclusive-grounds", CaseVariables.CG_PROPOSAL.getName());

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}.*|R?\\d*/?P.*");

  private final Program program;
  private final DrawingRules drawingRules;
  private final Map<String, Drawing> drawings;
  final Findings findings = new Findings();
  final ProcessValues values;
  private final Set<Node> entered = new HashSet<>();
  private final Set<Flow> taken = new HashSet<>();
  private final Map<Flow, Map<String, Set<String>>> conditionValues = new HashMap<>();
  private final Map<Node, List<String>> dateExpressions = new HashMap<>();
  private final Map<Map<String, String>, String> actMarks = new HashMap<>();
  private final Map<String, Map<KnownValues, Set<KnownValues>>> calls = new HashMap<>();
  final Set<String> callMessages;
  final SafeguardRules safeguards;
  private final Set<String> sent;
  private final Set<Map<String, String>> acts;

  /** The expressions evaluate the groups of tasks. */
  Rules(Program program, Expressions expressions, Map<String, Drawing> drawings) {
    this.program = program;
    this.drawings = drawings;
    this.values = new ProcessValues(program, drawings);
    this.drawingRules = new DrawingRules(program, expressions, drawings, this);
    this.sent =
        program.steps().values().stream()
            .flatMap(step -> step.sends().stream())
            .collect(Collectors.toSet());
    this.safeguards = new SafeguardRules(program, sent, drawings, this);
    drawings.values().forEach(this::checkMessages);
    this.callMessages =
        values
            .nodes()
            .filter(node -> node.event == Event.MESSAGE && node.is("boundaryEvent"))
            .map(node -> node.waitsFor)
            .collect(Collectors.toSet());
    this.acts =
        program.actsBefore().values().stream().flatMap(List::stream).collect(Collectors.toSet());
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
        findings.reportOnce(
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
    drawings.values().forEach(drawingRules::check);
    findings.removeIf(this::followsFromAnother);
    new DeadEnds(program, drawings, this).report();
    safeguards.checkExisting();
    return findings.stream().toList();
  }

  /**
   * Whether a finding only follows from another one: if a path no longer ends, the cause is the
   * gateway or step that another finding names in the same diagram or in one that it calls. If an
   * element is active twice, a message that is never sent should have ended it. A condition with an
   * answer that lacks its quotation marks may lead anywhere. The answer of a question whose key was
   * changed is missing in other diagrams too.
   */
  private boolean followsFromAnother(Finding found) {
    Drawing drawing = drawings.get(found.diagram());
    return found.matches(Kind.NO_END, "")
            && findings.any(
                other ->
                    other.isIn(drawing)
                        ? !other.matches(Kind.NO_END, "")
                        : drawing != null && ProcessValues.calls(drawing, other.diagram()))
        || found.matches(Kind.ACTIVE_TWICE, "")
            && findings.any(other -> other.isIn(drawing) && other.kind() == Kind.UNSENT)
        || found.kind() == Kind.UNSET
            && !values.isAnswer(found.about())
            && findings.any(
                other ->
                    other.kind() == Kind.UNSET
                        && (other.isIn(drawing)
                            ? values.isAnswer(other.about())
                            : other.about().equals(found.about())
                                && !isKeyChanged(found)
                                && isKeyChanged(other)));
  }

  private boolean isKeyChanged(Finding found) {
    Drawing drawing = drawings.get(found.diagram());
    return drawing != null && !values.changedKey(drawing, found.about()).isEmpty();
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
      given = given.with(value, values.possible(value));
    }
    boolean isCalled = !values.callsOf(drawing).isEmpty();
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
        findings.report(
            start,
            "nothing begins the diagram %s any more: no other diagram calls it, no step starts it, and %s has no form. The program needs it for rules of a case, so a revision can't retire it. Call it again, or give its start its form back. Where its rules no longer apply, ask a developer."
                .formatted(drawing, start));
      }
    }
  }

  /**
   * An update that doesn't first ask the table would be recorded whatever the state of its case.
   */
  private void checkFindsCase(Drawing drawing, Node start) {
    if (start.steps().findFirst().filter(Drawing.FIND_CASE::equals).isEmpty()
        && program.answers(start.camunda("formRef")).stream()
            .anyMatch(answer -> answer.containsKey(FormSchema.CASE_NUMBER))) {
      findings.report(
          drawing,
          start,
          "%s has a form that asks for a case number, and its first listener doesn't ask the table Updates whether the update is possible. Give it an execution listener for the event end, above any others, with the delegate expression ${%s}."
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
          findings.report(
              drawing,
              null,
              "the step \"%s\" continues cases at the element %s, which is not in the diagram. Give an element this id."
                  .formatted(step.name(), at));
          continue;
        }
        KnownValues known = KnownValues.EMPTY;
        for (String value : step.hands()) {
          known = known.with(value, values.possible(value));
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

  boolean isMarked(String mark) {
    return safeguards.marks().contains(mark);
  }

  /** Whether a path reaches an element. */
  boolean isEntered(Node node) {
    return entered.contains(node);
  }

  boolean isTaken(Flow flow) {
    return taken.contains(flow);
  }

  /** The values that a condition has read on all paths; empty if none has come there. */
  Optional<Map<String, Set<String>>> conditionValues(Flow flow) {
    return Optional.ofNullable(conditionValues.get(flow));
  }

  /** Whether a step of the program sends the message. */
  boolean isSent(String message) {
    return sent.contains(message);
  }

  /** The known values after a task or start form is completed: one set for each answer. */
  List<KnownValues> knownAfter(Node node, KnownValues known) {
    KnownValues acted = known;
    for (Map<String, String> act : acts) {
      if (act.entrySet().stream().allMatch(property -> has(node, property))) {
        acted = acted.with(mark(act), "yes");
      }
    }
    for (Map.Entry<String, String> proposal : PROPOSALS.entrySet()) {
      if (values.isRead(node.drawing, proposal.getValue())
          && has(node, Map.entry("decision", proposal.getKey()))) {
        acted =
            acted.with(
                ANSWERED + proposal.getValue(), isProposal(node) ? KnownValues.UNSET : "yes");
      }
    }
    String form = node.camunda("formRef");
    List<KnownValues> answered = new ArrayList<>();
    for (Map<String, Set<String>> answer : program.answers(form)) {
      KnownValues after = acted;
      for (Map.Entry<String, Set<String>> value : answer.entrySet()) {
        if (values.isRead(node.drawing, value.getKey())) {
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

  private static boolean isProposal(Node node) {
    return has(node, Map.entry("act", "propose"));
  }

  private String mark(Map<String, String> act) {
    return actMarks.computeIfAbsent(act, one -> ACTED + new TreeMap<>(one));
  }

  List<KnownValues> knownIf(Flow flow, KnownValues known, boolean answer) {
    Map<String, Set<String>> seen = conditionValues.computeIfAbsent(flow, any -> new TreeMap<>());
    Optional<Expression> expression = values.expression(flow.condition());
    if (expression.isEmpty()) {
      return List.of(known);
    }
    for (String name : expression.get().names()) {
      seen.computeIfAbsent(name, any -> new TreeSet<>()).addAll(known.of(name));
    }
    return expression.get().knownIf(known, answer);
  }

  /** Checks an expression that is evaluated: all values that it reads must be set. */
  void checkExpression(Node node, String text, KnownValues known, Supplier<String> path) {
    values
        .expression(text)
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
              Set<String> texts = new HashSet<>(values.possibleTexts(text, known));
              texts.remove(KnownValues.NOTHING);
              return !texts.isEmpty()
                  && texts.stream()
                      .noneMatch(
                          value -> value.equals(KnownValues.ANY) || DATE.matcher(value).matches());
            })
        .forEach(
            text ->
                findings.report(
                    node,
                    "%s has \"%s\", which is not a date. Write it like ${dueDates.inWorkingDays(5)}, or name a date of the case, such as ${rgTargetDate}."
                        .formatted(node, text)));
  }

  private List<String> dateExpressions(Node node) {
    return Stream.of(
            node.camunda("dueDate"),
            node.camunda("followUpDate"),
            node.event == Event.TIMER ? node.waitsFor : null)
        .filter(text -> values.expression(text).isPresent())
        .toList();
  }

  private void reportUnset(Node node, String name, Supplier<String> path) {
    findings.reportOnce(
        Kind.UNSET,
        node,
        name,
        () ->
            "%s asks %s, which nothing has set on this path: %s. %s a form, a step or the calling diagram set it before.%s"
                .formatted(
                    node,
                    name,
                    path.get(),
                    values.isAnswer(name)
                        ? "If it is an answer, write '%s'. If not, let".formatted(name)
                        : values.meant(name).map("Ask %s, or let"::formatted).orElse("Let"),
                    values.changedKey(node.drawing, name)));
  }

  // ---- reports of a walk

  void markEntered(Node node) {
    entered.add(node);
  }

  void markTaken(Flow flow) {
    taken.add(flow);
  }

  void checkStep(Node node, String name, KnownValues known, Supplier<String> path) {
    values
        .step(name)
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
        findings.reportOnce(
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

  /** A proposal that was sent back must not wait for the second officer again (D18). */
  void checkNothingProposed(Node node, KnownValues known, Supplier<String> path) {
    for (Map.Entry<String, String> proposal : PROPOSALS.entrySet()) {
      if (isProposal(node)
          && has(node, Map.entry("decision", proposal.getKey()))
          && known.has(ANSWERED + proposal.getValue())
          && !Set.of(KnownValues.UNSET, KnownValues.NOTHING)
              .containsAll(known.of(proposal.getValue()))) {
        findings.reportOnce(
            Kind.OTHER,
            node,
            proposal.getValue(),
            () ->
                "%s begins while the earlier proposal is still there: %s. If a deadline moves then, the second officer gets that proposal again. Give the flow that sends it back the execution listener ${forgetProposal} for the event take."
                    .formatted(node, path.get()));
      }
    }
  }

  void reportNoFlow(Node gateway, KnownValues known) {
    String without =
        gateway.out.stream()
            .flatMap(flow -> values.expression(flow.condition()).map(Expression::names).stream())
            .flatMap(Set::stream)
            .distinct()
            .map(
                name ->
                    known.of(name).contains(KnownValues.ANY)
                        ? "other values of " + name
                        : name + " = " + KnownValues.inWords(known.of(name)))
            .collect(Collectors.joining(" with "));
    findings.report(
        Kind.NO_FLOW,
        gateway,
        "",
        "%s has no flow for %s. Add one, or make one of its flows the default."
            .formatted(gateway.inWords(), without.isEmpty() ? "every case" : without));
  }
}
