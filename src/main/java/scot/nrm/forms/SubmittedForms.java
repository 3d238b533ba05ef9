package scot.nrm.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.cfg.CommandChecker;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.ObjectValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.spin.plugin.variable.value.JsonValue;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import scot.nrm.access.tasks.GuardedTaskService;
import scot.nrm.availability.DatabaseAway;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FieldError;
import scot.nrm.forms.check.FormCheck;
import scot.nrm.forms.check.FormListener;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.forms.check.NonCaseFormStore;
import scot.nrm.forms.text.OpenedFormValues;
import scot.nrm.register.Register;

/**
 * Handles a submitted form: checks it, stores in the case file the values that the diagrams don't
 * need, and passes the marked fields to the engine. It does so within the engine's command and
 * transaction, so either everything is stored or nothing.
 */
@Component
class SubmittedForms {

  private static final Set<String> CASE_OPENING_PROCESSES =
      Set.of("nrm-case", "send-ukba-copy", "send-nrm-form-to-ukhtc");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final DeployedForms forms;
  private final CaseFile files;
  private final Register register;
  private final CaseClock clock;
  private final NamedCase namedCases;
  private final OpenedFormValues shown;
  private final ColleagueFields colleagues;
  private final RefusedForms refused;
  // Looked up late, because rules may need the engine, which is created after this class; and
  // once, because Spring looks for all beans each time that it is asked.
  private final Supplier<List<FormRule>> rules;
  private final Supplier<List<FormListener>> listeners;
  private final Supplier<List<NonCaseFormStore>> stores;

  SubmittedForms(
      DeployedForms forms,
      CaseFile files,
      Register register,
      CaseClock clock,
      NamedCase namedCases,
      OpenedFormValues shown,
      ColleagueFields colleagues,
      RefusedForms refused,
      ObjectProvider<FormRule> rules,
      ObjectProvider<FormListener> listeners,
      ObjectProvider<NonCaseFormStore> stores) {
    this.forms = forms;
    this.files = files;
    this.register = register;
    this.clock = clock;
    this.namedCases = namedCases;
    this.shown = shown;
    this.colleagues = colleagues;
    this.refused = refused;
    this.rules = SingletonSupplier.of(() -> rules.orderedStream().toList());
    this.listeners = SingletonSupplier.of(() -> listeners.orderedStream().toList());
    this.stores = SingletonSupplier.of(() -> stores.orderedStream().toList());
  }

  /**
   * Completes a task. It may end while this waits for the case, such as when a manager closes the
   * case. The step then fails for want of a value, which would explain nothing to the person.
   *
   * @throws FormFieldValidationException if there is no such task any more
   */
  <T> T complete(CommandExecutor commands, String taskId, Command<T> completion) {
    try {
      return commands.execute(completion);
    } catch (RuntimeException e) {
      if (taskId != null
          && !DatabaseAway.isCauseOf(e)
          && commands.execute(context -> context.getTaskManager().findTaskById(taskId)) == null) {
        throw noLongerOpen();
      }
      throw e;
    }
  }

  private static FormFieldValidationException noLongerOpen() {
    return FormRefused.of(
        "This task has already been completed or is no longer needed, so nothing was sent. Refresh the list of tasks");
  }

  /**
   * Handles the form of a task that is about to be completed.
   *
   * @return the variables that the engine may set
   * @throws FormFieldValidationException if anything is wrong; nothing has been changed then
   */
  Map<String, Object> submitTask(
      CommandContext context, String taskId, Map<String, Object> submitted) {
    if (taskId == null) {
      return submitted; // The engine's own command refuses it.
    }
    TaskEntity task = GuardedTaskService.find(taskId, context);
    if (task == null) { // The same form was sent twice, or by two people.
      throw noLongerOpen();
    }
    for (CommandChecker checker : context.getProcessEngineConfiguration().getCommandCheckers()) {
      checker.checkTaskWork(task); // Before anything is returned or written.
    }
    refused.countIfRolledBack(context, task.getProcessDefinitionId(), task.getTaskDefinitionKey());
    Optional<FormSchema> form = forms.taskForm(task);
    if (form.isEmpty()) {
      return withoutForm(submitted);
    }
    String caseNumber = CaseContext.caseNumber(task.getExecution());
    CaseFileContent file = caseNumber == null ? CaseFileContent.empty() : fileToChange(caseNumber);
    Map<String, Object> variables = CaseContext.variables(task);
    return process(
        colleagues.withColleagues(form.get(), task.getTenantId()),
        false,
        caseNumber,
        submitted,
        shown.initialValues(form.get(), caseNumber, file, variables),
        file,
        variables,
        officer(context, task.getAssignee()));
  }

