package scot.nrm.modelcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.FormsCheck;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.engine.sets.NearestName;
import scot.nrm.engine.steps.Step;
import scot.nrm.modelcheck.XmlFile.Attribute;
import scot.nrm.modelcheck.XmlFile.Element;

/**
 * The allowed content of a diagram. Anything else is refused, including features of later versions
 * of the engine: scripts, classes, connectors, external tasks, HTML forms.
 */
@Component
final class DiagramCheck {

  static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
  private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

  /** The layout and the editor's notes, which the engine doesn't execute. */
  private static final Set<String> DRAWING =
      Set.of(
          "http://www.omg.org/spec/BPMN/20100524/DI", "http://www.omg.org/spec/DD/20100524/DC",
          "http://www.omg.org/spec/DD/20100524/DI", "http://camunda.org/schema/modeler/1.0",
          "http://bpmn.io/schema/bpmn/biocolor/1.0",
              "http://www.omg.org/spec/BPMN/non-normative/color/1.0");

  private static final Set<String> ELEMENTS =
      Set.of(
          new String[] {
            "definitions",
            "process",
            "collaboration",
            "participant",
            "messageFlow",
            "laneSet",
            "lane",
            "flowNodeRef",
            "documentation",
            "extensionElements",
            "incoming",
            "outgoing",
            "sequenceFlow",
            "conditionExpression",
            "startEvent",
            "endEvent",
            "intermediateCatchEvent",
            "intermediateThrowEvent",
            "boundaryEvent",
            "userTask",
            "serviceTask",
            "sendTask",
            "receiveTask",
            "callActivity",
            "subProcess",
            "exclusiveGateway",
            "parallelGateway",
            "inclusiveGateway",
            "eventBasedGateway",
            "message",
            "messageEventDefinition",
            "timerEventDefinition",
            "timeDate",
            "timeDuration",
            "error",
            "errorEventDefinition",
            "escalation",
            "terminateEventDefinition",
            "multiInstanceLoopCharacteristics",
            "loopCardinality",
            "completionCondition",
            "textAnnotation",
            "text",
            "association",
            "group",
            "category",
            "categoryValue"
          });

  private static final String NO_END =
      "one end of this flow is %s, which isn't in the diagram. Draw the flow again, or remove it.";

  private static final String IN_TWO_LANES =
      "it is in two lanes. Move it a little in Camunda Modeler, which then writes the lane in which it is drawn.";

  private static final int MAX_NAME = 150;
  private static final int MAX_ID = 100;
  private static final int MAX_DOCUMENTATION = 3000;

  private static final String NO_WORK =
      "A case would pass it, and nobody would be asked to do anything. Use a user task with a form, or a service task that names a step of the program";

  private static final String ESCALATION =
      "It reaches nobody here. Use a timer that doesn't interrupt, and a task for the manager after it";

