package scot.nrm.revision;

import java.io.ByteArrayInputStream;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.access.Roles;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.CasesUnderWay;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.engine.sets.DataInForce;
import scot.nrm.engine.sets.DataInForce.DataRefused;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.engine.sets.LimitedCache;
import scot.nrm.engine.sets.NamedTasks;
import scot.nrm.gate.Comparison;
import scot.nrm.gate.Difference;
import scot.nrm.gate.Warnings;
import scot.nrm.revision.RevisionScenarios.Outcome;

/** The engine's sets, which revisions change. */
@Component
class RevisedSets {

  private static final int MAX_RESULTS = 100;

  /** Results by the number of a set and the digest of the files: each takes about a second. */
  private final Map<String, List<String>> problems = LimitedCache.of(MAX_RESULTS);

  private final Map<String, List<Difference>> differences = LimitedCache.of(MAX_RESULTS);
  private final Map<String, List<String>> warnings = LimitedCache.of(MAX_RESULTS);

  /** Whether a set has scenarios, by its number; a set never changes. */
  private final Map<Integer, Boolean> withScenarios = new ConcurrentHashMap<>();

  private final DefinitionSets sets;
  private final RepositoryService repository;
  private final TransactionTemplate trial;
  private final List<DecisionTables.Check> tables;
  private final DataInForce data;
  private final RevisionScenarios scenarios;
  private final NamedTasks namedTasks;
  private final Roles roles;
  private final Authorities authorities;
  private final CaseClock clock;

