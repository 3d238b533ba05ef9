package scot.nrm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import scot.nrm.access.Roles;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.Definitions;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.gate.Comparison;
import scot.nrm.gate.Difference;
import scot.nrm.pages.Templates;
import scot.nrm.routing.RoutingData;
import scot.nrm.startup.StartRefused;

/**
 * The command that says what the files of a folder would change, and exits: each is compared with
 * the one that the program uses now, in the folder from which it is started or inside it. It needs
 * no database and opens no port. A file that is not in the folder stays as it is.
 */
public final class CompareCommand {

  /** The command-line option that runs it; its value is the folder. */
  public static final String OPTION = "nrm.compare";

  private static final Logger LOG = LoggerFactory.getLogger(CompareCommand.class);

  private static final Definitions DEFINITIONS = new Definitions(Path.of(""));

  private CompareCommand() {}

  /**
   * Compares and says each difference.
   *
   * @throws StartRefused if there is no such folder, or a file in it can't be read
   */
  static List<Difference> run(String... args) {
    try (ConfigurableApplicationContext parts =
        new SpringApplicationBuilder(Parts.class).web(WebApplicationType.NONE).run(args)) {
      Path folder = Path.of(parts.getEnvironment().getProperty(OPTION, ""));
      Map<String, byte[]> after = files(folder);
      Roles roles = parts.getBean(Roles.class);
      Authorities authorities = parts.getBean(Authorities.class);
      LocalDate today = LocalDate.now(LocalDay.ZONE);
      List<Difference> differences =
          Comparison.of(
              inForce(after),
              after,
              parts.getBeansOfType(DecisionTables.Check.class).values(),
              group -> authorities.fill(roles.name(group), today));
      LOG.info(
          "{} files in {} compared with those in force.\n{}",
          after.size(),
          folder,
          differences.isEmpty() ? "Nothing is different." : Comparison.text(differences));
      return differences;
    } catch (IllegalArgumentException e) {
      throw new StartRefused(e.getMessage(), "Correct the file and compare again.");
    }
  }

  /** As a revision has them: {@code processes/}, {@code forms/} and {@code config/}. */
  private static Map<String, byte[]> files(Path folder) {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (name.matches("(processes|forms|config)/.*")) {
          files.put(name, Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new StartRefused(
          "The folder " + folder + " can't be read.",
          "Give one with the folders processes, forms or config.");
    }
    if (files.isEmpty()) {
      throw new StartRefused(
          "There is nothing to compare in " + folder + ".",
          "Give a folder with the folders processes, forms or config.");
    }
    return files;
  }

  private static Map<String, byte[]> inForce(Map<String, byte[]> files) {
    Map<String, byte[]> inForce = new TreeMap<>();
    for (String name : files.keySet()) {
      int slash = name.indexOf('/');
      String folder = name.substring(0, slash);
      String file = name.substring(slash + 1);
      Resource found = folder.equals("config") ? data(file) : DEFINITIONS.one(folder, file);
      if (found.exists()) {
        try (InputStream content = found.getInputStream()) {
          inForce.put(name, content.readAllBytes());
        } catch (IOException e) {
          throw new StartRefused(
              "The file " + name + " in force can't be read.", "Check who may read it.");
        }
      }
    }
    return inForce;
  }

  /** A letter that has no copy in {@code config/letters} is the one inside the program. */
  private static Resource data(String file) {
    Resource found = DEFINITIONS.data(file);
    return found.exists() || !file.startsWith("letters/") ? found : new ClassPathResource(file);
  }

  /** Not a component, so that the application itself does not find it. */
  @ComponentScan(
      basePackages = "scot.nrm",
      useDefaultFilters = false,
      includeFilters =
          @ComponentScan.Filter(
              type = FilterType.ASSIGNABLE_TYPE,
              classes = DecisionTables.Check.class))
  @Import(Templates.class)
  @EnableConfigurationProperties({RoutingData.class, Authorities.class, Roles.class})
  static class Parts {}
}
