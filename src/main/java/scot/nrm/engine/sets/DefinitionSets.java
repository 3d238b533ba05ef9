package scot.nrm.engine.sets;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.repository.Resource;
import org.camunda.bpm.engine.repository.ResourceTypes;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * The sets. A set is one deployment with all diagrams, tables and forms, and the data files that
 * they refer to. Its number is the version of its diagram {@code nrm-case}, which the engine counts
 * under its lock for deployments. Facts about a set are cached by its number: a set never changes
 * and is never removed, so all nodes give the same answers.
 */
@Component
public class DefinitionSets {

  /** The diagram that every set has a version of. */
  public static final String CASE = "nrm-case";

  /** The source of the sets that a start deploys. */
  public static final String SOURCE = "nrm";

  /** The source of the sets that are revisions. */
  public static final String REVISION = "revision";

  /** The sets of cases, as recorded in the register. */
  public interface CaseSets {

    /** The set of a case; empty if it isn't open yet. */
    Optional<Integer> setOf(String caseNumber);

    /** Records that a case runs under another set from now on. */
    void changeSet(String caseNumber, int set);
  }

  public interface Names {

    /** Such as {@code Revision 4, Shorter names, in force from 10 June 2009 (set 7)}. */
    String nameOf(int set);
  }

  private record SetKey(int set, String key) {}

  private final ProcessEngine engine;
  private final CaseSets cases;

  /** Cached diagrams; a diagram that a set doesn't have isn't cached. */
  private final Map<SetKey, ProcessDefinition> diagrams = new ConcurrentHashMap<>();

  private final Map<SetKey, String> tables = new ConcurrentHashMap<>();
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final Map<Integer, CasesUnderWay> casesUnderWay = new ConcurrentHashMap<>();

  /** Lazy, because the engine's plugins need this class. */
  public DefinitionSets(@Lazy ProcessEngine engine, @Lazy CaseSets cases) {
    this.engine = engine;
    this.cases = cases;
  }

  /**
   * The version of a diagram to start alongside a case: the one in the case's set, or the newest if
   * the set doesn't have the diagram.
   */
  public ProcessDefinition definitionToStart(String diagram, String caseNumber) {
    return withoutAuthorization(
        () ->
            cases
                .setOf(caseNumber)
                .flatMap(set -> inSet(set, diagram))
                .orElseGet(() -> newest(diagram)));
  }

  /**
   * The version of a diagram that another one calls: the one in the caller's set, because the
   * caller defines the variables that it passes. If a row of {@link CasesUnderWay} in the newest
   * set says so, it is the newest version, and the case runs under that set from then on. It is
   * also the newest if the caller's set doesn't have the diagram.
   */
  public ProcessDefinition definitionToCall(String diagram, String caller, String caseNumber) {
    return withoutAuthorization(
        () -> {
          int set = setOf(caller);
          ProcessDefinition newest = newest(CASE);
          int latest = newest.getVersion();
          if (latest > set
              && casesUnderWay
                  .computeIfAbsent(latest, this::casesUnderWay)
                  .takesNew(set, diagram)) {
            set = latest;
            cases.changeSet(caseNumber, set);
          }
          return inSet(set, diagram).orElseGet(() -> newest(diagram));
        });
  }

  public CasesUnderWay casesUnderWay(int set) {
    return files(set).entrySet().stream()
        .filter(file -> nameOf(file.getKey()).equals(nameOf(CasesUnderWay.FILE)))
        .findFirst()
        .map(file -> CasesUnderWay.read(file.getValue()))
        .orElse(CasesUnderWay.ALL_STAY);
  }

  private Optional<ProcessDefinition> inSet(int set, String diagram) {
    return Optional.ofNullable(
        diagrams.computeIfAbsent(
            new SetKey(set, diagram),
            any ->
                repository()
                    .createProcessDefinitionQuery()
                    .deploymentId(deployment(set))
                    .processDefinitionKey(diagram)
                    .singleResult()));
  }

