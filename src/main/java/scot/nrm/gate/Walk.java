package scot.nrm.gate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.gate.Drawing.Event;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Listener;
import scot.nrm.gate.Drawing.Mapping;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.gate.Finding.Kind;

/**
 * Follows every path of one diagram from one start, with the values known on it: tokens wait at
 * tasks, events and calls, and everything between two waits happens at once, as in the engine. A
 * message reaches every event that waits for it. Timers and messages may come in any order.
 */
final class Walk {

  /** A state in which all tokens wait, with the known values. */
  private static final class State {
    final Set<String> tokens;
    final KnownValues known;
    private final int hash;

    State(Collection<String> tokens, KnownValues known) {
      this.tokens = Collections.unmodifiableSet(new LinkedHashSet<>(tokens));
      this.known = known;
      this.hash = 31 * this.tokens.hashCode() + known.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof State state
          && hash == state.hash
          && known.equals(state.known)
          && tokens.equals(state.tokens);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private record Arrival(State from, List<Node> through) {}

  private record Pending(Node node, Flow via, boolean leaves) {}

  private static final String FIRED = "\u0002fired ";
  private static final String ARRIVED = "\u0002arrived ";
  private static final String REPEATS =
      "If it repeats something beside a task, such as a reminder, put both into a sub-process, and end the path of the task there with an end event that terminates.";

  private static final int MAX_STATES = 50_000;
  private static final int MAX_PATH_NAMES = 7;

  private final Drawing drawing;
  private final Rules rules;
  private final ProcessValues values;
  private final Findings findings;
  private final Map<State, Arrival> arrivals = new LinkedHashMap<>();
  private final Map<State, Set<State>> before = new HashMap<>();
  private final Deque<State> toDo = new ArrayDeque<>();
  private final Set<State> ends = new LinkedHashSet<>();

  private final List<Node> subProcesses;

  /** The element at which a step continues a case: earlier decisions are not known there. */
  private Node continued;

  Walk(Drawing drawing, Rules rules) {
    this.drawing = drawing;
    this.rules = rules;
    this.values = rules.values;
    this.findings = rules.findings;
    this.subProcesses =
        drawing.nodes.values().stream()
            .filter(node -> node.is("subProcess"))
            .sorted(Comparator.comparing(node -> node.id)) // as tokens are
            .toList();
  }

  /** A state between two waits; copied where paths fork. */
  private static final class Progress {
    final State from;
    final TreeSet<String> tokens;
    final Deque<Pending> pending = new ArrayDeque<>();
    final List<Node> through = new ArrayList<>();
    final Set<List<Object>> seen = new HashSet<>();
    KnownValues known;

    Progress(State from) {
      this(from, from.tokens, from.known);
    }

    Progress(State from, Collection<String> tokens, KnownValues known) {
      this.from = from;
      this.tokens = new TreeSet<>(tokens);
      this.known = known;
    }

    Progress with(KnownValues other) {
      Progress copy = new Progress(from, tokens, other);
      copy.pending.addAll(pending);
      copy.through.addAll(through);
      copy.seen.addAll(seen);
      return copy;
    }

    Progress enters(Flow flow) {
      pending.add(new Pending(flow.to(), flow, false));
      return this;
    }

    Progress enters(Node node) {
      pending.add(new Pending(node, null, false));
      return this;
    }

    Progress leaves(Node node) {
      pending.add(new Pending(node, null, true));
      return this;
    }
  }

  /** The known values at each end of the paths from an element; none if no end can be reached. */
  Set<KnownValues> from(Node start, KnownValues known) {
    if (start.is("startEvent")) {
      rules.markEntered(start);
      for (KnownValues answered : rules.knownAfter(start, known)) {
        followToNextWait(
            runListeners(new Progress(null, Set.of(), answered), start, true).leaves(start));
      }
    } else {
      continued = start;
      followToNextWait(new Progress(null, Set.of(), known).enters(start));
    }
    while (!toDo.isEmpty()) {
      if (arrivals.size() > MAX_STATES) {
        findings.report(
            drawing,
            null,
            "the diagram has more paths than can be checked. Divide it into two diagrams.");
        break;
      }
      nextSteps(toDo.poll()).forEach(this::followToNextWait);
    }
    checkEveryPathEnds();
    Set<KnownValues> knownAtEnds = new LinkedHashSet<>();
    ends.forEach(end -> knownAtEnds.add(end.known));
    return knownAtEnds;
  }

  // ---- from one wait to the next

  private void followToNextWait(Progress first) {
    Deque<Progress> open = new ArrayDeque<>(List.of(first));
    while (!open.isEmpty()) {
      Progress progress = open.pop();
      Pending one = progress.pending.poll();
      if (one == null) {
        Optional<Node> over = finishedSubProcess(progress);
        if (over.isPresent()) {
          open.push(progress.leaves(over.get()));
        } else {
          recordState(progress);
        }
      } else if (isNew(progress, one)) {
        (one.leaves() ? leave(progress, one.node()) : enter(progress, one)).forEach(open::push);
      }
    }
  }

  /** Whether this step isn't part of a loop that neither waits nor changes anything. */
  private static boolean isNew(Progress progress, Pending one) {
    return one.leaves()
        || !progress.through.contains(one.node())
        || progress.seen.add(
            List.of(
                one.node(), progress.pending.size(), Set.copyOf(progress.tokens), progress.known));
  }

  private void recordState(Progress progress) {
    State state = new State(progress.tokens, progress.known);
    if (progress.from != null) {
      before.computeIfAbsent(state, any -> new HashSet<>()).add(progress.from);
    }
    if (!arrivals.containsKey(state)) {
      arrivals.put(state, new Arrival(progress.from, List.copyOf(progress.through)));
      if (progress.tokens.stream().noneMatch(drawing.nodes::containsKey)
          && progress.tokens.stream().noneMatch(token -> token.startsWith(ARRIVED))) {
        ends.add(state);
      } else {
        toDo.add(state);
        rules.safeguards.checkWait(drawing, waiting(state), state.known, () -> path(state));
      }
    }
  }

  private List<Node> waiting(State state) {
    return state.tokens.stream().map(drawing.nodes::get).filter(node -> node != null).toList();
  }

  private Optional<Node> finishedSubProcess(Progress progress) {
    return subProcesses.stream()
        .filter(sub -> progress.tokens.contains(sub.id))
        .filter(sub -> progress.tokens.stream().noneMatch(token -> isIn(token, sub)))
        .findFirst();
  }

  private boolean isIn(String token, Node sub) {
    String id = token.startsWith(ARRIVED) ? joinOf(token) : token;
    Node node = drawing.nodes.get(id);
    return node != null && node.isIn(sub);
  }

  private static String joinOf(String token) {
    return token.substring(ARRIVED.length(), token.indexOf(' ', ARRIVED.length()));
  }

  // ---- into an element

  private List<Progress> enter(Progress progress, Pending entering) {
    Node node = entering.node();
    rules.markEntered(node);
    if (entering.via() != null) {
      entering.via().steps().forEach(step -> run(progress, entering.via().from(), step));
    }
    if (!progress.through.contains(node)) {
      progress.through.add(node);
    }
    if (progress.tokens.contains(node.id)) {
      if (node.is("inclusiveGateway")) {
        return List.of(progress);
      }
      findings.reportOnce(
          Kind.ACTIVE_TWICE,
          node,
          "",
          () ->
              "%s can run twice at once: %s. %s"
                  .formatted(node, path(progress), adviceForActiveTwice(node)));
      return List.of();
    }
    switch (node.element.name()) {
      case "exclusiveGateway":
        return choose(progress, node);
      case "parallelGateway":
        return join(progress, node, entering.via());
      case "inclusiveGateway":
        if (node.in.size() > 1) {
          progress.tokens.add(node.id); // waits until nothing else can arrive
          return List.of(progress);
        }
        return fork(progress, node);
      case "endEvent":
        return end(progress, node);
      default:
        break;
    }
    checkExpressions(progress, node);
    rules.checkNothingProposed(node, progress.known, () -> path(progress));
    progress.known =
        rules.safeguards.checkStart(
            node, progress.known, node == continued && progress.from == null, () -> path(progress));
    runListeners(progress, node, true);
    if (node.is("subProcess")) {
      progress.tokens.add(node.id);
      drawing.starts(node).forEach(progress::enters);
      return List.of(progress);
    }
    boolean waits =
        node.is("userTask")
            || node.is("receiveTask")
            || node.is("eventBasedGateway")
            || node.is("callActivity")
            || node.is("intermediateCatchEvent")
            || node.asyncBefore;
    if (!waits) {
      return passThrough(progress, node);
    }
    progress.tokens.add(node.id);
    if (node.is("callActivity")) {
      Set<KnownValues> ends = callEnds(progress, node);
      for (String message : rules.callMessages) {
        if (!ends.isEmpty() && ends.stream().allMatch(end -> end.has(Rules.SENT + message))) {
          deliver(progress, message, node);
        }
      }
    }
    return List.of(progress);
  }

  private String adviceForActiveTwice(Node node) {
    if (isEndless(node)) {
      return REPEATS;
    }
    return drawing.nodes.values().stream()
        .filter(event -> event.is("boundaryEvent") && event.host != null && !event.interrupts())
        .filter(event -> canBeginAgain(event.host) && reaches(event, node))
        .findFirst()
        .map(
            event ->
                event.host.scope != null && reaches(event.host, event.host)
                    ? "A later step leads back to %s while %s is open. Attach %s to %s instead, which has all these steps in it."
                        .formatted(event.host, node, event, event.host.scope)
                    : "%s can begin again while it is open. Attach what begins it again, such as a message, to the task too, so that the task ends."
                        .formatted(event.host))
        .orElse("Join the paths before it, or draw them so that only one is taken.");
  }

  private static boolean canBeginAgain(Node step) {
    return Stream.concat(Stream.of(step), step.attached.stream())
        .anyMatch(start -> reaches(start, step));
  }

  private static boolean reaches(Node start, Node node) {
    return after(start).contains(node);
  }

  /** Whether every path from it leads back to it, so that only another path can end it. */
  private static boolean isEndless(Node node) {
    Set<Node> after = after(node);
    return after.contains(node) && after.stream().noneMatch(one -> one.is("endEvent"));
  }

  private static Set<Node> after(Node start) {
    return Drawing.reached(start.out.stream().map(Flow::to), one -> one.out.stream().map(Flow::to));
  }

  /** Checks the values that an element reads when it begins. */
  private void checkExpressions(Progress progress, Node node) {
    KnownValues local = localValues(progress, node);
    values
        .expressions(node)
        .forEach(text -> rules.checkExpression(node, text, local, () -> path(progress)));
    rules.checkDates(node, local);
    node.attached.stream()
        .filter(event -> event.event == Event.TIMER)
        .forEach(
            event -> {
              rules.checkExpression(event, event.waitsFor, progress.known, () -> path(progress));
              rules.checkDates(event, progress.known);
            });
  }

  private KnownValues localValues(Progress progress, Node node) {
    KnownValues local = progress.known;
    for (Map.Entry<String, String> input : node.inputs.entrySet()) {
      rules.checkExpression(node, input.getValue(), progress.known, () -> path(progress));
      local = local.with(input.getKey(), values.possibleTexts(input.getValue(), progress.known));
    }
    return local;
  }

  /** Follows an element that doesn't wait. */
  private List<Progress> passThrough(Progress progress, Node node) {
    node.step.ifPresent(step -> run(progress, node, step));
    return List.of(progress.leaves(node));
  }

  private void run(Progress progress, Node node, String name) {
    Optional<Rules.Declaration> step = values.step(name);
    KnownValues local = localValues(progress, node);
    rules.checkStep(node, name, local, () -> path(progress));
    KnownValues known = progress.known;
    if (rules.isMarked(Rules.DONE + name)) {
      known = known.with(Rules.DONE + name, "yes");
    }
    if (step.isPresent()) {
      for (String set : step.get().sets()) {
        Set<String> possible =
            step.get().removes().contains(set) ? Set.of(KnownValues.UNSET) : values.possible(set);
        // A step also sets its values in the calling processes.
        if (values.isReadByCallers(drawing, set)) {
          known = known.with(Rules.SET_ON_PATH + set, possible);
        }
        // A value that it also needs is only passed on.
        if (!step.get().needs().contains(set) && values.isRead(drawing, set)) {
          known = known.with(set, possible);
        }
      }
      for (String message : step.get().sends()) {
        if (rules.callMessages.contains(message)) {
          known = known.with(Rules.SENT + message, "yes");
        }
        deliver(progress, message, node);
      }
    }
    progress.known = known;
  }

  private Progress runListeners(Progress progress, Node node, boolean entering) {
    for (Listener listener : node.listeners) {
      if (listener.isOnEntering() == entering) {
        run(progress, node, listener.step());
      }
    }
    return progress;
  }

  // ---- gateways

  private List<Progress> choose(Progress progress, Node gateway) {
    List<Progress> found = new ArrayList<>();
    List<KnownValues> left = List.of(progress.known);
    Flow defaultFlow = null;
    for (Flow flow : gateway.out) {
      if (flow.isDefault()) {
        defaultFlow = flow;
      } else if (flow.condition() == null) {
        if (gateway.out.size() > 1) {
          findings.reportMissingCondition(gateway, flow);
        }
        left.forEach(known -> found.add(take(progress, flow, known)));
        left = List.of();
      } else {
        List<KnownValues> no = new ArrayList<>();
        for (KnownValues known : left) {
          rules.checkExpression(gateway, flow.condition(), known, () -> path(progress));
          rules.knownIf(flow, known, true).forEach(yes -> found.add(take(progress, flow, yes)));
          no.addAll(rules.knownIf(flow, known, false));
        }
        left = no;
      }
    }
    if (defaultFlow != null) {
      for (KnownValues known : left) {
        found.add(take(progress, defaultFlow, known));
      }
    } else {
      left.forEach(known -> rules.reportNoFlow(gateway, known));
    }
    return found;
  }

  private Progress take(Progress progress, Flow flow, KnownValues known) {
    rules.markTaken(flow);
    return progress.with(known).enters(flow);
  }

  private List<Progress> join(Progress progress, Node gateway, Flow via) {
    if (gateway.in.size() > 1) {
      if (via != null && !progress.tokens.add(arrivedAt(gateway, via))) {
        findings.reportOnce(
            Kind.ACTIVE_TWICE,
            gateway,
            "",
            () ->
                "%s is reached twice on the same flow: %s. Join the paths before it."
                    .formatted(gateway, path(progress)));
        return List.of();
      }
      List<String> all = gateway.in.stream().map(flow -> arrivedAt(gateway, flow)).toList();
      if (!progress.tokens.containsAll(all)) {
        return List.of(progress);
      }
      progress.tokens.removeAll(all);
    }
    gateway.out.forEach(
        flow -> {
          rules.markTaken(flow);
          progress.enters(flow);
        });
    return List.of(progress);
  }

  private static String arrivedAt(Node gateway, Flow via) {
    return ARRIVED + gateway.id + " " + via.id();
  }

  /** Every flow whose condition is true, or the default. */
  private List<Progress> fork(Progress progress, Node node) {
    List<Progress> open = new ArrayList<>(List.of(progress.with(progress.known)));
    Set<Progress> took = new HashSet<>();
    for (Flow flow : node.out) {
      if (flow.isDefault()) {
        continue;
      }
      List<Progress> further = new ArrayList<>();
      for (Progress one : open) {
        if (flow.condition() == null) {
          Progress yes = take(one, flow, one.known);
          took.add(yes);
          further.add(yes);
          continue;
        }
        rules.checkExpression(node, flow.condition(), one.known, () -> path(one));
        for (KnownValues known : rules.knownIf(flow, one.known, true)) {
          Progress yes = take(one, flow, known);
          took.add(yes);
          further.add(yes);
        }
        for (KnownValues known : rules.knownIf(flow, one.known, false)) {
          Progress no = one.with(known);
          if (took.contains(one)) {
            took.add(no);
          }
          further.add(no);
        }
      }
      open = further;
    }
    List<Progress> found = new ArrayList<>();
    for (Progress one : open) {
      if (took.contains(one) || node.out.isEmpty()) {
        found.add(one);
        continue;
      }
      Optional<Flow> defaultFlow = node.out.stream().filter(Flow::isDefault).findFirst();
      if (defaultFlow.isPresent()) {
        found.add(take(one, defaultFlow.get(), one.known));
      } else {
        rules.reportNoFlow(node, one.known);
      }
    }
    return found;
  }

  // ---- out of an element

  private List<Progress> leave(Progress progress, Node node) {
    runListeners(progress, node, false);
    progress.tokens.remove(node.id);
    node.attached.forEach(event -> progress.tokens.remove(FIRED + event.id));
    node.inside.forEach(inner -> progress.tokens.remove(FIRED + inner.id));
    return fork(progress, node);
  }

  private List<Progress> end(Progress progress, Node node) {
    node.step.ifPresent(step -> run(progress, node, step));
    progress.known = rules.safeguards.checkStart(node, progress.known, false, () -> path(progress));
    if (node.event == Event.TERMINATE) {
      endAllIn(progress, node.scope);
    } else if (node.event == Event.ERROR) {
      Node scope = node.scope;
      while (scope != null) {
        Optional<Node> caught =
            scope.attached.stream().filter(event -> event.event == Event.ERROR).findFirst();
        if (caught.isPresent()) {
          endAllIn(progress, scope);
          progress.tokens.remove(scope.id);
          return trigger(progress, caught.get());
        }
        scope = scope.scope;
      }
      endAllIn(progress, null);
    }
    return List.of(progress);
  }

  /** Ends everything in a sub-process, or in the process. */
  private void endAllIn(Progress progress, Node scope) {
    if (scope == null) {
      progress.tokens.clear();
      progress.pending.clear();
    } else {
      progress.tokens.removeIf(token -> isIn(token, scope));
      progress.pending.removeIf(pending -> pending.node().isIn(scope));
    }
  }

  // ---- possible next events

  private List<Progress> nextSteps(State state) {
    List<Progress> next = new ArrayList<>();
    Set<String> messages = new LinkedHashSet<>();
    for (Node node : waiting(state)) {
      if (node.is("userTask")) {
        for (KnownValues known : rules.knownAfter(node, state.known)) {
          next.add(new Progress(state, state.tokens, known).leaves(node));
        }
      } else if (node.is("callActivity")) {
        Progress calls = new Progress(state);
        for (KnownValues end : callEnds(calls, node)) {
          next.add(calls.with(knownAfterCall(node, state.known, end)).leaves(node));
        }
      } else if (node.is("eventBasedGateway")) {
        for (Flow flow : node.out) {
          if (flow.to().event == Event.TIMER) {
            next.add(catchTimer(state, node, flow));
          } else if (flow.to().event == Event.MESSAGE) {
            messages.add(flow.to().waitsFor);
          }
        }
      } else if (node.is("intermediateCatchEvent") || node.is("receiveTask")) {
        if (node.event == Event.MESSAGE) {
          messages.add(node.waitsFor);
        } else {
          next.add(markAwaited(new Progress(state), node).leaves(node));
        }
      } else if (node.is("inclusiveGateway")) {
        if (isLastArrival(state, node)) {
          Progress progress = new Progress(state);
          progress.tokens.remove(node.id);
          next.addAll(fork(progress, node));
        }
      } else if (!node.is("subProcess")) {
        Progress progress = new Progress(state);
        progress.tokens.remove(node.id);
        next.addAll(passThrough(progress, node));
      }
    }
    for (Node event : listening(state.tokens)) {
      if (event.event == Event.MESSAGE) {
        messages.add(event.waitsFor);
      } else if (event.event == Event.TIMER
          || event.event == Event.ERROR && event.host != null && !event.host.is("subProcess")) {
        next.addAll(trigger(new Progress(state), event));
      }
    }
    for (String message : messages) {
      if (rules.isSent(message)) {
        Progress progress = new Progress(state);
        deliver(progress, message, null);
        next.add(progress);
      }
    }
    return next;
  }

  private Progress catchTimer(State state, Node gateway, Flow flow) {
    Node event = flow.to();
    Progress progress = new Progress(state);
    progress.tokens.remove(gateway.id);
    rules.markTaken(flow);
    rules.markEntered(event);
    progress.through.add(event);
    return markAwaited(progress, event).leaves(event);
  }

  private Progress markAwaited(Progress progress, Node event) {
    if (event.event == Event.TIMER && rules.isMarked(Rules.WAITED + event.waitsFor)) {
      progress.known = progress.known.with(Rules.WAITED + event.waitsFor, "yes");
    }
    return progress;
  }

  /** The boundary events, and the starts of event sub-processes, that can happen now. */
  private List<Node> listening(Collection<String> tokens) {
    List<Node> events = new ArrayList<>();
    for (Node node : drawing.events) {
      boolean isOpen =
          node.is("boundaryEvent")
              ? tokens.contains(node.host.id)
              : !tokens.contains(node.scope.id)
                  && (node.scope.scope == null || tokens.contains(node.scope.scope.id));
      if (isOpen && !tokens.contains(FIRED + node.id)) {
        events.add(node);
      }
    }
    return events;
  }

  private List<Progress> trigger(Progress progress, Node event) {
    rules.markEntered(event);
    progress.through.add(event);
    Node host = event.is("boundaryEvent") ? event.host : event.scope.scope;
    if (event.interrupts()) {
      endAllIn(progress, host);
      if (event.is("boundaryEvent")) {
        progress.tokens.remove(host.id);
        host.attached.forEach(other -> progress.tokens.remove(FIRED + other.id));
      }
    } else if (event.is("boundaryEvent") || event.event == Event.TIMER) {
      progress.tokens.add(FIRED + event.id);
    }
    if (!event.is("boundaryEvent")) {
      rules.markEntered(event.scope);
      progress.tokens.add(event.scope.id);
    }
    return List.of(markAwaited(progress, event).leaves(event));
  }

  /**
   * Delivers a message to every event that waits for it.
   *
   * @param sender the step that sends it, whose own scopes it doesn't end; {@code null} from
   *     outside
   */
  private void deliver(Progress progress, String message, Node sender) {
    for (Node node : drawing.nodes.values()) {
      if (progress.tokens.contains(node.id)) {
        if (node.is("eventBasedGateway")) {
          node.out.stream()
              .map(Flow::to)
              .filter(event -> event.event == Event.MESSAGE && event.waitsFor.equals(message))
              .findFirst()
              .ifPresent(
                  event -> {
                    progress.tokens.remove(node.id);
                    rules.markEntered(event);
                    progress.through.add(event);
                    progress.leaves(event);
                  });
        } else if (node.event == Event.MESSAGE
            && node.waitsFor.equals(message)
            && (node.is("intermediateCatchEvent") || node.is("receiveTask"))) {
          progress.leaves(node);
        }
      }
    }
    for (Node event : listening(progress.tokens)) {
      if (event.event == Event.MESSAGE
          && event.waitsFor.equals(message)
          && (sender == null || event.host == null || !sender.isIn(event.host))
          && listening(progress.tokens).contains(event)) {
        trigger(progress, event);
      }
    }
  }

  /** Whether no other token can arrive at an inclusive gateway that joins paths. */
  private boolean isLastArrival(State state, Node gateway) {
    return waiting(state).stream()
        .filter(node -> node != gateway && !node.is("subProcess"))
        .noneMatch(node -> Drawing.reached(Stream.of(node), Walk::successors).contains(gateway));
  }

  private static Stream<Node> successors(Node node) {
    return Stream.of(
            node.out.stream().map(Flow::to), node.attached.stream(), Stream.ofNullable(node.scope))
        .flatMap(Function.identity());
  }

  // ---- calls

  private Set<KnownValues> callEnds(Progress progress, Node call) {
    KnownValues local = progress.known;
    for (Map.Entry<String, String> input : call.inputs.entrySet()) {
      local = local.with(input.getKey(), values.possibleTexts(input.getValue(), progress.known));
    }
    KnownValues handed = progress.known.marks(Rules.HANDED);
    for (Mapping in : call.mappings("in")) {
      if (values.isReadIn(call.called(), in.target())) {
        handed = handed.with(in.target(), mappedValues(local, in.source()));
      }
    }
    return rules.callEnds(call, handed);
  }

  private KnownValues knownAfterCall(Node call, KnownValues known, KnownValues end) {
    KnownValues back = known.plus(end.marks(Rules.MARKS));
    for (String name : values.valuesSetBy(call.called())) {
      if (end.has(Rules.SET_ON_PATH + name) && values.isRead(drawing, name)) {
        back = back.with(name, end.of(Rules.SET_ON_PATH + name));
      }
    }
    for (Mapping out : call.mappings("out")) {
      if (values.isRead(drawing, out.target())) {
        back = back.with(out.target(), mappedValues(end, out.source()));
      }
    }
    return back;
  }

  private Set<String> mappedValues(KnownValues known, String source) {
    if (source.contains("{")) {
      return values.possibleTexts(source, known);
    }
    Set<String> mapped = new TreeSet<>(known.of(source));
    if (mapped.remove(KnownValues.UNSET)) {
      mapped.add(KnownValues.NOTHING);
    }
    return mapped;
  }

  // ---- ends

  private void checkEveryPathEnds() {
    Set<State> canEnd =
        Drawing.reached(ends.stream(), state -> before.getOrDefault(state, Set.of()).stream());
    Set<State> left = before.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    arrivals.keySet().stream()
        .filter(state -> !canEnd.contains(state))
        .min(Comparator.comparing(left::contains)) // where it stops, if it does
        .ifPresent(
            state -> {
              List<Node> waiting =
                  waiting(state).stream().filter(node -> !node.is("subProcess")).toList();
              Node at =
                  waiting.isEmpty()
                      ? state.tokens.stream()
                          .filter(token -> token.startsWith(ARRIVED))
                          .map(token -> drawing.nodes.get(joinOf(token)))
                          .findFirst()
                          .orElse(null)
                      : waiting.stream().filter(Walk::isEndless).findFirst().orElse(waiting.get(0));
              findings.reportOnce(
                  Kind.NO_END,
                  drawing,
                  at,
                  "",
                  () ->
                      at != null && at.is("parallelGateway")
                          ? "%s waits for every flow into it, and on this path one never comes: %s. Choose an exclusive gateway there if only one of them is taken."
                              .formatted(at.inWords(), path(state))
                          : "no end can be reached from %s any more: %s. Draw a path from there to an end.%s"
                              .formatted(
                                  at == null ? drawing : at,
                                  path(state),
                                  at != null && isEndless(at) ? " " + REPEATS : ""));
            });
  }

  // ---- in words

  private String path(Progress progress) {
    return pathText(elementsTo(progress.from), progress.through);
  }

  private String path(State state) {
    return pathText(elementsTo(state), List.of());
  }

  private List<Node> elementsTo(State state) {
    Deque<List<Node>> parts = new ArrayDeque<>();
    for (State at = state; at != null && arrivals.containsKey(at); at = arrivals.get(at).from()) {
      parts.push(arrivals.get(at).through());
    }
    return parts.stream().flatMap(List::stream).toList();
  }

  private static String pathText(List<Node> first, List<Node> then) {
    List<String> names = new ArrayList<>();
    for (List<Node> part : List.of(first, then)) {
      for (Node node : part) {
        if (!node.name.isBlank()
            && (names.isEmpty() || !names.get(names.size() - 1).equals(node.name))) {
          names.add(node.name);
        }
      }
    }
    int from = Math.max(0, names.size() - MAX_PATH_NAMES);
    return (from > 0 ? "… → " : "") + String.join(" → ", names.subList(from, names.size()));
  }
}
