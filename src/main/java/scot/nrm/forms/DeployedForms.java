package scot.nrm.forms;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.form.FormDefinition;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.springframework.stereotype.Component;
import scot.nrm.access.tasks.GuardedTaskService;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.engine.sets.LimitedCache;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.forms.check.OptionLists.Option;

/**
 * The forms of the deployed diagrams. A form is bound by {@code deployment}, so a definition always
 * has the same form, and a form can be cached for as long as organisations keep their names and the
 * data of the set in force don't change.
 */
@Component
public class DeployedForms implements Deployer {

  /** More than names and data that are used side by side: in force, in trials, in rehearsals. */
  private static final int CACHED_VERSIONS = 8;

  /**
   * The forms that were read with the same names and data.
   *
   * @param all by deployment and key
   * @param ofTasks the same with the properties of a task, by definition and task
   */
  private record Cache(
      Map<List<Object>, Optional<FormSchema>> all,
      Map<List<Object>, Optional<FormSchema>> ofTasks) {}

  /** By the version of names and data, those that were used last. */
  private final Map<Object, Cache> caches = LimitedCache.of(CACHED_VERSIONS);

  private final OptionLists lists;

  private final Map<String, Map<String, List<Option>>> optionsByDeployment =
      new ConcurrentHashMap<>();

  private volatile Newest newest;
  private ProcessEngineConfigurationImpl engine;

  /**
   * The latest field for each key, the latest heading of each form by its id, and the latest label
   * of each option that a field has ever had, by key and value.
   *
   * @param names the version of the names of organisations in them
   */
  private record Newest(
      Object names,
      Map<String, FormField> fields,
      Map<String, String> headings,
      Map<String, Map<String, String>> options) {}

  DeployedForms(OptionLists lists) {
    this.lists = lists;
  }

  void use(ProcessEngineConfigurationImpl engine) {
    this.engine = engine;
  }

  /** The form of a task; empty if it has none. */
  public Optional<FormSchema> taskForm(TaskEntity task) {
    TaskDefinition definition = task.getTaskDefinition();
    return definition == null
        ? Optional.empty()
        : cache()
            .ofTasks()
            .computeIfAbsent(
                List.of(task.getProcessDefinitionId(), definition.getKey()),
                id ->
                    of(definition.getFormDefinition(), task.getProcessDefinition())
                        .map(form -> form.withTaskProperties(properties(task))));
  }

  private Cache cache() {
    return caches.computeIfAbsent(
        lists.names().version(),
        any -> new Cache(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));
  }

  private static Map<String, String> properties(TaskEntity task) {
    BpmnModelInstance diagram =
        Context.getCommandContext()
            .runWithoutAuthorization(
                () ->
                    Context.getProcessEngineConfiguration()
                        .getDeploymentCache()
                        .findBpmnModelInstanceForProcessDefinition(task.getProcessDefinitionId()));
    UserTask userTask = diagram.getModelElementById(task.getTaskDefinitionKey());
    return properties(userTask);
  }

  /** What a task says about itself in the diagram ({@code camunda:properties}), by name. */
  public static Map<String, String> properties(UserTask task) {
    Map<String, String> properties = new HashMap<>();
    if (task.getExtensionElements() != null) {
      task
          .getExtensionElements()
          .getElementsQuery()
          .filterByType(CamundaProperties.class)
          .list()
          .stream()
          .flatMap(all -> all.getCamundaProperties().stream())
          .forEach(one -> properties.put(one.getCamundaName(), one.getCamundaValue()));
    }
    return properties;
  }

  /** The start form of a process; empty if it has none. */
  Optional<FormSchema> startForm(ProcessDefinitionEntity definition) {
    return of(definition.getStartFormDefinition(), definition);
  }

  /**
   * The form of a task that a person may send now.
   *
   * @param userId the signed-in person
   * @return empty if there is no such task or form, or if the task isn't assigned to the person
   */
  public Optional<FormSchema> taskFormFor(String userId, String taskId) {
    return ifAllowed(
        userId,
        context -> {
          TaskEntity task = GuardedTaskService.find(taskId, context);
          if (task == null) {
            return Optional.empty();
          }
          engine.getCommandCheckers().forEach(checker -> checker.checkTaskWork(task));
          return taskForm(task);
        });
  }

