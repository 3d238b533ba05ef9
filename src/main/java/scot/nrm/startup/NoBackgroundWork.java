package scot.nrm.startup;

import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * A configuration for commands that use parts of the program: nothing starts on its own. It isn't a
 * component, because it doesn't apply to the application itself.
 */
public final class NoBackgroundWork implements BeanFactoryPostProcessor {

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    BeanDefinitionRegistry definitions = (BeanDefinitionRegistry) beans;
    for (Class<?> works :
        List.of(
            ApplicationRunner.class,
            SmartLifecycle.class,
            SmartInitializingSingleton.class,
            ApplicationListener.class)) {
      for (String name : beans.getBeanNamesForType(works, true, false)) {
        if (definitions.containsBeanDefinition(name)) {
          definitions.removeBeanDefinition(name);
        }
      }
    }
  }
}
