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
  private static final class Place {
    final Set<String> tokens;
    final Known known;
    private final int hash;

    Place(Collection<String> tokens, Known known) {
      this.tokens = Collections.unmodifiableSet(new LinkedHashSet<>(tokens));
      this.known = known;
      this.hash = 31 * this.tokens.hashCode() + known.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Place place
          && hash == place.hash
          && known.equals(place.known)
          && tokens.equals(place.tokens);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private record Came(Place from, List<Node> through) {}

  private record Pending(Node node, Flow via, boolean leaves) {}

  private static final String FIRED = "\u0002fired ";
  private static final String ARRIVED = "\u0002arrived ";
  private static final int MOST_PLACES = 50_000;
  private static final int LONGEST_PATH = 7;

  private final Drawing drawing;
  private final Rules rules;
  private final Map<Place, Came> places = new LinkedHashMap<>();
  private final Map<Place, Set<Place>> before = new HashMap<>();
  private final Deque<Place> toDo = new ArrayDeque<>();
  private final Set<Place> ends = new LinkedHashSet<>();

  private final List<Node> subProcesses;

  /** The element at which a step continues a case: earlier decisions are not known there. */
  private Node continued;

  Walk(Drawing drawing, Rules rules) {
    this.drawing = drawing;
    this.rules = rules;
    this.subProcesses =
        drawing.nodes.values().stream()
            .filter(node -> node.is("subProcess"))
            .sorted(Comparator.comparing(node -> node.id)) // as tokens are
            .toList();
  }

  /** A state between two waits; copied where paths fork. */
  private static final class Moving {
    final TreeSet<String> tokens;
    final Deque<Pending> pending;
    final List<Node> through;
    final Place from;
    final Set<List<Object>> seen;
    Known known;

    Moving(Place from) {
      this(from, from.tokens, from.known);
    }

    Moving(Place from, Collection<String> tokens, Known known) {
      this(
          from,
          new TreeSet<>(tokens),
          known,
          new ArrayDeque<>(),
          new ArrayList<>(),
          new HashSet<>());
    }

    private Moving(
        Place from,
        TreeSet<String> tokens,
        Known known,
        Deque<Pending> pending,
        List<Node> through,
        Set<List<Object>> seen) {
      this.from = from;
      this.tokens = tokens;
      this.known = known;
      this.pending = pending;
      this.through = through;
      this.seen = seen;
    }

    Moving with(Known other) {
      return new Moving(
          from,
          new TreeSet<>(tokens),
          other,
          new ArrayDeque<>(pending),
          new ArrayList<>(through),
          new HashSet<>(seen));
    }

    Moving enters(Flow flow) {
      pending.add(new Pending(flow.to(), flow, false));
      return this;
    }

    Moving enters(Node node) {
      pending.add(new Pending(node, null, false));
      return this;
    }

    Moving leaves(Node node) {
      pending.add(new Pending(node, null, true));
      return this;
    }
  }

  /**
   * Follows the paths from an element.
   *
   * @return the known values at each end; none if no end can be reached
   */
  Set<Known> from(Node start, Known known) {
    if (start.is("startEvent")) {
      rules.entered(start);
      for (Known answered : rules.answered(drawing, start, known)) {
        settle(listen(new Moving(null, Set.of(), answered), start, true).leaves(start));
      }
    } else {
      continued = start;
      settle(new Moving(null, Set.of(), known).enters(start));
    }
    while (!toDo.isEmpty()) {
      if (places.size() > MOST_PLACES) {
        rules.found(
            drawing,
            null,
            "the diagram has more paths than can be checked. Divide it into two diagrams.");
        break;
      }
      next(toDo.poll()).forEach(this::settle);
    }
    everyPathEnds();
    Set<Known> knownThere = new LinkedHashSet<>();
    ends.forEach(end -> knownThere.add(end.known));
    return knownThere;
  }

  // ------------------------------------------------------------------ from one wait to the next

  private void settle(Moving first) {
    Deque<Moving> open = new ArrayDeque<>(List.of(first));
    while (!open.isEmpty()) {
      Moving moving = open.pop();
      Pending one = moving.pending.poll();
      if (one == null) {
        Optional<Node> over = finishedSubProcess(moving);
        if (over.isPresent()) {
          open.push(moving.leaves(over.get()));
        } else {
          arrived(moving);
        }
      } else if (isNew(moving, one)) {
        (one.leaves() ? leave(moving, one.node()) : enter(moving, one)).forEach(open::push);
      }
    }
  }

  /** Whether this step isn't part of a loop that neither waits nor changes anything. */
  private static boolean isNew(Moving moving, Pending one) {
    return one.leaves()
        || !moving.through.contains(one.node())
        || moving.seen.add(
            List.of(one.node(), moving.pending.size(), Set.copyOf(moving.tokens), moving.known));
  }

  private void arrived(Moving moving) {
    Place place = new Place(moving.tokens, moving.known);
    if (moving.from != null) {
      before.computeIfAbsent(place, any -> new HashSet<>()).add(moving.from);
    }
    if (!places.containsKey(place)) {
      places.put(place, new Came(moving.from, List.copyOf(moving.through)));
      if (moving.tokens.stream().noneMatch(drawing.nodes::containsKey)
          && moving.tokens.stream().noneMatch(token -> token.startsWith(ARRIVED))) {
        ends.add(place);
      } else {
        toDo.add(place);
        rules.safeguards().waits(drawing, waiting(place), place.known, () -> path(place));
      }
    }
  }

  private List<Node> waiting(Place place) {
    return place.tokens.stream().map(drawing.nodes::get).filter(node -> node != null).toList();
  }

  private Optional<Node> finishedSubProcess(Moving moving) {
    return subProcesses.stream()
        .filter(sub -> moving.tokens.contains(sub.id))
        .filter(sub -> moving.tokens.stream().noneMatch(token -> isIn(token, sub)))
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

  // ------------------------------------------------------------------ into an element

  private List<Moving> enter(Moving moving, Pending entering) {
    Node node = entering.node();
    rules.entered(node);
    if (entering.via() != null) {
      entering.via().steps().forEach(step -> run(moving, entering.via().from(), step));
    }
    if (!moving.through.contains(node)) {
      moving.through.add(node);
    }
    if (moving.tokens.contains(node.id)) {
      if (node.is("inclusiveGateway")) {
        return List.of(moving);
      }
      rules.once(
          Kind.TWICE,
          drawing,
          node,
          "",
          () -> "%s can run twice at once: %s. %s".formatted(node, path(moving), toRunOnce(node)));
      return List.of();
    }
    switch (node.element.name()) {
      case "exclusiveGateway":
        return choose(moving, node);
      case "parallelGateway":
        return join(moving, node, entering.via());
      case "inclusiveGateway":
        if (node.in.size() > 1) {
          moving.tokens.add(node.id); // waits until nothing else can arrive
          return List.of(moving);
        }
        return fork(moving, node);
      case "endEvent":
        return end(moving, node);
      default:
        break;
    }
    asks(moving, node);
    moving.known =
        rules
            .safeguards()
            .begins(
                drawing,
                node,
                moving.known,
                node == continued && moving.from == null,
                () -> path(moving));
    listen(moving, node, true);
    if (node.is("subProcess")) {
      moving.tokens.add(node.id);
      drawing.starts(node).forEach(moving::enters);
      return List.of(moving);
    }
    boolean waits =
        node.is("userTask")
            || node.is("receiveTask")
            || node.is("eventBasedGateway")
            || node.is("callActivity")
            || node.is("intermediateCatchEvent") && node.event != Event.LINK
            || node.asyncBefore;
    if (!waits) {
      return does(moving, node);
    }
    moving.tokens.add(node.id);
    if (node.is("callActivity")) {
      Set<Known> ends = called(moving, node);
      for (String message : rules.messagesOfCalls()) {
        if (!ends.isEmpty() && ends.stream().allMatch(end -> end.has(Rules.SENT + message))) {
          deliver(moving, message, node);
        }
      }
    }
    return List.of(moving);
  }

  /** The advice for an element that is active twice. */
  private String toRunOnce(Node node) {
    return drawing.nodes.values().stream()
        .filter(event -> event.is("boundaryEvent") && event.host != null && !event.interrupts())
        .filter(event -> beginsAgain(event.host) && reaches(event, node))
        .findFirst()
        .map(
            event ->
                "%s can begin again while it is open. Attach what begins it again, such as a message, to the task too, so that the task ends."
                    .formatted(event.host))
        .orElse("Join the paths before it, or draw them so that only one is taken.");
  }

  private static boolean beginsAgain(Node step) {
    return Stream.concat(Stream.of(step), step.attached.stream())
        .anyMatch(start -> reaches(start, step));
  }

  private static boolean reaches(Node start, Node node) {
    return Drawing.reached(start.out.stream().map(Flow::to), one -> one.out.stream().map(Flow::to))
        .contains(node);
  }

  /** Checks the values that an element reads when it begins. */
  private void asks(Moving moving, Node node) {
    Known local = local(moving, node);
    rules
        .expressions(node)
        .forEach(text -> rules.reads(drawing, node, text, local, () -> path(moving)));
    rules.areDates(drawing, node, local);
    node.attached.stream()
        .filter(event -> event.event == Event.TIMER)
        .forEach(
            event -> {
              rules.reads(drawing, event, event.waitsFor, moving.known, () -> path(moving));
              rules.areDates(drawing, event, moving.known);
            });
  }

  private Known local(Moving moving, Node node) {
    Known local = moving.known;
    for (Map.Entry<String, String> input : node.inputs.entrySet()) {
      rules.reads(drawing, node, input.getValue(), moving.known, () -> path(moving));
      local = local.with(input.getKey(), rules.texts(input.getValue(), moving.known));
    }
    return local;
  }

  /** Follows an element that doesn't wait. */
  private List<Moving> does(Moving moving, Node node) {
    if (node.event == Event.LINK && node.is("intermediateThrowEvent")) {
      drawing.nodes.values().stream()
          .filter(other -> other.is("intermediateCatchEvent") && other.event == Event.LINK)
          .filter(other -> other.waitsFor.equals(node.waitsFor))
          .findFirst()
          .ifPresent(moving::enters);
      return List.of(moving);
    }
    node.step.ifPresent(step -> run(moving, node, step));
    return List.of(moving.leaves(node));
  }

  private void run(Moving moving, Node node, String name) {
    Optional<Rules.Declared> step = rules.step(name);
    Known local = local(moving, node);
    rules.runs(drawing, node, name, local, () -> path(moving));
    Known known = moving.known;
    if (rules.isMarked(Rules.DONE + name)) {
      known = known.with(Rules.DONE + name, "yes");
    }
    if (step.isPresent()) {
      for (String set : step.get().sets()) {
        Set<String> possible =
            step.get().removes().contains(set) ? Set.of(Known.UNSET) : rules.possible(set);
        // A step also sets its values in the calling processes.
        if (rules.isAskedByCallers(drawing, set)) {
          known = known.with(Rules.ON_THE_PATH + set, possible);
        }
        // A value that it also needs is only passed on.
        if (!step.get().needs().contains(set) && rules.isAsked(drawing, set)) {
          known = known.with(set, possible);
        }
      }
      for (String message : step.get().sends()) {
        if (rules.messagesOfCalls().contains(message)) {
          known = known.with(Rules.SENT + message, "yes");
        }
        deliver(moving, message, node);
      }
    }
    moving.known = known;
  }

  private Moving listen(Moving moving, Node node, boolean entering) {
    for (Listener listener : node.listeners) {
      if (listener.isOnEntering() == entering) {
        run(moving, node, listener.step());
      }
    }
    return moving;
  }

  // ------------------------------------------------------------------ gateways

  private List<Moving> choose(Moving moving, Node gateway) {
    List<Moving> found = new ArrayList<>();
    List<Known> left = List.of(moving.known);
    Flow otherwise = null;
    for (Flow flow : gateway.out) {
      if (flow.isDefault()) {
        otherwise = flow;
      } else if (flow.condition() == null) {
        if (gateway.out.size() > 1) {
          rules.lacksCondition(drawing, gateway, flow);
        }
        left.forEach(known -> found.add(takes(moving, flow, known)));
        left = List.of();
      } else {
        List<Known> no = new ArrayList<>();
        for (Known known : left) {
          rules.reads(drawing, gateway, flow.condition(), known, () -> path(moving));
          rules.where(flow, known, true).forEach(yes -> found.add(takes(moving, flow, yes)));
          no.addAll(rules.where(flow, known, false));
        }
        left = no;
      }
    }
    if (otherwise != null) {
      for (Known known : left) {
        found.add(takes(moving, otherwise, known));
      }
    } else {
      left.forEach(known -> rules.noAnswer(drawing, gateway, known));
    }
    return found;
  }

  private Moving takes(Moving moving, Flow flow, Known known) {
    rules.taken(flow);
    return moving.with(known).enters(flow);
  }

  private List<Moving> join(Moving moving, Node gateway, Flow via) {
    if (gateway.in.size() > 1) {
      if (via != null && !moving.tokens.add(arrivedAt(gateway, via))) {
        rules.once(
            Kind.TWICE,
            drawing,
            gateway,
            "",
            () ->
                "%s is reached twice on the same flow: %s. Join the paths before it."
                    .formatted(gateway, path(moving)));
        return List.of();
      }
      List<String> all = gateway.in.stream().map(flow -> arrivedAt(gateway, flow)).toList();
      if (!moving.tokens.containsAll(all)) {
        return List.of(moving);
      }
      moving.tokens.removeAll(all);
    }
    gateway.out.forEach(
        flow -> {
          rules.taken(flow);
          moving.enters(flow);
        });
    return List.of(moving);
  }

  private static String arrivedAt(Node gateway, Flow via) {
    return ARRIVED + gateway.id + " " + via.id();
  }

  /** Every flow whose condition is true, or the default. */
  private List<Moving> fork(Moving moving, Node node) {
    List<Moving> open = new ArrayList<>(List.of(moving.with(moving.known)));
    Set<Moving> took = new HashSet<>();
    for (Flow flow : node.out) {
      if (flow.isDefault()) {
        continue;
      }
      List<Moving> further = new ArrayList<>();
      for (Moving one : open) {
        if (flow.condition() == null) {
          Moving yes = takes(one, flow, one.known);
          took.add(yes);
          further.add(yes);
          continue;
        }
        rules.reads(drawing, node, flow.condition(), one.known, () -> path(one));
        for (Known known : rules.where(flow, one.known, true)) {
          Moving yes = takes(one, flow, known);
          took.add(yes);
          further.add(yes);
        }
        for (Known known : rules.where(flow, one.known, false)) {
          Moving no = one.with(known);
          if (took.contains(one)) {
            took.add(no);
          }
          further.add(no);
        }
      }
      open = further;
    }
    List<Moving> found = new ArrayList<>();
    for (Moving one : open) {
      if (took.contains(one) || node.out.isEmpty()) {
        found.add(one);
        continue;
      }
      Optional<Flow> otherwise = node.out.stream().filter(Flow::isDefault).findFirst();
      if (otherwise.isPresent()) {
        found.add(takes(one, otherwise.get(), one.known));
      } else {
        rules.noAnswer(drawing, node, one.known);
      }
    }
    return found;
  }

  // ------------------------------------------------------------------ out of an element

  private List<Moving> leave(Moving moving, Node node) {
    listen(moving, node, false);
    moving.tokens.remove(node.id);
    node.attached.forEach(event -> moving.tokens.remove(FIRED + event.id));
    node.inside.forEach(inner -> moving.tokens.remove(FIRED + inner.id));
    return fork(moving, node);
  }

  private List<Moving> end(Moving moving, Node node) {
    node.step.ifPresent(step -> run(moving, node, step));
    moving.known =
        rules.safeguards().begins(drawing, node, moving.known, false, () -> path(moving));
    if (node.event == Event.TERMINATE) {
      stop(moving, node.scope);
    } else if (node.event == Event.ERROR) {
      Node scope = node.scope;
      while (scope != null) {
        Optional<Node> caught =
            scope.attached.stream().filter(event -> event.event == Event.ERROR).findFirst();
        if (caught.isPresent()) {
          stop(moving, scope);
          moving.tokens.remove(scope.id);
          return happens(moving, caught.get());
        }
        scope = scope.scope;
      }
      stop(moving, null);
    }
    return List.of(moving);
  }

  /** Ends everything in a sub-process, or in the process. */
  private void stop(Moving moving, Node scope) {
    if (scope == null) {
      moving.tokens.clear();
      moving.pending.clear();
    } else {
      moving.tokens.removeIf(token -> isIn(token, scope));
      moving.pending.removeIf(pending -> pending.node().isIn(scope));
    }
  }

  // ------------------------------------------------------------------ possible next events

  private List<Moving> next(Place place) {
    List<Moving> next = new ArrayList<>();
    Set<String> messages = new LinkedHashSet<>();
    for (Node node : waiting(place)) {
      if (node.is("userTask")) {
        for (Known known : rules.answered(drawing, node, place.known)) {
          next.add(new Moving(place, place.tokens, known).leaves(node));
        }
      } else if (node.is("callActivity")) {
        Moving calls = new Moving(place);
        for (Known end : called(calls, node)) {
          next.add(calls.with(back(node, place.known, end)).leaves(node));
        }
      } else if (node.is("eventBasedGateway")) {
        for (Flow flow : node.out) {
          if (flow.to().event == Event.TIMER) {
            next.add(caught(place, node, flow));
          } else if (flow.to().event == Event.MESSAGE) {
            messages.add(flow.to().waitsFor);
          }
        }
      } else if (node.is("intermediateCatchEvent") || node.is("receiveTask")) {
        if (node.event == Event.MESSAGE) {
          messages.add(node.waitsFor);
        } else {
          next.add(timed(new Moving(place), node).leaves(node));
        }
      } else if (node.is("inclusiveGateway")) {
        if (nothingElseArrives(place, node)) {
          Moving moving = new Moving(place);
          moving.tokens.remove(node.id);
          next.addAll(fork(moving, node));
        }
      } else if (!node.is("subProcess")) {
        Moving moving = new Moving(place);
        moving.tokens.remove(node.id);
        next.addAll(does(moving, node));
      }
    }
    for (Node event : listening(place.tokens)) {
      if (event.event == Event.MESSAGE) {
        messages.add(event.waitsFor);
      } else if (event.event == Event.TIMER
          || event.event == Event.ERROR && event.host != null && !event.host.is("subProcess")) {
        next.addAll(happens(new Moving(place), event));
      }
    }
    for (String message : messages) {
      if (rules.isSent(message)) {
        Moving moving = new Moving(place);
        deliver(moving, message, null);
        next.add(moving);
      }
    }
    return next;
  }

  private Moving caught(Place place, Node gateway, Flow flow) {
    Node event = flow.to();
    Moving moving = new Moving(place);
    moving.tokens.remove(gateway.id);
    rules.taken(flow);
    rules.entered(event);
    moving.through.add(event);
    return timed(moving, event).leaves(event);
  }

  private Moving timed(Moving moving, Node event) {
    if (event.event == Event.TIMER && rules.isMarked(Rules.WAITED + event.waitsFor)) {
      moving.known = moving.known.with(Rules.WAITED + event.waitsFor, "yes");
    }
    return moving;
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

  private List<Moving> happens(Moving moving, Node event) {
    rules.entered(event);
    moving.through.add(event);
    Node host = event.is("boundaryEvent") ? event.host : event.scope.scope;
    if (event.interrupts()) {
      stop(moving, host);
      if (event.is("boundaryEvent")) {
        moving.tokens.remove(host.id);
        host.attached.forEach(other -> moving.tokens.remove(FIRED + other.id));
      }
    } else if (event.is("boundaryEvent") || event.event == Event.TIMER) {
      moving.tokens.add(FIRED + event.id);
    }
    if (!event.is("boundaryEvent")) {
      rules.entered(event.scope);
      moving.tokens.add(event.scope.id);
    }
    return List.of(timed(moving, event).leaves(event));
  }

  /**
   * Delivers a message to every event that waits for it.
   *
   * @param sender the step that sends it, whose own scopes it doesn't end; {@code null} from
   *     outside
   */
  private void deliver(Moving moving, String message, Node sender) {
    for (Node node : drawing.nodes.values()) {
      if (moving.tokens.contains(node.id)) {
        if (node.is("eventBasedGateway")) {
          node.out.stream()
              .map(Flow::to)
              .filter(event -> event.event == Event.MESSAGE && event.waitsFor.equals(message))
              .findFirst()
              .ifPresent(
                  event -> {
                    moving.tokens.remove(node.id);
                    rules.entered(event);
                    moving.through.add(event);
                    moving.leaves(event);
                  });
        } else if (node.event == Event.MESSAGE
            && node.waitsFor.equals(message)
            && (node.is("intermediateCatchEvent") || node.is("receiveTask"))) {
          moving.leaves(node);
        }
      }
    }
    for (Node event : listening(moving.tokens)) {
      if (event.event == Event.MESSAGE
          && event.waitsFor.equals(message)
          && (sender == null || event.host == null || !sender.isIn(event.host))
          && listening(moving.tokens).contains(event)) {
        happens(moving, event);
      }
    }
  }

  /** Whether no other token can arrive at an inclusive gateway that joins paths. */
  private boolean nothingElseArrives(Place place, Node gateway) {
    return waiting(place).stream()
        .filter(node -> node != gateway && !node.is("subProcess"))
        .noneMatch(node -> Drawing.reached(Stream.of(node), Walk::onwards).contains(gateway));
  }

  private static Stream<Node> onwards(Node node) {
    return Stream.of(
            node.out.stream().map(Flow::to), node.attached.stream(), Stream.ofNullable(node.scope))
        .flatMap(Function.identity());
  }

  // ------------------------------------------------------------------ calls

  private Set<Known> called(Moving moving, Node call) {
    Known local = moving.known;
    for (Map.Entry<String, String> input : call.inputs.entrySet()) {
      local = local.with(input.getKey(), rules.texts(input.getValue(), moving.known));
    }
    Known handed = moving.known.marks();
    for (Mapping in : call.mappings("in")) {
      if (rules.isAskedIn(call.called(), in.target())) {
        handed = handed.with(in.target(), handedOver(local, in.source()));
      }
    }
    return rules.called(call, handed);
  }

  private Known back(Node call, Known known, Known end) {
    Known back = known.and(end.marks());
    for (String name : rules.setOnThePath(call.called())) {
      if (end.has(Rules.ON_THE_PATH + name) && rules.isAsked(drawing, name)) {
        back = back.with(name, end.of(Rules.ON_THE_PATH + name));
      }
    }
    for (Mapping out : call.mappings("out")) {
      if (rules.isAsked(drawing, out.target())) {
        back = back.with(out.target(), handedOver(end, out.source()));
      }
    }
    return back;
  }

  private Set<String> handedOver(Known known, String source) {
    if (source.contains("{")) {
      return rules.texts(source, known);
    }
    Set<String> values = new TreeSet<>(known.of(source));
    if (values.remove(Known.UNSET)) {
      values.add(Known.NOTHING);
    }
    return values;
  }

  // ------------------------------------------------------------------ ends

  private void everyPathEnds() {
    Set<Place> good =
        Drawing.reached(ends.stream(), place -> before.getOrDefault(place, Set.of()).stream());
    places.keySet().stream()
        .filter(place -> !good.contains(place))
        .findFirst()
        .ifPresent(
            place -> {
              List<Node> waiting =
                  waiting(place).stream().filter(node -> !node.is("subProcess")).toList();
              Node at =
                  waiting.isEmpty()
                      ? place.tokens.stream()
                          .filter(token -> token.startsWith(ARRIVED))
                          .map(token -> drawing.nodes.get(joinOf(token)))
                          .findFirst()
                          .orElse(null)
                      : waiting.get(0);
              rules.once(
                  Kind.NO_END,
                  drawing,
                  at,
                  "",
                  () ->
                      "no end can be reached from %s any more: %s. Draw a path from there to an end."
                          .formatted(at == null ? drawing : at, path(place)));
            });
  }

  // ------------------------------------------------------------------ in words

  private String path(Moving moving) {
    return inWords(through(moving.from), moving.through);
  }

  private String path(Place place) {
    return inWords(through(place), List.of());
  }

  private List<Node> through(Place place) {
    Deque<List<Node>> parts = new ArrayDeque<>();
    for (Place at = place; at != null && places.containsKey(at); at = places.get(at).from()) {
      parts.push(places.get(at).through());
    }
    return parts.stream().flatMap(List::stream).toList();
  }

  private static String inWords(List<Node> first, List<Node> then) {
    List<String> names = new ArrayList<>();
    for (List<Node> part : List.of(first, then)) {
      for (Node node : part) {
        if (!node.name.isBlank()
            && (names.isEmpty() || !names.get(names.size() - 1).equals(node.name))) {
          names.add(node.name);
        }
      }
    }
    int from = Math.max(0, names.size() - LONGEST_PATH);
    return (from > 0 ? "… → " : "") + String.join(" → ", names.subList(from, names.size()));
  }
}
