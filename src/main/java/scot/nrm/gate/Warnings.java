package scot.nrm.gate;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.gate.Drawing.Event;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.gate.files.DataWarnings;
import scot.nrm.gate.files.TeamWords;
import scot.nrm.gate.files.TextWarnings;
import scot.nrm.modelcheck.TableComparison;
import scot.nrm.modelcheck.XmlFile;
import scot.nrm.modelcheck.XmlFile.Unreadable;

/**
 * Finds changes of a revision that may be intended or a slip, and asks its author for a reason. A
 * warning doesn't stop a deployment.
 */
public final class Warnings {

  /** The diagram up to the referral, whose deadline counts from the first meeting (D6). */
  private static final String DIAGRAM_BEFORE_REFERRAL = "local-authority-assessment";

  private static final String REFERRAL_FORMS = "nrm-form-";

  private static final int DAY = "2009-04-01".length();

  private static final String UPDATES = "updates.dmn";

  private static final int MAX_LENGTH = 1000;

  private final Map<String, Drawing> before;
  private final Map<String, Drawing> after;
  private final UnaryOperator<String> teams;
  private final List<String> sentences = new ArrayList<>();

  private Warnings(
      Map<String, Drawing> before, Map<String, Drawing> after, UnaryOperator<String> teams) {
    this.before = before;
    this.after = after;
    this.teams = teams;
  }

  /**
   * Compares two whole sets in which the check found no errors.
   *
   * @param before content by file name, with or without the folder
   * @param tables the inputs that the program gives tables
   * @param teams the name of a group by its id
   * @param names of authorities, on any day
   * @param day the first for which a table may answer differently: the day in force, or today
   * @return a sentence for each warning, with its file
   */
  public static List<String> of(
      Map<String, byte[]> before,
      Map<String, byte[]> after,
      Collection<DecisionTables.Check> tables,
      UnaryOperator<String> teams,
      Set<String> names,
      LocalDate day) {
    Warnings warnings = new Warnings(Drawing.all(before), Drawing.all(after), teams);
    warnings.after.forEach(warnings::compare);
    warnings.checkRemovedUse("runs the step", Node::steps);
    warnings.checkRemovedUse("sends the letters for", Warnings::occasions);
    warnings.checkUpdates(updates(before), updates(after));
    warnings.sentences.addAll(FormWarnings.of(warnings.before, warnings.after, before, after));
    warnings.checkFixedDays(day);
    warnings.sentences.addAll(TextWarnings.of(before, after, names));
    after.forEach(
        (file, content) -> {
          byte[] old = before.get(file);
          if (Arrays.equals(old, content)) {
            return;
          }
          if (old == null) {
            warnings.checkUse(file, after);
          } else {
            warnings.sentences.addAll(DataWarnings.of(file, old, content, day));
          }
          if (file.endsWith(".dmn") && old != null) {
            warnings.checkPastDays(DefinitionSets.nameOf(file), old, content, tables, day);
          }
          if (file.endsWith(".bpmn")) {
            String diagram = DefinitionSets.nameOf(file).replace(".bpmn", "");
            DrawingLayout.hidden(Optional.ofNullable(old), content)
                .forEach(sentence -> warnings.warn(diagram, sentence));
          }
        });
    return warnings.sentences.stream()
        .distinct()
        .map(one -> one.length() > MAX_LENGTH ? one.substring(0, MAX_LENGTH) : one)
        .toList();
  }

  private void warn(String diagram, String sentence) {
    sentences.add(Finding.inFile(diagram, sentence));
  }

  // ---- in one diagram

  private void compare(String id, Drawing drawing) {
    Drawing old = before.get(id);
    if (old == null) {
      return;
    }
    Set<String> awaited =
        nodes(after)
            .filter(node -> node.event == Event.TIMER)
            .map(node -> node.waitsFor)
            .collect(Collectors.toSet());
    for (Node was : old.nodes.values()) {
      Node is = drawing.nodes.get(was.id);
      if (was.event == Event.TIMER && is == null && !awaited.contains(was.waitsFor)) {
        warn(
            id,
            "%s is gone, and nothing else waits for %s. The steps after it no longer happen."
                .formatted(was, was.waitsFor));
      } else if (is != null) {
        compare(id, was, is);
        compareLanes(id, was, is, old.lanes.get(was.id), drawing.lanes.get(is.id));
      }
    }
    List<Node> added =
        drawing.nodes.values().stream().filter(node -> !old.nodes.containsKey(node.id)).toList();
    added.forEach(node -> warnOfChangedId(id, node, old, drawing));
    added.stream()
        .filter(Warnings::waitsOnlyForMessage)
        .forEach(
            node ->
                warn(
                    id,
                    "%s is new and waits for the message \"%s\". A case that reaches it waits until the message arrives, and nobody has a task in the meantime. Check that it arrives in every case, after this step has begun."
                        .formatted(node, node.waitsFor)));
    added.stream()
        .filter(node -> node.is("boundaryEvent") && node.host != null && node.interrupts())
        .forEach(
            node ->
                warn(
                    id,
                    "%s is new and ends %s %s, even if nobody has completed it. If work on it should continue, such as after a reminder, choose an event that doesn't interrupt."
                        .formatted(node, node.host, when(node))));
    added.stream()
        .filter(node -> beginsBeside(node) && !node.interrupts())
        .forEach(node -> warnOfDelay(id, drawing, node));
    warnOfRepetition(id, old, drawing);
    if (id.equals(DIAGRAM_BEFORE_REFERRAL)) {
      added.stream()
          .filter(node -> node.is("userTask") && isBeforeReferral(node))
          .forEach(
              node ->
                  warn(
                      id,
                      "D6: the task %s is new on the way to the referral, whose deadline counts from the first meeting. Every referral that reaches it will wait for it."
                          .formatted(node)));
    }
  }

