package scot.nrm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/**
 * A file of {@code config/} as the application reads it, with a copy beside the program that wins
 * over it.
 */
public final class ConfigFile {

  private ConfigFile() {}

  /**
   * @param copy the content of the copy; empty for none
   */
  public static ConfigurableEnvironment read(String file, String copy) {
    MutablePropertySources sources = new MutablePropertySources();
    StandardEnvironment environment = new StandardEnvironment();
    load("file", new FileSystemResource(file), sources);
    load("copy", new ByteArrayResource(copy.getBytes(StandardCharsets.UTF_8)), sources);
    List.copyOf(sources.stream().toList()).forEach(environment.getPropertySources()::addLast);
    return environment;
  }

  private static void load(String name, Resource yaml, MutablePropertySources sources) {
    try {
      new YamlPropertySourceLoader().load(name, yaml).forEach(sources::addFirst);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
