package scot.nrm;

import java.util.Map;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.scheduling.config.TaskManagementConfigUtils;
import scot.nrm.casefile.FileReindexing;
import scot.nrm.repair.RepairRunner;

/**
 * The operator's command that asks for a repair of a case or carries it out, and exits. It needs
 * the engine and the steps of the diagrams, so it starts the whole application, but opens no port
 * and does no other work meanwhile. {@link RepairRunner} ends it.
 */
final class RepairCommand {

  private static final Map<String, Object> ALONE =
      Map.of(
          "server.port", "-1",
          "management.server.port", "-1",
          "camunda.bpm.job-execution.enabled", "false",
          "nrm.access-alerts.every", "0s");

  private RepairCommand() {}

  /**
   * Asks or repairs.
   *
   * @throws scot.nrm.startup.StartRefused if it isn't possible, with what to do
   */
  static void run(String... args) {
    new SpringApplicationBuilder(NrmApplication.class)
        .initializers(
            context -> {
              context
                  .getEnvironment()
                  .getPropertySources()
                  .addFirst(new MapPropertySource(RepairRunner.OPTION, ALONE));
              context.addBeanFactoryPostProcessor(RepairCommand::withoutOtherWork);
            })
        .run(args);
  }

  /** Nothing that a node does by the clock or at its start, such as bringing in a revision. */
  private static void withoutOtherWork(ConfigurableListableBeanFactory beans) {
    BeanDefinitionRegistry definitions = (BeanDefinitionRegistry) beans;
    definitions.removeBeanDefinition(
        TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME);
    for (String name : beans.getBeanNamesForType(FileReindexing.class, true, false)) {
      definitions.removeBeanDefinition(name);
    }
  }
}