  /** A letter would be sent twice. That a task would begin twice is an error. */
  private void warnOfRepetition(String id, Drawing old, Drawing drawing) {
    drawing.nodes.values().stream()
        .filter(node -> followsParallelPaths(node) && !followsParallelPaths(old.nodes.get(node.id)))
        .flatMap(
            node ->
                Drawing.reached(Stream.of(node), Warnings::afterChoice).stream()
                    .filter(one -> one.step.isPresent()))
        .findFirst()
        .ifPresent(
            step ->
                warn(
                    id,
                    "%s comes after paths that are taken at the same time and that nothing joins, so it happens once for each of them. If it should happen once, join them before it with a parallel gateway."
                        .formatted(step)));
  }

  private static Stream<Node> afterChoice(Node node) {
    return node.is("exclusiveGateway") ? node.out.stream().map(Flow::to) : Stream.empty();
  }

  /**
   * Whether paths that are taken at the same time come together here, and neither ends the other.
   */
  private static boolean followsParallelPaths(Node node) {
    if (node == null || node.in.size() < 2 || joins(node) || endsOthers(node)) {
      return false;
    }
    List<Set<Flow>> paths =
        node.in.stream()
            .map(last -> Drawing.reached(Stream.of(last), flow -> flowsBefore(flow, node)))
            .toList();
    return paths.stream()
        .anyMatch(
            path ->
                paths.stream()
                    .filter(other -> other != path)
                    .anyMatch(other -> path.stream().anyMatch(flow -> forks(flow, other))));
  }

  private static Stream<Flow> flowsBefore(Flow flow, Node until) {
    Node from = flow.from().host == null ? flow.from() : flow.from().host;
    return from == until || joins(from) ? Stream.empty() : from.in.stream();
  }

  /** Whether another flow is always taken at the same time as this one. */
  private static boolean forks(Flow flow, Set<Flow> others) {
    Node from = flow.from();
    return !from.is("exclusiveGateway")
        && !from.is("inclusiveGateway")
        && !from.is("eventBasedGateway")
        && flow.condition() == null
        && from.out.stream()
            .anyMatch(
                other -> other != flow && other.condition() == null && others.contains(other));
  }

  private static boolean joins(Node node) {
    return (node.is("parallelGateway") || node.is("inclusiveGateway")) && node.in.size() > 1;
  }

  private static boolean endsOthers(Node node) {
    return Drawing.reached(Stream.of(node), one -> one.out.stream().map(Flow::to)).stream()
        .anyMatch(end -> end.event == Event.TERMINATE);
  }

  /** A step that was deleted and drawn again has another id. */
  private void warnOfChangedId(String id, Node is, Drawing old, Drawing drawing) {
    old.nodes.values().stream()
        .filter(was -> was.is("userTask") || was.is("callActivity"))
        .filter(was -> is.is(was.element.name()) && is.name.equals(was.name))
        .filter(was -> !drawing.nodes.containsKey(was.id))
        .findFirst()
        .ifPresent(
            was ->
                warn(
                    id,
                    "%s had the id %s. A case that is at this step can't move to this set, and notices and lists that name the id no longer find it. Change the id back, unless it is a different step."
                        .formatted(is, was.id)));
  }

  private static boolean beginsBeside(Node event) {
    return event.is("boundaryEvent") && event.host != null || startsEventSubProcess(event);
  }

  private static boolean startsEventSubProcess(Node event) {
    return event.is("startEvent") && event.scope != null && event.scope.isEventSubProcess();
  }

