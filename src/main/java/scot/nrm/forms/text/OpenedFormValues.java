package scot.nrm.forms.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.spin.plugin.variable.SpinValues;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import scot.nrm.access.Roles.FormReader;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.text.FormText.CaseOfForm;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.Register;

/** The values of an open form: exactly those that it uses, and nothing else from the case. */
@Component
public class OpenedFormValues {

  /** In a case's own path a variable. */
  private static final String SUSPENDED_STAGE = "suspendedStage";

  private final FormLabels labels;
  private final CaseClock clock;
  private final Register register;
  // Looked up late, because some need the engine, which is created after this class; and once,
  // because Spring looks for all beans each time that it is asked.
  private final Supplier<Map<String, FormText>> texts;
  private final Supplier<Map<String, FormText>> limits;

  OpenedFormValues(
      FormLabels labels,
      CaseClock clock,
      Register register,
      ObjectProvider<Map<String, FormText>> texts,
      ObjectProvider<FormTexts> limits) {
    this.labels = labels;
    this.clock = clock;
    this.register = register;
    this.texts = SingletonSupplier.of(() -> texts.getIfAvailable(Map::of));
    this.limits = SingletonSupplier.of(() -> limits.getIfAvailable(() -> Map::of).texts());
  }

  /**
   * The values of the form's fields, and of the names in its texts and conditions.
   *
   * @param caseNumber {@code null} if the form belongs to no case
   * @param reader what the person may be shown, whatever the form uses
   */
  public VariableMap of(
      FormSchema form,
      String caseNumber,
      CaseFileContent file,
      Map<String, Object> variables,
      FormReader reader) {
    VariableMap shown = Variables.createVariables();
    CaseFileContent readable = reader.readsFiles() ? file : CaseFileContent.empty();
    Map<String, JsonNode> known = known(form, caseNumber, readable, variables);
    data(form, readable, known, () -> sent(caseNumber))
        .forEach((name, value) -> shown.putValueTyped(name, typed(value)));
    Map<String, FormText> computed = new HashMap<>(texts.get());
    if (caseNumber != null) {
      computed.keySet().removeIf(name -> !reader.shows(name));
    }
    computed.putAll(limits.get());
    texts(
        form,
        new CaseOfForm(
            caseNumber, form.id(), file, variables, labels, DecisionTask.stages(form.properties())),
        computed,
        known,
        shown);
    return shown;
  }

  /** The initial values of a task's form: its fields, and the names in its conditions. */
  public Map<String, JsonNode> initialValues(
      FormSchema form, String caseNumber, CaseFileContent file, Map<String, Object> variables) {
    return data(form, file, known(form, caseNumber, file, variables), Optional::empty);
  }

  /**
   * Whether a stage is suspended changes while a task beside the path is open, whose variables
   * don't follow: a condition that asks gets what the register says now (D35).
   */
  private Map<String, JsonNode> known(
      FormSchema form, String caseNumber, CaseFileContent file, Map<String, Object> variables) {
    Map<String, JsonNode> known = known(file, variables);
    if (form.expressionNames().contains(SUSPENDED_STAGE)) {
      register
          .find(caseNumber)
          .map(now -> now.now().suspendedStage())
          .ifPresent(stage -> known.put(SUSPENDED_STAGE, json(stage.id())));
    }
    return known;
  }

  /** When the NRM form was sent, in local time; empty if it wasn't, or that isn't known. */
  private Optional<LocalDateTime> sent(String caseNumber) {
    return register
        .find(caseNumber)
        .map(nrmCase -> nrmCase.now().referralSentAt())
        .map(at -> LocalDateTime.ofInstant(at, LocalDay.ZONE));
  }

  /** The values of case file and variables, by name. A variable takes precedence over the file. */
  public static Map<String, JsonNode> known(CaseFileContent file, Map<String, Object> variables) {
    Map<String, JsonNode> known = new HashMap<>();
    file.fields().properties().forEach(field -> known.put(field.getKey(), field.getValue()));
    variables.forEach((name, value) -> known.put(name, json(value)));
    return known;
  }

  /** A variable in the form's format, with deadlines as dates. */
  private static JsonNode json(Object value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (value instanceof Date clock) {
      return json.textNode(LocalDay.of(clock).toString());
    } else if (value instanceof String text) {
      return json.textNode(text);
    } else if (value instanceof Boolean bool) {
      return json.booleanNode(bool);
    } else if (value instanceof Integer || value instanceof Short || value instanceof Long) {
      return json.numberNode(((Number) value).longValue());
    } else if (value instanceof Number number) {
      return json.numberNode(number.doubleValue());
    }
    return NullNode.getInstance();
  }

