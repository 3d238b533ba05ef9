package scot.nrm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.ConfigDataResource;

/**
 * Tests run beside the sources, so the program would read each data file of {@code config/} twice:
 * the one beside it, and the one inside it with the same content. The one inside is left out: to
 * read and search both takes a sixth of a start. The tests of the jar read those inside it.
 */
public class DataFilesReadOnce implements ConfigDataLocationResolver<ConfigDataResource> {

  private static final String INSIDE = "classpath:/config/";

  @Override
  public boolean isResolvable(
      ConfigDataLocationResolverContext context, ConfigDataLocation location) {
    String file = location.getNonPrefixedValue(INSIDE);
    return location.hasPrefix(INSIDE)
        && file.endsWith(".yaml")
        && Files.exists(Path.of("config", file));
  }

  @Override
  public List<ConfigDataResource> resolve(
      ConfigDataLocationResolverContext context, ConfigDataLocation location) {
    return List.of();
  }
}
