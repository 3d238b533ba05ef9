package scot.nrm.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.calendar.BankHolidayCalendar;
import scot.nrm.calendar.BankHolidays;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.gate.Drawing.Event;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.gate.files.DataParts;
import scot.nrm.gate.files.Part;
import scot.nrm.gate.files.TeamWords;
import scot.nrm.gate.files.TypedLimits;
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

  private static final String UPDATES = "news.dmn";
  private static final String BANK_HOLIDAYS = "config/" + DataFile.BANK_HOLIDAYS.file();

  /** Files whose values are in the cases. */
  private static final String LISTS = "config/(councils|lists/[\\w-]+)\\.yaml";

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
    Warnings warnings = new Warnings(drawings(before), drawings(after), teams);
    warnings.after.forEach(warnings::compare);
    warnings.checkRemovedUse("runs the step", Node::steps);
    warnings.checkRemovedUse("sends the letters for", Warnings::occasions);
    warnings.checkUpdates(updates(before), updates(after));
    Map<String, FormSchema> formsBefore = forms(before);
    Map<String, FormSchema> forms = forms(after);
    warnings.checkHeadings(formsBefore, forms);
    warnings.checkFixedDays(day);
    warnings.checkRemovedQuestions(formsBefore, forms);
    warnings.checkUnaskedAnswers(forms);
    warnings.checkUnseenAnswers(formsBefore, forms);
    warnings.checkMovedQuestions(questions(formsBefore), questions(forms));
    Map<String, Set<String>> periodsBefore = TypedLimits.periods(before);
    Map<String, Set<String>> periods = TypedLimits.periods(after);
    Set<String> files = new HashSet<>(after.keySet());
    if (periods.equals(periodsBefore)) {
      files.removeIf(file -> Arrays.equals(before.get(file), after.get(file)));
    }
    Map<String, String> was = texts(before, files);
    Map<String, String> is = texts(after, files);
    warnings.checkTypedLimits(was, is, periodsBefore, periods);
    warnings.checkTypedNames(was, is, names);
    after.forEach(
        (file, content) -> {
          byte[] old = before.get(file);
          if (Arrays.equals(old, content)) {
            return;
          }
          if (old == null) {
            warnings.checkUse(file, after);
          } else {
            warnings.checkData(file, old, content, day);
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

  private static Map<String, Drawing> drawings(Map<String, byte[]> files) {
    Map<String, Drawing> drawings = new TreeMap<>();
    files.forEach(
        (file, content) -> {
          if (file.endsWith(".bpmn")) {
            Drawing.of(content).ifPresent(drawing -> drawings.put(drawing.id, drawing));
          }
        });
    return drawings;
  }

  private void warn(String diagram, String sentence) {
    sentences.add("processes/" + diagram + ".bpmn: " + sentence);
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
            "%s is gone, and nothing else waits for %s. What came then no longer happens."
                .formatted(was, was.waitsFor));
      } else if (is != null) {
        compare(id, was, is);
        compareLanes(id, was, is, old.lanes.get(was.id), drawing.lanes.get(is.id));
      }
    }
    List<Node> added =
        drawing.nodes.values().stream().filter(node -> !old.nodes.containsKey(node.id)).toList();
    added.stream()
        .filter(Warnings::waitsOnlyForMessage)
        .forEach(
            node ->
                warn(
                    id,
                    "%s is new and waits for the message \"%s\". A case that comes there stays until the message comes, and nobody has a task meanwhile. Check that it comes in every case, after this step has begun."
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
                                          ? "That day will have passed: what comes then happens as soon as a case is there. Name a date of the case, or write a duration."
                                          : "In a case that is there later, what comes then happens at once. If each case should have a day of its own, name a date of the case, or write a duration.")));
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

  /** People find a task by its name, and read the heading when they have opened it. */
  private void checkHeadings(Map<String, FormSchema> earlier, Map<String, FormSchema> later) {
    after.forEach(
        (id, drawing) -> {
          for (Node node : drawing.nodes.values()) {
            String heading = heading(node, later);
            if (!node.is("userTask") || heading == null || heading.equals(node.name)) {
              continue;
            }
            Drawing old = before.get(id);
            Node was = old == null ? null : old.nodes.get(node.id);
            if (was == null
                || !was.name.equals(node.name)
                || !heading.equals(heading(was, earlier))) {
              warn(
                  id,
                  "The task %s has a form with the heading \"%s\". Give both the same words, in forms/%s.form or here."
                      .formatted(node, heading, node.camunda("formRef")));
            }
          }
        });
  }

  /**
   * A new text field whose answer nobody will see. Forms that open a case, and the NRM form, have
   * no notes, because their answers are shown whole.
   */
  private void checkUnseenAnswers(Map<String, FormSchema> was, Map<String, FormSchema> is) {
    Set<String> known = new HashSet<>();
    was.values().forEach(form -> known.addAll(form.fields().keySet()));
    is.values().stream()
        .flatMap(form -> form.fields().values().stream())
        .filter(field -> field.disabled() || field.readOnly())
        .forEach(shown -> known.add(shown.key()));
    is.forEach(
        (id, form) -> {
          FormSchema earlier = was.getOrDefault(id, form);
          boolean hasNote = earlier.fields().values().stream().anyMatch(FormField::isNote);
          form.fields().values().stream()
              .filter(field -> hasNote || !was.containsKey(id))
              .filter(field -> field.type().startsWith("text") && !field.isNote())
              .filter(field -> !known.contains(field.key()))
              .forEach(
                  field ->
                      sentences.add(
                          "forms/%s.form: Nobody will see the answer to \"%s\" (%s) later: neither another form nor the record shows it. Give the field the property note, with the value everyone or authorities."
                              .formatted(id, field.label(), field.key())));
        });
  }

  /**
   * A task whose form has a question that a gateway of the diagram uses, but none before the next
   * task that asks it: a manager who sends the case back there would change nothing.
   */
  private void checkUnaskedAnswers(Map<String, FormSchema> forms) {
    after.forEach(
        (id, drawing) -> {
          Drawing old = before.get(id);
          if (old == null) {
            return;
          }
          for (Node node : drawing.nodes.values()) {
            FormSchema form = forms.get(Objects.toString(node.camunda("formRef"), ""));
            if (!node.is("userTask") || form == null) {
              continue;
            }
            Node was = old.nodes.get(node.id);
            questions(Map.of("", form))
                .get("")
                .forEach(
                    (key, label) -> {
                      if (asks(drawing.nodes.values(), key)
                          && !asks(untilAskedAgain(node, key, forms), key)
                          && (was == null || asks(untilAskedAgain(was, key, forms), key))) {
                        warn(
                            id,
                            "The task %s asks \"%s\" (%s), but no gateway after it uses the answer before it is asked again, so every answer leads to the same steps. Lead it to the gateway that uses the answer, draw one, or give the task a form without this question."
                                .formatted(node, label, key));
                      }
                    });
          }
        });
  }

  private static Set<Node> untilAskedAgain(Node task, String key, Map<String, FormSchema> forms) {
    boolean severalTimes =
        task.element.children().stream()
            .anyMatch(child -> child.name().equals("multiInstanceLoopCharacteristics"));
    return Drawing.reached(
        severalTimes ? Stream.empty() : Stream.of(task),
        node -> {
          FormSchema form = forms.get(Objects.toString(node.camunda("formRef"), ""));
          boolean again =
              node != task && form != null && questions(Map.of("", form)).get("").containsKey(key);
          return again ? Stream.empty() : next(node);
        });
  }

  /** The steps after a step, and after the sub-process that it is in. */
  private static Stream<Node> next(Node node) {
    return Stream.concat(Stream.of(node), Stream.ofNullable(node.scope))
        .flatMap(one -> one.out.stream())
        .map(Flow::to);
  }

  private static boolean asks(Collection<Node> nodes, String key) {
    return nodes.stream()
        .filter(node -> node.is("exclusiveGateway") || node.is("inclusiveGateway"))
        .flatMap(node -> node.out.stream())
        .anyMatch(flow -> flow.condition() != null && hasWord(flow.condition(), key));
  }

  /** The heading of a step's form; {@code null} if it has none. */
  private static String heading(Node node, Map<String, FormSchema> forms) {
    FormSchema form = forms.get(Objects.toString(node.camunda("formRef"), ""));
    return form == null ? null : form.heading();
  }

  private static Map<String, FormSchema> forms(Map<String, byte[]> files) {
    Map<String, FormSchema> forms = new TreeMap<>();
    files.forEach(
        (file, content) -> {
          if (file.endsWith(".form")) {
            FormSchema form = FormSchema.parse(content, OptionLists.NONE);
            forms.put(form.id(), form);
          }
        });
    return forms;
  }

  private static Stream<Node> nodes(Map<String, Drawing> drawings) {
    return drawings.values().stream().flatMap(drawing -> drawing.nodes.values().stream());
  }

  private static Stream<String> occasions(Node node) {
    return Stream.ofNullable(node.inputs.get("occasion")).filter(text -> !text.contains("{"));
  }

  /** A field that a form only shows isn't a question. */
  private void checkRemovedQuestions(Map<String, FormSchema> was, Map<String, FormSchema> is) {
    Set<String> asked = new HashSet<>();
    questions(is).values().forEach(questions -> asked.addAll(questions.keySet()));
    Map<String, String> removed = new TreeMap<>();
    questions(was).values().forEach(removed::putAll);
    removed.keySet().removeAll(asked);
    removed.forEach(
        (key, label) ->
            sentences.add(
                "No form asks \"%s\" (%s) any more. It stays empty in new cases, wherever the record, a letter or a table shows it."
                    .formatted(label, key)));
  }

  /**
   * A question that one form loses and no other form gains: cases with that form no longer have the
   * answer, and others still do.
   */
  private void checkMovedQuestions(
      Map<String, Map<String, String>> was, Map<String, Map<String, String>> is) {
    was.forEach(
        (form, questions) ->
            questions.forEach(
                (key, label) -> {
                  if (is.getOrDefault(form, questions).containsKey(key)) {
                    return;
                  }
                  List<String> now =
                      is.keySet().stream().filter(one -> is.get(one).containsKey(key)).toList();
                  if (!now.isEmpty()
                      && now.stream()
                          .allMatch(one -> was.getOrDefault(one, Map.of()).containsKey(key))) {
                    sentences.add(
                        "forms/%s.form: The form no longer asks \"%s\" (%s). Only %s: in a case that comes by this form, the answer stays empty, wherever a table, a letter or the record needs it."
                            .formatted(
                                form,
                                label,
                                key,
                                String.join(" and ", now) + (now.size() == 1 ? " does" : " do")));
                  }
                }));
  }

  /** The labels of the questions that can be answered, by form and key. */
  private static Map<String, Map<String, String>> questions(Map<String, FormSchema> forms) {
    Map<String, Map<String, String>> questionsByForm = new TreeMap<>();
    forms.forEach(
        (id, form) -> {
          Map<String, String> questions = new TreeMap<>();
          form.fields().values().stream()
              .filter(field -> !field.disabled() && !field.readOnly())
              .forEach(field -> questions.put(field.key(), field.label()));
          questionsByForm.put(id, questions);
        });
    return questionsByForm;
  }

  private void checkTypedLimits(
      Map<String, String> was,
      Map<String, String> is,
      Map<String, Set<String>> periodsBefore,
      Map<String, Set<String>> periods) {
    boolean changed = !periodsBefore.equals(periods);
    is.forEach(
        (where, text) -> {
          if (!changed && text.equals(was.get(where))) {
            return;
          }
          List<String> before = TypedLimits.limitsIn(was.getOrDefault(where, ""));
          for (String limit : TypedLimits.limitsIn(text)) {
            String length = TypedLimits.length(limit);
            if (!before.contains(limit)) {
              sentences.add(
                  "%s: A text says \"%s\". %s Periods change in the table time-limits, and this text would stay. In a form, show the period by its placeholder, such as {{limitReflection}}; in a diagram, call it by its name."
                      .formatted(where, limit, comparisonWithTable(length, periods)));
            } else {
              periodsBefore.forEach(
                  (period, lengths) -> {
                    Set<String> now = periods.getOrDefault(period, Set.of());
                    if (lengths.contains(length) && !lengths.equals(now)) {
                      sentences.add(
                          "%s: A text says \"%s\", and the table time-limits changes the period %s from %s to %s. Correct the text, or call the period by its name."
                              .formatted(where, limit, period, length, newLengths(lengths, now)));
                    }
                  });
            }
          }
        });
  }

  /** A typed name of an authority would stay when the authority is renamed. */
  private void checkTypedNames(Map<String, String> was, Map<String, String> is, Set<String> names) {
    is.forEach(
        (where, text) ->
            names.stream()
                .sorted()
                .filter(name -> hasWord(text, name) && !hasWord(was.getOrDefault(where, ""), name))
                .forEach(
                    name ->
                        sentences.add(
                            "%s: A text says \"%s\". Names of organisations change by day, and this text would stay. Write the placeholder for the name, such as {{authority.intake.short}}."
                                .formatted(where, name))));
  }

  private static boolean hasWord(String text, String word) {
    return text.contains(word)
        && Pattern.compile("(?<!\\w)" + Pattern.quote(word) + "(?!\\w)").matcher(text).find();
  }

  private static String comparisonWithTable(String length, Map<String, Set<String>> periods) {
    List<String> same =
        periods.keySet().stream().filter(period -> periods.get(period).contains(length)).toList();
    if (!same.isEmpty()) {
      return "The table time-limits says the same of %s now.".formatted(String.join(", ", same));
    }
    String unit = length.substring(length.indexOf(' '));
    String others =
        periods.entrySet().stream()
            .flatMap(
                period ->
                    period.getValue().stream()
                        .filter(other -> other.matches("([2-9]|\\d\\d+)" + unit))
                        .map(other -> "%s (%s)".formatted(other, period.getKey())))
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? "The table time-limits has no such period."
        : "The table time-limits has no such period, but %s.".formatted(others);
  }

  /** The lengths of a period that are new, or those that remain. */
  private static String newLengths(Set<String> before, Set<String> now) {
    Set<String> added = new LinkedHashSet<>(now);
    added.removeAll(before);
    return now.isEmpty() ? "none" : String.join(" and ", added.isEmpty() ? now : added);
  }

  /**
   * The texts of forms, diagrams and letters, by their place.
   *
   * @param files the names of those that are read
   */
  private static Map<String, String> texts(Map<String, byte[]> set, Set<String> files) {
    Map<String, String> texts = new TreeMap<>();
    set.forEach(
        (file, content) -> {
          if (!files.contains(file)) {
            return;
          }
          if (file.endsWith(".form")) {
            try {
              TypedLimits.formTexts(content)
                  .forEach(
                      (text, says) ->
                          texts.put("forms/" + DefinitionSets.nameOf(file) + ", " + text, says));
            } catch (IOException e) {
              // The check has named it.
            }
          } else if (file.endsWith(".bpmn")) {
            TypedLimits.diagramTexts(content)
                .forEach(
                    (id, says) ->
                        texts.put("processes/" + DefinitionSets.nameOf(file) + ", " + id, says));
          } else if (file.endsWith(".html")) {
            texts.put(
                "config/letters/" + DefinitionSets.nameOf(file), TypedLimits.letterText(content));
          }
        });
    return texts;
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

  // ---- data that cases depend on

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

  private void checkData(String file, byte[] was, byte[] is, LocalDate day) {
    if (file.equals(BANK_HOLIDAYS)) {
      checkBankHolidays(DataParts.of(was), DataParts.of(is), day);
    } else if (file.matches(LISTS)) {
      checkRemovedEntries(file, DataParts.of(was), DataParts.of(is));
    }
  }

  private void checkRemovedEntries(
      String file, Map<String, Part> earlier, Map<String, Part> later) {
    earlier.keySet().stream()
        .filter(entry -> !later.containsKey(entry))
        .forEach(
            entry ->
                sentences.add(
                    "%s: The entry %s is gone. Cases that have this value still show its name, but the forms of a case that moves to this set no longer show or offer it. Leave it, unless nobody has ever chosen it."
                        .formatted(file, entry)));
  }

  private void checkBankHolidays(
      Map<String, Part> earlier, Map<String, Part> later, LocalDate day) {
    Set<LocalDate> dates = new TreeSet<>();
    Stream.of(earlier, later)
        .flatMap(rows -> Stream.of(holidays(rows, "added"), holidays(rows, "removed")))
        .forEach(some -> some.forEach(one -> dates.add(one.date())));
    for (LocalDate one : dates) {
      holidayOnlyIn(one, earlier, later)
          .ifPresent(
              calendars ->
                  sentences.add(
                      "%s: %s was a bank holiday in %s and is now a working day. Deadlines that are counted over it are a day earlier from now on."
                          .formatted(BANK_HOLIDAYS, BritishDate.of(one), calendars)));
      if (one.isBefore(day)) {
        holidayOnlyIn(one, later, earlier)
            .ifPresent(
                calendars ->
                    sentences.add(
                        "%s: %s was a working day in %s and is now a bank holiday, although it is before %s. Dates that are set stay, and those that are counted again, such as after a correction, are a day later."
                            .formatted(
                                BANK_HOLIDAYS,
                                BritishDate.of(one),
                                calendars,
                                BritishDate.of(day))));
      }
    }
    Set<Map<String, String>> changed = new HashSet<>();
    rows(earlier, "calendars").forEach(changed::add);
    rows(later, "calendars").filter(row -> !changed.remove(row)).toList().forEach(changed::add);
    changed.stream()
        .map(row -> LocalDate.parse(row.get("from")))
        .filter(from -> from.isBefore(day))
        .distinct()
        .sorted()
        .forEach(
            from ->
                sentences.add(
                    "%s: Another calendar counts for forms received from %s. Open cases count by it if a date is extended or corrected. Leave the earlier rows, and add one from %s or later."
                        .formatted(BANK_HOLIDAYS, BritishDate.of(from), BritishDate.of(day))));
  }

  /** Where a day is a bank holiday in some rows and not in others; empty if nowhere. */
  private static Optional<String> holidayOnlyIn(
      LocalDate day, Map<String, Part> rows, Map<String, Part> others) {
    return Arrays.stream(BankHolidayCalendar.values())
        .filter(calendar -> workingDays(calendar, rows).isBankHoliday(day))
        .filter(calendar -> !workingDays(calendar, others).isBankHoliday(day))
        .map(BankHolidayCalendar::inWords)
        .reduce((one, other) -> one + " and in " + other);
  }

  private static WorkingDays workingDays(BankHolidayCalendar calendar, Map<String, Part> rows) {
    return new WorkingDays(
        calendar,
        new BankHolidays(
            holidays(rows, "added"),
            holidays(rows, "removed"),
            List.of(new BankHolidays.InForce(LocalDate.EPOCH, null, calendar))));
  }

  private static List<BankHolidays.Day> holidays(Map<String, Part> parts, String list) {
    return rows(parts, list)
        .map(
            row ->
                new BankHolidays.Day(
                    LocalDate.parse(row.get("date")),
                    row.get("name"),
                    Arrays.stream(row.get("calendars").split(",\\s*"))
                        .map(name -> name.toUpperCase(Locale.ROOT).replace('-', '_'))
                        .map(BankHolidayCalendar::valueOf)
                        .collect(Collectors.toSet())))
        .toList();
  }

  private static Stream<Map<String, String>> rows(Map<String, Part> parts, String list) {
    String path = "%s.%s [".formatted(DataFile.BANK_HOLIDAYS.prefix(), list);
    return parts.entrySet().stream()
        .filter(part -> part.getKey().startsWith(path))
        .map(part -> part.getValue().properties());
  }
}