  /** Locks the case and then its file, which the form changes, so that each is read once. */
  private CaseFileContent fileToChange(String caseNumber) {
    register.lockIfKnown(caseNumber);
    return files.readForUpdate(caseNumber);
  }

  /**
   * Checks whether a person may claim a task, by those rules of its form that apply before it is
   * filled in.
   *
   * @throws BadUserRequestException with the rule's sentence, if they may not
   */
  void checkClaim(TaskEntity task, String userId) {
    refuse("", refusals(task, userId));
  }

  /** Checks whether someone else may assign a task to a person, who may also be away. */
  void checkAssignee(TaskEntity task, String userId) {
    refuse(
        "Assignee: ",
        Stream.concat(
            refusals(task, userId),
            rules.get().stream().flatMap(rule -> rule.assignmentRefusal(userId).stream())));
  }

  private Stream<String> refusals(TaskEntity task, String userId) {
    String caseNumber = CaseContext.caseNumber(task.getExecution());
    Optional<FormSchema> form = caseNumber == null ? Optional.empty() : forms.taskForm(task);
    return form.stream()
        .flatMap(
            known ->
                rules.get().stream()
                    .filter(rule -> rule.appliesTo(known))
                    .flatMap(rule -> rule.taskRefusal(caseNumber, known, userId).stream()));
  }

  private static void refuse(String prefix, Stream<String> refusals) {
    String sentences = refusals.collect(Collectors.joining(". "));
    if (!sentences.isEmpty()) {
      throw new BadUserRequestException(prefix + sentences + ".");
    }
  }

  /** What starts a process: the case number, {@code null} without a case, and the variables. */
  record Start(String caseNumber, Map<String, Object> variables) {}

  /**
   * Handles the form that starts a process, and gives a new case its number.
   *
   * @throws FormFieldValidationException if anything is wrong; nothing has been changed then
   */
  Start submitStart(
      CommandContext context,
      ProcessDefinitionEntity definition,
      String businessKey,
      Map<String, Object> submitted) {
    for (CommandChecker checker : context.getProcessEngineConfiguration().getCommandCheckers()) {
      checker.checkCreateProcessInstance(definition);
    }
    Optional<FormSchema> form = forms.startForm(definition);
    String officer = officer(context, null);
    form.flatMap(schema -> startRefusal(schema, officer))
        .ifPresent(
            sentence -> {
              throw FormRefused.of(sentence);
            });
    refuseReplacedVersion(context, definition);
    refused.countIfRolledBack(context, definition.getId(), definition.getInitial().getId());
    if (form.isEmpty()) {
      return new Start(businessKey, withoutForm(submitted));
    }
    if (businessKey != null) {
      throw FormRefused.of("The case number is given by the system");
    }
    // A start form is opened without the values of the case that it names.
    Map<String, JsonNode> opened =
        shown.initialValues(form.get(), null, CaseFileContent.empty(), Map.of());
    Map<String, Object> values = NamedCase.normalised(form.get(), submitted);
    Optional<String> named = namedCases.lockNamedCase(context, form.get(), values);
    String caseNumber =
        named.isEmpty() && CASE_OPENING_PROCESSES.contains(definition.getKey())
            ? files.nextCaseNumber(clock.today())
            : named.orElse(null);
    return new Start(
        caseNumber,
        process(
            form.get(),
            true,
            caseNumber,
            values,
            opened,
            named.map(this::fileToChange).orElseGet(CaseFileContent::empty),
            named.map(namedCases::variables).orElseGet(Map::of),
            officer));
  }

  private Optional<String> startRefusal(FormSchema form, String officer) {
    return listeners.get().stream()
        .filter(listener -> listener.appliesTo(form))
        .flatMap(listener -> listener.startRefusal(form, officer).stream())
        .findFirst();
  }

  /**
   * Refuses a version that was replaced, perhaps while someone had the form open: the engine would
   * start any version by its id.
   */
  private static void refuseReplacedVersion(
      CommandContext context, ProcessDefinitionEntity definition) {
    if (context.getAuthentication() != null
        && !definition
            .getId()
            .equals(
                context
                    .getProcessDefinitionManager()
                    .findLatestProcessDefinitionByKeyAndTenantId(
                        definition.getKey(), definition.getTenantId())
                    .getId())) {
      throw FormRefused.of(
          "This form has been revised since you opened it, so nothing was sent. Open it again under Start process: what you typed is in it");
    }
  }

  private static Map<String, Object> withoutForm(Map<String, Object> submitted) {
    if (submitted != null && !submitted.isEmpty()) {
      throw FormRefused.of("This has no form, so no values can be sent");
    }
    return submitted;
  }

