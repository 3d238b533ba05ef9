package scot.nrm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import scot.nrm.SharedEngineStatements;
import scot.nrm.startup.StartRefused;

/** What makes a new version of a diagram or table, and what does not. */
class DeployerTest {

  @TempDir Path jarOnly;
  @TempDir Path folder;

  private ProcessEngine engine;
  private RepositoryService repository;

  @BeforeEach
  void start() throws IOException {
    StandaloneInMemProcessEngineConfiguration configuration =
        new StandaloneInMemProcessEngineConfiguration();
    configuration.setProcessEngineName("deployer");
    configuration.setJdbcUrl("jdbc:h2:mem:deployer;DB_CLOSE_DELAY=-1");
    configuration.setDatabaseSchemaUpdate("create-drop");
    configuration.getProcessEnginePlugins().add(new SharedEngineStatements());
    engine = configuration.buildProcessEngine();
    repository = engine.getRepositoryService();
    FileSystemUtils.copyRecursively(Path.of("processes"), folder.resolve("processes"));
    FileSystemUtils.copyRecursively(Path.of("forms"), folder.resolve("forms"));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void anUnchangedStartMakesNoNewVersionFromTheFolderNorFromTheJar() {
    deploy(folder);
    Map<String, Integer> first = versions();
    long deployments = repository.createDeploymentQuery().count();

    deploy(folder);
    deploy(jarOnly);
    deploy(Path.of(""));
    deploy(folder);

    assertThat(first)
        .hasSizeGreaterThanOrEqualTo(11)
        .containsKeys("nrm-case", "competent-authority")
        .allSatisfy((key, version) -> assertThat(version).isOne());
    assertThat(versions()).isEqualTo(first);
    assertThat(repository.createDeploymentQuery().count())
        .isEqualTo(deployments)
        .isEqualTo(first.size());
  }

  @Test
  void aChangedFormMakesANewVersionOfTheDiagramThatNamesItOnly() throws IOException {
    deploy(folder);
    Path form = folder.resolve("forms").resolve("log-referral.form");
    Files.writeString(form, Files.readString(form) + "\n");

    deploy(folder);

    assertThat(changed()).containsExactly("intake");

    deploy(folder);

    assertThat(versions().get("intake")).isEqualTo(2);
  }

  @Test
  void aChangedTableMakesANewVersionOfThatTableOnly() throws IOException {
    deploy(folder);
    Path table = folder.resolve("processes").resolve("time-limits.dmn");
    Files.writeString(table, Files.readString(table) + "\n");

    deploy(folder);

    assertThat(changed()).containsExactly("time-limits");
  }

  @Test
  void aMissingFormIsSaidWithTheDiagramThatNamesIt() throws IOException {
    Files.delete(folder.resolve("forms").resolve("log-referral.form"));

    assertThatThrownBy(() -> deploy(folder))
        .hasMessageContaining("intake")
        .hasMessageContaining("log-referral");
  }

  @Test
  void aDiagramThatIsCutOffIsSaidByItsName() throws IOException {
    Path diagram = folder.resolve("processes").resolve("intake.bpmn");
    Files.writeString(diagram, Files.readString(diagram).replace("</bpmn:definitions>", ""));

    assertThatThrownBy(() -> deploy(folder))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("The diagram intake cannot be read");
  }

  @Test
  void aFormThatIsWrongStopsAllOfTheDeployment() throws IOException {
    Files.writeString(
        folder.resolve("processes").resolve("intake.bpmn"),
        Files.readString(folder.resolve("processes").resolve("intake.bpmn"))
            .replace("Log the referral", "Log it"));
    Map<String, Integer> before = versions();

    assertThatThrownBy(
            () ->
                new Deployer(new Definitions(folder), forms -> List.of("Give it a maximum length."))
                    .deploy(repository))
        .hasMessageContaining("Give it a maximum length.");

    assertThat(versions()).isEqualTo(before);
  }

  private void deploy(Path directory) {
    new Deployer(new Definitions(directory), forms -> List.of()).deploy(repository);
  }

  private Map<String, Integer> versions() {
    Map<String, Integer> versions = new TreeMap<>();
    repository
        .createProcessDefinitionQuery()
        .latestVersion()
        .list()
        .forEach(process -> versions.put(process.getKey(), process.getVersion()));
    repository
        .createDecisionDefinitionQuery()
        .latestVersion()
        .list()
        .forEach(table -> versions.put(table.getKey(), table.getVersion()));
    return versions;
  }

  private Iterable<String> changed() {
    Map<String, Integer> versions = versions();
    versions.values().removeIf(version -> version == 1);
    return versions.keySet();
  }
}
