package scot.nrm.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.community.process_test_coverage.core.model.DefaultCollector;
import org.camunda.community.process_test_coverage.core.model.Event;
import org.camunda.community.process_test_coverage.core.model.Model;
import org.camunda.community.process_test_coverage.core.model.Run;
import org.camunda.community.process_test_coverage.core.model.Suite;
import org.camunda.community.process_test_coverage.engine.platform7.ExecutionContextModelProvider;
import org.camunda.community.process_test_coverage.engine.platform7.ProcessCoverageConfigurator;
import org.camunda.community.process_test_coverage.engine.platform7.ProcessEngineAdapter;
import org.springframework.context.annotation.Bean;

/** Records which elements and flows of one diagram tests have passed. */
final class PathCoverage {

  private final String diagram;
  private final DefaultCollector collector =
      new DefaultCollector(new ExecutionContextModelProvider());
  private final Suite suite;

  /** Watches an engine built with {@link Watched}, instead of any earlier watcher. */
  PathCoverage(ProcessEngine engine, String diagram) {
    this.diagram = diagram;
    suite = collector.createSuite(new Suite(diagram, diagram));
    collector.activateSuite(suite.getId());
    collector.createRun(new Run(diagram, diagram), suite.getId());
    collector.activateRun(diagram);
    new ProcessEngineAdapter(engine, collector).initializeListeners();
  }

  /** Fails with the names of the elements and flows not passed. */
  void assertThatEverythingWasPassed() {
    Model model =
        collector.getModels().stream()
            .filter(used -> used.getKey().equals(diagram))
            .findFirst()
            .orElseThrow(
                () -> new AssertionError("No element of the diagram " + diagram + " was passed"));
    Set<String> passed =
        suite.getEventsDistinct(diagram).stream()
            .map(Event::getDefinitionKey)
            .collect(Collectors.toSet());
    List<String> left =
        elements(model)
            .filter(element -> !passed.contains(element.getId()))
            .map(element -> element.getId() + " (" + element.getName() + ")")
            .toList();

    assertThat(left).as("elements of %s that no test in this class passes", diagram).isEmpty();
    assertThat(suite.calculateCoverage(model)).as("path coverage of %s", diagram).isEqualTo(1.0);
  }

  private static Stream<? extends FlowElement> elements(Model model) {
    BpmnModelInstance drawn =
        Bpmn.readModelFromStream(
            new ByteArrayInputStream(model.getXml().getBytes(StandardCharsets.UTF_8)));
    return Stream.concat(
        drawn.getModelElementsByType(FlowNode.class).stream(),
        drawn.getModelElementsByType(SequenceFlow.class).stream());
  }

  /** Makes the engine report passed elements. */
  static class Watched {

    @Bean
    ProcessEnginePlugin watchedElements() {
      return new AbstractProcessEnginePlugin() {
        @Override
        public void preInit(ProcessEngineConfigurationImpl engine) {
          ProcessCoverageConfigurator.initializeProcessCoverageExtensions(engine);
        }
      };
    }
  }
}