  RevisedSets(
      DefinitionSets sets,
      DataInForce data,
      RepositoryService repository,
      PlatformTransactionManager transactions,
      List<DecisionTables.Check> tables,
      RevisionScenarios scenarios,
      NamedTasks namedTasks,
      Roles roles,
      Authorities authorities,
      CaseClock clock) {
    this.scenarios = scenarios;
    this.namedTasks = namedTasks;
    this.roles = roles;
    this.authorities = authorities;
    this.clock = clock;
    this.tables = tables;
    this.data = data;
    this.sets = sets;
    this.repository = repository;
    this.trial = new TransactionTemplate(transactions);
    trial.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** The number of the set in force. */
  int inForce() {
    return sets.inForce();
  }

  /**
   * Keeps other deployments waiting until the end of the transaction, see {@link DefinitionSets}.
   */
  void lock() {
    sets.lock();
  }

  /** The files of a set, by name with the folder. */
  Map<String, byte[]> files(int set) {
    Map<String, byte[]> files = new TreeMap<>();
    sets.files(set)
        .forEach(
            (name, content) ->
                files.put(name.contains("/") ? name : RevisionFiles.withFolder(name), content));
    return files;
  }

  /** The names of the files that differ between two sets, or are in only one of them. */
  List<String> changed(int from, int until) {
    return List.copyOf(DefinitionSets.changed(files(from), files(until)));
  }

  /**
   * Checks these files with the rest of the set in force, by a deployment that is rolled back. The
   * checks are the same as when they come into force.
   *
   * @return the problems, in sentences; empty if there are none
   */
  List<String> problems(Map<String, byte[]> files) {
    return cached(problems, inForce(), files, () -> check(files));
  }

  private List<String> check(Map<String, byte[]> files) {
    return rollBack(
        () -> {
          try {
            deploy("trial", files);
            return List.of();
          } catch (RevisionRefused refused) {
            return refused.getMessage().lines().toList();
          }
        });
  }

  private <T> T rollBack(Supplier<T> work) {
    try {
      return trial.execute(
          status -> {
            status.setRollbackOnly();
            return work.get();
          });
    } finally {
      sets.forgetRolledBack();
    }
  }

  /** The scenarios' results with these files over the set in force; they must have no problems. */
  Outcome scenarios(Map<String, byte[]> changed) {
    return hasScenarios(changed) ? scenarios.outcome(withSetInForce(changed)) : Outcome.NONE;
  }

  /** The file of a scenario, with its actual result as the expected one. */
  byte[] withResult(String scenario, Map<String, byte[]> changed) {
    return scenarios.withResult(scenario, withSetInForce(changed));
  }

  private boolean hasScenarios(Map<String, byte[]> changed) {
    return changed.keySet().stream().anyMatch(DataFile::isScenario)
        || withScenarios.computeIfAbsent(
            inForce(), set -> sets.files(set).keySet().stream().anyMatch(DataFile::isScenario));
  }

  private Map<String, byte[]> withSetInForce(Map<String, byte[]> changed) {
    Map<String, byte[]> whole = files(inForce());
    whole.putAll(changed);
    return whole;
  }

  /**
   * The possible mistakes in these files, on top of the set in force, in sentences. The files must
   * have no problems.
   *
   * @param day the day on which they come into force
   */
  List<String> warnings(Map<String, byte[]> changed, LocalDate day) {
    int inForce = inForce();
    return cached(
        warnings,
        inForce + " " + day,
        changed,
        () -> {
          Map<String, byte[]> before = files(inForce);
          Map<String, byte[]> after = new TreeMap<>(before);
          after.putAll(changed);
          Set<String> names = new HashSet<>(authorities.names());
          List<String> unknown = new ArrayList<>();
          data.withTrialData(
              changed,
              () -> {
                names.addAll(authorities.names());
                return unknown.addAll(namedTasks.unknown(after));
              });
          unknown.removeAll(namedTasks.unknown(before));
          return Stream.of(
                  Warnings.of(before, after, tables, this::team, names, day).stream(),
                  unknown.stream(),
                  unknownSets(changed, inForce))
              .flatMap(found -> found)
              .toList();
        });
  }

  /** Warns of rows for sets that don't exist: they have no effect until another set comes first. */
  private static Stream<String> unknownSets(Map<String, byte[]> changed, int inForce) {
    return Stream.ofNullable(changed.get(CasesUnderWay.FILE))
        .flatMap(file -> CasesUnderWay.read(file).rows().stream())
        .flatMap(row -> row.from().stream())
        .filter(set -> set < 1 || set > inForce)
        .distinct()
        .map(
            set ->
                "%s has a row for cases that began under set %d, and there is no such set: the set in force is %d. The row has no effect."
                    .formatted(CasesUnderWay.FILE, set, inForce));
  }

  private String team(String group) {
    return authorities.fill(roles.name(group), clock.today());
  }

  /**
   * Brings these files, with the rest of the set in force, into force as a new set, runs a query,
   * and rolls everything back.
   *
   * @param question the query; gets the number of the new set
   * @throws RevisionRefused if the files can't be deployed
   */
  <T> T tryOut(Map<String, byte[]> files, IntFunction<T> question) {
    return rollBack(() -> question.apply(deploy("trial", files)));
  }

  /**
   * The differences between these files and those of a set. Files that can't be read are left out:
   * the check reports them.
   */
  List<Difference> differences(int set, Map<String, byte[]> changed) {
    return cached(
        differences,
        set,
        changed,
        () -> {
          Map<String, byte[]> before = files(set);
          return changed.keySet().stream()
              .flatMap(file -> differences(onlyFile(file, before), onlyFile(file, changed)))
              .toList();
        });
  }

  private Stream<Difference> differences(Map<String, byte[]> before, Map<String, byte[]> after) {
    try {
      return Comparison.of(before, after, tables, this::team).stream();
    } catch (IllegalArgumentException unreadable) {
      return Stream.empty();
    }
  }

  private static Map<String, byte[]> onlyFile(String file, Map<String, byte[]> files) {
    return files.containsKey(file) ? Map.of(file, files.get(file)) : Map.of();
  }

  /** A stored result, or a new one. Without a lock, so that others can read meanwhile. */
  private static <T> T cached(
      Map<String, T> cache, Object set, Map<String, byte[]> files, Supplier<T> result) {
    String key = set + " " + RevisionFiles.digest(files);
    T found = cache.get(key);
    if (found == null) {
      found = result.get();
      cache.put(key, found);
    }
    return found;
  }

  /**
   * Brings these files, with the rest of the set in force, into force as a new set. They are
   * checked with the data in them. This node uses the data only after {@link #loadData}, which must
   * follow the transaction.
   *
   * @param name the name of the deployment
   * @return the number of the new set
   * @throws RevisionRefused with a line for each problem; the transaction must be rolled back then
   */
  int deploy(String name, Map<String, byte[]> files) {
    DeploymentBuilder set =
        repository.createDeployment().name(name).source(DefinitionSets.REVISION);
    files.forEach((file, content) -> set.addInputStream(file, new ByteArrayInputStream(content)));
    try {
      data.withTrialData(files, () -> sets.withoutAuthorization(set::deploy));
    } catch (DataRefused e) {
      throw new RevisionRefused(e.getMessage());
    } catch (ProcessEngineException e) {
      if (isOfDatabase(e)) {
        throw e;
      }
      throw new RevisionRefused(e.getMessage().replaceFirst("^This cannot be deployed:\n", ""));
    }
    return inForce();
  }

  private static boolean isOfDatabase(ProcessEngineException e) {
    return e instanceof OptimisticLockingException
        || Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
            .anyMatch(SQLException.class::isInstance);
  }

  /** Sets up what depends on these files, such as filters' permissions, in the transaction. */
  void runFollowers(Map<String, byte[]> files) {
    data.withTrialData(
        files,
        () -> {
          data.runFollowers();
          return null;
        });
  }

  /** Loads the data of the set in force at this node, if the set is a new one. */
  void loadData() {
    data.refresh();
  }
}
