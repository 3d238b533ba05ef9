package scot.nrm.engine;

import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the engine needs from its surroundings. */
@Configuration
class EngineDefaults {

  @Bean
  Definitions definitions() {
    return new Definitions(Path.of(""));
  }
}
