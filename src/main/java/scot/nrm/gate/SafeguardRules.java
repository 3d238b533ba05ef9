package scot.nrm.gate;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.engine.sets.NearestName;
import scot.nrm.gate.Drawing.Event;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.gate.Rules.Program;

/** Checks on every path that the diagrams keep the safeguards of {@code config/safeguards.yaml}. */
final class SafeguardRules {

  /**
   * Marks a step that has run in this diagram. It isn't one of the {@link Rules} marks, so it isn't
   * passed to called processes.
   */
  private static final String RUN = "\u0003run ";

  private static final Set<String> PROPOSED_OR_CONFIRMED = Set.of("propose", "confirm");

  private final Collection<Safeguard> rows;

  /** The steps that must run, by diagram. */
  private final Map<String, List<Safeguard>> running;

  /** The safeguards while a decision is open, by decision. */
  private final Map<String, List<Safeguard>> during;

  private final Program program;
  private final Set<String> messages;
  private final Map<String, Drawing> drawings;
  private final Rules rules;
  private final ProcessValues values;
  private final Findings findings;
  private final Set<String> marks;
  private final Set<List<Object>> broken = new HashSet<>();

  /** Reports each row that would guard nothing, and leaves it out. */
  SafeguardRules(
      Program program, Set<String> messages, Map<String, Drawing> drawings, Rules rules) {
    this.program = program;
    this.messages = messages;
    this.drawings = drawings;
    this.rules = rules;
    this.values = rules.values;
    this.findings = rules.findings;
    this.rows = program.safeguards().stream().filter(this::isSound).toList();
    this.running =
        rows.stream()
            .filter(row -> !row.runs().isEmpty())
            .collect(Collectors.groupingBy(Safeguard::diagram));
    this.during =
        rows.stream()
            .filter(row -> !row.during().isEmpty())
            .collect(Collectors.groupingBy(Safeguard::during));
    this.marks =
        rows.stream()
            .flatMap(
                row ->
                    Stream.of(
                        row.onEveryPath() ? Rules.WAITED + row.timer() : "",
                        Rules.DONE + row.after(),
                        Rules.DONE + row.atOnce()))
            .collect(Collectors.toSet());
  }

  /** The marks that a path must carry for these rules. */
  Set<String> marks() {
    return marks;
  }

  /** Checks a path that ends: every required step has run. */
  void checkEnds(Drawing drawing, Set<KnownValues> ends) {
    for (Safeguard row : rows) {
      if (row.onEveryPath()
          && row.diagram().equals(drawing.id)
          && anyNode(drawing, node -> isTimer(node, row))
          && ends.stream().anyMatch(end -> !end.has(Rules.WAITED + row.timer()))) {
        report(
            row,
            drawing,
            null,
            () -> "on a path through %s no timer waits for %s".formatted(drawing, row.waits()),
            "Put a timer with the date %s on every path.".formatted(row.timer()));
      }
      if (!row.runs().isEmpty()
          && row.diagram().equals(drawing.id)
          && anyNode(drawing, node -> runs(node, row))
          && ends.stream()
              .filter(end -> !end.has(RUN + row.runs()))
              .anyMatch(end -> isPossible(row, end, true))) {
        report(
            row,
            drawing,
            null,
            () ->
                "a path through %s ends without %s%s"
                    .formatted(drawing, row.runs(), row.whereClause()),
            "Lead all of these cases to it.");
      }
    }
  }

  private boolean isPossible(Safeguard row, KnownValues known, boolean answer) {
    return values
        .expression(row.condition())
        .map(expression -> !expression.knownIf(known, answer).isEmpty())
        .orElse(false);
  }

  private String valuesThatBreak(Safeguard row, KnownValues known) {
    return values.expression(row.condition()).stream()
        .flatMap(
            expression ->
                expression.knownIf(known, false).stream()
                    .flatMap(
                        one ->
                            expression.names().stream()
                                .map(name -> name + " is " + KnownValues.inWords(one.of(name)))))
        .distinct()
        .collect(Collectors.joining(" or "));
  }

  private static boolean runs(Node node, Safeguard row) {
    return node.step.filter(row.runs()::equals).isPresent()
        || row.runs().equals(node.called())
        || row.runs().equals(node.camunda("formRef"));
  }

