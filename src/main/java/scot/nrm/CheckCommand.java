package scot.nrm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Primary;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.Resource;
import org.springframework.util.FileSystemUtils;
import scot.nrm.access.Roles;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.Definitions;
import scot.nrm.engine.Deployer;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.steps.StepGuard;
import scot.nrm.gate.Warnings;
import scot.nrm.modelcheck.DeploymentCheck;
import scot.nrm.rehearsal.Scenarios;
import scot.nrm.startup.NothingRuns;

/**
 * The command that checks the files of a revision before anything is deployed, and exits. It needs
 * no database, and starts nothing of the program but what checks: an engine in memory only if there
 * are scenarios to replay.
 */
public final class CheckCommand {

  /** The command-line option that runs it; its value is the folder with the changed files. */
  public static final String OPTION = "nrm.check";

  /** Marks a sentence that stops nothing. */
  private static final String WARNING = "Warning: ";

  /** What a start makes of the files of {@code config/}, and what refuses them. */
  private static final List<String> OF_CONFIG =
      List.of("decisionsFile", "noticesFile", "retentionFile", "accessSetup", "templates");

  private static final List<String[]> FILES =
      List.of(
          new String[] {"processes", "bpmn"},
          new String[] {"processes", "dmn"},
          new String[] {"forms", "form"},
          new String[] {"config/scenarios", "json"});

  private CheckCommand() {}

  /** Ends the program with exit code 0 if the files can be deployed, or else 1. */
  static void runAndExit(String... args) {
    List<String> found = run(args);
    // For the person who asked, and not for the log.
    found.forEach(System.out::println);
    List<String> problems = found.stream().filter(one -> !one.startsWith(WARNING)).toList();
    System.out.println(
        problems.isEmpty()
            ? "Nothing is wrong. The files can be deployed."
            : "%d %s. Nothing has been deployed."
                .formatted(problems.size(), problems.size() == 1 ? "problem" : "problems"));
    System.exit(problems.isEmpty() ? 0 : 1);
  }

  /**
   * Checks the files of a folder, with those that it leaves out as they are in force here.
   *
   * @return a sentence for each problem, with its file; if there is none, for each warning
   */
  static List<String> run(String... args) {
    List<String> folders = new DefaultApplicationArguments(args).getOptionValues(OPTION);
    Path folder = Path.of(folders == null || folders.isEmpty() ? "" : folders.get(0));
    if (folder.toString().isEmpty() || !Files.isDirectory(folder)) {
      return List.of(
          "There is no folder %s. Write --%s=FOLDER, with the changed files in its folders processes, forms and config."
              .formatted(folder, OPTION));
    }
    try {
      List<String> misplaced = misplaced(folder);
      return misplaced.isEmpty() ? inFolder(folder, args) : misplaced;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files that would not be checked where they are. */
  private static List<String> misplaced(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/'))
          .filter(name -> name.matches(".*\\.(bpmn|dmn|form)"))
          .filter(name -> !name.matches("processes/[^/]+\\.(bpmn|dmn)|forms/[^/]+\\.form"))
          .map(
              name ->
                  "%s is in none of the folders processes and forms of %s, so it would not be checked. Move it there, or write the folder above it in --%s."
                      .formatted(name, folder, OPTION))
          .sorted()
          .toList();
    }
  }

  private static List<String> inFolder(Path folder, String... args) throws IOException {
    Path whole = Files.createTempDirectory("nrm-check");
    try {
      Definitions inForce = new Definitions(Path.of(""));
      for (String[] kind : FILES) {
        Path to = Files.createDirectories(whole.resolve(kind[0]));
        for (Resource file : inForce.all(kind[0], kind[1])) {
          Files.write(to.resolve(file.getFilename()), file.getContentAsByteArray());
        }
      }
      FileSystemUtils.copyRecursively(folder, whole);
      List<String> given = new ArrayList<>(Arrays.asList(args));
      given.removeIf(argument -> argument.startsWith("--" + OPTION));
      given.add("--" + OPTION + "=" + whole);
      Path letters = folder.resolve("config").resolve("letters");
      if (Files.isDirectory(letters)) {
        given.add("--nrm.letters.templates=" + letters);
      }
      try (Stream<Path> settings = Files.walk(folder)) {
        settings
            .filter(file -> file.toString().endsWith(".yaml"))
            .map(file -> "file:" + file.toAbsolutePath())
            .reduce((one, other) -> one + "," + other)
            .ifPresent(files -> given.add("--spring.config.import=" + files));
      }
      return problems(given.toArray(String[]::new));
    } finally {
      FileSystemUtils.deleteRecursively(whole);
    }
  }

  private static List<String> problems(String... args) {
    try (ConfigurableApplicationContext parts = parts(args)) {
      Set<String> problems = new LinkedHashSet<>();
      Stream.concat(
              Arrays.stream(parts.getBeanNamesForAnnotation(ConfigurationProperties.class)),
              OF_CONFIG.stream())
          .filter(parts::containsBeanDefinition)
          .forEach(name -> made(parts, name, problems));
      if (problems.isEmpty()) {
        Map<String, byte[]> files = Deployer.files(parts.getBean(Definitions.class));
        problems.addAll(parts.getBean(DeploymentCheck.class).problems(files));
        if (problems.isEmpty()) {
          problems.addAll(parts.getBean(Scenarios.class).differences(files));
        }
        if (problems.isEmpty()) {
          LocalDate today = LocalDate.now(LocalDay.ZONE);
          Roles roles = parts.getBean(Roles.class);
          Authorities authorities = parts.getBean(Authorities.class);
          Warnings.of(
                  Deployer.files(new Definitions(Path.of(""))),
                  files,
                  parts.getBeansOfType(DecisionTables.Check.class).values(),
                  group -> authorities.fill(roles.name(group), today),
                  today)
              .forEach(warning -> problems.add(WARNING + warning));
        }
      }
      return List.copyOf(problems);
    } catch (RuntimeException e) {
      return List.of(why(e));
    }
  }

  private static void made(
      ConfigurableApplicationContext parts, String name, Set<String> problems) {
    try {
      parts.getBean(name);
    } catch (RuntimeException e) {
      // What needs a database is checked at the start.
      if (!(NestedExceptionUtils.getMostSpecificCause(e)
          instanceof NoSuchBeanDefinitionException)) {
        problems.add(why(e));
      }
    }
  }

  private static String why(RuntimeException e) {
    return NestedExceptionUtils.getMostSpecificCause(e).getMessage();
  }

  /** What the checks need, made when they ask for it. */
  public static ConfigurableApplicationContext parts(String... args) {
    return new SpringApplicationBuilder(Parts.class)
        .web(WebApplicationType.NONE)
        .lazyInitialization(true)
        .logStartupInfo(false)
        .run(args);
  }

  /** Not a component, so that the application itself does not find it. */
  @ComponentScan(
      basePackages = "scot.nrm",
      excludeFilters =
          @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = NrmApplication.class))
  @ConfigurationPropertiesScan("scot.nrm")
  static class Parts {

    @Bean
    static BeanFactoryPostProcessor nothingRuns() {
      return new NothingRuns();
    }

    /** The files in force, with the changed ones. */
    @Bean
    @Primary
    Definitions wholeSet(@Value("${" + OPTION + ":}") String folder) {
      return new Definitions(Path.of(folder));
    }

    /** No step runs here. */
    @Bean
    @Primary
    StepGuard noStepRuns() {
      return (step, execution) -> {};
    }
  }
}