  /**
   * The form of a process that a person may start now.
   *
   * @param userId the signed-in person
   * @return empty if there is no such process or form, or if the person may not start it
   */
  public Optional<FormSchema> startFormFor(String userId, String definitionId) {
    return ifAllowed(
        userId,
        context -> {
          ProcessDefinitionEntity definition =
              engine.getDeploymentCache().findDeployedProcessDefinitionById(definitionId);
          engine
              .getCommandCheckers()
              .forEach(checker -> checker.checkCreateProcessInstance(definition));
          return startForm(definition);
        });
  }

  /** The forms of the newest diagrams, by the id of the task, or of the process that they start. */
  public Map<String, FormSchema> newestForms() {
    return run(
        context ->
            context.runWithoutAuthorization(
                () -> {
                  Map<String, FormSchema> newest = new HashMap<>();
                  engine
                      .getRepositoryService()
                      .createProcessDefinitionQuery()
                      .latestVersion()
                      .list()
                      .forEach(
                          diagram ->
                              addForms(
                                  engine
                                      .getDeploymentCache()
                                      .findDeployedProcessDefinitionById(diagram.getId()),
                                  newest));
                  return newest;
                }));
  }

  private <T> T run(Command<T> command) {
    return engine.getCommandExecutorTxRequired().execute(command);
  }

  private void addForms(ProcessDefinitionEntity process, Map<String, FormSchema> all) {
    startForm(process).ifPresent(form -> all.put(process.getKey(), form));
    process
        .getTaskDefinitions()
        .forEach(
            (id, task) ->
                of(task.getFormDefinition(), process).ifPresent(form -> all.put(id, form)));
  }

  private Optional<FormSchema> ifAllowed(String userId, Command<Optional<FormSchema>> form) {
    return run(
        context -> {
          if (!userId.equals(context.getAuthenticatedUserId())) {
            return Optional.empty();
          }
          try {
            return form.execute(context);
          } catch (AuthorizationException | NotFoundException | NullValueException e) {
            return Optional.empty(); // caught here, so that the transaction can be committed
          }
        });
  }

  /** The keys of a diagram's forms that become process variables. */
  Set<String> processKeys(ProcessDefinitionEntity definition) {
    Set<String> keys = new LinkedHashSet<>();
    startForm(definition).ifPresent(form -> keys.addAll(form.processKeys()));
    for (TaskDefinition task : definition.getTaskDefinitions().values()) {
      of(task.getFormDefinition(), definition).ifPresent(form -> keys.addAll(form.processKeys()));
    }
    return keys;
  }

  private Optional<FormSchema> of(FormDefinition form, ProcessDefinitionEntity process) {
    if (form == null || form.getCamundaFormDefinitionKey() == null && form.getFormKey() == null) {
      return Optional.empty();
    }
    if (form.getCamundaFormDefinitionKey() == null
        || !"deployment".equals(form.getCamundaFormDefinitionBinding())) {
      throw new BadUserRequestException(
          process.getKey()
              + " has a form that is not a Camunda Form bound by deployment, so it cannot be checked");
    }
    String key = form.getCamundaFormDefinitionKey().getExpressionText();
    String deployment = process.getDeploymentId();
    return cache()
        .all()
        .computeIfAbsent(List.of(deployment, key), id -> Optional.of(read(key, deployment)));
  }

  private FormSchema read(String key, String deployment) {
    CommandContext context = Context.getCommandContext();
    var definition =
        context.getCamundaFormDefinitionManager().findDefinitionByDeploymentAndKey(deployment, key);
    if (definition == null) {
      throw new BadUserRequestException("The form " + key + " is not deployed with its diagram");
    }
    return FormSchema.parse(
        context
            .getResourceManager()
            .findResourceByDeploymentIdAndResourceName(deployment, definition.getResourceName())
            .getBytes(),
        lists(deployment));
  }