  private void warnOfDelay(String id, Drawing drawing, Node event) {
    Node scope = startsEventSubProcess(event) ? event.scope.scope : event.scope;
    if (!isWaitedFor(drawing, scope)) {
      return;
    }
    Drawing.reached(event.out.stream().map(Flow::to), one -> one.out.stream().map(Flow::to))
        .stream()
        .filter(one -> one.is("userTask"))
        .findFirst()
        .ifPresent(
            task ->
                warn(
                    id,
                    "%s is new and begins the task %s beside %s. What comes after %s waits until that is completed too. If it should wait for nothing, end it: with an end event that terminates, or in a diagram of its own, started with a message."
                        .formatted(
                            event,
                            task,
                            event.host == null ? "the other steps" : event.host,
                            scope == null ? "the diagram" : scope)));
  }

  /** Whether something comes after the diagram or sub-process, which ends with its last task. */
  private boolean isWaitedFor(Drawing drawing, Node scope) {
    boolean isContinued =
        scope != null || nodes(after).anyMatch(one -> drawing.id.equals(one.called()));
    return isContinued
        && drawing.nodes.values().stream()
            .noneMatch(one -> one.scope == scope && one.event == Event.TERMINATE);
  }

  private static String when(Node event) {
    return switch (event.event) {
      case TIMER -> "on its day";
      case MESSAGE -> "when its message comes";
      default -> "when it happens";
    };
  }

  /** A lane is only drawn: who gets a task is said by its groups. */
  private void compareLanes(String id, Node was, Node is, String before, String now) {
    String groups = is.camunda("candidateGroups");
    if (is.is("userTask")
        && now != null
        && !now.equals(before)
        && groups != null
        && groups.equals(was.camunda("candidateGroups"))) {
      warn(
          id,
          "The task %s is now drawn in the lane %s, and is still for %s. A lane only shows who does a step. If others should get the task, change its Candidate groups."
              .formatted(is, now, TeamWords.of(groups, teams)));
    }
  }

  private void compare(String id, Node was, Node is) {
    if (is.is("boundaryEvent") && is.host != null && was.interrupts() != is.interrupts()) {
      warn(
          id,
          is.interrupts()
              ? "%s left %s open, and now ends it %s, even if nobody has completed it."
                  .formatted(is, is.host, when(is))
              : "%s ended %s, and now leaves it open.".formatted(is, is.host));
    }
    if (was.event == Event.TIMER && is.event == Event.TIMER && !was.waitsFor.equals(is.waitsFor)) {
      warn(id, "%s waited for %s and now waits for %s.".formatted(is, was.waitsFor, is.waitsFor));
    }
    String due = was.camunda("dueDate");
    if (due != null && !due.equals(is.camunda("dueDate"))) {
      warn(
          id,
          "The task %s was due by %s and is %s."
              .formatted(
                  is,
                  due,
                  is.camunda("dueDate") == null
                      ? "no longer due by any day"
                      : "now due by " + is.camunda("dueDate")));
    }
    String groups = was.camunda("candidateGroups");
    String now = is.camunda("candidateGroups");
    if (groups != null && now != null && !groups.equals(now)) {
      String team = TeamWords.of(groups, teams);
      boolean changesTeam = !team.equals(TeamWords.of(now, teams));
      warn(
          id,
          (includes(now, groups)
                  ? "The task %s was for %s. It is now for others too: for %s."
                  : "The task %s was for %s, whose people no longer see it. It is now for %s.")
              .formatted(
                  is, changesTeam ? team : groups, changesTeam ? TeamWords.of(now, teams) : now));
    }
  }

  /** Whether a list of groups has all of another one. */
  private static boolean includes(String groups, String others) {
    return Arrays.asList(groups.split(",\\s*")).containsAll(Arrays.asList(others.split(",\\s*")));
  }

  /** The same date for every case is rarely intended, and sooner or later it has passed. */
  private void checkFixedDays(LocalDate day) {
    after.forEach(
        (id, drawing) -> {
          Drawing old = before.get(id);
          for (Node node : drawing.nodes.values()) {
            Node was = old == null ? null : old.nodes.get(node.id);
            if (node.event == Event.TIMER && (was == null || !node.waitsFor.equals(was.waitsFor))) {
              dateIn(node.waitsFor)
                  .ifPresent(
                      fixed ->
                          warn(
                              id,
                              "%s waits for %s, which is the same day in every case. %s"
                                  .formatted(
                                      node,
                                      BritishDate.of(fixed),
                                      fixed.isBefore(day)
                                          ? "That day will have passed, so the next step happens as soon as a case reaches it. Name a date of the case, or write a duration."
                                          : "In a case that reaches it later, the next step happens at once. If each case should have a day of its own, name a date of the case, or write a duration.")));
            }
          }
        });
  }