  /** Checks a step that begins: one that only some cases may need is reached only by these. */
  KnownValues checkStart(Node node, KnownValues known, boolean isContinued, Supplier<String> path) {
    KnownValues after = known;
    for (Safeguard row : running.getOrDefault(node.drawing.id, List.of())) {
      if (runs(node, row)) {
        boolean isKnown =
            values.expression(row.condition()).map(Expression::names).orElse(Set.of()).stream()
                .allMatch(known::has);
        if (!isContinued && isKnown && isPossible(row, known, false)) {
          report(
              row,
              node.drawing,
              node,
              () ->
                  "%s is reached where %s too, and not only where %s: %s"
                      .formatted(node, valuesThatBreak(row, known), row.when(), path.get()),
              "Lead only those cases to it. If that is the same answer under another value, give it its value back.");
        }
        after = after.with(RUN + row.runs(), "yes");
      }
    }
    return after;
  }

  /** Checks a state in which a case waits. */
  void checkWait(Drawing drawing, List<Node> waiting, KnownValues known, Supplier<String> path) {
    boolean someoneMustAct =
        waiting.stream()
            .anyMatch(
                node ->
                    node.is("userTask")
                        || node.is("callActivity")
                        || node.event == Event.TIMER
                        || node.event == Event.MESSAGE);
    for (Safeguard row : rows) {
      if (!row.after().isEmpty()
          && someoneMustAct
          && known.has(Rules.DONE + row.after())
          && !known.has(Rules.DONE + row.atOnce())) {
        report(
            row,
            drawing,
            null,
            () ->
                "after the step %s, the diagram waits before it runs %s: %s"
                    .formatted(row.after(), row.atOnce(), path.get()),
            "Draw the step %s directly after it.".formatted(row.atOnce()));
      }
    }
    for (Node node : waiting) {
      if (PROPOSED_OR_CONFIRMED.contains(node.properties.getOrDefault("act", ""))) {
        during
            .getOrDefault(firstDecision(node), List.of())
            .forEach(row -> checkWhileOpen(row, node, waiting));
      }
    }
  }

  /** Checks what must be active while the decision of a row is being proposed or confirmed. */
  private void checkWhileOpen(Safeguard row, Node node, List<Node> waiting) {
    if (!row.hears().isEmpty() && !isListening(node, row)) {
      report(
          row,
          node.drawing,
          node,
          () -> "while %s is open, nothing waits for the message %s".formatted(node, row.hears()),
          "Attach an interrupting event with this message to the task or the sub-process around it.");
    }
    if (!row.waits().isEmpty() && !isTimed(node, row, waiting)) {
      report(
          row,
          node.drawing,
          node,
          () -> "while %s is open, no timer waits for %s".formatted(node, row.waits()),
          "Attach a timer with the date %s, which leads to the step %s, to the task or the sub-process around it."
              .formatted(row.timer(), row.then()));
    }
  }

  /** Reported once for a diagram, whatever the element or path. */
  private void report(
      Safeguard row, Drawing drawing, Node node, Supplier<String> lost, String toDo) {
    if (broken.add(List.of(row, drawing == null ? "" : drawing.id))) {
      findings.report(drawing, node, row.message(lost.get(), toDo));
    }
  }

  private static boolean anyNode(Drawing drawing, Predicate<Node> which) {
    return drawing.nodes.values().stream().anyMatch(which);
  }

  private static boolean isListening(Node task, Safeguard row) {
    return Stream.iterate(task, node -> node != null, node -> node.scope)
        .flatMap(node -> node.attached.stream())
        .anyMatch(event -> isMessage(event, row) && event.interrupts());
  }

  private static boolean isMessage(Node node, Safeguard row) {
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
        && (row.then().isEmpty()
            || Drawing.reached(Stream.of(node), one -> one.out.stream().map(Flow::to)).stream()
                .anyMatch(one -> one.step.filter(row.then()::equals).isPresent()));
  }

  /** The decision whose deadline applies while the task is open. */
  private static String firstDecision(Node node) {
    return node.properties.getOrDefault("decision", "").split(",")[0].strip();
  }

  /** Checks what must exist, once all paths are known. */
  void checkExisting() {
    rows.forEach(this::checkExisting);
  }

  private boolean isSound(Safeguard row) {
    Optional<String> fault = fault(row);
    fault.ifPresent(
        what ->
            findings.report(
                null, null, "%s: a row of config/safeguards.yaml %s".formatted(row.rule(), what)));
    return fault.isEmpty();
  }

