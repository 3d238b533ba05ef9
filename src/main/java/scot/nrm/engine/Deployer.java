package scot.nrm.engine;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.sets.CasesUnderWay;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.startup.StartRefused;

/**
 * Deploys all diagrams, decision tables and forms, with the data files that they refer to, as one
 * set, if a file differs from the set in force. Files have the same names in a folder and in the
 * jar, so a restart without changes deploys nothing.
 *
 * <p>A set in which a file is missing, or is an earlier version that was replaced, is not deployed:
 * otherwise a node with older files that restarts beside a newer one would bring the old diagrams
 * back for every new case. In production, a start replaces nothing that a revision can change,
 * because a revision needs three signatures: the set in force stays, and the log names each
 * difference. {@link #DEPLOY_AGAIN} replaces it on purpose.
 */
@Component
@Order(100) // after the plugins that check and monitor deployments
public class Deployer extends AbstractProcessEnginePlugin {

  /** The setting with the number of the set in force that the start replaces with its own files. */
  public static final String DEPLOY_AGAIN = "nrm.deploy-again";

  /** The files of {@code config/} in a set; not all need exist. */
  private static final List<String> DATA =
      Stream.concat(
              Arrays.stream(DataFile.values()).map(DataFile::path),
              Stream.of(CasesUnderWay.FILE.substring("config/".length())))
          .toList();

  private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

  private final Definitions definitions;
  private final FormsCheck formsCheck;
  private final String again;
  private final boolean isProduction;

