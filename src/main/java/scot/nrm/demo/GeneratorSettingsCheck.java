package scot.nrm.demo;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Profiles;

/**
 * Says at once what is wrong with the settings for {@link TestDataGenerator}, and not when the
 * engine has been started for it.
 */
class GeneratorSettingsCheck
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    if (context.getEnvironment().acceptsProfiles(Profiles.of("!production"))) {
      GeneratorSettings.read(context.getEnvironment());
    }
  }
}