  /** Why a row would guard nothing: it names what isn't there, or requires nothing. */
  private Optional<String> fault(Safeguard row) {
    if (Stream.of(row.waits(), row.due(), row.hears(), row.runs(), row.atOnce())
        .allMatch(String::isEmpty)) {
      return Optional.of("requires nothing. Give it one of waits, due, hears, runs and at-once.");
    }
    if (row.diagram().isEmpty() && (row.onEveryPath() || !row.runs().isEmpty())) {
      return Optional.of(
          "requires something of every path through a diagram, but names none. Give it a diagram.");
    }
    if (row.after().isEmpty() != row.atOnce().isEmpty()) {
      return Optional.of("has only one of after and at-once. Give it both.");
    }
    Set<String> steps = program.steps().keySet();
    Set<String> ids = new TreeSet<>(steps);
    ids.addAll(drawings.keySet());
    ids.addAll(program.answers().keySet());
    return Stream.of(
            unknown("diagram", row.diagram(), drawings.keySet()),
            unknown("decision", row.during(), Rules.PROPOSALS.keySet()),
            unknown("step", row.then(), steps),
            unknown("step", row.after(), steps),
            unknown("step", row.atOnce(), steps),
            unknown("step, diagram or form", row.runs(), ids),
            unknown("message", row.hears(), messages),
            unknown("date", row.waits(), values.settable()),
            row.due().contains(".")
                ? Optional.<String>empty()
                : unknown("date", row.due(), values.settable()),
            values
                .expression(row.condition())
                .map(Expression::names)
                .orElse(Set.of(row.when()))
                .stream()
                .flatMap(name -> unknown("value", name, values.settable()).stream())
                .findFirst())
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> unknown(String kind, String written, Set<String> known) {
    return written.isEmpty() || known.contains(written)
        ? Optional.empty()
        : Optional.of(
            "names the %s %s, which doesn't exist. Use an existing one%s."
                .formatted(kind, written, NearestName.suchAs(written, known)));
  }

  private void checkExisting(Safeguard row) {
    List<Node> reached =
        drawings.values().stream()
            .filter(drawing -> row.isFor(drawing.id))
            .flatMap(drawing -> drawing.nodes.values().stream())
            .filter(rules::isEntered)
            .toList();
    Drawing drawing = drawings.get(row.diagram());
    if (!row.after().isEmpty()
        && reached.stream().flatMap(Node::steps).noneMatch(row.after()::equals)) {
      report(
          row,
          drawing,
          null,
          () -> "no diagram runs the step %s any more".formatted(row.after()),
          "Put the step back.");
    }
    if (!row.waits().isEmpty()
        && row.during().isEmpty()
        && reached.stream().noneMatch(node -> isTimer(node, row))) {
      report(
          row,
          drawing,
          null,
          () -> "no timer waits for %s any more".formatted(row.waits()),
          "Put a timer with the date %s back.".formatted(row.timer()));
    }
    if (!row.hears().isEmpty()
        && row.during().isEmpty()
        && reached.stream().noneMatch(node -> isMessage(node, row))) {
      report(
          row,
          drawing,
          null,
          () ->
              "nothing in %s waits for the message %s any more"
                  .formatted(drawing == null ? row.diagram() : drawing, row.hears()),
          "Put an event with this message back.");
    }
    if (!row.runs().isEmpty()
        && drawing != null
        && drawing.nodes.values().stream().anyMatch(rules::isEntered)
        && reached.stream().noneMatch(node -> runs(node, row))) {
      report(
          row,
          drawing,
          null,
          () -> "nothing in %s leads to %s any more".formatted(drawing, row.runs()),
          "Lead the cases%s to it.".formatted(row.whereClause()));
    }
    if (!row.due().isEmpty()) {
      List<Node> tasks =
          reached.stream()
              .filter(node -> node.is("userTask"))
              .filter(
                  node ->
                      row.during().isEmpty()
                          || row.during().equals(node.properties.get("decision"))
                              && PROPOSED_OR_CONFIRMED.contains(
                                  node.properties.getOrDefault("act", "")))
              .toList();
      List<Node> notDue = tasks.stream().filter(node -> !isDue(node, row)).toList();
      if (row.during().isEmpty() ? notDue.size() == tasks.size() : !notDue.isEmpty()) {
        report(
            row,
            drawing,
            row.during().isEmpty() ? null : notDue.get(0),
            () ->
                row.during().isEmpty()
                    ? "no task is due by %s any more".formatted(row.due())
                    : "%s is not due by %s".formatted(notDue.get(0), row.due()),
            "Give the task this due date.");
      }
    }
  }

  private static boolean isDue(Node task, Safeguard row) {
    String due = task.camunda("dueDate");
    return due != null && due.contains(row.due());
  }
}