  /**
   * @param isProduction whether files that a revision can change are deployed at the first start
   *     only
   */
  public Deployer(
      Definitions definitions,
      FormsCheck formsCheck,
      @Value("${" + DEPLOY_AGAIN + ":}") String again,
      @Value("#{environment.matchesProfiles('production')}") boolean isProduction) {
    this.definitions = definitions;
    this.formsCheck = formsCheck;
    this.again = again;
    this.isProduction = isProduction;
  }

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    if (!again.matches("\\d{0,9}")) {
      throw new StartRefused(
          "The setting %s is %s, which is no number of a set.".formatted(DEPLOY_AGAIN, again),
          "Write the number of the set in force, which the log names.");
    }
    checkForms();
    Map<String, byte[]> files = files(definitions);
    // Only one node at a time compares and deploys, and it deploys all of a set or nothing.
    ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getCommandExecutorTxRequired()
        .execute(
            context -> {
              context.getPropertyManager().acquireExclusiveLock();
              deploy(engine.getRepositoryService(), files);
              return null;
            });
  }

  private void checkForms() {
    Map<String, byte[]> forms = new TreeMap<>();
    for (Resource form : definitions.all("forms", "form")) {
      forms.put(form.getFilename(), Definitions.content(form));
    }
    List<String> problems = formsCheck.problems(forms);
    if (!problems.isEmpty()) {
      throw new StartRefused(
          "The forms cannot be deployed:\n" + String.join("\n", problems),
          "Correct them in Camunda Modeler and start again. Nothing has been deployed.");
    }
  }

  /** The whole set that a start deploys, by file name. */
  public static Map<String, byte[]> files(Definitions definitions) {
    Map<String, byte[]> files = new TreeMap<>();
    add(files, "processes", definitions.all("processes", "bpmn"));
    add(files, "processes", definitions.all("processes", "dmn"));
    add(files, "forms", definitions.all("forms", "form"));
    for (String name : DATA) {
      Resource file = definitions.data(name);
      if (file.exists()) {
        files.put("config/" + name, Definitions.content(file));
      }
    }
    definitions
        .all("config/scenarios", "json")
        .forEach(
            file -> files.put(DataFile.SCENARIOS + file.getFilename(), Definitions.content(file)));
    definitions
        .letters()
        .forEach((name, letter) -> files.put(DataFile.LETTERS + name, Definitions.content(letter)));
    return files;
  }

  private static void add(Map<String, byte[]> files, String folder, List<Resource> found) {
    found.forEach(file -> files.put(folder + "/" + file.getFilename(), Definitions.content(file)));
  }

  private void deploy(RepositoryService repository, Map<String, byte[]> files) {
    List<ProcessDefinition> sets =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey(DefinitionSets.CASE)
            .orderByProcessDefinitionVersion()
            .desc()
            .list();
    Map<String, byte[]> set = files;
    if (!sets.isEmpty()) {
      ProcessDefinition inForce = sets.get(0);
      boolean replacesOnPurpose = again.equals(String.valueOf(inForce.getVersion()));
      if (!again.isEmpty() && !replacesOnPurpose) {
        LOG.warn(
            "--{}={} has no effect, because set {} is in force. Start without it, or with {} to replace this set.",
            DEPLOY_AGAIN,
            again,
            inForce.getVersion(),
            inForce.getVersion());
      }
      Map<String, byte[]> current = DefinitionSets.files(repository, inForce.getDeploymentId());
      List<String> changed = changed(files, current);
      if (changed.isEmpty()) {
        if (replacesOnPurpose) {
          LOG.warn(
              "--{}={} has no effect, because the files here are those of this set.",
              DEPLOY_AGAIN,
              again);
        }
        return;
      }
      Map<String, String> older = older(repository, files, current, sets);
      if (isProduction && !replacesOnPurpose) {
        List<String> startOnly = startOnly(changed, current);
        changed.removeAll(startOnly);
        warnOfDifferences(changed, older, current, inForce.getVersion());
        if (startOnly.isEmpty()) {
          return;
        }
        set = inForceWith(startOnly, files, repository, inForce.getDeploymentId());
        changed = startOnly;
      } else if (!older.isEmpty() && !replacesOnPurpose) {
        refuseNewerData(changed, older.keySet(), inForce.getVersion());
        LOG.warn(
            "Nothing is deployed, because these files are older than set {}, which is in force. {} Put the current files here, or start once with --{}={} to go back on purpose.",
            inForce.getVersion(),
            String.join(" ", older.values()),
            DEPLOY_AGAIN,
            inForce.getVersion());
        return;
      }
      LOG.atLevel(replacesOnPurpose ? Level.WARN : Level.INFO)
          .log(
              "The files here replace set {}. {}",
              inForce.getVersion(),
              differences(changed, older, current));
    }
    deploy(repository.createDeployment().name("set").source(DefinitionSets.SOURCE), set);
    LOG.info("Deployed set {}", sets.isEmpty() ? 1 : sets.get(0).getVersion() + 1);
  }

  /**
   * The changed files that only a start can deploy: data files that the set in force is too old to
   * contain, which each node would otherwise read from its own disk.
   */
  private static List<String> startOnly(List<String> changed, Map<String, byte[]> current) {
    return changed.stream()
        .filter(
            file ->
                DataFile.of(file).isPresent() && !current.containsKey(DefinitionSets.nameOf(file)))
        .toList();
  }

  private static void warnOfDifferences(
      List<String> differing, Map<String, String> older, Map<String, byte[]> current, int inForce) {
    if (!differing.isEmpty()) {
      LOG.warn(
          "Set {} stays in force, although files here differ from it. {} A revision changes them, because three people sign it: see docs/policy/revisions.md. "
              + "If they are out of date, put the files of the set in force here. To replace it by these files without a revision, and take back what revisions have changed in them, start once with --{}={}.",
          inForce,
          differences(differing, older, current),
          DEPLOY_AGAIN,
          inForce);
    }
  }

  private static String differences(
      List<String> differing, Map<String, String> older, Map<String, byte[]> current) {
    return differing.stream()
        .map(
            file ->
                older.getOrDefault(
                    file,
                    file
                        + (current.containsKey(DefinitionSets.nameOf(file))
                            ? " differs."
                            : " is not in it.")))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /** The files of the set in force, and those of this node that it is too old to contain. */
  private static Map<String, byte[]> inForceWith(
      List<String> added,
      Map<String, byte[]> files,
      RepositoryService repository,
      String deployment) {
    Map<String, byte[]> set = new TreeMap<>();
    repository
        .getDeploymentResources(deployment)
        .forEach(file -> set.put(file.getName(), file.getBytes()));
    added.forEach(file -> set.put(file, files.get(file)));
    return set;
  }

  /**
   * Refuses the start if data files differ that must not. A node takes its data from the set, so
   * older files here do no harm, but newer ones would have no effect.
   */
  private static void refuseNewerData(List<String> changed, Set<String> older, int inForce) {
    List<String> data =
        changed.stream()
            .filter(file -> DataFile.isFromSet(file) && !older.contains(file))
            .map(DefinitionSets::nameOf)
            .sorted()
            .toList();
    if (!data.isEmpty()) {
      throw new StartRefused(
          "Other files here are older than set %d, which is in force, so nothing is deployed. But these files of config/ differ from it and would have no effect: %s."
              .formatted(inForce, String.join(", ", data)),
          "Put the current files here, or start once with --%s=%d to go back on purpose."
              .formatted(DEPLOY_AGAIN, inForce));
    }
  }

  private static List<String> changed(Map<String, byte[]> files, Map<String, byte[]> current) {
    List<String> changed = new ArrayList<>();
    Map<String, byte[]> gone = new TreeMap<>(current);
    files.forEach(
        (file, content) -> {
          if (!Arrays.equals(content, gone.remove(DefinitionSets.nameOf(file)))) {
            changed.add(file);
          }
        });
    changed.addAll(gone.keySet());
    return changed;
  }

  /**
   * A sentence for each older file, which differs from the set in force and equals an earlier one,
   * and for each missing file.
   *
   * @return by file name
   */
  private static Map<String, String> older(
      RepositoryService repository,
      Map<String, byte[]> files,
      Map<String, byte[]> current,
      List<ProcessDefinition> sets) {
    Map<String, String> older = new TreeMap<>();
    Map<String, byte[]> gone = new TreeMap<>(current);
    files.keySet().forEach(file -> gone.remove(DefinitionSets.nameOf(file)));
    gone.keySet().forEach(file -> older.put(file, file + " is missing."));
    for (ProcessDefinition earlier : sets.subList(1, sets.size())) {
      Map<String, byte[]> before = DefinitionSets.files(repository, earlier.getDeploymentId());
      files.forEach(
          (file, content) -> {
            String name = DefinitionSets.nameOf(file);
            if (current.containsKey(name)
                && !Arrays.equals(content, current.get(name))
                && Arrays.equals(content, before.get(name))) {
              older.putIfAbsent(
                  file,
                  "%s is as in set %d of %s."
                      .formatted(file, earlier.getVersion(), day(repository, earlier)));
            }
          });
    }
    return older;
  }

  private static String day(RepositoryService repository, ProcessDefinition set) {
    return BritishDate.of(
        LocalDay.of(
            repository
                .createDeploymentQuery()
                .deploymentId(set.getDeploymentId())
                .singleResult()
                .getDeploymentTime()));
  }

  private static void deploy(DeploymentBuilder set, Map<String, byte[]> files) {
    files.forEach((file, content) -> set.addInputStream(file, new ByteArrayInputStream(content)));
    try {
      set.deploy();
    } catch (BadUserRequestException refusal) {
      throw new StartRefused(
          refusal.getMessage(),
          "Correct the files in Camunda Modeler and start again; see \"What a diagram may contain\" in docs/policy/revise-a-diagram.md. Nothing has been deployed.");
    }
  }
}
