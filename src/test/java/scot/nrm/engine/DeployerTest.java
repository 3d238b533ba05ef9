package scot.nrm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
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
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.engine.sets.DefinitionSets.CaseSets;
import scot.nrm.startup.StartRefused;

/** Tests when a new set is deployed, and which set a case follows. */
@ExtendWith(OutputCaptureExtension.class)
class DeployerTest {

  private static final String CASE = "NRM-2009-7Q4X-8KD9";

  @TempDir Path jarOnly;
  @TempDir Path folder;
  @TempDir Path older;

  private final Map<String, Integer> setOfCases = new HashMap<>();
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
      FileSystemUtils.copyRecursively(Path.of("config"), copy.resolve("config"));
      Files.createDirectory(copy.resolve("processes"));
      for (String file : List.of("nrm-case.bpmn", "intake.bpmn", "time-limits.dmn")) {
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
  void aStartWithUnchangedFilesDeploysNothing() throws IOException {
    FileSystemUtils.copyRecursively(Path.of("processes"), folder.resolve("processes"));
    deploy(folder);
    Map<String, Integer> first = versions();

    DeploymentCache read =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
            .getDeploymentCache();
    read.purgeCache();

    deploy(folder);
    deploy(jarOnly);
    deploy(Path.of(""));
    deploy(folder);
    assertThat(read.getProcessDefinitionCache().keySet()).as("read by a start").isEmpty();

    assertThat(first)
        .hasSizeGreaterThanOrEqualTo(11)
        .containsKeys("nrm-case", "competent-authority")
        .allSatisfy((key, version) -> assertThat(version).isOne());
    assertThat(versions()).isEqualTo(first);
    assertThat(repository.createDeploymentQuery().count()).isOne();
  }

  @Test
  void anyChangedFileMakesAWholeNewSet() throws IOException {
    deploy(folder);
    int set = 1;
    for (String file :
        List.of(
            "processes/intake.bpmn",
            "processes/time-limits.dmn",
            "forms/log-referral.form",
            "config/councils.yaml")) {
      change(file);
      deploy(folder);
      deploy(folder);
      set++;
      assertThat(versions().values()).as(file).containsOnly(set);
    }
    assertThat(repository.createDeploymentQuery().count()).isEqualTo(set);
    assertThat(
            repository.getDeploymentResourceNames(
                repository
                    .createProcessDefinitionQuery()
                    .processDefinitionKey("intake")
                    .latestVersion()
                    .singleResult()
                    .getDeploymentId()))
        .contains(
            "processes/nrm-case.bpmn",
            "forms/log-referral.form",
            "config/authorities.yaml",
            "config/lists/countries.yaml",
            "config/cases-under-way.yaml")
        .doesNotContain("config/application.yaml", "config/demo-users.yaml");
  }

  @Test
  void aSetWithABrokenFileIsNotDeployedAtAll() throws IOException {
    deploy(folder);
    change("processes/time-limits.dmn");
    Path diagram = folder.resolve("processes").resolve("nrm-case.bpmn");
    Files.writeString(diagram, Files.readString(diagram).replace("</bpmn:definitions>", ""));

    assertThatThrownBy(() -> deploy(folder)).hasMessageContaining("nrm-case.bpmn");

    assertThat(versions().values()).containsOnly(1);
    assertThat(repository.createDeploymentQuery().count()).isOne();
  }

  @Test
  void aFormWithAMistakeStopsTheWholeDeployment() {
    assertThatThrownBy(
            () ->
                new Deployer(
                        new Definitions(folder),
                        forms -> List.of("Give it a maximum length."),
                        "",
                        false)
                    .postProcessEngineBuild(engine))
        .hasMessageContaining("Give it a maximum length.");

    assertThat(versions()).isEmpty();
  }

  @Test
  void anOlderSetIsNotDeployedAgain(CapturedOutput output) throws IOException {
    ClockUtil.setCurrentTime(date("2009-04-01"));
    deploy(older);
    ClockUtil.setCurrentTime(date("2009-05-12"));
    change("processes/intake.bpmn");
    deploy(folder);

    deploy(older);
    deploy(older);

    assertThat(versions().values()).containsOnly(2);
    assertThat(output)
        .contains(
            "older than set 2, which is in force. processes/intake.bpmn is as in set 1 of 1 April 2009.",
            "--nrm.deploy-again=2")
        .doesNotContain("forms/log-referral.form is as in");

    deploy(folder);

    assertThat(versions().values()).containsOnly(2);
  }

  @Test
  void aSetWithoutAFileOfTheSetInForceIsOlder(CapturedOutput output) throws IOException {
    Files.copy(
        Path.of("processes", "suspension.bpmn"),
        folder.resolve("processes").resolve("suspension.bpmn"));
    deploy(folder);

    deploy(older);

    assertThat(versions()).containsEntry("nrm-case", 1).containsEntry("suspension", 1);
    assertThat(output).contains("suspension.bpmn is missing.");
  }

  @Test
  void anOlderFormBesideANewDiagramIsNotDeployed() throws IOException {
    deploy(older);
    change("forms/log-referral.form");
    deploy(folder);
    Files.copy(
        older.resolve("forms").resolve("log-referral.form"),
        folder.resolve("forms").resolve("log-referral.form"),
        StandardCopyOption.REPLACE_EXISTING);
    change("processes/intake.bpmn");

    deploy(folder);

    assertThat(versions().values()).containsOnly(2);
  }

  @Test
  void aNodeTakesDataOfTheSetInForceUnlessItsOwnIsNewer(CapturedOutput output) throws IOException {
    deploy(older);
    change("config/authorities.yaml");
    deploy(folder);

    deploy(older);

    assertThat(versions().values()).containsOnly(2);
    assertThat(output).contains("config/authorities.yaml is as in set 1");
    Files.writeString(
        older.resolve("config/routing.yaml"),
        Files.readString(older.resolve("config/routing.yaml")) + "\n");
    assertThatThrownBy(() -> deploy(older))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("would have no effect: routing.yaml.");
  }

  @Test
  void deployingAgainReplacesOnlyTheNamedSet() throws IOException {
    deploy(older);
    change("processes/intake.bpmn");
    deploy(folder);

    deploy(older, "1");
    assertThat(versions().values()).as("not in force").containsOnly(2);

    deploy(older, "2");
    deploy(older, "2");
    assertThat(versions().values()).as("once").containsOnly(3);

    change("processes/intake.bpmn");
    deploy(folder);
    deploy(older, "2");
    assertThat(versions().values()).as("a setting that was left").containsOnly(4);
  }

  @Test
  void deployingAgainNeedsTheNumberOfTheSet() {
    assertThatThrownBy(() -> deploy(folder, "intake"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("nrm.deploy-again is intake")
        .hasMessageContaining("the number of the set in force");
  }

  // --- in production

  @Test
  void aProductionStartChangesNothingThatThreePeopleSign(CapturedOutput output) throws IOException {
    inProduction(folder);
    change("config/decisions.yaml");
    change("config/safeguards.yaml");
    Files.createDirectory(folder.resolve("config/letters"));
    Files.writeString(folder.resolve("config/letters/nrm-03.html"), "{{>letterhead}}{{>close}}");
    Files.writeString(
        folder.resolve("forms/new-form.form"),
        Files.readString(Path.of("forms/log-referral.form"))
            .replace("\"log-referral\"", "\"new-form\""));
    Files.delete(folder.resolve("processes/intake.bpmn"));

    inProduction(folder);

    assertThat(versions()).containsEntry("nrm-case", 1).containsEntry("intake", 1);
    assertThat(repository.createDeploymentQuery().count()).isOne();
    assertThat(output)
        .contains(
            "Set 1 stays in force, although files here differ from it. config/decisions.yaml differs. config/letters/nrm-03.html differs. config/safeguards.yaml differs. forms/new-form.form is not in it. intake.bpmn is missing. A revision changes them",
            "start once with --nrm.deploy-again=1")
        .doesNotContain("has no effect");

    inProduction(folder, "2");

    assertThat(versions()).containsEntry("nrm-case", 1);
    assertThat(output).contains("--nrm.deploy-again=2 has no effect, because set 1 is in force.");

    inProduction(folder, "1");

    assertThat(output).contains("The files here replace set 1. config/decisions.yaml differs.");
    assertThat(versions()).containsEntry("nrm-case", 2).containsEntry("intake", 1);
    assertThat(inForce("config/safeguards.yaml"))
        .isEqualTo(Files.readAllBytes(folder.resolve("config/safeguards.yaml")));

    inProduction(folder, "2");

    assertThat(versions()).containsEntry("nrm-case", 2);
    assertThat(output)
        .contains("--nrm.deploy-again=2 has no effect, because the files here are those of");
  }

  @Test
  void aProductionStartAddsOnlyDataThatNoSetHasYet() throws IOException {
    Map<String, byte[]> first = Deployer.files(new Definitions(folder));
    byte[] countries = first.remove("config/lists/countries.yaml");
    DeploymentBuilder set = repository.createDeployment().source(DefinitionSets.SOURCE);
    first.forEach((file, content) -> set.addInputStream(file, new ByteArrayInputStream(content)));
    set.deploy();
    change("config/councils.yaml");
    change("config/decisions.yaml");
    change("processes/intake.bpmn");

    inProduction(folder);
    inProduction(folder);

    assertThat(versions().values()).containsOnly(2);
    assertThat(inForce("config/lists/countries.yaml")).isEqualTo(countries);
    for (String file :
        List.of("config/decisions.yaml", "processes/intake.bpmn", "config/councils.yaml")) {
      assertThat(inForce(file)).as(file).isEqualTo(Files.readAllBytes(older.resolve(file)));
    }
  }

  // --- the set of a case

  @Test
  void aCaseStaysUnderItsSetOnEveryNode() throws IOException {
    DefinitionSets node = sets();
    DefinitionSets other = sets();
    deploy(folder);
    setOfCases.put(CASE, 1);
    String first = diagram("nrm-case", 1);
    assertThat(node.definitionToCall("intake", first, CASE).getVersion()).isOne();
    assertThat(other.table("time-limits", CASE)).isEqualTo(table(1));
    change("processes/intake.bpmn");
    deploy(folder);

    for (DefinitionSets each : List.of(node, other)) {
      assertThat(each.definitionToCall("intake", first, CASE).getVersion()).isOne();
      assertThat(each.definitionToStart("intake", CASE).getVersion()).isOne();
      assertThat(each.table("time-limits", CASE)).isEqualTo(table(1));
      assertThat(
              each.definitionToCall("intake", diagram("nrm-case", 2), "NRM-2009-NEW").getVersion())
          .isEqualTo(2);
      assertThat(each.definitionToStart("intake", "NRM-2009-NEW").getVersion()).isEqualTo(2);
      assertThat(each.table("time-limits", "NRM-2009-NEW")).isEqualTo(table(2));
      assertThat(each.setOf(diagram("intake", 1))).isOne();
    }
    assertThat(setOfCases).containsExactly(Map.entry(CASE, 1));
  }

  @Test
  void aRowLetsCasesTakeTheNewSetAtAStage() throws IOException {
    deploy(folder);
    setOfCases.put(CASE, 1);
    Path rows = folder.resolve("config").resolve("cases-under-way.yaml");
    Files.writeString(rows, "cases-under-way:\n - {from: [1], stage: intake, takes: new}\n");
    deploy(folder);
    DefinitionSets sets = sets();

    assertThat(sets.definitionToCall("nrm-case", diagram("nrm-case", 1), CASE).getVersion())
        .isOne();
    assertThat(setOfCases).containsEntry(CASE, 1);

    assertThat(sets.definitionToCall("intake", diagram("nrm-case", 1), CASE).getVersion())
        .isEqualTo(2);
    assertThat(setOfCases).containsEntry(CASE, 2);
    assertThat(sets.table("time-limits", CASE)).isEqualTo(table(2));
    assertThat(sets.definitionToCall("nrm-case", diagram("nrm-case", 1), CASE).getVersion())
        .as("what the earlier diagram calls beside it stays")
        .isOne();
  }

  private DefinitionSets sets() {
    return new DefinitionSets(
        engine,
        new CaseSets() {
          @Override
          public Optional<Integer> setOf(String caseNumber) {
            return Optional.ofNullable(setOfCases.get(caseNumber));
          }

          @Override
          public void changeSet(String caseNumber, int set) {
            setOfCases.put(caseNumber, set);
          }
        });
  }

  private String diagram(String key, int version) {
    return repository
        .createProcessDefinitionQuery()
        .processDefinitionKey(key)
        .processDefinitionVersion(version)
        .singleResult()
        .getId();
  }

  private String table(int version) {
    return repository
        .createDecisionDefinitionQuery()
        .decisionDefinitionKey("time-limits")
        .decisionDefinitionVersion(version)
        .singleResult()
        .getId();
  }

  private void change(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, Files.readString(file) + "\n");
  }

  private static Date date(String day) {
    return LocalDay.startOf(LocalDate.parse(day));
  }

  private void deploy(Path directory, String... again) {
    start(directory, false, again);
  }

  private void inProduction(Path directory, String... again) {
    start(directory, true, again);
  }

  private void start(Path directory, boolean isProduction, String... again) {
    new Deployer(
            new Definitions(directory), forms -> List.of(), String.join("", again), isProduction)
        .postProcessEngineBuild(engine);
  }

  private byte[] inForce(String file) {
    return sets().files(sets().inForce()).get(file);
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
}
