package scot.nrm.forms;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import scot.nrm.access.tasks.FormReaders;
import scot.nrm.access.tasks.OwnTasks;
import scot.nrm.accesslog.Access;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.What;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.forms.text.OpenedFormValues;

/** Opens forms with the values of the case, and with today's date if a form asks for it. */
@Component
class OpenedForms {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A property of the form, for scripts/drafts.js in Tasklist. form-js ignores it. */
  private static final String DRAFT = "draft";

  private static final String NO_ACCESS = "Only those who work on this task see the case here.";

  private final DeployedForms forms;
  private final CaseFile files;
  private final OpenedFormValues values;
  private final CaseClock clock;
  private final FormReaders readers;
  private final ColleagueFields colleagues;
  private final AccessLog log;
  private final Supplier<List<FormRule>> rules;

  OpenedForms(
      DeployedForms forms,
      CaseFile files,
      OpenedFormValues values,
      CaseClock clock,
      FormReaders readers,
      ColleagueFields colleagues,
      AccessLog log,
      ObjectProvider<FormRule> rules) {
    this.forms = forms;
    this.files = files;
    this.values = values;
    this.clock = clock;
    this.readers = readers;
    this.colleagues = colleagues;
    this.log = log;
    this.rules = SingletonSupplier.of(() -> rules.orderedStream().toList());
  }

  /**
   * The values that a task's form shows; none for a person who may see the task but not its
   * content.
   *
   * @param names the values to return; {@code null} for all
   */
  VariableMap taskValues(CommandContext context, String taskId, Collection<String> names) {
    TaskEntity task = context.getTaskManager().findTaskById(taskId);
    Optional<FormSchema> form = task == null ? Optional.empty() : forms.taskForm(task);
    if (form.isEmpty()) {
      return Variables.createVariables();
    }
    String caseNumber = CaseContext.caseNumber(task.getExecution());
    boolean reads = readers.mayRead(task, context);
    if (context.getAuthentication() != null) {
      log.record(
          Access.by(context.getAuthentication(), What.FORM)
              .ofCase(caseNumber)
              .detail(task.getTaskDefinitionKey())
              .hasTask(OwnTasks.isOwn(task, context))
              .allowed(reads));
    }
    if (!reads) {
      return Variables.createVariables();
    }
    CaseFileContent file = caseNumber == null ? CaseFileContent.empty() : files.read(caseNumber);
    VariableMap shown =
        values.of(
            form.get(),
            caseNumber,
            file,
            CaseContext.variables(task),
            readers.reader(task, context));
    if (names != null) {
      shown.keySet().retainAll(names);
    }
    return shown;
  }

  /**
   * A task's form with the options of the shared lists, and where its draft is. Options that a rule
   * would refuse now are left out, and colleagues are offered. A person who may see the task but
   * not its content gets a sentence instead of a form with gaps.
   */
  InputStream taskForm(CommandContext context, String taskId, InputStream form) {
    try (form) {
      JsonNode root = JSON.readTree(form);
      TaskEntity task = context.getTaskManager().findTaskById(taskId);
      if (!readers.mayRead(task, context)) {
        ((ObjectNode) root)
            .putArray("components")
            .addObject()
            .put("type", "text")
            .put("id", "Text_NotForYou")
            .put("text", NO_ACCESS);
        return new ByteArrayInputStream(JSON.writeValueAsBytes(root));
      }
      forms.listsFor(task.getProcessDefinitionId()).fillIn(root);
      String caseNumber = CaseContext.caseNumber(task.getExecution());
      if (caseNumber != null) {
        FormSchema schema = forms.taskForm(task).orElseThrow();
        rules.get().stream()
            .filter(rule -> rule.appliesTo(schema))
            .forEach(rule -> removeOptions(rule.refusedOptions(caseNumber, schema), root));
        colleagues.addColleagues(root, task.getTenantId());
      }
      ((ObjectNode) root).put(DRAFT, "task/" + taskId);
      return new ByteArrayInputStream(JSON.writeValueAsBytes(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A start form with these options and where its draft is. Tasklist passes it no values, so
   * today's date and the texts that don't need a case are also written into the form.
   */
  InputStream startForm(String definitionId, InputStream form) {
    try (form) {
      byte[] content = form.readAllBytes();
      JsonNode root = JSON.readTree(content);
      OptionLists lists = forms.listsFor(definitionId);
      lists.fillIn(root);
      fillInDates(root.path("components"));
      ((ObjectNode) root).put(DRAFT, "process-definition/" + definitionId);
      String text = JSON.writeValueAsString(root);
      for (var shown : values.startTexts(FormSchema.parse(content, lists)).entrySet()) {
        String inJson = new String(JsonStringEncoder.getInstance().quoteAsString(shown.getValue()));
        text =
            text.replaceAll(
                "\\{\\{\\s*" + shown.getKey() + "\\s*}}", Matcher.quoteReplacement(inJson));
      }
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeOptions(Map<String, Set<String>> options, JsonNode form) {
    for (JsonNode component : form.path("components")) {
      Set<String> refused = options.get(component.path("key").asText());
      if (refused != null) {
        Iterator<JsonNode> offered = component.path("values").elements();
        while (offered.hasNext()) {
          if (refused.contains(offered.next().path("value").asText())) {
            offered.remove();
          }
        }
      }
      removeOptions(options, component);
    }
  }

  private void fillInDates(JsonNode components) {
    for (JsonNode component : components) {
      if (component instanceof ObjectNode object
          && component.path("type").asText().equals("datetime")) {
        FormField.defaultDay(
                component.path("properties").path("default").asText(), clock.today(), values::limit)
            .ifPresent(day -> object.put("defaultValue", day.toString()));
      }
      fillInDates(component.path("components"));
    }
  }
}