  /** The signed-in person, or the assignee if the deployment's own code completes the task. */
  private static String officer(CommandContext context, String assignee) {
    Authentication authentication = context.getAuthentication();
    return authentication == null ? assignee : authentication.getUserId();
  }

  private Map<String, Object> process(
      FormSchema form,
      boolean starts,
      String caseNumber,
      Map<String, Object> submitted,
      Map<String, JsonNode> opened,
      CaseFileContent file,
      Map<String, Object> variables,
      String officer) {
    FormCheck.Result checked = FormCheck.check(form, json(form, submitted), opened, clock.today());
    refuseIfAny(checked.errors());
    FormSubmission submission =
        new FormSubmission(
            caseNumber, form, starts, checked.accepted(), file, variables, officer, clock.today());
    Errors errors = new Errors(form);
    rules.get().stream()
        .filter(rule -> rule.appliesTo(form))
        .forEach(rule -> rule.check(submission, errors));
    FormSubmission complete = submission.with(colleagues.accountValues(submission, errors));
    refuseIfAny(errors.found());
    Map<String, Object> toProcess = split(complete, starts ? Set.of() : checked.outdated());
    listeners.get().stream()
        .filter(listener -> listener.appliesTo(form))
        .forEach(listener -> listener.accepted(complete));
    return toProcess;
  }

  private void refuseIfAny(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw FormRefused.of(errors.stream().map(this::withNames).toList());
    }
  }

  private FieldError withNames(FieldError error) {
    return new FieldError(error.key(), error.label(), forms.fillNames(error.sentence()));
  }

  private Map<String, Object> split(FormSubmission submission, Set<String> outdated) {
    FormSchema form = submission.form();
    VariableMap toProcess = Variables.createVariables();
    Map<String, JsonNode> toFile = new LinkedHashMap<>();
    outdated.stream()
        .filter(key -> !form.fields().get(key).toProcess())
        .forEach(key -> toFile.put(key, NullNode.getInstance()));
    submission
        .values()
        .forEach(
            (key, value) -> {
              if (form.fields().get(key).toProcess()) {
                toProcess.putValueTyped(key, OpenedFormValues.typed(value));
              } else {
                toFile.put(key, value);
              }
            });
    if (submission.caseNumber() != null) {
      files.merge(submission.caseNumber(), toFile, submission.officer());
    } else if (!toFile.isEmpty()) {
      toProcess.putAll(storeOutsideCases(submission));
    }
    return toProcess;
  }

  private Map<String, Object> storeOutsideCases(FormSubmission submission) {
    Errors errors = new Errors(submission.form());
    Map<String, Object> references =
        stores.get().stream()
            .filter(store -> store.forms().contains(submission.form().id()))
            .findFirst()
            .orElseThrow(
                () -> FormRefused.of("This form belongs to no case, so its answers cannot be kept"))
            .store(submission, errors);
    refuseIfAny(errors.found());
    return references;
  }

  private Map<String, JsonNode> json(FormSchema form, Map<String, Object> submitted) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    if (submitted != null) {
      VariableMap typed = Variables.fromMap(submitted);
      Errors unreadable = new Errors(form);
      for (String key : typed.keySet()) {
        try {
          values.put(key, json(typed.getValueTyped(key)));
        } catch (IOException | IllegalArgumentException e) {
          if (form.fields().containsKey(key)) {
            unreadable.field(key, "cannot be read");
          } else {
            unreadable.form("What was sent cannot be read");
          }
        }
      }
      refuseIfAny(unreadable.found());
    }
    return values;
  }

  /** A value as the browser sent it: JSON only, no files and no Java objects. */
  private static JsonNode json(TypedValue value) throws IOException {
    if (value instanceof JsonValue json) {
      // Once the value has been deserialised, the engine no longer has the text.
      String text =
          json.isDeserialized() && json.getValue() != null
              ? json.getValue().toString()
              : json.getValueSerialized();
      return text == null ? NullNode.getInstance() : tree(text);
    }
    if (value instanceof ObjectValue object && !object.isDeserialized()) {
      if (!Variables.SerializationDataFormats.JSON
          .getName()
          .equals(object.getSerializationDataFormat())) {
        throw new IllegalArgumentException();
      }
      return tree(object.getValueSerialized());
    }
    Object plain = value == null ? null : value.getValue();
    if (plain == null
        || plain instanceof String
        || plain instanceof Boolean
        || plain instanceof Number
        || plain instanceof Collection
        || plain instanceof Map) {
      return JSON.valueToTree(plain);
    }
    throw new IllegalArgumentException();
  }

  private static JsonNode tree(String text) throws IOException {
    JsonNode tree = JSON.readTree(text);
    return tree == null || tree.isMissingNode() ? NullNode.getInstance() : tree;
  }
}