  /**
   * The options of the set in a deployment, with which its forms were checked. A form of an open
   * case offers no value that its diagrams don't know.
   */
  public OptionLists lists(String deployment) {
    return lists.with(() -> optionsByDeployment.computeIfAbsent(deployment, this::readLists));
  }

  /** The options of the set that a version of a diagram belongs to. */
  OptionLists listsFor(String definitionId) {
    return run(
        context ->
            lists(
                engine
                    .getDeploymentCache()
                    .findDeployedProcessDefinitionById(definitionId)
                    .getDeploymentId()));
  }

  private Map<String, List<Option>> readLists(String deployment) {
    return run(
        context -> {
          Map<DataFile, byte[]> files = new EnumMap<>(DataFile.class);
          for (DataFile file : DataFile.values()) {
            ResourceEntity resource =
                file.hasOptionLists()
                    ? context
                        .getResourceManager()
                        .findResourceByDeploymentIdAndResourceName(
                            deployment, "config/" + file.path())
                    : null;
            if (resource != null) {
              files.put(file, resource.getBytes());
            }
          }
          return FormConfiguration.Lists.of(files);
        });
  }

  /** A text with the names of organisations today. */
  String fillNames(String text) {
    return lists.names().fill(text);
  }

  /** The latest field for each key, from all deployments. */
  public Map<String, FormField> newestFields() {
    return newest().fields();
  }

  /** The latest heading of each form, by its id. */
  Map<String, String> newestHeadings() {
    return newest().headings();
  }

  /** The latest label of each option that a field has ever had, by key and value. */
  Map<String, Map<String, String>> newestOptions() {
    return newest().options();
  }

  private Newest newest() {
    Newest known = newest;
    if (known == null || !known.names().equals(lists.names().version())) {
      known = run(context -> context.runWithoutAuthorization(() -> readAll(context)));
      newest = known;
    }
    return known;
  }

  private Newest readAll(CommandContext context) {
    Object names = lists.names().version();
    Map<String, FormField> fields = new LinkedHashMap<>();
    Map<String, String> headings = new LinkedHashMap<>();
    Map<String, Map<String, String>> options = new HashMap<>();
    Map<String, byte[]> read = new HashMap<>();
    Map<String, List<Option>> listed = Map.of();
    for (Deployment deployment :
        engine
            .getRepositoryService()
            .createDeploymentQuery()
            .orderByDeploymentTime()
            .asc()
            .list()) {
      Collection<ResourceEntity> resources =
          context.getResourceManager().findResourcesByDeploymentId(deployment.getId());
      OptionLists ofSet = lists(deployment.getId());
      if (!listed.equals(ofSet.lists())) {
        listed = ofSet.lists();
        read.clear();
      }
      for (ResourceEntity resource : resources) {
        if (resource.getName().endsWith(".form") // most are as in the set before
            && !Arrays.equals(
                resource.getBytes(), read.put(resource.getName(), resource.getBytes()))) {
          FormSchema form = FormSchema.parse(resource.getBytes(), ofSet);
          headings.put(form.id(), form.heading());
          // A read-only field must not replace the one with the options.
          form.fields()
              .forEach(
                  (key, field) -> {
                    fields.merge(key, field, (older, newer) -> newer.disabled() ? older : newer);
                    options
                        .computeIfAbsent(key, any -> new HashMap<>())
                        .putAll(field.optionLabels());
                  });
        }
      }
    }
    return new Newest(
        names,
        Collections.unmodifiableMap(fields),
        Map.copyOf(headings),
        Collections.unmodifiableMap(options));
  }

  /** A new deployment may change the labels of fields and options. */
  @Override
  public void deploy(DeploymentEntity deployment) {
    if (deployment.isNew()) {
      Context.getCommandContext()
          .getTransactionContext()
          .addTransactionListener(TransactionState.COMMITTED, context -> newest = null);
    }
  }
}