  private static Optional<LocalDate> dateIn(String text) {
    try {
      return Optional.of(LocalDate.parse(text.substring(0, Math.min(DAY, text.length()))));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static boolean waitsOnlyForMessage(Node node) {
    return node.event == Event.MESSAGE
        && (node.is("intermediateCatchEvent") || node.is("receiveTask"))
        && node.attached.isEmpty()
        && node.in.stream().noneMatch(flow -> flow.from().is("eventBasedGateway"));
  }

  private static boolean isBeforeReferral(Node task) {
    return Stream.concat(
            Drawing.reached(Stream.of(task), node -> node.out.stream().map(Flow::to)).stream(),
            Drawing.reached(Stream.of(task), node -> node.in.stream().map(Flow::from)).stream())
        .map(node -> Objects.toString(node.camunda("formRef"), ""))
        .anyMatch(form -> form.startsWith(REFERRAL_FORMS));
  }

  // ---- in the whole set

  private void checkRemovedUse(String does, Function<Node, Stream<String>> uses) {
    Set<String> used = nodes(after).flatMap(uses).collect(Collectors.toSet());
    before.forEach(
        (id, drawing) ->
            drawing.nodes.values().stream()
                .flatMap(uses)
                .filter(one -> !used.contains(one))
                .forEach(one -> warn(id, "No diagram %s %s any more.".formatted(does, one))));
  }

  /** An update that no row names has the last row, which refuses it. */
  private void checkUpdates(Set<String> earlier, Set<String> later) {
    after.forEach(
        (id, drawing) -> {
          if (drawing.starts(null).stream().flatMap(Node::steps).anyMatch(Drawing.FIND_CASE::equals)
              && !later.contains(id)
              && (earlier.contains(id) || !before.containsKey(id))) {
            warn(
                id,
                "No row of the table Updates names this update, so everyone who sends it is refused. Add a row for %s above the last one."
                    .formatted(id));
          }
        });
  }

  /** The updates that the rows of the table name. */
  private static Set<String> updates(Map<String, byte[]> files) {
    Set<String> updates = new HashSet<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (DefinitionSets.nameOf(file.getKey()).equals(UPDATES)) {
        try {
          XmlFile.read(file.getValue())
              .all()
              .filter(element -> element.name().equals("inputEntry"))
              .forEach(cell -> updates.addAll(List.of(ModelParts.text(cell).split("[\",\\s]+"))));
        } catch (Unreadable e) {
          throw new IllegalArgumentException(e.getMessage(), e);
        }
      }
    }
    return updates;
  }

  private static Stream<Node> nodes(Map<String, Drawing> drawings) {
    return drawings.values().stream().flatMap(drawing -> drawing.nodes.values().stream());
  }

  private static Stream<String> occasions(Node node) {
    return Stream.ofNullable(node.inputs.get("occasion")).filter(text -> !text.contains("{"));
  }

  /** Corrections, late entries and cases under way need the rows of earlier days. */
  private void checkPastDays(
      String file, byte[] was, byte[] is, Collection<DecisionTables.Check> tables, LocalDate day) {
    try {
      TableComparison.ofPastDays(XmlFile.read(was), XmlFile.read(is), tables, day).stream()
          .flatMap(result -> result.changes().stream())
          .forEach(
              change ->
                  sentences.add(
                      "processes/%s: The table gives another answer for days before %s, %s: %s. Open cases and corrections ask about these days. Leave the earlier rows as they are, and add a row from %2$s or later."
                          .formatted(
                              file,
                              BritishDate.of(day),
                              change.when(),
                              Difference.answers(change.before(), change.after()))));
    } catch (Unreadable e) {
      // The check has named it.
    }
  }

  /** A new form or letter that nothing names, such as a copy under another name. */
  private void checkUse(String file, Map<String, byte[]> files) {
    String name = DefinitionSets.nameOf(file).replaceFirst("[.]\\w+$", "");
    if (file.endsWith(".form")
        && nodes(after).noneMatch(node -> name.equals(node.camunda("formRef")))) {
      sentences.add(
          "forms/%s.form: No task and no start has this form, so nobody sees it. Name it under Form reference in a diagram, or give it the name of the form that it replaces."
              .formatted(name));
    }
    if (DataFile.isLetter(file)
        && Warnings.class.getResource("/letters/" + name + ".html") == null
        && files.entrySet().stream()
            .filter(one -> one.getKey().endsWith(".dmn") || DataFile.isLetter(one.getKey()))
            .map(one -> new String(one.getValue(), StandardCharsets.UTF_8))
            .noneMatch(
                text -> text.contains('"' + name + '"') || text.contains(">" + name + "}"))) {
      sentences.add(
          "config/letters/%s.html: No row of the table letters names this letter, so nobody gets it. Name it in a row, or give it the name of the letter that it replaces."
              .formatted(name));
    }
  }
}
