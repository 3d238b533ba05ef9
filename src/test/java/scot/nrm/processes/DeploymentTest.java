package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.junit.jupiter.api.Test;

/** The engine accepts all files of {@code processes/} in one deployment. */
class DeploymentTest {

  @Test
  void allDiagramsAndTablesCanBeDeployedTogether() throws IOException {
    List<Path> diagrams = Diagram.files("bpmn").toList();
    List<Path> tables = Diagram.files("dmn").toList();
    ProcessEngine engine =
        ProcessEngineConfiguration.createStandaloneInMemProcessEngineConfiguration()
            .setProcessEngineName("models")
            .setJdbcUrl("jdbc:h2:mem:models")
            .setJobExecutorActivate(false)
            .buildProcessEngine();
    try {
      var deployment = engine.getRepositoryService().createDeployment();
      for (Path file : Stream.concat(diagrams.stream(), tables.stream()).toList()) {
        deployment.addString(file.getFileName().toString(), Files.readString(file));
      }

      var deployed = deployment.deployWithResult();

      assertThat(deployed.getDeployedProcessDefinitions()).hasSameSizeAs(diagrams);
      assertThat(deployed.getDeployedDecisionDefinitions()).hasSameSizeAs(tables);
    } finally {
      engine.close();
    }
  }
}
