package scot.nrm.decision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import scot.nrm.register.DecisionRequirements;

/** The demands of decisions, without an application. */
public final class Demands {

  public static final String FILE_CONTENT = content();
  public static final DecisionRequirements OF_THE_FILE = read(FILE_CONTENT);

  private Demands() {}

  /** Those of a file with this content. */
  public static DecisionRequirements read(String yaml) {
    MutablePropertySources sources = new StandardEnvironment().getPropertySources();
    try {
      new YamlPropertySourceLoader()
          .load("decisions", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
          .forEach(sources::addFirst);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Binder(ConfigurationPropertySources.from(sources))
        .bind("nrm", DecisionRequirements.class)
        .get();
  }

  private static String content() {
    try {
      return Files.readString(Path.of(DecisionRequirements.FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
