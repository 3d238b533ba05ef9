package scot.nrm;

import java.util.List;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.config.TaskManagementConfigUtils;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * In a Spring test nothing happens each minute or at night except what the test does. It would
 * happen in all applications of the virtual machine, at the time that the current test has set.
 */
public class NoScheduledWork implements ContextCustomizerFactory {

  private static final String SCHEDULES =
      TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME;

  @Override
  public ContextCustomizer createContextCustomizer(
      Class<?> test, List<ContextConfigurationAttributes> attributes) {
    return new Unscheduled();
  }

  /** Also in an application that a test starts without Spring's support for tests. */
  public static void in(ConfigurableApplicationContext application) {
    application.addBeanFactoryPostProcessor(
        beans -> {
          if (beans.containsBeanDefinition(SCHEDULES)) {
            ((BeanDefinitionRegistry) beans).removeBeanDefinition(SCHEDULES);
          }
        });
  }

  private record Unscheduled() implements ContextCustomizer {

    @Override
    public void customizeContext(
        ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
      in(context);
    }
  }
}