  private Map<String, JsonNode> data(
      FormSchema form,
      CaseFileContent file,
      Map<String, JsonNode> known,
      Supplier<Optional<LocalDateTime>> sent) {
    Map<String, JsonNode> data = new LinkedHashMap<>();
    form.fields()
        .values()
        .forEach(
            field ->
                value(field, file, known, sent).ifPresent(value -> data.put(field.key(), value)));
    form.expressionNames().stream()
        .filter(known::containsKey)
        .forEach(name -> data.put(name, known.get(name)));
    return data;
  }

  private Optional<JsonNode> value(
      FormField field,
      CaseFileContent file,
      Map<String, JsonNode> known,
      Supplier<Optional<LocalDateTime>> sent) {
    if (!field.property("prefill").equals("no")) {
      // The file has precedence for values that this form stores there, a variable for those that
      // it only shows or passes on.
      JsonNode inFile = file.get(field.key());
      JsonNode value =
          field.toProcess() || field.disabled() || inFile.isMissingNode()
              ? known.getOrDefault(field.key(), NullNode.getInstance())
              : inFile;
      if (!value.isNull()) {
        return Optional.of(value);
      }
    }
    Optional<LocalDateTime> at = field.defaultsToSentTime() ? sent.get() : Optional.empty();
    return at.map(moment -> field.isDate() ? moment.toLocalDate() : moment.toLocalTime())
        .map(Object::toString)
        .or(() -> field.defaultDay(clock.today(), this::limit).map(LocalDate::toString))
        .map(JsonNodeFactory.instance::textNode);
  }

  private void texts(
      FormSchema form,
      CaseOfForm shownCase,
      Map<String, FormText> computed,
      Map<String, JsonNode> known,
      VariableMap shown) {
    form.expressionNames().stream()
        .filter(computed::containsKey)
        .forEach(name -> shown.put(name, computed.get(name).text(shownCase)));
    for (String name : form.textNames()) {
      if (computed.containsKey(name)) {
        shown.put(name, computed.get(name).text(shownCase));
      } else if (name.equals("caseNumber")) {
        shown.put(name, Objects.toString(shownCase.caseNumber(), ""));
      } else if (name.equals("localAuthorityName")) {
        shown.put(name, text("localAuthority", known.get("localAuthority"), labels));
      } else if (!form.expressionNames().contains(name)) {
        shown.put(name, text(name, known.get(name), labels));
      }
    }
  }

  /** A time limit in words, as it applies today. */
  public String limit(String name) {
    return limits
        .get()
        .get(name)
        .text(new CaseOfForm(null, "", CaseFileContent.empty(), Map.of(), labels));
  }

  /** The time limits that a start form shows, by name. */
  public Map<String, String> startTexts(FormSchema form) {
    CaseOfForm none = new CaseOfForm(null, form.id(), CaseFileContent.empty(), Map.of(), labels);
    Map<String, String> shown = new HashMap<>();
    limits
        .get()
        .forEach(
            (name, text) -> {
              if (form.textNames().contains(name)) {
                shown.put(name, text.text(none));
              }
            });
    return shown;
  }

  /** A value in words, escaped as Markdown: dates in prose, names for codes. Empty without one. */
  static String text(String key, JsonNode value, FormLabels labels) {
    if (value == null || value.isNull() || value.isMissingNode() || value.isObject()) {
      return "";
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(element -> text(key, element, labels))
          .collect(Collectors.joining(", "));
    }
    if (value.isBoolean()) {
      return value.asBoolean() ? "yes" : "no";
    }
    return Optional.of(value)
        .filter(JsonNode::isTextual)
        .flatMap(text -> LocalDay.parse(text.asText()))
        .map(BritishDate::of)
        .map(Markdown::escape)
        .orElseGet(() -> Markdown.lines(labels.option(key, value.asText())));
  }

  /** A value in the format of the engine and Tasklist. */
  public static TypedValue typed(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return Variables.untypedNullValue();
    } else if (value.isTextual()) {
      return Variables.stringValue(value.asText());
    } else if (value.isBoolean()) {
      return Variables.booleanValue(value.asBoolean());
    } else if (value.isIntegralNumber() && value.canConvertToInt()) {
      return Variables.integerValue(value.asInt());
    } else if (value.isNumber()) {
      return Variables.doubleValue(value.asDouble());
    }
    return SpinValues.jsonValue(value.toString()).create();
  }
}
