package scot.nrm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;
import scot.nrm.SharedEngineStatements;
import scot.nrm.calendar.LocalDay;
import scot.nrm.startup.StartRefused;

/** What makes a new version of a diagram or table, and what does not. */
@ExtendWith(OutputCaptureExtension.class)
class DeployerTest {

  @TempDir Path jarOnly;
  @TempDir Path folder;
  @TempDir Path older;

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
    for (Path copy : List.of(folder, older)) {
      FileSystemUtils.copyRecursively(Path.of("forms"), copy.resolve("forms"));
      Files.createDirectory(copy.resolve("processes"));
      for (String file : List.of("intake.bpmn", "time-limits.dmn")) {
        Files.copy(Path.of("processes", file), copy.resolve("processes").resolve(file));
      }
    }
  }

  @AfterEach
  void stop() {
    engine.close();
    ClockUtil.reset();
  }

  @Test
  void anUnchangedStartMakesNoNewVersionFromTheFolderNorFromTheJar() throws IOException {
    FileSystemUtils.copyRecursively(Path.of("processes"), folder.resolve("processes"));
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
                new Deployer(
                        new Definitions(folder),
                        forms -> List.of("Give it a maximum length."),
                        Set.of())
                    .deploy(repository))
        .hasMessageContaining("Give it a maximum length.");

    assertThat(versions()).isEqualTo(before);
  }

  @Test
  void anOlderDiagramIsNotDeployedAgainAndTheNewestStays(CapturedOutput output) throws IOException {
    ClockUtil.setCurrentTime(date("2009-04-01"));
    deploy(older);
    ClockUtil.setCurrentTime(date("2009-05-12"));
    change("processes", "intake.bpmn");
    deploy(folder);

    deploy(older);
    deploy(older);

    assertThat(versions()).containsEntry("intake", 2);
    assertThat(output)
        .contains(
            "intake is not deployed",
            "processes/intake.bpmn is as in version 1 of 1 April 2009; version 2 of 12 May 2009 is"
                + " in force.",
            "--nrm.deploy-again=intake")
        .doesNotContain("forms/log-referral.form is as in");

    deploy(folder);

    assertThat(versions()).containsEntry("intake", 2);
  }

  @Test
  void anOlderFormOrTableIsNotDeployedAgain(CapturedOutput output) throws IOException {
    deploy(older);
    change("forms", "log-referral.form");
    change("processes", "time-limits.dmn");
    deploy(folder);

    deploy(older);

    assertThat(changed()).containsExactly("intake", "time-limits");
    assertThat(versions()).containsEntry("intake", 2).containsEntry("time-limits", 2);
    assertThat(output)
        .contains(
            "forms/log-referral.form is as in version 1", "processes/time-limits.dmn is as in")
        .doesNotContain("processes/intake.bpmn is as in");
  }

  @Test
  void anOlderFormBesideANewDiagramIsNotDeployedEither() throws IOException {
    deploy(older);
    change("forms", "log-referral.form");
    deploy(folder);
    Files.copy(
        older.resolve("forms").resolve("log-referral.form"),
        folder.resolve("forms").resolve("log-referral.form"),
        StandardCopyOption.REPLACE_EXISTING);
    change("processes", "intake.bpmn");

    deploy(folder);

    assertThat(versions()).containsEntry("intake", 2);
  }

  @Test
  void goingBackOnPurposeMakesANewVersionOfWhatIsNamedOnly() throws IOException {
    deploy(older);
    change("processes", "intake.bpmn");
    change("processes", "time-limits.dmn");
    deploy(folder);

    deploy(older, "intake");

    assertThat(versions()).containsEntry("intake", 3).containsEntry("time-limits", 2);

    deploy(older, "intake");

    assertThat(versions()).as("once").containsEntry("intake", 3);
  }

  @Test
  void goingBackNeedsTheNameOfADiagramOrTable() {
    assertThatThrownBy(() -> deploy(folder, "intake.bpmn"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("nrm.deploy-again names intake.bpmn")
        .hasMessageContaining("without its ending");
  }

  @Test
  void whatAReleaseOfficerHasDeployedIsNotReplacedByWhatWasThereBefore() throws IOException {
    deploy(older);
    change("processes", "intake.bpmn");
    repository
        .createDeployment()
        .name("sent by a release officer")
        .addInputStream(
            "intake.bpmn", Files.newInputStream(folder.resolve("processes").resolve("intake.bpmn")))
        .addInputStream(
            "log-referral.form",
            Files.newInputStream(folder.resolve("forms").resolve("log-referral.form")))
        .deploy();

    deploy(older);
    assertThat(versions()).containsEntry("intake", 2);

    deploy(folder);
    assertThat(versions()).as("the same files").containsEntry("intake", 2);
  }

  private void change(String kind, String name) throws IOException {
    Path file = folder.resolve(kind).resolve(name);
    Files.writeString(file, Files.readString(file) + "\n");
  }

  private static Date date(String day) {
    return LocalDay.startOf(LocalDate.parse(day));
  }

  private void deploy(Path directory, String... again) {
    new Deployer(new Definitions(directory), forms -> List.of(), Set.of(again)).deploy(repository);
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
