package scot.nrm.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a YAML file in which every value is text except whole numbers: {@code no} is an answer
 * here.
 */
final class InventedData {

  private InventedData() {}

  /** As with all of {@code config/}, an external file overrides the one in the jar. */
  static Resource file(String name) {
    Resource beside = new FileSystemResource(name);
    return beside.exists() ? beside : new ClassPathResource(name);
  }

  static Map<String, Object> read(Resource file) {
    LoaderOptions loading = new LoaderOptions();
    DumperOptions dumping = new DumperOptions();
    Yaml yaml =
        new Yaml(
            new SafeConstructor(loading),
            new Representer(dumping),
            dumping,
            loading,
            new TextAndWholeNumbers());
    try (InputStream content = file.getInputStream()) {
      return yaml.load(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Also Norway, {@code NO}, stays text. */
  private static final class TextAndWholeNumbers extends Resolver {

    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.INT, Pattern.compile("[1-9]\\d*"), "123456789");
      addImplicitResolver(Tag.MERGE, Pattern.compile("<<"), "<");
    }
  }
}