  /** The set that a version of a diagram belongs to; the newest if it belongs to none. */
  public int setOf(String definitionId) {
    return withoutAuthorization(
        () -> {
          ProcessDefinition diagram = repository().getProcessDefinition(definitionId);
          return diagram.getKey().equals(CASE)
              ? diagram.getVersion()
              : Optional.ofNullable(
                      numbers.computeIfAbsent(diagram.getDeploymentId(), this::numberOf))
                  .orElseGet(() -> newest(CASE).getVersion());
        });
  }

  private Integer numberOf(String deployment) {
    return Optional.ofNullable(
            repository()
                .createProcessDefinitionQuery()
                .deploymentId(deployment)
                .processDefinitionKey(CASE)
                .singleResult())
        .map(ProcessDefinition::getVersion)
        .orElse(null);
  }

  /**
   * The version of a table for a case: the one in the case's set, or the newest if the set doesn't
   * have the table.
   *
   * @param caseNumber {@code null} for the newest
   * @return the id of the definition
   */
  public String table(String table, String caseNumber) {
    return Optional.ofNullable(caseNumber)
        .flatMap(cases::setOf)
        .flatMap(set -> tableIn(set, table))
        .orElseGet(() -> newestTable(table));
  }

  /**
   * The id of the newest version of a table; not cached, because another node may have deployed it.
   */
  protected String newestTable(String table) {
    return withoutAuthorization(
        () ->
            Context.getCommandContext()
                .getDecisionDefinitionManager()
                .findLatestDecisionDefinitionByKeyAndTenantId(table, null)
                .getId());
  }

  /** The id of a table's definition in a set; empty if the set doesn't have the table. */
  public Optional<String> tableIn(int set, String table) {
    return Optional.ofNullable(
        tables.computeIfAbsent(
            new SetKey(set, table),
            any ->
                Optional.ofNullable(
                        repository()
                            .createDecisionDefinitionQuery()
                            .deploymentId(deployment(set))
                            .decisionDefinitionKey(table)
                            .singleResult())
                    .map(DecisionDefinition::getId)
                    .orElse(null)));
  }

  /** The id of the deployment of a set; not for people. */
  public String deployment(int set) {
    return repository()
        .createProcessDefinitionQuery()
        .processDefinitionKey(CASE)
        .processDefinitionVersion(set)
        .singleResult()
        .getDeploymentId();
  }

  /** The newest version of a diagram; not cached, because another node may have deployed it. */
  protected ProcessDefinition newest(String diagram) {
    return newest(Context.getCommandContext(), diagram)
        .orElseThrow(() -> new IllegalStateException("There is no diagram " + diagram));
  }

  private static Optional<ProcessDefinition> newest(CommandContext context, String diagram) {
    return Optional.ofNullable(
        context
            .getProcessDefinitionManager()
            .findLatestProcessDefinitionByKeyAndTenantId(diagram, null));
  }

  /**
   * Removes a set from the caches after its deployment has been rolled back: the next set gets the
   * same number, with other definitions.
   */
  public void forgetRolledBack() {
    int inForce = inForce();
    diagrams.keySet().removeIf(read -> read.set() > inForce);
    tables.keySet().removeIf(read -> read.set() > inForce);
    casesUnderWay.keySet().removeIf(set -> set > inForce);
  }

  /** Takes the engine's lock for deployments, on all nodes, until the end of the transaction. */
  public void lock() {
    ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getCommandExecutorTxRequired()
        .execute(
            context -> {
              context.getPropertyManager().acquireExclusiveLock();
              return null;
            });
  }

  /** The number of the set in force. */
  public int inForce() {
    return withoutAuthorization(() -> newest(CASE).getVersion());
  }

  public Instant deployedAt(int set) {
    return withoutAuthorization(
        () ->
            repository()
                .createDeploymentQuery()
                .deploymentId(deployment(set))
                .singleResult()
                .getDeploymentTime()
                .toInstant());
  }

  /** The files of a set, by name with the folder. */
  public Map<String, byte[]> files(int set) {
    return withoutAuthorization(
        () ->
            repository().getDeploymentResources(deployment(set)).stream()
                .collect(
                    Collectors.toMap(
                        Resource::getName, Resource::getBytes, (one, same) -> one, TreeMap::new)));
  }

