package scot.nrm;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MutablePropertySources;

/**
 * Frees the memory of an application that is closed, or whose start is refused. Spring Boot keeps
 * the settings of each in a static map until all memory is used up, and with them its web server
 * and beans: 15 MB, in a virtual machine that starts dozens.
 */
public class SettingsReleased
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext application) {
    if (application.getBeanFactory() instanceof DefaultListableBeanFactory beans) {
      MutablePropertySources settings = application.getEnvironment().getPropertySources();
      // Before all others, so after all others are closed.
      beans.registerDisposableBean(
          "settingsReleased", () -> settings.forEach(one -> settings.remove(one.getName())));
    }
  }
}