  /** What to use instead of other BPMN elements. */
  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("task", NO_WORK),
          Map.entry("manualTask", NO_WORK),
          Map.entry(
              "scriptTask",
              "Scripts do not run here. Use a service task that names a step of the program"),
          Map.entry(
              "businessRuleTask",
              "Use a service task that names a step of the program, which asks the table"),
          Map.entry(
              "signalEventDefinition",
              "A signal reaches the cases of every local authority. Use a message"),
          Map.entry("signal", "A signal reaches the cases of every local authority. Use a message"),
          Map.entry("conditionalEventDefinition", "Use a message or a timer"),
          Map.entry("escalationEventDefinition", ESCALATION),
          Map.entry("linkEventDefinition", "Draw the flow itself"),
          Map.entry(
              "timeCycle", "Use a timer with a date or a duration, and a loop in the drawing"),
          Map.entry("import", "Other files are not read. Remove it"));

  private static final Set<String> CAMUNDA_ELEMENTS =
      Set.of(
          "executionListener",
          "taskListener",
          "in",
          "out",
          "inputOutput",
          "inputParameter",
          "outputParameter",
          "properties",
          "property");

  private static final Map<String, String> CAMUNDA_INSTEAD =
      Map.of(
          "script", "Scripts do not run here. Name a step of the program",
          "connector", "Connectors do not run here. Name a step of the program",
          "formData", "Use a form in the folder forms, by its id",
          "field", "A step of the program takes process variables. Remove it",
          "failedJobRetryTimeCycle",
              "What failed is tried again at the same times everywhere. Empty Retry time cycle under Job execution",
          "list", "Give one text or expression",
          "map", "Give one text or expression");

  private static final Set<String> CAMUNDA_ATTRIBUTES =
      Set.of(
          new String[] {
            "assignee", "candidateUsers", "candidateGroups", "dueDate",
            "followUpDate", "priority", "asyncBefore", "asyncAfter",
            "exclusive", "jobPriority", "delegateExpression", "formRef",
            "formRefBinding", "historyTimeToLive", "versionTag", "isStartableInTasklist",
            "calledElementBinding", "calledElementVersion", "collection", "elementVariable",
            "errorCodeVariable", "errorMessageVariable", "errorMessage", "modelerTemplate"
          });

  private static final Map<String, String> CAMUNDA_ATTRIBUTES_INSTEAD =
      Map.ofEntries(
          Map.entry(
              "class",
              "Name a step of the program with a delegate expression, such as ${sendLetters}"),
          Map.entry(
              "expression",
              "Name a step of the program with a delegate expression, such as ${sendLetters}"),
          Map.entry("type", "External tasks are not available. Name a step of the program"),
          Map.entry("topic", "External tasks are not available. Name a step of the program"),
          Map.entry("formKey", "Use a form in the folder forms, by its id (form reference)"),
          Map.entry("resource", "Scripts do not run here. Name a step of the program"),
          Map.entry("candidateStarterGroups", "config/roles.yaml says who may start it"),
          Map.entry("candidateStarterUsers", "config/roles.yaml says who may start it"),
          Map.entry("calledElementTenantId", "The tenant of the case is set automatically"),
          Map.entry(
              "variables",
              "Untick Propagate all variables, and name each value under In mappings or Out mappings"),
          Map.entry("local", "The value would be lost. Untick Local"));

  private static final Set<String> CAMUNDA_ELEMENT_ATTRIBUTES =
      Set.of(
          new String[] {
            "id", "name", "value", "event",
            "delegateExpression", "source", "sourceExpression", "target",
            "businessKey"
          });

  /** BPMN attributes that would make the engine use another language or read other files. */
  private static final Set<String> REFUSED_BPMN_ATTRIBUTES =
      Set.of(
          "scriptFormat", "language",
          "expressionLanguage", "typeLanguage",
          "evaluatesToTypeRef", "operationRef");

  /** The diagram up to the referral, which is due 48 hours after the first meeting (D6). */
  private static final String DIAGRAM_BEFORE_REFERRAL = "local-authority-assessment";

  private static final Pattern OWN_CASE_NUMBER =
      Pattern.compile("[$#]\\{\\s*execution\\.processBusinessKey\\s*}");

  /** What the engine reads as a number of days. */
  private static final Pattern TIME_TO_LIVE = Pattern.compile("P\\d{1,6}D|\\d{1,6}");

  /** The attributes and elements with a date. */
  private static final Set<String> DATES = Set.of("dueDate", "followUpDate", "timeDate");

  /** What the engine reads as a date. */
  private static final Pattern DATE =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}(T([01]?\\d|2[0-3])(:[0-5]?\\d){0,2}(\\.\\d+)?([+-](0\\d|1[0-4])(:?[0-5]\\d)?|Z)?)?");

  /** One expression, or what the engine reads as a duration, which has no weeks. */
  private static final Pattern DURATION =
      Pattern.compile(
          "[$#]\\{[^{}]*}|P(?=.)(\\d+Y)?(\\d+M)?(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+S)?)?");

  private static final Set<String> CONDITIONS =
      Set.of("conditionExpression", "completionCondition");

  /** The number of instances of a task. */
  private static final Pattern CARDINALITY = Pattern.compile("[$#]\\{[^{}]*}|[1-9]\\d{0,2}");

  private static final Set<String> PRIORITIES = Set.of("priority", "jobPriority");

  private static final Pattern NUMBER = Pattern.compile("[$#]\\{[^{}]*}|-?\\d{1,9}");

  private static final int DAY = "2009-04-01".length();

  /** An expression. The engine reads any other condition as a text, and then takes no path. */
  private static final Pattern EXPRESSION = Pattern.compile("[$#]\\{[^{}]*}");

  /** The tasks that run a step of the program. */
  private static final Set<String> STEP_TASKS = Set.of("serviceTask", "sendTask");

  /** The attributes that name a variable for the engine to set. */
  private static final Set<String> SET_VARIABLES =
      Set.of("elementVariable", "errorCodeVariable", "errorMessageVariable");

  private final DiagramBeans beans;
  private final Expressions expressions;
  private final KnownProcesses known;
  private final FormsCheck.TaskCheck tasks;

  DiagramCheck(
      DiagramBeans beans,
      Expressions expressions,
      KnownProcesses known,
      FormsCheck.TaskCheck tasks) {
    this.tasks = tasks;
    this.beans = beans;
    this.expressions = expressions;
    this.known = known;
  }

  /**
   * A sentence for each problem; empty if the diagram can be deployed.
   *
   * @param others the ids of the diagrams of the set: a call of one that isn't known is not
   *     reported, because the diagram itself is
   */
  List<String> problems(Element root, Set<String> others) {
    List<String> problems = new ArrayList<>();
    if (!root.namespace().equals(BPMN) || !root.name().equals("definitions")) {
      problems.add(
          "This is not a BPMN diagram. Save it with Camunda Modeler as a diagram for Camunda 7.");
    } else {
      check(root, root, others, problems);
      checkIds(root, problems);
      List<Element> processes =
          root.children().stream().filter(element -> is(element, "process")).toList();
      List<Element> executable =
          processes.stream()
              .filter(process -> !"false".equals(process.attribute("isExecutable")))
              .toList();
      if (executable.isEmpty()) {
        Element first = processes.stream().findFirst().orElse(root);
        problems.add(
            position(first, first)
                + "no case could run it. Draw a process, and tick Executable in its properties.");
      }
      executable.forEach(
          process -> {
            checkStarts(process, root, problems);
            timeToLiveProblem(process)
                .ifPresent(problem -> problems.add(position(process, process) + problem));
            List<Map<String, String>> known = tasks(process);
            // A wrong property, which is named already, may be that of the missing task.
            if (known.stream().allMatch(task -> tasks.problems(task).isEmpty())) {
              tasks
                  .missing(steps(process), known)
                  .forEach(problem -> problems.add(position(process, process) + problem));
            }
          });
    }
    return problems;
  }

  /**
   * Finds elements with the same id, such as a copy, or in two lanes, and flows from or to nothing.
   */
  private static void checkIds(Element root, List<String> problems) {
    Set<String> ids = new HashSet<>();
    root.all()
        .filter(element -> element.namespace().equals(BPMN))
        .filter(element -> element.attribute("id") != null && !ids.add(element.attribute("id")))
        .forEach(
            element ->
                problems.add(
                    position(element, element)
                        + "another element of the diagram has the same id. Remove one of them, or give the new one another id."));
    root.all()
        .filter(element -> is(element, "sequenceFlow") || is(element, "message"))
        .filter(element -> element.attribute("id") == null)
        .forEach(
            element -> problems.add(position(element, element) + "it has no id. Give it one."));
    root.all()
        .filter(element -> is(element, "sequenceFlow"))
        .flatMap(
            flow ->
                Stream.of("sourceRef", "targetRef")
                    .map(flow::attribute)
                    .filter(end -> end != null && !ids.contains(end))
                    .map(end -> position(flow, flow) + NO_END.formatted(shortened(end))))
        .forEach(problems::add);
    Set<String> inLanes = new HashSet<>();
    Set<String> twice =
        root.all()
            .filter(element -> is(element, "flowNodeRef"))
            .map(element -> element.text().strip())
            .filter(id -> !inLanes.add(id))
            .collect(Collectors.toSet());
    root.all()
        .filter(step -> twice.contains(String.valueOf(step.attribute("id"))))
        .forEach(step -> problems.add(position(step, step) + IN_TWO_LANES));
  }

  private static Optional<String> timeToLiveProblem(Element process) {
    String days = Objects.toString(process.attribute(CAMUNDA, "historyTimeToLive"), "").strip();
    return unless(
        TIME_TO_LIVE.matcher(days).matches(),
        "it has %s, after which its history is removed. Write P180D under History cleanup, Time to live.",
        days.isEmpty()
            ? "no time to live"
            : "the time to live \"%s\", which is not a number of days".formatted(shortened(days)));
  }

  private static Set<String> steps(Element process) {
    return process
        .all()
        .filter(element -> element.namespace().equals(BPMN))
        .flatMap(
            step ->
                Optional.ofNullable(step.attribute(CAMUNDA, "delegateExpression"))
                    .flatMap(Expressions::beanName)
                    .stream())
        .collect(Collectors.toSet());
  }

  private static List<Map<String, String>> tasks(Element process) {
    return process
        .all()
        .filter(element -> is(element, "userTask"))
        .map(DiagramCheck::properties)
        .toList();
  }

  /** Checks that process and starts are known, and delay neither case nor referral (D6). */
  private void checkStarts(Element process, Element root, List<String> problems) {
    String id = process.attribute("id");
    if (id == null || !known.ids().contains(id)) {
      problems.add(
          position(process, process)
              + "there is no process with this id. Use the id of the diagram that you revise. To add one, an operator first puts its id under case-processes, and the message that starts it under message-starts, in config/roles.yaml, and restarts the program.");
      return;
    }
    process.children().stream()
        .filter(element -> is(element, "startEvent"))
        .forEach(
            start ->
                start.children().stream()
                    .filter(event -> event.name().endsWith("EventDefinition"))
                    .filter(event -> !isKnownStart(id, event, root))
                    .forEach(
                        event ->
                            problems.add(
                                position(start, event)
                                    + "this process can't start with this event. People start it with its form, or another process calls it. Messages that start a process are under message-starts in config/roles.yaml.")));
    if (!DefinitionSets.CASE.equals(id)) {
      process.children().stream()
          .filter(element -> is(element, "startEvent"))
          .filter(start -> start.all().anyMatch(event -> isKnownStart(id, event, root)))
          .filter(start -> !"true".equals(start.attribute(CAMUNDA, "asyncAfter")))
          .forEach(
              start ->
                  problems.add(
                      position(start, start)
                          + "what starts beside the case must not hold it up. Choose Asynchronous continuations: After at this event."));
    }
    if (DIAGRAM_BEFORE_REFERRAL.equals(id)) {
      List<String> sources =
          process
              .all()
              .filter(element -> is(element, "sequenceFlow"))
              .map(flow -> flow.attribute("sourceRef"))
              .toList();
      process
          .all()
          .filter(element -> dividesPath(element, sources))
          .forEach(
              fork ->
                  problems.add(
                      position(fork, fork)
                          + "a task beside the others holds up the referral (D6), because this diagram ends with its last task. Draw it as a diagram of its own that starts beside the case with a message, such as concern-accepted."));
    }
  }

  /** Whether paths divide here that run at the same time. */
  private static boolean dividesPath(Element element, List<String> sources) {
    if (is(element, "subProcess") && "true".equals(element.attribute("triggeredByEvent"))
        || is(element, "boundaryEvent") && "false".equals(element.attribute("cancelActivity"))) {
      return true;
    }
    boolean takesOneFlow = is(element, "exclusiveGateway") || is(element, "eventBasedGateway");
    return !takesOneFlow
        && element.namespace().equals(BPMN)
        && element.attribute("id") != null
        && Collections.frequency(sources, element.attribute("id")) > 1;
  }

  private boolean isKnownStart(String process, Element event, Element root) {
    return event.name().equals("messageEventDefinition")
        && root.children().stream()
            .filter(element -> is(element, "message"))
            .filter(
                message ->
                    Objects.toString(message.attribute("id"), "")
                        .equals(event.attribute("messageRef")))
            .anyMatch(message -> known.startsWith(process, message.attribute("name")));
  }

  private static boolean is(Element element, String name) {
    return element.namespace().equals(BPMN) && element.name().equals(name);
  }

  static Set<String> forms(Element root) {
    return root.all()
        .map(element -> element.attribute(CAMUNDA, "formRef"))
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The groups that get a task with a form, by the form's id. Bookings belong to no child, and a
   * choice by a variable is checked when the form is opened.
   */
  Map<String, Set<String>> teams(Element root) {
    Map<String, Set<String>> teams = new TreeMap<>();
    root.children().stream()
        .filter(process -> !known.otherProcesses().contains(process.attribute("id")))
        .flatMap(Element::all)
        .filter(element -> is(element, "userTask"))
        .forEach(
            task -> {
              String form = task.attribute(CAMUNDA, "formRef");
              String groups = task.attribute(CAMUNDA, "candidateGroups");
              if (form != null && groups != null) {
                expressions
                    .possibleTexts(groups)
                    .ifPresent(
                        names -> teams.computeIfAbsent(form, id -> new TreeSet<>()).addAll(names));
              }
            });
    return teams;
  }

  /** The container is the drawn element that contains this one. */
  private void check(
      Element element, Element container, Set<String> others, List<String> problems) {
    if (DRAWING.contains(element.namespace())) {
      return;
    }
    boolean isDrawn =
        element.namespace().equals(BPMN)
            && element.attribute("id") != null
            && !element.name().endsWith("EventDefinition");
    Element drawn = isDrawn ? element : container;
    Optional<String> refused = elementProblem(element);
    if (refused.isPresent()) {
      problems.add(position(drawn, element) + refused.get() + ".");
      return;
    }
    List<String> found = new ArrayList<>();
    element.attributes().forEach(one -> attributeProblem(element, one).ifPresent(found::add));
    lengthProblem(element).ifPresent(found::add);
    textProblem(element).ifPresent(found::add);
    mappingProblem(element, others).ifPresent(found::add);
    stepProblem(element, drawn).ifPresent(found::add);
    found.addAll(inputProblems(element));
    twiceProblem(element).ifPresent(found::add);
    if (is(element, "subProcess")
        && element.children().stream().noneMatch(one -> is(one, "startEvent"))) {
      found.add("nothing begins in this sub-process. Draw a start event in it");
    }
    startsProblem(element).ifPresent(found::add);
    found.forEach(problem -> problems.add(position(drawn, element) + problem + "."));
    if (is(element, "userTask")) {
      tasks
          .problems(properties(element))
          .forEach(problem -> problems.add(position(drawn, element) + problem));
    }
    element.children().forEach(child -> check(child, drawn, others, problems));
  }

  /** A problem if it has several start events without a message, of which the engine knows one. */
  private static Optional<String> startsProblem(Element element) {
    long starts =
        element.children().stream()
            .filter(start -> is(start, "startEvent"))
            .filter(
                start ->
                    start.children().stream()
                        .noneMatch(event -> event.name().endsWith("EventDefinition")))
            .count();
    return unless(
        starts < 2,
        "it has %s start events. Keep one, and draw a gateway after it if there are several ways to begin",
        starts);
  }

  private static Map<String, String> properties(Element task) {
    Map<String, String> properties = new TreeMap<>();
    task.all()
        .filter(element -> element.namespace().equals(CAMUNDA) && element.name().equals("property"))
        .forEach(
            property ->
                properties.put(
                    Objects.toString(property.attribute("name"), ""),
                    Objects.toString(property.attribute("value"), "")));
    return properties;
  }

  /**
   * A problem if a task, or an event that sends a message, names nothing to run. Anything but a
   * step is refused elsewhere.
   */
  private static Optional<String> stepProblem(Element element, Element drawn) {
    boolean runs =
        element.namespace().equals(BPMN) && STEP_TASKS.contains(element.name())
            || is(element, "messageEventDefinition")
                && (is(drawn, "endEvent") || is(drawn, "intermediateThrowEvent"));
    return unless(
        !runs || element.attributes().stream().anyMatch(DiagramCheck::namesWhatToRun),
        "it names no step of the program. Name one as its delegate expression, such as ${sendLetters}");
  }

  private static boolean namesWhatToRun(Attribute attribute) {
    return attribute.name().equals("delegateExpression")
        || CAMUNDA_ATTRIBUTES_INSTEAD.containsKey(attribute.name());
  }

  /** The name of an element in words, such as "a script task". */
  private static String inWords(String name) {
    String words =
        name.replaceAll("Definition$", "").replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return (words.matches("[aeiou].*") ? "an " : "a ") + words;
  }

  private static Optional<String> elementProblem(Element element) {
    String name = element.name();
    if (element.namespace().equals(BPMN)) {
      return unless(
          ELEMENTS.contains(name),
          "%s cannot be used. %s",
          name.equals("task") ? "a task without a type" : inWords(name),
          INSTEAD.getOrDefault(name, "Remove it"));
    }
    return element.namespace().equals(CAMUNDA)
        ? unless(
            CAMUNDA_ELEMENTS.contains(name),
            "camunda:%s cannot be used. %s",
            name,
            CAMUNDA_INSTEAD.getOrDefault(name, "Remove it"))
        : Optional.of(name + " is not known here. Remove it");
  }

  private static Optional<String> unless(boolean isAllowed, String sentence, Object... parts) {
    return isAllowed ? Optional.empty() : Optional.of(sentence.formatted(parts));
  }

  /**
   * Checks what a called process or a step is given: the number of the calling case, and no
   * invented outcome, hold, deadline or authority.
   */
  private Optional<String> mappingProblem(Element element, Set<String> others) {
    if (is(element, "callActivity")) {
      return callProblem(element, others);
    }
    if (is(element, "multiInstanceLoopCharacteristics") || is(element, "errorEventDefinition")) {
      return element.attributes().stream()
          .filter(attribute -> SET_VARIABLES.contains(attribute.name()))
          .map(Attribute::value)
          .filter(CaseVariables::isSetBySteps)
          .findFirst()
          .map(DiagramCheck::onlyPassedOn);
    }
    if (!element.namespace().equals(CAMUNDA)) {
      return Optional.empty();
    }
    String businessKey = element.attribute("businessKey");
    if (businessKey != null && !OWN_CASE_NUMBER.matcher(businessKey).matches()) {
      return Optional.of(
          "businessKey can only be #{execution.processBusinessKey}, the number of the case itself");
    }
    return switch (element.name()) {
      case "in", "out" -> {
        String target = element.attribute("target");
        yield isSetBySteps(target) && !target.equals(element.attribute("source"))
            ? Optional.of(onlyPassedOn(target))
            : Optional.empty();
      }
      case "inputParameter", "outputParameter" -> {
        String target = element.attribute("name");
        yield isSetBySteps(target)
                && Expressions.beanName(element.text()).filter(target::equals).isEmpty()
            ? Optional.of(onlyPassedOn(target))
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  /** A problem if it sets a parameter, a property or a passed value twice: the last one counts. */
  private static Optional<String> twiceProblem(Element element) {
    Set<String> set = new HashSet<>();
    return element.children().stream()
        .filter(child -> child.namespace().equals(CAMUNDA))
        .flatMap(
            child ->
                Stream.of("name", "target")
                    .map(child::attribute)
                    .filter(Objects::nonNull)
                    .filter(name -> !set.add(child.name() + " " + name)))
        .findFirst()
        .map(name -> "it sets %s twice. Remove one".formatted(shortened(name)));
  }

  private Optional<String> callProblem(Element call, Set<String> others) {
    String called = Objects.toString(call.attribute("calledElement"), "");
    if (!known.ids().contains(called) && !others.contains(called)) {
      return Optional.of(
          "it calls no known process. Name one by its id, such as %s. If the process is new, an operator adds its id under case-processes in config/roles.yaml and restarts the program first"
              .formatted(NearestName.of(called, known.ids()).orElse("intake")));
    }
    boolean passesCaseNumber =
        call.all()
            .anyMatch(
                element ->
                    element.namespace().equals(CAMUNDA)
                        && element.name().equals("in")
                        && element.attribute("businessKey") != null);
    if (!passesCaseNumber) {
      return Optional.of(
          "the process that it calls needs the case number. Add the business key #{execution.processBusinessKey}");
    }
    String version = "${sets.version('%s')}".formatted(call.attribute("calledElement"));
    return unless(
        "version".equals(call.attribute(CAMUNDA, "calledElementBinding"))
            && version.equals(call.attribute(CAMUNDA, "calledElementVersion")),
        "it calls a version that may not be the one of the case's set. Choose the binding version, and write %s as the version",
        version);
  }

  /**
   * Whether only steps may set a variable. A name with an expression could be that of any variable.
   */
  private static boolean isSetBySteps(String variable) {
    return variable != null
        && (CaseVariables.isSetBySteps(variable) || Expressions.containsExpression(variable));
  }

  private static String onlyPassedOn(String variable) {
    return shortened(variable)
        + " is set by the program. A diagram can pass it on under the same name, and set nothing else";
  }

  /** The problems with the input parameters that the step of a task needs. */
  private List<String> inputProblems(Element element) {
    return Optional.ofNullable(element.attribute(CAMUNDA, "delegateExpression"))
        .flatMap(Expressions::beanName)
        .flatMap(beans::declaration)
        .map(
            step ->
                Arrays.stream(step.inputs())
                    .flatMap(input -> inputProblem(step, input, element).stream())
                    .toList())
        .orElse(List.of());
  }

  private static Optional<String> inputProblem(Step step, Step.Input input, Element element) {
    Optional<String> given =
        element
            .all()
            .filter(
                inner ->
                    inner.namespace().equals(CAMUNDA)
                        && inner.name().equals("inputParameter")
                        && input.value().equals(inner.attribute("name")))
            .map(inner -> inner.text().strip())
            .filter(value -> !value.isEmpty())
            .findFirst();
    if (given.isEmpty()) {
      return unless(
          input.optional(),
          "its step \"%s\" needs the input parameter %s. Add it",
          step.value(),
          input.value());
    }
    List<String> codes = codes(input);
    return unless(
        codes.isEmpty()
            || codes.contains(given.get())
            || Expressions.containsExpression(given.get()),
        "its input parameter %s can't be \"%s\". Write %s",
        input.value(),
        shortened(given.get()),
        String.join(" or ", codes));
  }

  private static List<String> codes(Step.Input input) {
    return input.codes().isEnum()
        ? Arrays.stream(input.codes().getEnumConstants())
            .map(code -> ((StoredCode) code).id())
            .toList()
        : List.of();
  }

  private Optional<String> attributeProblem(Element element, Attribute attribute) {
    if (DRAWING.contains(attribute.namespace())
        || attribute.namespace().equals(XSI) && attribute.name().equals("type")) {
      return Optional.empty();
    }
    boolean isCamunda = attribute.namespace().equals(CAMUNDA);
    String name = (isCamunda ? "camunda:" : "") + attribute.name();
    boolean known =
        isCamunda
            ? CAMUNDA_ATTRIBUTES.contains(attribute.name())
            : attribute.namespace().isEmpty()
                && (element.namespace().equals(CAMUNDA)
                    ? CAMUNDA_ELEMENT_ATTRIBUTES.contains(attribute.name())
                    : !REFUSED_BPMN_ATTRIBUTES.contains(attribute.name()));
    if (!known) {
      return Optional.of(
          "%s cannot be used. %s"
              .formatted(
                  name, CAMUNDA_ATTRIBUTES_INSTEAD.getOrDefault(attribute.name(), "Remove it")));
    }
    if (attribute.name().equals("delegateExpression")) {
      return beanProblem(element, attribute.value());
    }
    if (attribute.name().equals("formRefBinding") && !attribute.value().equals("deployment")) {
      return Optional.of(
          "its form is bound to \"%s\". Bind it to \"deployment\", so that the diagram keeps the form that it was tested with"
              .formatted(attribute.value()));
    }
    if ((attribute.name().equals("assignee") || attribute.name().equals("candidateUsers"))
        && expressions.possibleTexts(attribute.value()).isPresent()) {
      return Optional.of(
          name + " names a person. Name the team with camunda:candidateGroups instead");
    }
    return expressions
        .problem(attribute.value())
        .map(problem -> name + " " + problem)
        .or(() -> dateProblem(attribute.name(), attribute.value()))
        .or(() -> priorityProblem(attribute.name(), attribute.value()));
  }

  private static Optional<String> priorityProblem(String name, String value) {
    return unless(
        !PRIORITIES.contains(name) || NUMBER.matcher(value.strip()).matches(),
        "\"%s\" is not a number. Write a priority as a number, such as 50",
        shortened(value));
  }

  private static boolean isDate(String text) {
    return EXPRESSION.matcher(text).matches()
        || DATE.matcher(text).matches() && LocalDay.parse(text.substring(0, DAY)).isPresent();
  }

  /** Checks a date: anything else would fail as soon as a case reaches it. */
  private static Optional<String> dateProblem(String name, String value) {
    return unless(
        !DATES.contains(name) || value.isBlank() || isDate(value.strip()),
        "\"%s\" is not a date. Write it like ${dueDates.inWorkingDays(5)}, or name a date of the case, such as ${rgTargetDate}",
        shortened(value.strip()));
  }

  private static Optional<String> durationProblem(Element element) {
    String text = element.text().strip();
    return unless(
        !is(element, "timeDuration") || text.isEmpty() || DURATION.matcher(text).matches(),
        "\"%s\" is not a duration. Write it like P5D for days or PT4H for hours. For working days, choose the type Date, and write ${dueDates.inWorkingDays(5)}",
        shortened(text));
  }

  private static Optional<String> conditionProblem(Element element) {
    String text = element.text().strip();
    return unless(
        !element.namespace().equals(BPMN)
            || !CONDITIONS.contains(element.name())
            || EXPRESSION.matcher(text).matches(),
        "%s. Write a condition like ${routeClear == 'no'}",
        text.isEmpty()
            ? "its condition is empty"
            : "\"%s\" is not a condition".formatted(shortened(text)));
  }

  private static Optional<String> cardinalityProblem(Element element) {
    String text = element.text().strip();
    return unless(
        !is(element, "loopCardinality") || CARDINALITY.matcher(text).matches(),
        "\"%s\" is not a number. Write how often it is done, such as 2",
        shortened(text));
  }

  private Optional<String> beanProblem(Element element, String expression) {
    String name = Expressions.beanName(expression).orElse("");
    Set<String> possible =
        switch (element.name()) {
          case "taskListener" -> beans.taskListeners();
          case "executionListener" -> beans.executionListeners();
          default -> beans.steps();
        };
    if (possible.contains(name)) {
      return Optional.empty();
    }
    return Optional.of(
        "\"%s\" names no %s of the program. Name one, like ${%s}"
            .formatted(
                shortened(expression),
                element.name().endsWith("Listener") ? "listener" : "step",
                NearestName.of(name, possible).orElse("sendLetters")));
  }

  /** Checks lengths: names, with the case number, and documentation are stored in columns. */
  private static Optional<String> lengthProblem(Element element) {
    if (!element.namespace().equals(BPMN)) {
      return Optional.empty();
    }
    String text = is(element, "documentation") ? element.text().strip() : "";
    return Stream.of(
            lengthProblem("name", element.attribute("name"), MAX_NAME),
            lengthProblem("id", element.attribute("id"), MAX_ID),
            lengthProblem("documentation", text, MAX_DOCUMENTATION))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> lengthProblem(String what, String text, int limit) {
    return unless(
        text == null || text.length() <= limit,
        "the %s has %s characters. Shorten it to %s",
        what,
        text == null ? 0 : text.length(),
        limit);
  }

  private Optional<String> textProblem(Element element) {
    String text = element.text();
    return expressions
        .problem(text)
        .map(problem -> "\"" + shortened(text.strip()) + "\" " + problem)
        .or(() -> dateProblem(element.name(), text))
        .or(() -> durationProblem(element))
        .or(() -> conditionProblem(element))
        .or(() -> cardinalityProblem(element));
  }

  private static String position(Element drawn, Element element) {
    String name = drawn.attribute("name");
    String id = drawn.attribute("id");
    return "Line %d, %s%s: "
        .formatted(
            element.line(),
            name == null || name.isBlank() ? drawn.name() : "\"" + shortened(name) + "\"",
            id == null ? "" : " (" + shortened(id) + ")");
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
