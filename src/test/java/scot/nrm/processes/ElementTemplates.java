package scot.nrm.processes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputOutput;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.springframework.util.StringUtils;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.engine.steps.Step;
import scot.nrm.forms.check.FormFile;
import scot.nrm.register.Act;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.DecisionTask.OtherThan;
import scot.nrm.register.OfficeAct;
import scot.nrm.register.Stage;

/**
 * The element templates for Camunda Modeler: one for each step, for a task of a team, for each act
 * of a decision, for the form of an update, and for each call of a stage. Camunda 7 knows none for
 * timers and messages.
 */
final class ElementTemplates {

  private static final String SCHEMA =
      "https://unpkg.com/@camunda/element-templates-json-schema/resources/schema.json";

  /** How a date of a task is written; what it may name is in the catalogue. */
  private static final String DATE_OF_TASK = "^\\$\\{(\\w+|\\w+\\.\\w+\\([\\w., ]*\\))\\}$";

  /**
   * @param binding where Modeler keeps the value
   * @param type {@code Hidden}, {@code Dropdown}, {@code String} or {@code Boolean}
   * @param value the only value if it is hidden, or {@code null}
   * @param choices names by value
   */
  record Property(
      Map<String, String> binding,
      String type,
      String label,
      String value,
      Map<String, String> choices,
      Map<String, Object> more) {

    static Property hidden(Map<String, String> binding, String value) {
      return new Property(binding, "Hidden", null, value, Map.of(), Map.of());
    }

    static Property choice(Map<String, String> binding, String label, Map<String, String> choices) {
      return new Property(binding, "Dropdown", label, null, choices, Map.of());
    }

    static Property text(Map<String, String> binding, String label, Map<String, Object> more) {
      return new Property(binding, "String", label, null, Map.of(), more);
    }

    static Property tick(Map<String, String> binding, String label) {
      return new Property(binding, "Boolean", label, null, Map.of(), Map.of());
    }

    private Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      if (label != null) {
        json.put("label", label);
      }
      json.put("type", type);
      if (value != null) {
        json.put("value", value);
      }
      if (!choices.isEmpty()) {
        json.put(
            "choices",
            choices.entrySet().stream()
                .map(choice -> ordered("name", choice.getValue(), "value", choice.getKey()))
                .toList());
      }
      json.putAll(more);
      json.put("binding", binding);
      return json;
    }
  }

  /** A template for one type of element, such as {@code bpmn:ServiceTask}. */
  record Template(
      String id, String name, String description, String appliesTo, List<Property> properties) {

    private Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("$schema", SCHEMA);
      json.put("name", name);
      json.put("id", id);
      if (!description.isEmpty()) {
        json.put("description", description);
      }
      json.put("appliesTo", List.of(appliesTo));
      json.put("properties", properties.stream().map(Property::json).toList());
      return json;
    }
  }

  private static final String TASK = "nrm.task";
  private static final String ACT = "nrm.act.";
  private static final String OFFICE_ACT = ACT + "office";
  private static final String START = "nrm.form-that-starts";

  private ElementTemplates() {}

  /** All templates by the name of their file. */
  static Map<String, List<Template>> files() {
    Map<String, List<Template>> files = new TreeMap<>();
    files.put(
        "steps",
        DeclaredStep.ALL.stream()
            .filter(DeclaredStep::isOfTask)
            .flatMap(ElementTemplates::step)
            .toList());
    files.put(
        "tasks",
        Stream.concat(
                Stream.of(task(), officeAct(), startForm()),
                Stream.of(Act.PROPOSED, Act.REVIEWED, Act.CONFIRMED).map(ElementTemplates::act))
            .toList());
    files.put("stages", calls());
    return files;
  }

  static String json(List<Template> templates) {
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(templates.stream().map(Template::json).toList())
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Modeler always writes every input of a template, so a step with optional ones has a template
   * for each way in which our diagrams use it.
   */
  private static Stream<Template> step(DeclaredStep step) {
    List<Step.Input> inputs = List.of(step.declared().inputs());
    return Stream.concat(
            Stream.of(inputs.stream().filter(input -> !input.optional()).toList()),
            tasksOf(step)
                .map(
                    task ->
                        inputs(task).stream().map(CamundaInputParameter::getCamundaName).toList())
                .map(
                    given ->
                        inputs.stream()
                            .filter(input -> !input.optional() || given.contains(input.value()))
                            .toList()))
        .distinct()
        .map(given -> step(step, given));
  }

  private static Stream<ServiceTask> tasksOf(DeclaredStep step) {
    return Diagram.all().stream()
        .flatMap(diagram -> diagram.all(ServiceTask.class).stream())
        .filter(
            task -> ("${" + step.bean().name() + "}").equals(task.getCamundaDelegateExpression()));
  }

  private static Template step(DeclaredStep step, List<Step.Input> inputs) {
    List<Property> properties = new ArrayList<>();
    properties.add(
        Property.hidden(attribute("camunda:delegateExpression"), "${" + step.bean().name() + "}"));
    String name = step.declared().value();
    for (Step.Input input : inputs) {
      Map<String, String> binding =
          ordered("type", "camunda:inputParameter", "name", input.value());
      Map<String, String> choices = choices(input);
      if (!choices.isEmpty()) {
        tasksOf(step)
            .flatMap(task -> inputs(task).stream())
            .filter(given -> given.getCamundaName().equals(input.value()))
            .map(given -> given.getTextContent().strip())
            .filter(value -> value.startsWith("${"))
            .forEach(value -> choices.putIfAbsent(value, "The value of " + value));
      }
      properties.add(
          choices.isEmpty()
              ? Property.text(binding, input.label(), Map.of())
              : Property.choice(binding, input.label(), choices));
      if (input.optional()) {
        name += ", with the " + StringUtils.uncapitalize(input.label());
      }
    }
    properties.add(
        Property.tick(attribute("camunda:asyncBefore"), "Save the case before this step"));
    return new Template(
        id(step, inputs.stream().map(Step.Input::value).toList()),
        name,
        step.bean().does().replace("`", ""),
        "bpmn:ServiceTask",
        properties);
  }

  private static String id(DeclaredStep step, Collection<String> inputs) {
    return "nrm."
        + step.bean().name()
        + Stream.of(step.declared().inputs())
            .filter(input -> input.optional() && inputs.contains(input.value()))
            .map(input -> "." + input.value())
            .collect(Collectors.joining());
  }

  /** The values that an input parameter can have, with the words for each. */
  static Map<String, String> choices(Step.Input input) {
    Map<String, String> choices = new LinkedHashMap<>();
    if (input.codes().isEnum()) {
      for (Object code : input.codes().getEnumConstants()) {
        choices.put(
            ((StoredCode) code).id(),
            code instanceof Stage stage ? stage.heading() : words(((StoredCode) code).id()));
      }
    } else if (input.codes() == Authority.class) {
      KnownAuthorities.OF_THE_FILE
          .all()
          .forEach(authority -> choices.put(authority.id(), authority.id()));
    } else if (!input.table().isEmpty()) {
      for (String value : Table.values(input.table(), input.value())) {
        choices.put(value, words(value));
      }
      for (Stage stage : Stage.values()) { // both outcomes of a decision are in the table
        choices.put(
            "%1$s-${%1$sOutcome}".formatted(stage.prefix()), stage.heading() + ": the outcome");
      }
    }
    return choices;
  }

  private static Template task() {
    return new Template(
        TASK,
        "Task for a team",
        "A person of the team fills in the form.",
        "bpmn:UserTask",
        ofTask());
  }

  /** Modeler always writes every property of a template, so each act has its own. */
  private static Template act(Act act) {
    List<Property> properties = new ArrayList<>(ofTask());
    Map<String, String> stages = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) {
      stages.put(stage.id(), stage.heading());
    }
    stages.put(String.join(", ", stages.keySet()), "Both in one sitting");
    properties.add(Property.choice(property("decision"), "Decision", stages));
    properties.add(Property.hidden(property("act"), act.task()));
    if (act != Act.PROPOSED) {
      Map<String, String> said = Javadocs.of(DecisionTask.class);
      Map<String, String> others = new LinkedHashMap<>();
      for (OtherThan other : OtherThan.values()) {
        others.put(other.id(), Objects.requireNonNull(said.get(other.name())));
      }
      properties.add(
          Property.choice(property("another-person-than"), "Another person than", others));
    }
    if (act == Act.REVIEWED) {
      properties.add(Property.text(property("recorded-as"), "Recorded as", Map.of()));
    }
    return new Template(
        ACT + act.task(),
        "Act of a decision: " + act.task(),
        "An officer acts in a decision. The register records who did it, and refuses who may not.",
        "bpmn:UserTask",
        properties);
  }

  private static Template officeAct() {
    Map<String, String> said = Javadocs.of(OfficeAct.class);
    Map<String, String> acts = new LinkedHashMap<>();
    for (OfficeAct act : OfficeAct.values()) {
      acts.put(act.id(), Objects.requireNonNull(said.get(act.name())));
    }
    List<Property> properties = new ArrayList<>(ofTask());
    properties.add(Property.choice(property(OfficeAct.PROPERTY), "Act", acts));
    return new Template(
        OFFICE_ACT,
        "Act of one officer",
        "An officer decides alone. The register records who did it, if it is the right office.",
        "bpmn:UserTask",
        properties);
  }

  private static Map<String, String> property(String name) {
    if (!DecisionTask.PROPERTIES.contains(name)) {
      throw new AssertionError("A task of a decision has no property " + name);
    }
    return ordered("type", "camunda:property", "name", name);
  }

  private static List<Property> ofTask() {
    return List.of(
        Property.choice(attribute("camunda:candidateGroups"), "Team", Teams.choices()),
        Property.text(
            attribute("camunda:assignee"),
            "Person who has it from the start",
            Map.of(
                "description",
                "Leave empty if the team decides. Or a value, such as ${leadProfessional}.")),
        Property.choice(attribute("camunda:formRef"), "Form", forms(UserTask.class)),
        Property.hidden(attribute("camunda:formRefBinding"), "deployment"),
        date(
            "camunda:dueDate",
            "Due",
            "${dueDates.inWorkingDays(5)} or a date of the case, such as ${rgTargetDate}"),
        date(
            "camunda:followUpDate",
            "Follow up",
            "${dueDates.today()} or ${dueDates.workingDaysBefore(rgTargetDate, 2)}"));
  }

  private static Property date(String attribute, String label, String examples) {
    return Property.text(
        attribute(attribute),
        label,
        ordered(
            "description",
            "Such as " + examples + ". The catalogue lists all.",
            "constraints",
            Map.of(
                "pattern",
                ordered(
                    "value", DATE_OF_TASK, "message", "Write ${a date} as the catalogue says."))));
  }

  private static Template startForm() {
    return new Template(
        START,
        "Form of an update",
        "A person starts the process with this form.",
        "bpmn:StartEvent",
        List.of(
            Property.choice(attribute("camunda:formRef"), "Form", forms(StartEvent.class)),
            Property.hidden(attribute("camunda:formRefBinding"), "deployment")));
  }

  /** The forms of tasks, or of start events. */
  private static Map<String, String> forms(Class<? extends FlowNode> of) {
    return Diagram.all().stream()
        .flatMap(diagram -> diagram.all(of).stream())
        .map(element -> element.getAttributeValueNs(CAMUNDA, "formRef"))
        .filter(form -> form != null)
        .distinct()
        .collect(
            Collectors.toMap(
                form -> form,
                form -> FormFile.of(form).parsed().heading(),
                (a, b) -> a,
                TreeMap::new));
  }

  private static List<Template> calls() {
    Map<String, Template> calls = new TreeMap<>();
    for (Diagram diagram : Diagram.all()) {
      for (CallActivity call : diagram.all(CallActivity.class)) {
        Template template = call(call);
        Template before = calls.putIfAbsent(template.id(), template);
        if (before != null && !before.equals(template)) {
          throw new AssertionError("Two calls that differ have the same name: " + template.name());
        }
      }
    }
    return List.copyOf(calls.values());
  }

  /** What a call hands over and takes back is written in the diagrams alone. */
  private static Template call(CallActivity call) {
    List<Property> properties = new ArrayList<>();
    properties.add(Property.hidden(attribute("calledElement"), call.getCalledElement()));
    for (String version : List.of("calledElementBinding", "calledElementVersion")) {
      properties.add(
          Property.hidden(
              attribute("camunda:" + version), call.getAttributeValueNs(CAMUNDA, version)));
    }
    String name = call.getName();
    for (CamundaInputParameter input : inputs(call)) {
      properties.add(
          Property.hidden(
              ordered("type", "camunda:inputParameter", "name", input.getCamundaName()),
              input.getTextContent().strip()));
      name += ": " + words(input.getTextContent().strip()).toLowerCase(Locale.ROOT);
    }
    for (CamundaIn in : extensions(call, CamundaIn.class)) {
      properties.add(
          in.getCamundaBusinessKey() != null
              ? Property.hidden(
                  Map.of("type", "camunda:in:businessKey"), in.getCamundaBusinessKey())
              : Property.hidden(
                  ordered("type", "camunda:in", "target", in.getCamundaTarget()),
                  in.getCamundaSource()));
    }
    for (CamundaOut out : extensions(call, CamundaOut.class)) {
      properties.add(
          Property.hidden(
              ordered("type", "camunda:out", "source", out.getCamundaSource()),
              out.getCamundaTarget()));
    }
    return new Template(
        "nrm.call." + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-"),
        name,
        "Calls the diagram "
            + call.getCalledElement()
            + ", hands over what it needs and takes back what it has found.",
        "bpmn:CallActivity",
        properties);
  }

  /** The template of an element; {@code null} if there is none for it. */
  static String of(FlowNode element) {
    String step = element.getAttributeValueNs(CAMUNDA, "delegateExpression");
    boolean hasForm = element.getAttributeValueNs(CAMUNDA, "formRef") != null;
    if (element instanceof ServiceTask && step != null) {
      return id(
          DeclaredStep.BY_NAME.get(step.replaceAll("^\\$\\{|}$", "")),
          inputs(element).stream().map(CamundaInputParameter::getCamundaName).toList());
    }
    if (element instanceof CallActivity call) {
      return call(call).id();
    }
    if (element instanceof UserTask) {
      return extensions(element, CamundaProperties.class).stream()
          .flatMap(properties -> properties.getCamundaProperties().stream())
          .map(
              property ->
                  switch (property.getCamundaName()) {
                    case "act" -> ACT + property.getCamundaValue();
                    case OfficeAct.PROPERTY -> OFFICE_ACT;
                    default -> null;
                  })
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(TASK);
    }
    return element instanceof StartEvent && hasForm ? START : null;
  }

  static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

  static Collection<CamundaInputParameter> inputs(BaseElement element) {
    return extensions(element, CamundaInputOutput.class).stream()
        .flatMap(inputs -> inputs.getCamundaInputParameters().stream())
        .toList();
  }

  static <T extends ModelElementInstance> List<T> extensions(BaseElement element, Class<T> type) {
    return element.getExtensionElements() == null
        ? List.of()
        : List.copyOf(element.getExtensionElements().getChildElementsByType(type));
  }

  /** A code in words, with a capital letter. */
  static String words(String code) {
    return StringUtils.capitalize(TablesInWordsTest.plain(code));
  }

  private static Map<String, String> attribute(String name) {
    return ordered("type", "property", "name", name);
  }

  private static <T> Map<String, T> ordered(String one, T first, String two, T second) {
    Map<String, T> ordered = new LinkedHashMap<>();
    ordered.put(one, first);
    ordered.put(two, second);
    return ordered;
  }
}
