package scot.nrm.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.repository.Resource;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;

/**
 * The versions of one diagram or decision table that have been deployed, with the forms of each, by
 * a start or by a release officer. Files are recognised by their names without the folder, because
 * a release officer sends them without one.
 */
final class DeployedVersions {

  private final RepositoryService repository;
  private final String name;

  /** Deployment by version, newest first. */
  private final Map<Integer, String> deployments;

  private final Map<String, Map<String, byte[]>> files = new HashMap<>();

  private DeployedVersions(
      RepositoryService repository, String name, Map<Integer, String> deployments) {
    this.repository = repository;
    this.name = name;
    this.deployments = new TreeMap<>((one, other) -> other - one);
    this.deployments.putAll(deployments);
  }

  static DeployedVersions ofDiagram(RepositoryService repository, String key) {
    Map<Integer, String> deployments = new HashMap<>();
    for (ProcessDefinition version :
        repository.createProcessDefinitionQuery().processDefinitionKey(key).list()) {
      deployments.put(version.getVersion(), version.getDeploymentId());
    }
    return new DeployedVersions(repository, key, deployments);
  }

  static DeployedVersions ofTable(RepositoryService repository, String key) {
    Map<Integer, String> deployments = new HashMap<>();
    for (DecisionDefinition version :
        repository.createDecisionDefinitionQuery().decisionDefinitionKey(key).list()) {
      deployments.put(version.getVersion(), version.getDeploymentId());
    }
    return new DeployedVersions(repository, key, deployments);
  }

  String name() {
    return name;
  }

  /** Whether the newest version was made from exactly these files. */
  boolean newestIs(Map<String, byte[]> wanted) {
    return newest()
        .map(
            current ->
                wanted.entrySet().stream()
                    .allMatch(
                        file -> Arrays.equals(current.get(nameOf(file.getKey())), file.getValue())))
        .orElse(false);
  }

  /**
   * A sentence about each of these files that was replaced: it differs from the newest version and
   * equals an earlier one.
   */
  List<String> earlierOf(Map<String, byte[]> wanted) {
    List<String> sentences = new ArrayList<>();
    newest()
        .ifPresent(
            current ->
                wanted.forEach(
                    (file, content) -> {
                      byte[] inForce = current.get(nameOf(file));
                      if (inForce != null && !Arrays.equals(inForce, content)) {
                        versionWith(nameOf(file), content)
                            .ifPresent(version -> sentences.add(sentence(file, version)));
                      }
                    }));
    return sentences;
  }

  private String sentence(String file, int version) {
    int newest = deployments.keySet().iterator().next();
    return "%s is as in version %d of %s; version %d of %s is in force."
        .formatted(file, version, day(version), newest, day(newest));
  }

  private String day(int version) {
    Deployment deployment =
        repository.createDeploymentQuery().deploymentId(deployments.get(version)).singleResult();
    return BritishDate.of(LocalDay.of(deployment.getDeploymentTime()));
  }

  private Optional<Integer> versionWith(String file, byte[] content) {
    return deployments.entrySet().stream()
        .filter(version -> Arrays.equals(files(version.getValue()).get(file), content))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private Optional<Map<String, byte[]>> newest() {
    return deployments.values().stream().findFirst().map(this::files);
  }

  private Map<String, byte[]> files(String deployment) {
    return files.computeIfAbsent(
        deployment,
        id -> {
          Map<String, byte[]> contents = new HashMap<>();
          for (Resource resource : repository.getDeploymentResources(id)) {
            contents.put(nameOf(resource.getName()), resource.getBytes());
          }
          return contents;
        });
  }

  private static String nameOf(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }
}