  /**
   * A file of the set under which a case runs.
   *
   * @param name without the folder
   * @param caseNumber {@code null} for the set in force
   */
  public byte[] file(String name, String caseNumber) {
    return withoutAuthorization(
        () -> {
          String deployment = deploymentFor(caseNumber);
          String stored =
              repository().getDeploymentResourceNames(deployment).stream()
                  .filter(one -> nameOf(one).equals(name))
                  .findFirst()
                  .orElseThrow(() -> new IllegalStateException("The set has no " + name));
          try (InputStream content = repository().getResourceAsStream(deployment, stored)) {
            return content.readAllBytes();
          }
        });
  }

  /** The deployment of a case's set; that of the set in force for {@code null}. */
  public String deploymentFor(String caseNumber) {
    int set = Optional.ofNullable(caseNumber).flatMap(cases::setOf).orElseGet(this::inForce);
    return withoutAuthorization(() -> deployment(set));
  }

  /** The files of the set in force, by name without the folder; none before the first set. */
  public static Map<String, ResourceEntity> inForce(CommandContext context) {
    Map<String, ResourceEntity> files = new TreeMap<>();
    newest(context, CASE)
        .map(ProcessDefinition::getDeploymentId)
        .map(context.getResourceManager()::findResourcesByDeploymentId)
        .orElse(List.of())
        .forEach(file -> files.put(nameOf(file), file));
    return files;
  }

  /**
   * Adds to a deployment the files of the set in force that it lacks, so that it is a complete set.
   * Call it in the deployment's transaction, before the engine reads its files.
   *
   * @return the names of the added files
   */
  public static Set<String> complete(
      DeploymentEntity deployment, Map<String, ResourceEntity> inForce, CommandContext context) {
    Map<String, ResourceEntity> missing = new TreeMap<>(inForce);
    deployment.getResources().keySet().forEach(file -> missing.remove(nameOf(file)));
    Set<String> added = new TreeSet<>();
    for (ResourceEntity file : missing.values()) {
      ResourceEntity copy = new ResourceEntity();
      copy.setName(file.getName());
      copy.setBytes(file.getBytes());
      copy.setDeploymentId(deployment.getId());
      copy.setType(ResourceTypes.REPOSITORY.getValue());
      context.getResourceManager().insertResource(copy);
      deployment.addResource(copy);
      added.add(copy.getName());
    }
    return added;
  }

  /** The files of a deployment, by name without the folder, as a release officer uploads them. */
  public static Map<String, byte[]> files(RepositoryService repository, String deployment) {
    Map<String, byte[]> files = new TreeMap<>();
    repository
        .getDeploymentResources(deployment)
        .forEach(file -> files.put(nameOf(file), file.getBytes()));
    return files;
  }

  private static String nameOf(Resource file) {
    return nameOf(file.getName());
  }

  public static String nameOf(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  public static Map<String, byte[]> withoutFolders(Map<String, byte[]> files) {
    Map<String, byte[]> named = new TreeMap<>();
    files.forEach((name, content) -> named.put(nameOf(name), content));
    return named;
  }

  /** The names of the files that differ between two sets, or are in only one of them. */
  public static Set<String> changed(Map<String, byte[]> before, Map<String, byte[]> after) {
    Set<String> changed = new TreeSet<>(before.keySet());
    changed.addAll(after.keySet());
    changed.removeIf(name -> Arrays.equals(before.get(name), after.get(name)));
    return changed;
  }

  /** The text of all diagrams among these files, to search for ids in it. */
  public static String textOfDiagrams(Map<String, byte[]> files) {
    return files.entrySet().stream()
        .filter(file -> file.getKey().endsWith(".bpmn"))
        .map(file -> new String(file.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining());
  }

  /**
   * The values of an attribute, with any prefix.
   *
   * @param diagrams from {@link #textOfDiagrams}
   */
  public static Set<String> attributes(String diagrams, String name) {
    return Pattern.compile("[\\s:]" + name + "=\"([^\"]*)\"")
        .matcher(diagrams)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private RepositoryService repository() {
    return engine.getRepositoryService();
  }

  /**
   * Runs a query without permission checks, because caseworkers have no permission for tables or
   * for diagrams of other teams.
   */
  public <T> T withoutAuthorization(Callable<T> question) {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getCommandExecutorTxRequired()
        .execute(context -> context.runWithoutAuthorization(question));
  }
}
